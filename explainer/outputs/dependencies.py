"""Finds the tasks whose dependencies have changed since the last build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from explainer.outputs.base import DAYS, Table

Kept: TypeAlias = Mapping[str, Mapping[str, str]]
"""Fingerprints by table and name."""


class Fingerprints:
    """A fingerprint for whatever can be looked up; an empty text for what is not there."""

    def __init__(self, tables: Iterable[Table[Any]], today: date) -> None:
        self._tables = {table.name: table for table in tables}
        self._today = today.isoformat()

    def of(self, dependencies: str) -> list[str]:
        """Those of dependencies, as `Trace.taken` writes them down."""
        return [self._of(*line.partition(" ")[::2]) for line in dependencies.split("\n")]

    def _of(self, table: str, name: str) -> str:
        if table == DAYS:
            return str(_holds(name, self._today))
        if table not in self._tables:
            return ""
        value = self._tables[table].values.get(name)
        return "" if value is None else self._tables[table].fingerprint(value)

    def all(self) -> dict[str, dict[str, str]]:
        """Every one, and which day it is."""
        texts = {
            table.name: {name: table.fingerprint(value) for name, value in table.values.items()}
            for table in self._tables.values()
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
        """Whether one of these dependencies, as `Trace.taken` writes them down, has changed."""
        if self._few and not any(name in dependencies for name in self._names):
            return False
        lines = dependencies.split("\n")
        if not self._names.isdisjoint(lines):
            return True
        then, now = self._days
        days = () if then == now else [line.partition(" ")[2] for line in lines if line.startswith(f"{DAYS} ")]
        return any(_holds(day, then) != _holds(day, now) for day in days)


_TODAY = "today"
"""What stands for a table that says which day it is."""


def _holds(comparison: str, today: str) -> bool:
    """Whether a comparison is true on a day; in ISO 8601 a later day is a greater text."""
    day = comparison[1:]
    return today < day if comparison[0] == "<" else today > day


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """The names for which two tables have different fingerprints."""
    return set() if one == other else {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
