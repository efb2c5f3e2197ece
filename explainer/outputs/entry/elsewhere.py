"""Links to other addresses: what to read next, and where an explainer came out first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from explainer.model import Entry
from explainer.outputs.base import Link, safe_url
from explainer.outputs.context import RenderContext
from explainer.text.language import Language


class ElsewhereView(NamedTuple):
    """A link to a piece at another address."""

    title: str
    url: str | None
    language: Language | None
    """That of its publisher, where it is not the page's."""
    publisher: str
    date: str
    day: str
    """ISO 8601, for `<time>`."""
    changed: str = ""
    changed_day: str = ""


def related(entry: Entry, context: RenderContext, language: Language) -> Iterator[Link | ElsewhereView]:
    """What to read next: entries that have a page, and pieces elsewhere."""
    for other in entry.related:
        if not isinstance(other, str):
            record = context.publishers.get(other.publisher) if other.publisher else None
            tag = (record.language if record else None) or language.tag
            yield ElsewhereView(
                other.title,
                safe_url(other.url),
                context.languages.get(tag) if tag.split("-")[0] != language.tag.split("-")[0] else None,
                context.localized(record.name, language) if record else "",
                language.date(other.published) if other.published else "",
                other.published.iso if other.published else "",
            )
        elif other in context.names:
            yield context.link_to(context.names[other], language)


def first_published(entry: Entry, context: RenderContext, language: Language) -> ElsewhereView | None:
    """Where it came out first, by its publisher's name."""
    first = entry.first_published
    record = context.publishers.get(first.publisher) if first else None
    if first is None or record is None:
        return None
    name = context.localized(record.name, language)
    dates = [part for at in (first.at, first.updated) for part in ((language.minute(at), at.iso) if at else ("", ""))]
    return ElsewhereView(name, safe_url(first.url), None, "", *dates)
