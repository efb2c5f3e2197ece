"""Pages about sources: who is cited, how often, for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from explainer.model.base import localized
from explainer.model.summary import Cited
from explainer.outputs.base import Artifact, Link, Task, linker, safe_url
from explainer.outputs.context import Citing, RenderContext
from explainer.outputs.drawing.svg import Bar, share_bar
from explainer.outputs.entry.sources import gone_word, state_word
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import Slice, paged
from explainer.outputs.plan import SitePlan
from explainer.outputs.targets import Dead, target
from explainer.text.language import Language

MOST_CITED = 10
"""How many publishers the chart shows."""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a publisher, and the entries that cite it."""

    title: str
    title_language: str
    """BCP 47; empty if unknown."""
    url: str | None
    gone: str
    """Since when its address leads nowhere, in words."""
    type_word: str
    date: str
    day: str
    entries: tuple[Link, ...]


def sources(plan: SitePlan) -> Iterator[Task]:
    """The list of publishers, and pages for each that is cited."""
    citing: dict[str, list[str]] = defaultdict(list)
    for entry in plan.readable:
        for publisher in set(entry.publishers):
            citing[publisher].append(entry.slug)
    counts = Counter(chain.from_iterable(entry.publishers for entry in plan.readable))
    types: Counter[str] = Counter(chain.from_iterable(entry.types for entry in plan.readable))
    tag, records = plan.site.settings.language, plan.site.publishers
    names = {publisher: localized(records[publisher].name, tag, tag) for publisher in plan.cited}
    publishers = sorted(names, key=lambda publisher: (-counts[publisher], names[publisher].casefold(), publisher))
    listed = [(publisher, counts[publisher]) for publisher in publishers]
    kinds = sorted(types.items(), key=lambda kind: (-kind[1], kind[0]))
    for part in paged("sources/", listed, "{address}page-{number}/"):
        yield Task(part.address, _sources, (part, kinds, listed[:MOST_CITED]))
    for publisher in publishers:
        yield Task(f"sources/{publisher}/", _publisher, (publisher, citing[publisher]))


_Counted: TypeAlias = tuple[str, int]
"""A publisher, and how many sources it has."""


def _sources(
    part: Slice[_Counted], kinds: list[tuple[str, int]], most: list[_Counted], context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    to = linker(part.address)
    links = [
        Link(context.name_of_publisher(publisher, language), f"sources/{publisher}/") for publisher, _ in part.items
    ]
    page = context.page(
        part.address,
        "sources",
        title=language("sources"),
        description=language("sources_description"),
        part=part,
        listed=[
            (link, _about(publisher, context, language), language.count("source_count", count))
            for link, (publisher, count) in zip(links, part.items, strict=True)
        ],
        kinds=share_bar([Bar(language(f"source_{name}"), count) for name, count in kinds], language),
        most_cited=share_bar(
            [
                Bar(context.name_of_publisher(publisher, language), count, to(f"sources/{publisher}/"))
                for publisher, count in most
            ],
            language,
        ),
        source="site_data/publishers.yml",
    )
    yield with_data(page, list_json(part.address, language("sources"), links, context))


def _publisher(publisher: str, slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    name, website = context.name_of_publisher(publisher, language), safe_url(context.publishers[publisher].url)
    about = {"@type": "Organization", "name": name, "url": website}
    above = [Link(language("sources"), "sources/")]
    dead = {url: since for slug in slugs for url, since in context.dead_in(slug).items()}
    for part in paged(f"sources/{publisher}/", _cited(publisher, [context.citing[slug] for slug in slugs])):
        listed = [_source(source, citing, dead, context) for source, citing in part.items]
        page = context.page(
            part.address,
            "publisher",
            title=name,
            description=language("publisher_description", publisher=name),
            about=_about(publisher, context, language),
            website=website,
            part=part,
            listed=listed,
            source="site_data/publishers.yml",
        )
        links = [Link(one.title, one.url or one.entries[0].target) for one in listed]
        yield with_data(page, list_json(part.address, name, links, context, above=above, about=about))


def _about(publisher: str, context: RenderContext, language: Language) -> str:
    """Country, language and ownership, as far as known."""
    record = context.publishers[publisher]
    parts = [
        language.country(record.country) if record.country else "",
        language.name_of(record.language) if record.language else "",
        state_word(record, language),
    ]
    return " · ".join(part for part in parts if part)


def _cited(publisher: str, entries: list[Citing]) -> list[tuple[Cited, list[Citing]]]:
    """A publisher's sources, newest first, with the entries that cite them; one that several cite is listed once."""
    citing: dict[tuple[str, str], dict[str, Citing]] = defaultdict(dict)
    sources: dict[tuple[str, str], Cited] = {}
    for entry in entries:
        for source in entry.sources:
            if source.publisher == publisher:
                key = (source.url or "", source.title)
                sources[key] = source
                citing[key][entry.slug] = entry
    listed = [(source, list(citing[key].values())) for key, source in sources.items()]
    listed.sort(key=lambda item: item[0].title)
    listed.sort(key=lambda item: (item[0].published_ or "")[:10], reverse=True)
    return listed


def _source(source: Cited, entries: list[Citing], dead: Dead, context: RenderContext) -> CitedSource:
    language = context.language
    return CitedSource(
        source.title,
        source.language or context.publishers[source.publisher or ""].language or "",
        target(source, dead),
        gone_word(source.url, dead, language),
        language(f"source_{source.type}"),
        language.minute(source.published) if source.published else "",
        source.published.iso if source.published else "",
        tuple(context.link_to(entry, language) for entry in entries),
    )
