"""Traces what a task looks up, so that it runs again only when something that it used has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")


class Trace:
    """The names that were looked up, and the days that were compared, since the trace was last taken."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def taken(self) -> str:
        """The dependencies since the last time, sorted: lines of a table's name and the name in it."""
        dependencies = "\n".join(sorted(self.seen))
        self.seen.clear()
        return dependencies


class Table(Generic[T]):
    """What tasks look up by name. Each name is traced, found or not; a task cannot go through a table."""

    __iter__ = None

    def __init__(
        self,
        name: str,
        values: Mapping[str, Any],
        trace: Trace,
        fingerprint: Callable[[Any], str],
        read: Callable[[Any], T] = lambda value: value,
    ) -> None:
        """`read` makes what a task gets out of a value; `fingerprint` differs when that may differ."""
        self.name = name
        self.values = values
        self.trace = trace
        self.fingerprint = fingerprint
        self.read = read

    def __getitem__(self, key: str) -> T:
        self.trace.seen.add(f"{self.name} {key}")
        return self.read(self.values[key])

    def __contains__(self, key: str) -> bool:
        self.trace.seen.add(f"{self.name} {key}")
        return key in self.values

    def get(self, key: str) -> T | None:
        """What has a name, or None."""
        found = key in self
        return self[key] if found else None


class Day:
    """The day of the build. A task can only compare it with other days, and each comparison is traced."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, day: date, trace: Trace) -> None:
        self._day = day
        self._trace = trace

    def __lt__(self, other: date) -> bool:
        self._trace.seen.add(f"{_DAYS} <{other.isoformat()}")
        return self._day < other

    def __ge__(self, other: date) -> bool:
        return not self < other

    def __gt__(self, other: date) -> bool:
        self._trace.seen.add(f"{_DAYS} >{other.isoformat()}")
        return self._day > other

    def __le__(self, other: date) -> bool:
        return not self > other

    def __eq__(self, other: object) -> bool:
        raise TypeError("the day of the build can only be compared with <, <=, > or >=")


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
        if table == _DAYS:
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
        days = () if then == now else [line.partition(" ")[2] for line in lines if line.startswith(f"{_DAYS} ")]
        return any(_holds(day, then) != _holds(day, now) for day in days)


_DAYS = "days"
"""What stands for a table of comparisons with the day of the build: `<2026-12-01`."""
_TODAY = "today"
"""What stands for a table that says which day it is."""


def _holds(comparison: str, today: str) -> bool:
    """Whether a comparison is true on a day; in ISO 8601 a later day is a greater text."""
    day = comparison[1:]
    return today < day if comparison[0] == "<" else today > day


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """The names for which two tables have different fingerprints."""
    return set() if one == other else {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
