"""What other programs read in the head of an explainer's page.

The Open Graph protocol (ogp.me), cards as X reads them, and the tags of Highwire Press that Google Scholar and
reference managers read.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import is_public
from explainer.outputs.context import COVER_SIZE, Photo, RenderContext
from explainer.outputs.entry.credits import author_names

_SHOWN = (".jpg", ".jpeg", ".png", ".gif", ".webp")
"""Pictures that the programs show; no drawing."""


def social_image_of(entry: Entry | EntrySummary) -> str:
    """The address of the picture that is drawn for previews of links."""
    return f"covers/{entry.slug}.png"


def has_social_image(entry: Entry | EntrySummary, context: RenderContext) -> bool:
    """Whether there is one: for what readers can see, if all letters of the headline can be drawn."""
    if not context.facts.social_images or entry.status == "withdrawn" or not is_public(entry, context.today):
        return False
    from explainer.outputs.drawing.social_image import can_draw  # needs the extra

    return can_draw(entry.title)


def social(entry: Entry, context: RenderContext) -> list[tuple[str, str]]:
    """Names and values; those that need whole addresses only where the site has one."""
    return [(name, value) for name, value in _all(entry, context) if value]


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
    photo, alt = context.cover(entry), (entry.image.alt if entry.image else None) or ""
    if has_social_image(entry, context):
        photo, alt = Photo(social_image_of(entry), (), *COVER_SIZE, ""), " · ".join(filter(None, (entry.title, alt)))
    pictured = bool(site.url) and photo.src.lower().endswith(_SHOWN)
    if pictured:
        yield "og:image", f"{site.url}{photo.src}"
        yield "og:image:width", str(photo.width or "")
        yield "og:image:height", str(photo.height or "")
        yield "og:image:alt", alt
        yield "twitter:image:alt", alt
    yield "twitter:card", "summary_large_image" if pictured else "summary"
    yield "citation_title", entry.title
    for name in author_names(entry, context, language):
        yield "citation_author", name
    day = came[0].astimezone(context.zone).date().isoformat().replace("-", "/")
    yield "citation_publication_date", day
    yield "citation_online_date", day
    yield "citation_journal_title", site.name
    yield "citation_language", entry.language
    yield "citation_public_url", page
