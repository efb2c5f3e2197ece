"""Remembers what was looked up, so that a page is made anew only when something that it shows has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

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
