"""What other programs read in the head of an explainer's page.

The Open Graph protocol (ogp.me), cards as X reads them, the tags of Highwire Press that Google Scholar and reference
managers read, and for search engines the same explainer in other languages (`hreflang`).
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.credits import author_names
from explainer.outputs.plan import SitePlan

_SHOWN = (".jpg", ".jpeg", ".png", ".gif", ".webp")
"""Pictures that the programs show; no drawing."""


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
    photo = context.cover(entry)
    pictured = bool(site.url) and photo.src.lower().endswith(_SHOWN)
    if pictured:
        yield "og:image", f"{site.url}{photo.src}"
        yield "og:image:width", str(photo.width or "")
        yield "og:image:height", str(photo.height or "")
        yield "og:image:alt", (entry.image.alt if entry.image else None) or ""
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


Alternates = list[dict[str, str]]
"""A language (BCP 47, or `x-default`) and an address, seen from the root of the site, for each page of a family."""


def alternates(entry: Entry | EntrySummary, context: RenderContext) -> Alternates:
    """An entry and its translations; none for an entry that stands alone, or is withdrawn.

    Each page of a family lists all, itself included, or search engines believe none (Google Search Central, "Localized
    versions"). Readers of another language are shown the page in the site's own, else the original.
    """
    original = entry.translation_of or entry.slug
    family = {slug: context.names[slug].language for slug in context.families.get(original) or ()}
    by_language = {language: slug for slug, language in reversed(family.items())}
    if entry.slug not in family or len(by_language) < 2:
        return []
    by_language[entry.language] = entry.slug
    default = by_language.get(context.facts.language) or (original if original in family else None)
    listed = {**by_language, **({"x-default": default} if default else {})}
    below = f"{context.facts.prefix}{ENTRIES}"
    return [{"lang": language, "address": f"{below}/{slug}/"} for language, slug in sorted(listed.items())]


def translations(plan: SitePlan) -> dict[str, Alternates]:
    """For the address of each entry that has translations: what its page says of them."""
    below = f"{plan.site.layout.prefix}{ENTRIES}"
    told = ((f"{below}/{entry.slug}/", alternates(entry, plan.context)) for entry in plan.readable)
    return {address: others for address, others in told if others}
