"""Remembers what was looked up, so that a page is made anew only when something that it shows has changed."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

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

    def items(self) -> ItemsView[str, T]:
        return self._values.items()


Kept: TypeAlias = Mapping[str, Mapping[str, str]]
"""Texts by table and name."""


class Texts:
    """A text for whatever can be looked up: another one when it is different, none when it is not there."""

    def __init__(self, tables: Mapping[str, tuple[Mapping[str, Any], Callable[[Any], str]]], today: date) -> None:
        """By name the tables, and how what is in them is written as text."""
        self._tables = tables
        self._today = today.isoformat()

    def of(self, dependencies: str) -> list[str]:
        """Those for what was looked up, as `Lookups` writes it down."""
        return [self._of(*seen.partition(" ")[::2]) for seen in dependencies.split("\n")]

    def _of(self, table: str, name: str) -> str:
        if table == DAYS:
            return _side(name, self._today)
        values, written = self._tables.get(table, ({}, str))
        value = values.get(name)
        return "" if value is None else written(value)

    def all(self) -> dict[str, dict[str, str]]:
        """Every one, and which day it is."""
        texts = {
            table: {name: written(value) for name, value in values.items()}
            for table, (values, written) in self._tables.items()
        }
        return {**texts, _TODAY: {"": self._today}}


_FEW = 10
"""As after an edit; these are sooner looked for in a text than its lines in a set."""


class Changes:
    """What would be looked up otherwise now than before."""

    def __init__(self, before: Kept, now: Kept) -> None:
        self._names = {
            f"{table} {name}"
            for table in before.keys() | now.keys()
            for name in _different(before.get(table, {}), now.get(table, {}))
        }
        self._days = before.get(_TODAY, {}).get("", ""), now[_TODAY][""]
        self._few = len(self._names) <= _FEW and self._days[0] == self._days[1]

    def invalidate(self, dependencies: str) -> bool:
        """Whether they are among what was looked up, as `Lookups` writes it down."""
        if self._few and not any(name in dependencies for name in self._names):
            return False
        seen = dependencies.split("\n")
        if not self._names.isdisjoint(seen):
            return True
        then, now = self._days
        days = () if then == now else [one.removeprefix(f"{DAYS} ") for one in seen if one.startswith(f"{DAYS} ")]
        return any(_side(day, then) != _side(day, now) for day in days)


DAYS = "days"
"""What stands for a table of days: what is made is another thing before a day, on it, and after it."""
_TODAY = "today"
"""What stands for a table that says which day it is."""


def _side(day: str, today: str) -> str:
    """Where a day lies; days are written as in ISO 8601, in which a later one is a greater text."""
    return "past" if day < today else "future" if day > today else "today"


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """The names for which two tables have different texts."""
    return set() if one == other else {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
