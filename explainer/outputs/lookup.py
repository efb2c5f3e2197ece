"""Remembers what was looked up, so that a page is made anew only when something that it shows has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from explainer.keys import digest

T = TypeVar("T")


class Lookups:
    """What has been looked up since it was last asked: in which table, by which name."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def taken(self) -> str:
        """Everything since the last time, in order: lines of the table's name and the other."""
        seen = "\n".join(sorted(self.seen))
        self.seen.clear()
        return seen


class Table(Mapping[str, T], Generic[T]):
    """A mapping that remembers which of its names somebody asked for, whether it has them or not.

    Going through all of it is not remembered: that is for those who decide which pages there are.
    """

    def __init__(self, name: str, values: Mapping[str, T], lookups: Lookups) -> None:
        self._name = name + " "
        self._values = values
        self._seen = lookups.seen

    def __getitem__(self, key: str) -> T:
        self._seen.add(self._name + key)
        return self._values[key]

    def __contains__(self, key: object) -> bool:
        self._seen.add(self._name + str(key))
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Values(dict[str, str]):
    """A text for whatever can be looked up, by table and name; another one when it is different, none when it is not
    there."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], known: Mapping[str, str]) -> None:
        """What is `known` need not be looked up."""
        super().__init__(known)
        self._tables = tables

    def __missing__(self, key: str) -> str:
        table, _, name = key.partition(" ")
        value = self._tables.get(table, {}).get(name)
        found = self[key] = "" if value is None else digest(value)
        return found


class Days(Mapping[str, str]):
    """Where each day lies, seen from today; days are written as in ISO 8601, in which a later one is a greater text."""

    def __init__(self, today: date) -> None:
        self._today = today.isoformat()

    def __getitem__(self, day: str) -> str:
        return "past" if day < self._today else "future" if day > self._today else "today"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
