"""Checks of sources and links."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.checks.base import Check, Context, Finding, unknown
from explainer.model import Entry
from explainer.problems import Severity, nearest
from explainer.text.inline import SOURCE, is_contact, is_safe_url, linked_sources, links, refused_links

_SINGLE_PUBLISHER_FROM = 3
"""Points. An entry with fewer is too short to ask for a second outlet."""


def point_without_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A point names no source and does not say why it needs none; how to reach somebody needs none."""
    if entry.own_reporting:
        return
    for pointer, _, point, above in entry.points():
        if (
            point.sources
            or point.unsourced is not None
            or any(tells_contact(one.words) for one in (point, above) if one)
        ):
            continue
        hint = (
            "name what it rests on, as in `sources: [ap-0606]`; if it needs no source, say why: `unsourced: …`; "
            "where all of it is your own reporting, write `own_reporting: true` once for the entry"
        )
        yield pointer, "this point has no source", hint


def tells_contact(text: str) -> bool:
    """Whether a text says how somebody is reached: a helpline, with its opening hours."""
    return any(map(is_contact, links(text)))


def unknown_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A point names a source that the entry does not list, or a text links to one."""
    known = [source.id for source in entry.sources]
    message = "there is no source `{0}` in this entry"
    advice = "add it to `sources:`, as in `- {{id: {0}, title: …, publisher: …}}`"
    yield from unknown(entry, context, "sources", known, message=message, advice=advice)
    for pointer, text in entry.values["markdown"]:
        for source in linked_sources(text):
            if source not in known:
                yield pointer, message.format(source), nearest(source, known, advice.format(source or "ap-0606"))


def link_without_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text links to an address that is none of the entry's sources, so that readers do not know whose it is."""
    known = {_page(url) for source in entry.sources for url in (source.url, source.archive_url) if url}
    for pointer, text in entry.values["markdown"]:
        for url in links(text) if _NO_CLAIMS.isdisjoint(pointer) else ():
            if url.startswith(SOURCE) or is_contact(url) or not is_safe_url(url) or _page(url) in known:
                continue
            hint = "list it under `sources:` and link to it by its id, as in `[the report](source:report-0606)`"
            yield pointer, f"`{url[:60]}` is linked here and is no source of this entry", hint


_NO_CLAIMS = frozenset(("credit", "notes", "updates", "withdrawn"))
"""Fields whose links lead to those who helped, or to what is said about the entry."""


def _page(url: str) -> str:
    """An address without what does not change the page: its fragment, a final slash, http for https."""
    return url.partition("#")[0].rstrip("/").replace("http://", "https://", 1)


def unused_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """The entry lists a source that no point names and no text links to."""
    used = {source for _, source in entry.values["sources"]}
    used |= {source for _, text in entry.values["markdown"] for source in linked_sources(text)}
    for number, source in enumerate(entry.sources):
        if source.id not in used:
            hint = (
                f"name it in each point that rests on it, as in `sources: [{source.id}]`; a link in a note counts too; "
            )
            hint += "if nothing rests on it, delete it"
            yield ("sources", number, "id"), f"no point names the source `{source.id}`", hint


def duplicate_source_id(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two sources of an entry have the same id."""
    seen: set[str] = set()
    for number, source in enumerate(entry.sources):
        if source.id in seen:
            yield ("sources", number, "id"), f"the id `{source.id}` is used twice", "give one of them another id"
        seen.add(source.id)


def unknown_publisher(entry: Entry, context: Context) -> Iterator[Finding]:
    """A source names a publisher that `site_data/publishers.yml` does not have."""
    advice = "add it to {1}/publishers.yml: `{0}: {{name: …}}`"
    return unknown(
        entry, context, "publishers", context.site.publishers, message="there is no publisher `{0}`", advice=advice
    )


def anonymous_without_reason(entry: Entry, context: Context) -> Iterator[Finding]:
    """A source is not named, and readers are told that the reason was not given."""
    for number, source in enumerate(entry.sources):
        if source.anonymous is not None and source.anonymous.reason is None:
            hint = "ask for it; if it is known, add it to `anonymous`, as in `reason: fears for her job`"
            yield ("sources", number, "anonymous"), "the reason for not naming this source is missing", hint


def single_publisher(entry: Entry, context: Context) -> Iterator[Finding]:
    """Everything in the entry rests on one outlet, directly or through it (`via`)."""
    if len(entry.points()) < _SINGLE_PUBLISHER_FROM:
        return
    outlets = {source.via or source.publisher or source.type for source in entry.sources}
    outlets |= {"own_reporting"} if entry.own_reporting else set()
    if len(outlets) == 1:
        hint = "look for a second, independent source for the main claims; if there is none, leave it as it is"
        yield ("sources",), f"everything here rests on `{outlets.pop()}`", hint


def unsafe_url(entry: Entry, context: Context) -> Iterator[Finding]:
    """An address is cut off, or not http or https (in a text: mailto or tel); it is shown as text and never linked."""
    hint = "write the whole address, as in `https://example.org/story`"
    for pointer, address in entry.values["address"]:
        if not is_safe_url(address) or is_contact(address):
            yield pointer, f"`{address[:60]}` cannot be linked", hint
        elif "…" in address:
            yield (
                pointer,
                f"`{address[:60]}` is only a part of an address",
                f"{hint}; if it is not known, delete the line",
            )
    for pointer, text in entry.values["markdown"]:
        for url in refused_links(text):
            yield pointer, f"`{url[:60]}` cannot be linked" if url else "a link has no address", hint


CHECKS = (
    Check(point_without_source, Severity.ERROR),
    Check(unknown_source, Severity.ERROR),
    Check(link_without_source, Severity.WARNING),
    Check(unused_source, Severity.WARNING),
    Check(duplicate_source_id, Severity.ERROR),
    Check(unknown_publisher, Severity.ERROR),
    Check(anonymous_without_reason, "off"),
    Check(single_publisher, Severity.WARNING),
    Check(unsafe_url, Severity.ERROR),
)
"""In the manual's order, each with its default severity."""
