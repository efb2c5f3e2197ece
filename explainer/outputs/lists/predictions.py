"""What entries foretell, in the order in which readers are told: what is expected, what is overdue, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from explainer.model.brief import Brief, Outlook
from explainer.model.dates import parse
from explainer.outputs.base import ENTRIES

Prediction: TypeAlias = tuple[Brief, Outlook]
"""Something foretold, with the entry that says so."""


class Foretold(NamedTuple):
    """Everything that entries foretell."""

    upcoming: list[Prediction]
    """What has no outcome and is not overdue, soonest first."""
    overdue: list[Prediction]
    """What is overdue, in the same order."""
    settled: list[Prediction]
    """What has an outcome, the newest first."""

    @classmethod
    def of(cls, entries: Iterable[Brief], today: date) -> Foretold:
        """That of these entries, on a day."""
        upcoming: list[_Row] = []
        overdue: list[_Row] = []
        settled: list[_Row] = []
        for entry in entries:
            for outlook in entry.outlooks:
                if outlook.outcome is not None:
                    rows, day = settled, parse(outlook.outcome.on_).first
                else:
                    day = parse(outlook.expected_).last if outlook.expected_ else date.max
                    rows = overdue if day < today else upcoming
                rows.append((day, target(entry, outlook), entry, outlook))
        return cls(_sorted(upcoming), _sorted(overdue), _sorted(settled)[::-1])


def target(entry: Brief, outlook: Outlook) -> str:
    """The address of what is foretold."""
    return f"{ENTRIES}/{entry.slug}/" + (f"#{outlook.id}" if outlook.id else "")


_Row: TypeAlias = tuple[date, str, Brief, Outlook]
"""What decides the order, the day and the address, and what is told."""


def _sorted(rows: list[_Row]) -> list[Prediction]:
    rows.sort(key=itemgetter(0, 1))
    return [(entry, outlook) for _, _, entry, outlook in rows]
