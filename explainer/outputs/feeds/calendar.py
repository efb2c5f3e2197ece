"""The calendar of predictions, for readers' own calendars (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.feeds.icalendar import calendar_of, day_value, text_value
from explainer.outputs.lists.predictions import Prediction
from explainer.outputs.plan import SitePlan
from explainer.text.inline import to_text

UPCOMING = 300
"""The most future events: readers' programs fetch all of them every few hours."""
OVERDUE = 60


def calendar(plan: SitePlan) -> Iterator[Task]:
    """`whats-next.ics`: an all-day event for each open prediction, over all the days that its date covers.

    Points with an outcome are left out. There are limits: the next events and the last overdue ones are kept.
    """
    overdue, upcoming = map(_dated, (plan.predictions.overdue, plan.predictions.upcoming))
    listed = [*overdue[-OVERDUE:], *upcoming[:UPCOMING]]
    expected = [(slug, _stamp(plan.by_slug[slug]), prediction) for slug, prediction in listed]
    yield Task("whats-next.ics", _calendar, (expected,))


def _dated(predictions: Iterable[Prediction]) -> list[Prediction]:
    """The predictions with a date and an id."""
    return [(entry, point) for entry, point in predictions if point.expected is not None and point.id is not None]


def _calendar(expected: list[tuple[str, str, PredictionSummary]], context: RenderContext) -> Iterator[Artifact]:
    events = [
        {
            "uid": f"{slug}-{prediction.id}",
            # Not the time of the build: an unchanged calendar stays the same, byte for byte.
            "stamp": f"{stamp}T000000Z",
            "first": day_value(prediction.expected.first),
            "end": day_value(min(prediction.expected.last, _LAST) + timedelta(days=1)),
            "summary": text_value(to_text(prediction.text)),
            "description": text_value(context.names[slug].title),
        }
        for slug, stamp, prediction in expected
        if prediction.expected is not None
    ]
    text = context.templates.render("feeds/whats_next.ics.jinja", {"t": context.language, "events": events})
    yield Artifact("whats-next.ics", calendar_of(text.split("\n")), "")


def _stamp(entry: EntrySummary) -> str:
    return day_value(entry.changed.first if entry.changed else date.min)


_LAST = date.max - timedelta(days=1)
