"""Feeds of new and changed entries (Atom, RFC 4287; JSON Feed 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import islice

from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Task, instant, instants
from explainer.outputs.context import RenderContext
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.lists.site_changes import WITHDRAWN
from explainer.outputs.plan import SitePlan
from explainer.text.inline import to_text

NEWEST = 40
"""How many items a feed has."""
_EPOCH = "1970-01-01T00:00:00Z"
"""When a feed without items was changed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed."""

    id: str
    """Its first address, which never changes (RFC 4287, 4.2.6)."""
    url: str
    """Its address."""
    title: str
    summary: str
    language: str
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339; never the time of the build."""
    authors: tuple[str, ...]


def feeds(plan: SitePlan) -> Iterator[Task]:
    """`feed.xml`, `feed.json`, `changes.xml`, and a feed for each topic; none if mkdocs.yml has no `site_url`."""
    if not plan.context.site_info.url:
        return
    yield Task("feed.xml", _newest, (_published(plan.readable),))
    ever = [entry for entry in plan.entries if entry.updates or entry.withdrawn is not None]
    changed = nlargest(NEWEST, ever, key=lambda entry: (instants(entry)[-1], entry.slug))
    yield Task("changes.xml", _changed, (slugs_of(changed),))
    for topic, listed in plan.topics:
        yield Task(f"topics/{topic}/feed.xml", _topic, (topic, _published(listed)))


def _published(entries: Iterable[EntrySummary]) -> list[str]:
    """The newest entries with a publication date."""
    return slugs_of(islice((entry for entry in entries if entry.published_ is not None), NEWEST))


def _newest(slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    items = [_entry(context.summaries[slug], context) for slug in slugs]
    yield _atom(context, "feed.xml", context.language("front_title"), "", items)
    yield Artifact("feed.json", _json(context, "feed.json", items), "")


def _changed(slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    items = _changes([context.summaries[slug] for slug in slugs], context)
    yield _atom(context, "changes.xml", context.language("changes"), "changes/", items)


def _topic(topic: str, slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    items = [_entry(context.summaries[slug], context) for slug in slugs]
    name = context.name_of_topic(topic, context.language)
    yield _atom(context, f"topics/{topic}/feed.xml", name, f"topics/{topic}/", items)


def _entry(entry: EntrySummary, context: RenderContext) -> Item:
    names = [context.name_of_person(person, context.languages[entry.language]) for person in entry.authors]
    return Item(
        f"{context.site_info.url}{ENTRIES}/{entry.first_slug}/",
        f"{context.site_info.url}{ENTRIES}/{entry.slug}/",
        entry.title,
        entry.summary,
        entry.language,
        _moment(instant(entry.published_)),
        _moment(instants(entry)[-1]),
        tuple(names),
    )


def _changes(entries: list[EntrySummary], context: RenderContext) -> list[Item]:
    """Every update and every withdrawal as an item of its own, newest first.

    `entries` changed last and have at least one item each, so the newest items are among theirs.
    """
    items = []
    for entry in entries:
        language, base = context.languages[entry.language], f"{context.site_info.url}{ENTRIES}/"
        moments = list(map(_moment, instants(entry)))
        if entry.status == "withdrawn":
            if entry.withdrawn is not None:
                at, place = moments[-1], f"/#{WITHDRAWN}"
                title = f"{language('field_withdrawn')}: {entry.title}"
                text = to_text(entry.withdrawn.reason or "")
                ids = f"{base}{entry.first_slug}{place}", f"{base}{entry.slug}{place}"
                items.append(Item(*ids, title, text, entry.language, at, at, ()))
            continue
        for number, (update, at) in enumerate(zip(entry.updates, moments[1:], strict=False), 2):
            place = f"/changes/#v{number}"
            title = f"{language(f'update_{update.type}')}: {entry.title}"
            text = to_text(update.note) if update.note else language("note_unknown")
            ids = f"{base}{entry.first_slug}{place}", f"{base}{entry.slug}{place}"
            items.append(Item(*ids, title, text, entry.language, at, at, ()))
    items = sorted(items, key=lambda item: item.updated)[::-1]  # of one moment, the later version first
    return items[:NEWEST]


def _atom(context: RenderContext, path: str, title: str, page: str, items: list[Item]) -> Artifact:
    values = {
        "name": context.site_info.name,
        "title": title,
        "language": context.language.tag,
        "feed": context.site_info.url + path,
        "page": context.site_info.url + page,
        "updated": max((item.updated for item in items), default=_EPOCH),
        "items": items,
    }
    return Artifact(path, context.templates.render("feeds/atom.xml.jinja", values), "")


def _json(context: RenderContext, path: str, items: list[Item]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": context.site_info.name,
        "home_page_url": context.site_info.url,
        "feed_url": context.site_info.url + path,
        "language": context.language.tag,
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_text": item.summary,
                "language": item.language,
                "date_published": item.published,
                "date_modified": item.updated,
                "authors": [{"name": name} for name in item.authors],
            }
            for item in items
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _moment(when: datetime) -> str:
    """A moment in RFC 3339."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"
