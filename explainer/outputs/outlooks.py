"""The pages that follow predictions up: what is expected, what is overdue, how things turned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from explainer.language import Language
from explainer.model.brief import Brief, Outlook
from explainer.outputs.base import ENTRIES, Artifact, Job
from explainer.outputs.entry_view import entry_link
from explainer.outputs.paging import PAGE, Slice, paged
from explainer.outputs.points import outlook_point
from explainer.outputs.press import Press
from explainer.outputs.views import Link, PointView

Foretold: TypeAlias = tuple[Brief, Outlook]
"""Something foretold, with the entry that says so."""


@dataclass(frozen=True, slots=True)
class OutlookView:
    """Something expected, and the entry that says so."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    language: Language
    """The entry's own, in which the point and the words around it are said."""


def upcoming(press: Press) -> list[Foretold]:
    """What is expected and not overdue, soonest first."""
    return _sorted(one for one in press.outlooks if one[1].outcome is None and not _overdue(one, press.today))


def whats_next_pages(press: Press) -> Iterator[Job]:
    """What is expected when; what was expected and how it turned out. A list too long for one page has its own."""
    lists = {
        "upcoming": upcoming(press),
        "overdue": _sorted(one for one in press.outlooks if one[1].outcome is None and _overdue(one, press.today)),
        "record": _sorted(one for one in press.outlooks if one[1].outcome is not None)[::-1],
    }
    heads = [(name, listed[:PAGE], len(listed)) for name, listed in lists.items()]
    inputs = [(name, sealed_outlooks(listed, press), count) for name, listed, count in heads]
    yield Job("whats-next/", (inputs,), partial(_whats_next, heads, press))
    for name, listed in lists.items():
        for part in paged(f"whats-next/{name}/", listed) if len(listed) > PAGE else ():
            about = (part.number, part.newer, part.older, sealed_outlooks(part.items, press))
            yield Job(part.address, about, partial(_outlooks, name, part, press))


def _whats_next(heads: list[tuple[str, list[Foretold], int]], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        "whats-next/",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        language=language,
        lists=[(name, _views(listed, press), count, count > PAGE) for name, listed, count in heads],
    )


def _outlooks(name: str, part: Slice[Foretold], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        part.address,
        "outlooks",
        title=language(f"heading_{name}"),
        description=language("whats_next_description"),
        language=language,
        part=part,
        listed=_views(part.items, press),
    )


def sealed_outlooks(outlooks: Iterable[Foretold], press: Press) -> list[Any]:
    """What a list of outlooks depends on."""
    return [
        (outlook, entry.slug, entry.title, entry.language, _overdue((entry, outlook), press.today))
        for entry, outlook in outlooks
    ]


def outlook_view(entry: Brief, outlook: Outlook, press: Press) -> OutlookView:
    """Something foretold, as lists show it."""
    language = press.languages[entry.language]
    link = entry_link(entry, press, press.language)
    return OutlookView(link, _target(entry, outlook), outlook_point(outlook, language, press.today), language)


def _views(outlooks: Sequence[Foretold], press: Press) -> list[OutlookView]:
    return [outlook_view(entry, outlook, press) for entry, outlook in outlooks]


def _overdue(one: Foretold, today: date) -> bool:
    expected = one[1].expected
    return expected is not None and expected.last < today


def _sorted(outlooks: Iterable[Foretold]) -> list[Foretold]:
    return sorted(outlooks, key=_order)


def _order(one: Foretold) -> tuple[date, str]:
    outlook = one[1]
    when = outlook.outcome.on.first if outlook.outcome else outlook.expected.last if outlook.expected else date.max
    return when, _target(*one)


def _target(entry: Brief, outlook: Outlook) -> str:
    return f"{ENTRIES}/{entry.slug}/" + (f"#{outlook.id}" if outlook.id else "")
