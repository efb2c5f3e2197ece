"""What other programs read in the head of an explainer's page.

The Open Graph protocol (ogp.me), cards as X reads them, and the tags of Highwire Press that Google Scholar and
reference managers read. Links as in FAIR Signposting (signposting.org): what to cite, by whom it is and what describes
it; and the same text in other formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, is_public, safe_url
from explainer.outputs.context import COVER_SIZE, Photo, RenderContext
from explainer.outputs.data.entry import API
from explainer.outputs.entry.citing import CiteView
from explainer.outputs.entry.credits import author_names
from explainer.outputs.entry.markdown import TWIN

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


def preview_picture(entry: Entry, context: RenderContext) -> Photo | None:
    """The picture that previews of links show; None for a drawn cover, and for a site without an address."""
    photo = (
        Photo(social_image_of(entry), (), *COVER_SIZE, "") if has_social_image(entry, context) else context.cover(entry)
    )
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
        alt = (entry.image.alt if entry.image else None) or ""
        if has_social_image(entry, context):
            alt = " · ".join(filter(None, (entry.title, alt)))
        yield "og:image", f"{site.url}{photo.src}"
        yield "og:image:width", str(photo.width or "")
        yield "og:image:height", str(photo.height or "")
        yield "og:image:alt", alt
        yield "twitter:image:alt", alt
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


HeadLink: TypeAlias = tuple[str, str, str]
"""The relation (RFC 8288), the media type if that is known, and the target: an address in the site, or a whole URL."""


def links(entry: Entry, context: RenderContext, cite: CiteView | None) -> list[HeadLink]:
    """Those of an explainer's page; none where the site has no address yet, or readers cannot see it."""
    return [*_formats(entry, context), *version_links(entry, context, cite)] if cite else []


def version_links(entry: Entry, context: RenderContext, cite: CiteView | None) -> list[HeadLink]:
    """Those of one version."""
    return [*_signposts(entry, context, cite)] if cite and context.site_info.url else []


def _formats(entry: Entry, context: RenderContext) -> Iterator[HeadLink]:
    if context.facts.markdown:
        yield "alternate", "text/markdown", f"{ENTRIES}/{entry.slug}/{TWIN}"
    if context.facts.data:
        yield "alternate", "application/json", f"{API}/entries/{entry.slug}.json"


def _signposts(entry: Entry, context: RenderContext, cite: CiteView) -> Iterator[HeadLink]:
    yield "cite-as", "", cite.address  # RFC 8574
    yield "type", "", "https://schema.org/BackgroundNewsArticle"
    for author in entry.credits("authors"):
        record = context.people.get(author.person) if author.person else None
        url = safe_url(record.url) if record else None
        if url and url.startswith(("http://", "https://")):
            yield "author", "", url
    if license_ := safe_url(context.facts.license):
        yield "license", "", license_
    for file in cite.files:
        yield "alternate describedby", file.type, file.target
