"""Where the versions of an explainer are, and when each came: a TimeMap, as archives of the web have it (RFC 7089)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.utils import format_datetime

from explainer.model import Entry
from explainer.outputs.base import ENTRIES, Artifact, is_public
from explainer.outputs.context import RenderContext

_TYPE = "application/link-format"


def timemap_of(slug: str) -> str:
    """The file with an entry's TimeMap."""
    return f"{ENTRIES}/{slug}/timemap.link"


def has_timemap(entry: Entry, texts: Mapping[int, Entry], context: RenderContext) -> bool:
    """Whether there are versions to tell apart; `texts` are those whose texts are known, by number."""
    public = entry.status == "published" and is_public(entry, context.today)
    return context.facts.data and public and len(texts) > 1


def timemap(entry: Entry, texts: Mapping[int, Entry], context: RenderContext) -> Artifact:
    """The versions whose texts are known, oldest first, in `application/link-format` (RFC 6690)."""
    page, came = context.url_of(entry.slug), context.moments(entry)
    dates = {number: format_datetime(came[number - 1], usegmt=True) for number in sorted(texts)}
    first, last = min(dates), max(dates)
    span = f'from="{dates[first]}";until="{dates[last]}"'
    lines = [
        f'<{page}>;rel="original"',
        f'<{context.site_info.url}{timemap_of(entry.slug)}>;rel="self";type="{_TYPE}";{span}',
    ]
    for number, when in dates.items():
        places = [word for word, end in (("first", first), ("last", last)) if number == end]
        rel = " ".join([*places, "memento"])
        lines.append(f'<{page}v/{number}/>;rel="{rel}";datetime="{when}"')
    return Artifact(timemap_of(entry.slug), ",\n".join(lines) + "\n", entry.path)


def links_of(entry: Entry, texts: Mapping[int, Entry], number: int) -> Iterator[tuple[str, str, str]]:
    """What the page of a version links to in its head: relation, type and address in the site (RFC 5829, RFC 7089)."""
    page = f"{ENTRIES}/{entry.slug}/"
    known = sorted(texts)
    place = known.index(number)
    yield "timemap", _TYPE, timemap_of(entry.slug)
    yield "version-history", "", f"{page}changes/"
    if number == entry.version:
        yield from (("memento", "", f"{page}v/{earlier}/") for earlier in known[:-1])
    else:
        yield "original latest-version", "", page
    for relation, other in (("predecessor-version", place - 1), ("successor-version", place + 1)):
        if 0 <= other < len(known):
            newest = known[other] == entry.version
            yield relation, "", page if newest else f"{page}v/{known[other]}/"
