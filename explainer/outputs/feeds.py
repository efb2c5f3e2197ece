"""Feeds: what is new and what changed, for readers' own programs (Atom, RFC 4287; JSON Feed 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from explainer.inline import to_text
from explainer.model import Entry, PartialDate
from explainer.outputs.base import ENTRIES, Artifact, Press

NEWEST = 40
"""How many items a feed has."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a feed tells of."""

    url: str
    """Its address, which is its id too: addresses never change their meaning here."""
    title: str
    summary: str
    language: str
    published: str
    """RFC 3339."""
    updated: str
    """RFC 3339; never the hour of the build."""
    authors: tuple[str, ...]


def feeds(press: Press) -> Iterator[Artifact]:
    """`feed.xml`, `feed.json`, `changes.xml`, and a feed for each topic; none where mkdocs.yml has no `site_url`."""
    if not press.home.url:
        return
    language = press.language
    entries = [entry for entry in press.readable if entry.published is not None]
    newest = [_entry(entry, press) for entry in entries[:NEWEST]]
    yield _atom(press, "feed.xml", language("front_title"), "", newest)
    yield Artifact("feed.json", _json(press, "feed.json", newest), "")
    yield _atom(press, "changes.xml", language("changes"), "changes/", _changes(entries, press))
    by_topic: dict[str, list[Entry]] = {}
    for entry in entries:
        for topic in entry.topics:
            if topic in press.site.topics:
                by_topic.setdefault(topic, []).append(entry)
    for topic, listed in by_topic.items():
        items = [_entry(entry, press) for entry in listed[:NEWEST]]
        yield _atom(press, f"topics/{topic}/feed.xml", press.name_of_topic(topic, language), f"topics/{topic}/", items)


def _entry(entry: Entry, press: Press) -> Item:
    names = [press.name_of_person(person, press.languages[entry.language]) for person in entry.authors]
    return Item(
        f"{press.home.url}{ENTRIES}/{entry.slug}/",
        entry.title,
        entry.summary,
        entry.language,
        _moment(entry.published),
        _moment(entry.changed),
        tuple(names),
    )


def _changes(entries: Iterable[Entry], press: Press) -> list[Item]:
    """Every update as an item of its own, newest first."""
    items = []
    for entry in entries:
        language = press.languages[entry.language]
        for number, update in enumerate(entry.updates, 2):
            at = _moment(update.at)
            url = f"{press.home.url}{ENTRIES}/{entry.slug}/changes/#v{number}"
            title = f"{language(f'update_{update.type}')}: {entry.title}"
            items.append(Item(url, title, to_text(update.note), entry.language, at, at, ()))
    items.sort(key=lambda item: (item.updated, item.url), reverse=True)
    return items[:NEWEST]


def _atom(press: Press, path: str, title: str, page: str, items: list[Item]) -> Artifact:
    values = {
        "name": press.home.name,
        "title": title,
        "language": press.language.tag,
        "feed": press.home.url + path,
        "page": press.home.url + page,
        "updated": max((item.updated for item in items), default="1970-01-01T00:00:00Z"),
        "items": items,
    }
    return Artifact(path, press.templates.render("feeds/atom.xml.jinja", values), "")


def _json(press: Press, path: str, items: list[Item]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": press.home.name,
        "home_page_url": press.home.url,
        "feed_url": press.home.url + path,
        "language": press.language.tag,
        "items": [
            {
                "id": item.url,
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


def _moment(when: PartialDate | None) -> str:
    """A moment as feeds write it; a day begins at midnight UTC."""
    if when is None:
        return "1970-01-01T00:00:00Z"
    moment = when.moment or datetime(when.first.year, when.first.month, when.first.day, tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
