"""What other programs read in the head of an explainer's page.

The Open Graph protocol (ogp.me), cards as X reads them, and the tags of Highwire Press that Google Scholar and
reference managers read.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.outputs.context import Photo, RenderContext
from explainer.outputs.entry.credits import author_names

_SHOWN = (".jpg", ".jpeg", ".png", ".gif", ".webp")
"""Pictures that the programs show; no drawing."""


def social(entry: Entry, context: RenderContext) -> list[tuple[str, str]]:
    """Names and values; those that need whole addresses only where the site has one."""
    return [(name, value) for name, value in _all(entry, context) if value]


def preview_picture(entry: Entry, context: RenderContext) -> Photo | None:
    """The picture that previews of links show; None for a drawn cover, and for a site without an address."""
    photo = context.cover(entry)
    return photo if context.site_info.url and photo.src.lower().endswith(_SHOWN) else None


def _all(entry: Entry, context: RenderContext) -> Iterator[tuple[str, str]]:
    site, came = context.site_info, context.moments(entry)
    language = context.languages[entry.language]
    zone = context.facts.zone
    published, changed = in_iso(entry.published, came[0], zone), in_iso(entry.changed, came[-1], zone)
    page = site.url and context.url_of(entry.slug)
    yield "og:type", "article"
    yield "og:site_name", site.name
    yield "og:title", entry.title
    yield "og:description", entry.summary
    if "-" in entry.language:  # a language alone is no locale there
        yield "og:locale", entry.language.replace("-", "_")
    yield "og:url", page
    yield "article:published_time", published
    yield "article:modified_time", changed
    for topic in entry.topics:
        yield "article:tag", context.name_of_topic(topic, language) if topic in context.topics else ""
    photo = preview_picture(entry, context)
    if photo is not None:
        yield "og:image", f"{site.url}{photo.src}"
        yield "og:image:width", str(photo.width or "")
        yield "og:image:height", str(photo.height or "")
        yield "og:image:alt", (entry.image.alt if entry.image else None) or ""
    yield "twitter:card", "summary_large_image" if photo is not None else "summary"
    yield "citation_title", entry.title
    for name in author_names(entry, context, language):
        yield "citation_author", name
    day = came[0].astimezone(context.zone).date().isoformat().replace("-", "/")
    yield "citation_publication_date", day
    yield "citation_online_date", day
    yield "citation_journal_title", site.name
    yield "citation_language", entry.language
    yield "citation_public_url", page
