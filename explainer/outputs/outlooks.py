"""The page that follows predictions up: what is expected, what is overdue, how things turned out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from explainer.model import Entry, SubPoint
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entry_view import entry_link, outlook
from explainer.outputs.views import Link, PointView


@dataclass(frozen=True, slots=True)
class Outlook:
    """Something expected, and the entry that says so."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    sort: tuple[date, str]


def upcoming(press: Press) -> list[Outlook]:
    """What is expected and not overdue, soonest first."""
    return sorted(
        (one for one in _outlooks(press) if not one.point.overdue and one.point.outcome is None),
        key=lambda one: one.sort,
    )


def whats_next_page(press: Press) -> Iterator[Artifact]:
    """What is expected when; what was expected and how it turned out."""
    language = press.language
    outlooks = _outlooks(press)
    overdue = sorted((one for one in outlooks if one.point.overdue), key=lambda one: one.sort)
    record = sorted((one for one in outlooks if one.point.outcome is not None), key=lambda one: one.sort, reverse=True)
    yield press.page(
        "whats-next.md",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        language=language,
        upcoming=upcoming(press),
        overdue=overdue,
        record=record,
    )


def _outlooks(press: Press) -> list[Outlook]:
    found = []
    for entry in press.readable:
        for _, _, point, _ in entry.points():
            if point.expected is not None or point.outcome is not None:
                found.append(_outlook(entry, point, press))
    return found


def _outlook(entry: Entry, point: SubPoint, press: Press) -> Outlook:
    language = press.languages[entry.language]
    anchor = f"#{point.id}" if point.id else ""
    when = point.outcome.on.first if point.outcome else point.expected.last if point.expected else date.max
    link = entry_link(entry, press, press.language)
    return Outlook(link, f"{ENTRIES}/{entry.slug}/{anchor}", outlook(point, language, press.today), (when, entry.slug))
