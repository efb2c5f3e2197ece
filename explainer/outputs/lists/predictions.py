"""What entries foretell, in the order in which readers are told: what is expected, what is overdue, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from explainer.model.dates import parse
from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import ENTRIES

Prediction: TypeAlias = tuple[str, PredictionSummary]
"""A prediction, and the slug of its entry."""


class Predictions(NamedTuple):
    """Everything that entries foretell."""

    upcoming: list[Prediction]
    """What has no outcome and is not overdue, soonest first."""
    overdue: list[Prediction]
    """What is overdue, in the same order."""
    settled: list[Prediction]
    """What has an outcome, the newest first."""

    @classmethod
    def of(cls, entries: Iterable[EntrySummary], today: date) -> Predictions:
        """That of these entries, on a day."""
        upcoming: list[_Row] = []
        overdue: list[_Row] = []
        settled: list[_Row] = []
        for entry in entries:
            for prediction in entry.predictions:
                if prediction.outcome is not None:
                    rows, day = settled, parse(prediction.outcome.on_).first
                else:
                    day = parse(prediction.expected_).last if prediction.expected_ else date.max
                    rows = overdue if day < today else upcoming
                rows.append((day, target(entry.slug, prediction), entry.slug, prediction))
        return cls(_sorted(upcoming), _sorted(overdue), _sorted(settled)[::-1])


def target(slug: str, prediction: PredictionSummary) -> str:
    """The address of a prediction."""
    return f"{ENTRIES}/{slug}/" + (f"#{prediction.id}" if prediction.id else "")


_Row: TypeAlias = tuple[date, str, str, PredictionSummary]
"""What decides the order, the day and the address, and what is told."""


def _sorted(rows: list[_Row]) -> list[Prediction]:
    rows.sort(key=itemgetter(0, 1))
    return [(slug, prediction) for _, _, slug, prediction in rows]
