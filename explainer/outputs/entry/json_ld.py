"""An explainer as a BackgroundNewsArticle of schema.org, for search engines and whoever reads data."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from explainer.model import Entry, Image, Section, SubPoint
from explainer.model.about import Elsewhere
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, linker, safe_url
from explainer.outputs.context import Name, Photo, RenderContext
from explainer.outputs.entry.credits import author_json, contributor_json
from explainer.outputs.entry.json_parts import (
    claims_json,
    medium_json,
    publisher_json,
    source_json,
    tables_json,
    updates_json,
)
from explainer.text.inline import to_text

_NOT_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that end a `<script>`, a line in it, or begin a comment; in JSON they occur only inside strings."""


def json_ld(entry: Entry, context: RenderContext) -> Markup:
    """An explainer in JSON-LD 1.1, for a `<script>`; empty if readers cannot see it."""
    if entry.published is None or entry.status == "draft" or entry.published.first > context.today:
        return Markup("")
    article = _without_blanks((_withdrawn if entry.status == "withdrawn" else _article)(entry, context))
    text = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_SCRIPTS))  # noqa: S704 - it has no markup characters now


def _article(entry: Entry, context: RenderContext) -> dict[str, Any]:
    language, page = context.languages[entry.language], _whole(f"{ENTRIES}/{entry.slug}/", entry, context)
    came, zone = context.moments(entry), context.facts.zone
    corrections, comments = updates_json(entry, page, context)
    records: list[Section | SubPoint] = [*entry.sections, *(point for _, _, point, _ in entry.points())]
    images = [_image(entry.image, context.cover(entry), entry, context)]
    images += (_image(one.image, context.photo(one.image), entry, context) for one in records if one.image)
    return {
        "@context": "https://schema.org",
        "@type": "BackgroundNewsArticle",
        "@id": f"{page}#article",
        "url": page,
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": page,
            "url": page,
            "relatedLink": [link for other in entry.related if (link := _related(other, entry, context))],
            "breadcrumb": _breadcrumb(entry, context),
        },
        "identifier": context.site_info.ids and context.id_of(entry),
        "headline": entry.title,
        "description": entry.summary,
        "inLanguage": entry.language,
        "datePublished": in_iso(entry.published, came[0], zone),
        "dateModified": in_iso(entry.changed, came[-1], zone),
        "version": entry.version,
        "dateline": entry.dateline,
        "license": safe_url(context.facts.license),
        "author": [author_json(author, context, language) for author in entry.credits("authors")],
        "contributor": [contributor_json(credit, context, language) for credit in entry.credits("contributors")],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": context.site_info.name,
            "url": context.site_info.url or None,
            "logo": (logo := context.site_info.logo) and {"@type": "ImageObject", "url": logo},
            "correctionsPolicy": context.site_info.url and f"{context.site_info.url}corrections/",
        },
        "image": images if len(images) > 1 else images[0],
        "mentions": [medium_json(medium, context, language) for one in [entry, *records] for medium in one.media],
        "keywords": [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
        "citation": [source_json(source, page, context, language) for source in entry.sources],
        "hasPart": [*claims_json(entry, page, context), *tables_json(entry)],
        "correction": corrections,
        "comment": comments,
        "isBasedOn": (first := entry.first_published)
        and {
            "@type": "NewsArticle",
            "url": safe_url(first.url),
            "datePublished": first.at.iso if first.at else "",
            "dateModified": first.updated.iso if first.updated else "",
            "publisher": publisher_json(first.publisher, context, language),
        },
        "translationOfWork": _work(context.summaries.get(entry.translation_of or ""), entry, context),
        "workTranslation": [
            _work(context.names[slug], entry, context)
            for slug in context.families.get(entry.slug) or ()
            if slug != entry.slug
        ],
    }


def _withdrawn(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """That there was an explainer, and that nobody should quote it."""
    page, came = _whole(f"{ENTRIES}/{entry.slug}/", entry, context), context.moments(entry)
    return {
        "@context": "https://schema.org",
        "@type": "BackgroundNewsArticle",
        "@id": f"{page}#article",
        "url": page,
        "identifier": context.site_info.ids and context.id_of(entry),
        "headline": entry.title,
        "inLanguage": entry.language,
        "creativeWorkStatus": "Withdrawn",
        "datePublished": in_iso(entry.published, came[0], context.facts.zone),
        "dateModified": in_iso(entry.changed, came[-1], context.facts.zone),
        "correction": {"@type": "CorrectionComment", "text": to_text(entry.withdrawn.reason or "")}
        if entry.withdrawn
        else {},
    }


def _work(other: EntrySummary | Name | None, entry: Entry, context: RenderContext) -> dict[str, Any] | None:
    if other is None:
        return None
    return {
        "@type": "BackgroundNewsArticle",
        "url": _whole(f"{ENTRIES}/{other.slug}/", entry, context),
        "headline": other.title,
        "inLanguage": other.language,
    }


def _breadcrumb(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """The way to the page: the front page, the list of explainers, itself."""
    steps = [
        (context.site_info.name, ""),
        (context.language("explainers"), f"{ENTRIES}/"),
        (entry.title, f"{ENTRIES}/{entry.slug}/"),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": _whole(target, entry, context)}
            for place, (name, target) in enumerate(steps, 1)
            if name
        ],
    }


def _related(other: str | Elsewhere, entry: Entry, context: RenderContext) -> str | None:
    if not isinstance(other, str):
        return safe_url(other.url)
    return _whole(f"{ENTRIES}/{other}/", entry, context) if other in context.names else None


def _image(image: Image | None, photo: Photo, entry: Entry, context: RenderContext) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": _whole(photo.src, entry, context),
        "width": photo.width,
        "height": photo.height,
        "caption": to_text(image.caption) if image and image.caption else None,
        "creditText": image.credit if image else None,
        "dateCreated": image.taken.iso if image and image.taken else None,
    }


def _whole(target: str, entry: Entry, context: RenderContext) -> str:
    """The whole URL; relative to the entry's page where the site has no address yet."""
    return context.site_info.url + target if context.site_info.url else linker(f"{ENTRIES}/{entry.slug}/")(target)


def _without_blanks(value: Any) -> Any:
    """JSON without the empty members of objects, at any depth."""
    if isinstance(value, dict):
        return {name: full for name, member in value.items() if (full := _without_blanks(member))}
    return [*map(_without_blanks, value)] if isinstance(value, list) else value
