"""Finds the tasks whose dependencies have changed since the last build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from explainer.outputs.base import DAYS, Table

Known: TypeAlias = Mapping[str, Mapping[str, str]]
"""Fingerprints of a build, by table and name."""


class Fingerprints:
    """A fingerprint for everything that can be looked up; an empty text for what does not exist."""

    def __init__(self, tables: Iterable[Table[Any]], today: date) -> None:
        self._tables = {table.name: table for table in tables}
        self._today = today.isoformat()

    def of(self, dependencies: str) -> list[str]:
        """The fingerprints of dependencies in the format of `Trace.taken`."""
        return [self._of(*line.partition(" ")[::2]) for line in dependencies.split("\n")]

    def _of(self, table: str, name: str) -> str:
        if table == DAYS:
            return str(_holds(name, self._today))
        if table not in self._tables:
            return ""
        value = self._tables[table].values.get(name)
        return "" if value is None else self._tables[table].fingerprint(value)

    def all(self) -> dict[str, dict[str, str]]:
        """All fingerprints, and the day of the build."""
        texts = {
            table.name: {name: table.fingerprint(value) for name, value in table.values.items()}
            for table in self._tables.values()
        }
        return {**texts, _TODAY: {"": self._today}}


_FEW = 10
"""The number of changes after an edit; so few names are faster to search in a text than its lines in a set."""


class Changes:
    """The names whose values differ between two builds."""

    def __init__(self, before: Known, now: Known) -> None:
        self._names = {
            f"{table} {name}"
            for table in before.keys() | now.keys()
            for name in _different(before.get(table, {}), now.get(table, {}))
        }
        self._days = before.get(_TODAY, {}).get("", ""), now[_TODAY][""]
        self._few = len(self._names) <= _FEW and self._days[0] == self._days[1]

    def invalidate(self, dependencies: str) -> bool:
        """Whether one of these dependencies, in the format of `Trace.taken`, has changed."""
        if self._few and not any(name in dependencies for name in self._names):
            return False
        lines = dependencies.split("\n")
        if not self._names.isdisjoint(lines):
            return True
        then, now = self._days
        days = () if then == now else [line.partition(" ")[2] for line in lines if line.startswith(f"{DAYS} ")]
        return any(_holds(day, then) != _holds(day, now) for day in days)


_TODAY = "today"
"""The table name of the day of the build itself."""


def _holds(comparison: str, today: str) -> bool:
    """Whether a comparison is true on a day; in ISO 8601 a later day is the greater text."""
    day = comparison[1:]
    return today < day if comparison[0] == "<" else today > day


def _different(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The names for which two tables have different fingerprints."""
    names = before.keys() | now.keys() if before != now else ()
    return {name for name in names if before.get(name) != now.get(name)}
