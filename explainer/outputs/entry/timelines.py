"""Gathers the dates of an entry's points, or of a topic's entries, for the drawing of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from explainer.model import Entry, SubPoint
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, linker
from explainer.outputs.context import RenderContext
from explainer.outputs.dependencies import Day
from explainer.outputs.drawing.lanes import Moment
from explainer.outputs.drawing.timeline import Row, timeline, timeline_legend, timeline_rows
from explainer.text.inline import to_text
from explainer.text.language import Language

_LABEL = 140
"""Characters of a point that the list beside the drawing shows."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A drawing of dates, and the same as text."""

    svg: Markup
    rows: list[Row]
    legend: list[tuple[Markup, str]]


def entry_timeline(entry: Entry, language: Language, today: Day) -> TimelineView | None:
    """When the things happened that an entry tells of; None if too few of its points have a date."""
    moments = [moment for _, _, point, _ in entry.points() if point.id for moment in _moments(point, today)]
    return _view(moments, language, "timeline")


def topic_timeline(entries: Sequence[EntrySummary], context: RenderContext, origin: str) -> TimelineView | None:
    """When the things happened that a topic's entries explain; `origin` is the address of the page."""
    to = linker(origin)
    moments = [
        Moment(when, entry.title, to(f"{ENTRIES}/{entry.slug}/"))
        for entry in entries
        if (when := entry.as_of or entry.published) is not None
    ]
    return _view(moments, context.language, "timeline")


def _moments(point: SubPoint, today: Day) -> list[Moment]:
    if point.when is None and point.expected is None and point.outcome is None:
        return []
    label, target = _short(to_text(point.text)), f"#{point.id}"
    found = [Moment(point.when, label, target)] if point.when is not None else []
    if point.outcome is not None:
        found.append(Moment(point.outcome.on, _short(to_text(point.outcome.text)), target, "outcome"))
    elif point.expected is not None:
        found.append(Moment(point.expected, label, target, "overdue" if point.expected.last < today else "expected"))
    return found


def _view(moments: list[Moment], language: Language, ident: str) -> TimelineView | None:
    svg = timeline(moments, language, ident)
    if svg is None:
        return None
    return TimelineView(svg, timeline_rows(moments, language), timeline_legend(moments, language))


def _short(text: str) -> str:
    if len(text) <= _LABEL:
        return text
    return text[: text.rfind(" ", 0, _LABEL)].rstrip(" ,;:") + " …"
