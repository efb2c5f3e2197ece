"""Where links to sources lead: to the quoted passage, and to the archived copy once the page itself is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol, TypeAlias

from explainer.model import Source
from explainer.model.links import Link
from explainer.model.summary import EntrySummary
from explainer.outputs.base import safe_url
from explainer.text.inline import Target
from explainer.text.passage import at_passage

Dead: TypeAlias = Mapping[str, date]
"""By address: since when a link has been dead."""


def dead_by_entry(entries: Mapping[str, EntrySummary], links: Mapping[str, Link]) -> dict[str, Dead]:
    """The sources that are gone, by the entries that rest on them."""
    dead = {url: link.dead_since.first for url, link in links.items() if link.dead_since}
    found = {
        slug: {source.url: dead[source.url] for source in entry.cited if source.url in dead}
        for slug, entry in (entries.items() if dead else ())
    }
    return {slug: urls for slug, urls in found.items() if urls}


class Citable(Protocol):
    """A source, or a summary of one."""

    @property
    def url(self) -> str | None:
        """Where it can be read."""

    @property
    def archive_url(self) -> str | None:
        """A copy that will stay."""

    @property
    def quote(self) -> str | None:
        """Words that are found there."""


class Named(Citable, Protocol):
    """A source with its id."""

    @property
    def id(self) -> str:
        """What points call it."""


def target(source: Citable, dead: Dead) -> str | None:
    """Where a link to a source leads; None if it has no address, or one that leads nowhere any more."""
    address = safe_url(source.archive_url if source.url in dead else source.url)
    return address and at_passage(address, source.quote)


def versions(source: Source, *, of_copy: bool) -> tuple[tuple[str, str], ...]:
    """What links to a source with a copy tell programs, as attributes ("Robust Links", robustlinks.mementoweb.org).

    `of_copy`: of links that lead to the copy.
    """
    url, copy = safe_url(source.url), safe_url(source.archive_url)
    if not url or not copy:
        return ()
    day = source.archived_at.iso if source.archived_at else ""
    told = {
        "data-originalurl": url,
        "data-versionurl": "" if of_copy else copy,
        "data-versiondate": day if len(day) >= len("2020-02-22") else "",
    }
    return tuple((name, value) for name, value in told.items() if value)


def robust_links(sources: Iterable[Source], dead: Dead, page: str = "") -> dict[str, str]:
    """The same links for pages with an entry's own texts, where they tell programs of copies."""
    sources = tuple(sources)
    links = source_links(sources, dead, page)
    for source in sources:
        data = versions(source, of_copy=source.url in dead)
        if data and source.url:
            links[source.id] = Target.of(links[source.id], data)
            links[source.url] = Target.of(links.get(source.url, source.url), data)
    return links


def source_links(sources: Iterable[Named], dead: Dead, page: str = "") -> dict[str, str]:
    """Where links in texts lead, by what they name.

    A source's id leads to its address, else to its place in the list on an entry's page. So does the address of a
    source that is gone, which leads to its copy, or to where readers learn that there is none.
    """
    links: dict[str, str] = {}
    for source in sources:
        links[source.id] = target(source, dead) or f"{page}#source_{source.id}"
        if source.url and source.url in dead:
            links[source.url] = links[source.id]
    return links
