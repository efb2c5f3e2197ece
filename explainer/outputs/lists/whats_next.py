"""The pages that follow predictions up: what is expected, what is overdue, how things turned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from explainer.model.brief import Brief, Outlook
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import Press
from explainer.outputs.entry.points import outlook_point
from explainer.outputs.entry.view import entry_link
from explainer.outputs.lists.paging import PAGE, Slice, paged
from explainer.outputs.lists.predictions import Prediction, target
from explainer.outputs.views import Link, PointView
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class OutlookView:
    """Something expected, and the entry that says so."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    language: Language
    """The entry's own, in which the point and the words around it are said."""


def whats_next_pages(press: Press) -> Iterator[Job]:
    """What is expected when; what was expected and how it turned out. A list too long for one page has its own."""
    foretold = press.foretold
    lists = {"upcoming": foretold.upcoming, "overdue": foretold.overdue, "record": foretold.settled}
    heads = [(name, listed[:PAGE], len(listed)) for name, listed in lists.items()]
    inputs = [(name, sealed_outlooks(listed), count) for name, listed, count in heads]
    yield Job("whats-next/", (inputs,), partial(_whats_next, heads, press))
    for name, listed in lists.items():
        for part in paged(f"whats-next/{name}/", listed) if len(listed) > PAGE else ():
            about = (part.number, part.newer, part.older, sealed_outlooks(part.items))
            yield Job(part.address, about, partial(_outlooks, name, part, press))


def _whats_next(heads: list[tuple[str, list[Prediction], int]], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        "whats-next/",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        language=language,
        lists=[(name, _views(listed, press), count, count > PAGE) for name, listed, count in heads],
    )


def _outlooks(name: str, part: Slice[Prediction], press: Press) -> Iterator[Artifact]:
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


def sealed_outlooks(outlooks: Iterable[Prediction]) -> list[Any]:
    """What a list of outlooks depends on. The day decides only which list it is."""
    return [(entry.outlooks_seal, outlook.id or outlook.text, outlook.expected_) for entry, outlook in outlooks]


def outlook_view(entry: Brief, outlook: Outlook, press: Press) -> OutlookView:
    """Something foretold, as lists show it."""
    language = press.languages[entry.language]
    link = entry_link(entry, press, press.language)
    return OutlookView(link, target(entry, outlook), outlook_point(outlook, language, press.today), language)


def _views(outlooks: Sequence[Prediction], press: Press) -> list[OutlookView]:
    return [outlook_view(entry, outlook, press) for entry, outlook in outlooks]
