"""Feeds of new and changed entries (Atom, RFC 4287; JSON Feed 1.1), for all, for a topic, and for a language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from explainer.model.summary import EntrySummary
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.feeds.items import Deleted, Item, changes, deleted, explainer
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.plan import SitePlan

NEWEST = 40
"""How many explainers, changes or withdrawals a feed lists; older explainers are in its archives."""
_EPOCH = "1970-01-01T00:00:00Z"
"""When a feed changed that has no items."""


class Feed(Struct, frozen=True):
    """What one feed lists."""

    path: str
    page: str
    """The address of the page that it follows."""
    shown: tuple[str, ...]
    """Slugs."""
    withdrawn: tuple[str, ...] = ()
    """Slugs."""
    topic: str = ""
    language: str = ""
    archive: int = 0
    """The number of an archive, which does not change any more but for updates; 0 for a feed to subscribe to."""
    older: str = ""
    """The path of the archive before this one."""


def feeds(plan: SitePlan) -> Iterator[Task]:
    """`feed.xml` and `feed.json` with their archives, `changes.xml`, and a feed for each topic and each language.

    None if mkdocs.yml has no `site_url`.
    """
    if not plan.context.site_info.url:
        return
    dated = [entry for entry in plan.readable if entry.published_ is not None]
    gone = [entry for entry in plan.entries if entry.status == "withdrawn" and entry.published_ is not None]
    archives = [*_archives(dated)]
    feed = _feed(plan, "feed.xml", "", dated, gone)
    yield Task(feed.path, _all, (replace(feed, older=archives[-1].path if archives else ""),))
    for archive in archives:
        yield Task(archive.path, _archive, (archive,))
    ever = [entry for entry in plan.entries if entry.updates or entry.withdrawn is not None]
    changed = nlargest(NEWEST, ever, key=lambda entry: (plan.context.moments(entry)[-1], entry.slug))
    yield Task("changes.xml", _changed, (slugs_of(changed),))
    listed_topics = dict(plan.topics)
    # A topic of which all was withdrawn has no page, and its feed says why.
    only_gone: dict[str, list[EntrySummary]] = {
        topic: [] for entry in gone for topic in entry.topics if topic in plan.site.topics
    }
    for topic, listed in {**only_gone, **listed_topics}.items():
        feed = _feed(plan, f"topics/{topic}/feed.xml", f"topics/{topic}/", *_about(topic, listed, gone))
        yield Task(feed.path, _topic, (replace(feed, topic=topic),))
    languages = sorted({entry.language for entry in (*dated, *gone)})
    for tag in languages if len(plan.context.facts.tags) > 1 else ():
        spoken, taken_back = ([entry for entry in entries if entry.language == tag] for entries in (dated, gone))
        feed = _feed(plan, f"feed.{tag}.xml", "", spoken, taken_back)
        yield Task(feed.path, _in_language, (replace(feed, language=tag),))


def _about(
    topic: str, listed: list[EntrySummary], gone: list[EntrySummary]
) -> tuple[list[EntrySummary], list[EntrySummary]]:
    return [one for one in listed if one.published_ is not None], [one for one in gone if topic in one.topics]


def _feed(plan: SitePlan, path: str, page: str, dated: list[EntrySummary], gone: list[EntrySummary]) -> Feed:
    """The newest explainers, and older ones that were corrected since the oldest of these came out."""
    moments = plan.context.moments
    newest = dated[:NEWEST]
    since = moments(newest[-1])[0] if newest else None

    def told(entry: EntrySummary) -> Any:
        came = moments(entry)
        return max(came[number] for number, update in enumerate(entry.updates, 1) if update.type != "update")

    # Most old explainers have nothing to tell, and there may be ten thousand of them.
    noted = (entry for entry in dated[NEWEST:] if any(update.type != "update" for update in entry.updates))
    corrected = [entry for entry in noted if since is not None and told(entry) > since]
    shown = [*nlargest(NEWEST, corrected, key=told), *newest]
    withdrawn = nlargest(NEWEST, gone, key=lambda entry: (moments(entry)[-1], entry.slug))
    return Feed(path, page, tuple(slugs_of(shown)), tuple(slugs_of(withdrawn)))


def _archives(dated: Sequence[EntrySummary]) -> Iterator[Feed]:
    """The explainers in full archives, oldest first (RFC 5005, section 4); the newest may be in the feed as well."""
    oldest = slugs_of(reversed(dated))
    for number in range(1, len(oldest) // NEWEST + 1 if len(oldest) > NEWEST else 1):
        shown = tuple(reversed(oldest[NEWEST * (number - 1) : NEWEST * number]))
        older = f"feed-archive/{number - 1}.xml" if number > 1 else ""
        yield Feed(f"feed-archive/{number}.xml", "", shown, archive=number, older=older)


def _all(feed: Feed, context: RenderContext) -> Iterator[Artifact]:
    items = _items(feed, context)
    yield _atom(context, feed, context.language("front_title"), items)
    yield Artifact("feed.json", _json(context, feed, items), "")


def _archive(feed: Feed, context: RenderContext) -> Iterator[Artifact]:
    items = [explainer(context.summaries[slug], context, whole=False) for slug in feed.shown]
    yield _atom(context, feed, context.language("front_title"), items)


def _topic(feed: Feed, context: RenderContext) -> Iterator[Artifact]:
    yield _atom(context, feed, context.name_of_topic(feed.topic, context.language), _items(feed, context))


def _in_language(feed: Feed, context: RenderContext) -> Iterator[Artifact]:
    yield _atom(context, feed, context.language.name_of(feed.language), _items(feed, context))


def _changed(slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    items = changes([context.summaries[slug] for slug in slugs], context, NEWEST)
    yield _atom(context, Feed("changes.xml", "changes/", ()), context.language("changes"), items)


def _items(feed: Feed, context: RenderContext) -> list[Item]:
    return [explainer(context.summaries[slug], context, whole=True) for slug in feed.shown]


def _atom(context: RenderContext, feed: Feed, title: str, items: list[Item]) -> Artifact:
    site = context.site_info
    gone = [deleted(context.summaries[slug], context) for slug in feed.withdrawn]
    values = {
        "name": site.name,
        "title": title,
        "language": feed.language or context.language.tag,
        "id": site.ids + feed.path,
        "feed": site.url + feed.path,
        "page": site.url + feed.page,
        "older": feed.older and site.url + feed.older,
        "current": feed.archive and f"{site.url}feed.xml",
        "updated": _updated(items, gone),
        "items": items,
        "deleted": gone,
        "hub": context.facts.hub,
    }
    return Artifact(feed.path, context.templates.render("feeds/atom.xml.jinja", values), "")


def _updated(items: list[Item], gone: list[Deleted]) -> str:
    return max((*(item.updated for item in items), *(one.at for one in gone)), default=_EPOCH)


def _json(context: RenderContext, feed: Feed, items: list[Item]) -> str:
    site, hub = context.site_info, context.facts.hub
    gone = [deleted(context.summaries[slug], context) for slug in feed.withdrawn]
    made: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "home_page_url": site.url,
        "feed_url": f"{site.url}feed.json",
        "language": context.language.tag,
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_html": item.content,
                "summary": item.summary,
                "language": item.language,
                "date_published": item.published,
                "date_modified": item.updated,
                "authors": [{"name": name} for name in item.authors],
                "tags": [name for _, name in item.categories],
                **({"image": item.enclosure.url} if item.enclosure else {}),
            }
            for item in items
        ],
    }
    if hub:
        made["hubs"] = [{"type": "WebSub", "url": hub}]
    if gone:  # JSON Feed has no word of its own for it
        made["_withdrawn"] = {"items": [one._asdict() for one in gone]}
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
