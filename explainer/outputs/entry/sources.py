"""The views of an entry's sources: names, dates and links ready."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from explainer.model import Publisher, Source
from explainer.model.dates import parse
from explainer.outputs.base import Link, safe_url
from explainer.outputs.context import RenderContext
from explainer.outputs.targets import Dead, target, versions
from explainer.text.language import Language
from explainer.text.passage import at_passage


class Backlink(NamedTuple):
    """A link from a source back to a citation."""

    anchor: str
    """That of the citation."""
    place: int
    """1 is the first place at which it is cited."""
    label: str
    """For screen readers."""


class SourceView(NamedTuple):
    """A source in the list of sources."""

    id: str
    number: int
    type_word: str
    title: str
    title_language: Language | None
    url: str | None
    target: str | None
    """Where its title leads: to its address, or to its copy once it is gone; at the quoted passage."""
    gone: str
    """Since when its address leads nowhere, in words; empty while it is there."""
    data: tuple[tuple[str, str], ...]
    """What the link of its title tells programs of its copy."""
    copy_data: tuple[tuple[str, str], ...]
    """What the link to its copy tells programs of its page."""
    host: str
    publisher: Link | None
    """Its target is relative to this page; empty if the publisher has no page."""
    via: Link | None
    author: str
    author_role: str
    date: str
    day: str
    language_name: str
    """The language of the source in words, where it is not the page's."""
    state: str
    """What a state has to do with the publisher, in words; empty where nothing is known or to be said."""
    anonymous: str
    reason: str
    archive_url: str | None
    """Where its copy opens: at the quoted passage."""
    archived: str
    accessed: str
    """When it was read, in words."""
    backlinks: tuple[Backlink, ...]


_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)(?:/|\Z)")
"""The host of a URL in its usual form."""


def source_view(  # noqa: PLR0917 - the source, then its surroundings
    source: Source,
    number: int,
    backlinks: tuple[Backlink, ...],
    publisher_of: Callable[[str], Link | None],
    dead: Dead,
    context: RenderContext,
    language: Language,
) -> SourceView:
    """A source in the list of sources; `publisher_of` gives a publisher's name and page."""
    known = context.publishers
    publisher = known.get(source.publisher) if source.publisher else None
    tag = source.language or (publisher.language if publisher else None)
    foreign = tag is not None and tag.split("-")[0] != language.tag.split("-")[0]
    url, copy = safe_url(source.url), safe_url(source.archive_url)
    return SourceView(
        id=source.id,
        number=number,
        type_word=language(f"source_{source.type}"),
        title=source.title,
        title_language=context.languages.get(tag) if foreign and tag else None,
        url=url,
        target=target(source, dead),
        gone=gone_word(source.url, dead, language),
        data=versions(source, of_copy=source.url in dead),
        copy_data=versions(source, of_copy=True),
        host=_host(url) if url else "",
        publisher=publisher_of(source.publisher) if source.publisher else None,
        via=publisher_of(source.via) if source.via else None,
        author=source.author or "",
        author_role=source.author_role or "",
        date=language.minute(source.published) if source.published else "",
        day=source.published.iso if source.published else "",
        language_name=language.name_of(tag) if foreign and tag else "",
        state=state_word(publisher, language) if publisher else "",
        anonymous=source.anonymous.description if source.anonymous else "",
        reason=(source.anonymous.reason or language("reason_not_given")) if source.anonymous else "",
        archive_url=copy and at_passage(copy, source.quote),
        archived=language.date(source.archived_at) if source.archived_at else "",
        accessed=language("accessed", date=language.date(source.accessed)) if source.accessed else "",
        backlinks=backlinks,
    )


def gone_word(url: str | None, dead: Dead, language: Language) -> str:
    """Since when an address leads nowhere; empty while it is there."""
    since = dead.get(url or "")
    return language("dead_since", date=language.date(parse(since.isoformat()))) if since else ""


def state_word(publisher: Publisher, language: Language) -> str:
    """Whether a publisher is a state's own body, or owned or funded by one; empty if neither, or not known."""
    return language(f"state_{publisher.state}") if publisher.state not in (None, "none") else ""


def _host(url: str) -> str:
    usual = _HOST.match(url)
    return usual[1] if usual else (urlsplit(url).hostname or "").removeprefix("www.")
