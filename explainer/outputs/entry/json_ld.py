"""An explainer as a BackgroundNewsArticle of schema.org, for search engines and whoever reads data."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from markupsafe import Markup

from explainer.model import Entry, Image, Section, SubPoint
from explainer.model.about import Elsewhere
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Link, safe_url
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
from explainer.outputs.linked_data import breadcrumb, newsroom, script, whole_from
from explainer.text.inline import to_text


def json_ld(entry: Entry, context: RenderContext) -> Markup:
    """An explainer in JSON-LD 1.1, for a `<script>`; empty if readers cannot see it."""
    if entry.published is None or entry.status == "draft" or entry.published.first > context.today:
        return Markup("")
    return script((_withdrawn if entry.status == "withdrawn" else _article)(entry, context))


def _article(entry: Entry, context: RenderContext) -> dict[str, Any]:
    language, whole = context.languages[entry.language], whole_from(f"{ENTRIES}/{entry.slug}/", context)
    address = f"{ENTRIES}/{entry.slug}/"
    page, steps = whole(address), [Link(context.language("explainers"), f"{ENTRIES}/"), Link(entry.title, address)]
    came, zone = context.moments(entry), context.facts.zone
    corrections, comments = updates_json(entry, page, context)
    records: list[Section | SubPoint] = [*entry.sections, *map(attrgetter("point"), entry.points())]
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
            "breadcrumb": breadcrumb(steps, whole, context),
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
        "publisher": newsroom(context, whole),
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


def _related(other: str | Elsewhere, entry: Entry, context: RenderContext) -> str | None:
    if not isinstance(other, str):
        return safe_url(other.url)
    return _whole(f"{ENTRIES}/{other}/", entry, context) if other in context.names else None


def _image(image: Image | None, photo: Photo, entry: Entry, context: RenderContext) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": _whole(photo.src, entry, context),
        "width": _pixels(photo.width),
        "height": _pixels(photo.height),
        "caption": to_text(image.caption) if image and image.caption else None,
        "creditText": image.credit if image else None,
        "dateCreated": image.taken.iso if image and image.taken else None,
    }


def _pixels(number: int) -> dict[str, Any] | None:
    """schema.org measures pictures as things; UN/CEFACT calls the pixel E37."""
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"} if number else None


def _whole(target: str, entry: Entry, context: RenderContext) -> str:
    return whole_from(f"{ENTRIES}/{entry.slug}/", context)(target)
