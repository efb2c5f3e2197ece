"""The items of feeds: explainers with their whole text, and changes with their notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.model import Entry
from explainer.model.summary import EntrySummary, ImageSummary
from explainer.outputs.base import section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.lists.site_changes import WITHDRAWN
from explainer.outputs.targets import source_links, target
from explainer.text.inline import to_html, to_text


class Enclosure(NamedTuple):
    """A picture that goes with an item."""

    url: str
    type: str
    """Its media type."""
    length: int
    """Bytes, as a hint (RFC 4287, section 4.2.7.6); 0 if the file is not there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed."""

    url: str
    id: str
    """Outlives its address."""
    title: str
    summary: str
    language: str
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339; never the time of the build."""
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    """Topics: ids and names."""
    content: str = ""
    """HTML with whole addresses; empty where the summary says all."""
    enclosure: Enclosure | None = None


class Deleted(NamedTuple):
    """An explainer that was withdrawn (RFC 6721)."""

    id: str
    url: str
    at: str
    """RFC 3339."""
    reason: str


def explainer(entry: EntrySummary, context: RenderContext, *, whole: bool) -> Item:
    """An explainer; with `whole`, its text."""
    came = context.moments(entry)
    language = context.languages[entry.language]
    url = context.url_of(entry.slug)
    return Item(
        url,
        context.id_of(entry),
        entry.title,
        entry.summary,
        entry.language,
        in_rfc_3339(came[0]),
        in_rfc_3339(came[-1]),
        tuple(context.name_of_person(person, language) for person in entry.authors),
        tuple((topic, context.name_of_topic(topic, language)) for topic in entry.topics if topic in context.topics),
        content(context.entries[entry.slug], url, context) if whole else "",
        _enclosure(entry.image, context) if entry.image else None,
    )


def _enclosure(image: ImageSummary, context: RenderContext) -> Enclosure:
    known = context.pictures.get(image.file)
    url = f"{context.site_info.url}{quote(image.file)}"
    return Enclosure(url, media_type(image.file), known.size if known else 0)


def media_type(file: str) -> str:
    """That of a picture."""
    return f"image/{file.rpartition('.')[2].lower().replace('jpg', 'jpeg')}"


def content(entry: Entry, url: str, context: RenderContext) -> str:
    """What an explainer says, in HTML for other programs: every point with its sources, the sources, the updates."""
    language = context.languages[entry.language]
    sources = {source.id: source for source in entry.sources}
    numbers = {source: number for number, source in enumerate(entry.sources_in_order(), 1)}
    dead = context.dead_in(entry.slug)
    links = source_links(entry.sources, dead, url)
    values = {
        "t": language,
        "entry": entry,
        "url": url,
        "html": lambda text: to_html(text, links),
        "statuses": {point.status: language(f"status_{point.status}") for _, _, point, _ in entry.points()},
        "numbers": numbers,
        "titles": [section_title(section, language) for section in entry.sections],
        "cited": [
            (source, target(source, dead), context.localized(record.name, language) if record else "")
            for source in (sources[name] for name in numbers)
            for record in [context.publishers.get(source.publisher) if source.publisher else None]
        ],
        "results": {
            point.outcome.result: language(f"result_{point.outcome.result}")
            for _, _, point, _ in entry.points()
            if point.outcome
        },
        "updates": [
            (number, update, language(f"update_{update.type}"), language.minute(update.at))
            for number, update in reversed([*enumerate(entry.updates, 2)])
        ],
        "dates": {point.when: language.minute(point.when) for _, _, point, _ in entry.points() if point.when},
        "expected": {
            point.expected: language.minute(point.expected) for _, _, point, _ in entry.points() if point.expected
        },
    }
    return context.templates.render("feeds/content.html.jinja", values)


def changes(entries: Iterable[EntrySummary], context: RenderContext, most: int) -> list[Item]:
    """Every update and every withdrawal as an item of its own, newest first; at most so many."""
    items: list[tuple[datetime, int, str, Item]] = []
    for entry in entries:
        came, id_ = context.moments(entry), context.id_of(entry)
        items += ((came[number - 1], number, id_, item) for number, item in _changes(entry, came, id_, context))
    items.sort(key=itemgetter(0, 1, 2), reverse=True)
    return [item for *_, item in items[:most]]


def _changes(
    entry: EntrySummary, came: tuple[datetime, ...], id_: str, context: RenderContext
) -> Iterator[tuple[int, Item]]:
    language, page = context.languages[entry.language], context.url_of(entry.slug)
    if entry.status == "withdrawn":
        if entry.withdrawn is not None:
            at, text = in_rfc_3339(came[-1]), to_text(entry.withdrawn.reason or "")
            title = f"{language('field_withdrawn')}: {entry.title}"
            yield len(came), Item(f"{page}#{WITHDRAWN}", f"{id_}#{WITHDRAWN}", title, text, entry.language, at, at)
        return
    for number, update in enumerate(entry.updates, 2):
        at = in_rfc_3339(came[number - 1])
        title = f"{language(f'update_{update.type}')}: {entry.title}"
        text = to_text(update.note) if update.note else language("note_unknown")
        links = source_links(entry.linked, context.dead_in(entry.slug), page)
        note = to_html(update.note, links) if update.note else Markup.escape(text)
        html = Markup("<p>{}</p>").format(note)
        if update.was and update.now:
            was, now = to_html(update.was, links), to_html(update.now, links)
            html += Markup("<p>{} <del>{}</del></p><p>{} <ins>{}</ins></p>").format(
                language("was"), was, language("now"), now
            )
        if update.point:
            html += Markup('<p><a href="{}#{}">{}</a></p>').format(page, update.point, language("see_point"))
        url = f"{page}changes/#v{number}"
        yield number, Item(url, f"{id_}changes/#v{number}", title, text, entry.language, at, at, content=str(html))


def deleted(entry: EntrySummary, context: RenderContext) -> Deleted:
    """What a feed says of a withdrawn explainer."""
    reason = entry.withdrawn.reason if entry.withdrawn else None
    url = context.url_of(entry.slug)
    return Deleted(context.id_of(entry), url, in_rfc_3339(context.moments(entry)[-1]), to_text(reason or ""))


def in_rfc_3339(at: datetime) -> str:
    """A moment of a feed."""
    return f"{at.year:04}{at:-%m-%dT%H:%M:%SZ}"
