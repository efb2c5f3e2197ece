"""Feeds of new and changed entries (Atom, RFC 4287; JSON Feed 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import islice
from operator import itemgetter

from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.lists.site_changes import WITHDRAWN
from explainer.outputs.plan import SitePlan
from explainer.text.inline import to_text

NEWEST = 40
"""How many items a feed has."""
_EPOCH = "1970-01-01T00:00:00Z"
"""When a feed changed that has no items."""


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
    authors: tuple[str, ...]


def feeds(plan: SitePlan) -> Iterator[Task]:
    """`feed.xml`, `feed.json`, `changes.xml`, and a feed for each topic; none if mkdocs.yml has no `site_url`."""
    if not plan.context.site_info.url:
        return
    yield Task("feed.xml", _newest, (_published(plan.readable),))
    ever = [entry for entry in plan.entries if entry.updates or entry.withdrawn is not None]
    changed = nlargest(NEWEST, ever, key=lambda entry: (plan.context.moments(entry)[-1], entry.slug))
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
    came = context.moments(entry)
    return Item(
        f"{context.site_info.url}{ENTRIES}/{entry.slug}/",
        context.id_of(entry),
        entry.title,
        entry.summary,
        entry.language,
        _moment(came[0]),
        _moment(came[-1]),
        tuple(names),
    )


def _changes(entries: list[EntrySummary], context: RenderContext) -> list[Item]:
    """Every update and every withdrawal as an item of its own, newest first.

    `entries` changed last and have at least one item each, so the newest items are among theirs.
    """
    items: list[tuple[datetime, int, str, Item]] = []
    for entry in entries:
        came, id_ = context.moments(entry), context.id_of(entry)
        language = context.languages[entry.language]
        if entry.status == "withdrawn":
            if entry.withdrawn is not None:
                url = f"{context.site_info.url}{ENTRIES}/{entry.slug}/#{WITHDRAWN}"
                title = f"{language('field_withdrawn')}: {entry.title}"
                text, at = to_text(entry.withdrawn.reason or ""), _moment(came[-1])
                item = Item(url, f"{id_}#{WITHDRAWN}", title, text, entry.language, at, at, ())
                items.append((came[-1], entry.version + 1, id_, item))
            continue
        for number, update in enumerate(entry.updates, 2):
            at = _moment(came[number - 1])
            url = f"{context.site_info.url}{ENTRIES}/{entry.slug}/changes/#v{number}"
            title = f"{language(f'update_{update.type}')}: {entry.title}"
            text = to_text(update.note) if update.note else language("note_unknown")
            item = Item(url, f"{id_}changes/#v{number}", title, text, entry.language, at, at, ())
            items.append((came[number - 1], number, id_, item))
    items.sort(key=itemgetter(0, 1, 2), reverse=True)
    return [item for *_, item in items[:NEWEST]]


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


def _moment(at: datetime) -> str:
    """RFC 3339."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
