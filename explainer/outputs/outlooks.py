"""The pages that follow predictions up: what is expected, what is overdue, how things turned out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from explainer.language import Language
from explainer.model import Entry, SubPoint
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entry_view import entry_link, outlook
from explainer.outputs.paging import PAGE, paged
from explainer.outputs.views import Link, PointView


@dataclass(frozen=True, slots=True)
class Outlook:
    """Something expected, and the entry that says so."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    language: Language
    """The entry's own, in which the point and the words around it are said."""
    sort: tuple[date, str]


def upcoming(press: Press) -> list[Outlook]:
    """What is expected and not overdue, soonest first."""
    return _sorted(one for one in _outlooks(press) if not one.point.overdue and one.point.outcome is None)


def whats_next_pages(press: Press) -> Iterator[Artifact]:
    """What is expected when; what was expected and how it turned out. A list too long for one page has its own."""
    language = press.language
    outlooks = _outlooks(press)
    lists = {
        "upcoming": upcoming(press),
        "overdue": _sorted(one for one in outlooks if one.point.overdue),
        "record": _sorted(one for one in outlooks if one.point.outcome is not None)[::-1],
    }
    yield press.page(
        "whats-next/",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        language=language,
        lists=[(name, outlooks[:PAGE], len(outlooks), len(outlooks) > PAGE) for name, outlooks in lists.items()],
    )
    for name, outlooks in lists.items():
        for part in paged(f"whats-next/{name}/", outlooks) if len(outlooks) > PAGE else ():
            yield press.page(
                part.address,
                "outlooks",
                title=language(f"heading_{name}"),
                description=language("whats_next_description"),
                language=language,
                part=part,
            )


def _sorted(outlooks: Iterator[Outlook]) -> list[Outlook]:
    return sorted(outlooks, key=lambda one: one.sort)


def _outlooks(press: Press) -> list[Outlook]:
    return [
        _outlook(entry, point, press)
        for entry in press.readable
        for _, _, point, _ in entry.points()
        if point.expected is not None or point.outcome is not None
    ]


def _outlook(entry: Entry, point: SubPoint, press: Press) -> Outlook:
    language = press.languages[entry.language]
    anchor = f"#{point.id}" if point.id else ""
    when = point.outcome.on.first if point.outcome else point.expected.last if point.expected else date.max
    link = entry_link(entry, press, press.language)
    target = f"{ENTRIES}/{entry.slug}/{anchor}"
    return Outlook(link, target, outlook(point, language, press.today), language, (when, target))
