"""An explainer as a NewsArticle of schema.org, for search engines."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from explainer.model import Entry, Image, Media, PartialDate, Section, SubPoint
from explainer.model.about import Elsewhere
from explainer.outputs.base import ENTRIES, linker, safe_url
from explainer.outputs.context import Photo, RenderContext
from explainer.outputs.entry.credits import author_json, contributor_json
from explainer.text.inline import to_text

_NOT_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that end a `<script>`, a line in it, or begin a comment; in JSON they occur only inside strings."""


def json_ld(entry: Entry, context: RenderContext) -> Markup:
    """An explainer as a NewsArticle of schema.org in JSON-LD 1.1, for a `<script>`; empty if readers cannot see it."""
    if entry.published is None or entry.status != "published" or entry.published.first > context.today:
        return Markup("")
    article = _without_blanks(_article(entry, context))
    text = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_SCRIPTS))  # noqa: S704 - it has no markup characters now


def _article(entry: Entry, context: RenderContext) -> dict[str, Any]:
    language = context.languages[entry.language]
    original = context.summaries.get(entry.translation_of or "")
    records: list[Section | SubPoint] = [*entry.sections, *(point for _, _, point, _ in entry.points())]
    images = [_image(entry.image, context.cover(entry), entry, context)]
    images += (_image(one.image, context.photo(one.image), entry, context) for one in records if one.image)
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": _whole(f"{ENTRIES}/{entry.slug}/", entry, context),
        "mainEntityOfPage": entry.related
        and {
            "@type": "WebPage",
            "url": _whole(f"{ENTRIES}/{entry.slug}/", entry, context),
            "relatedLink": [link for other in entry.related if (link := _related(other, entry, context))],
        },
        "headline": entry.title,
        "description": entry.summary,
        "inLanguage": entry.language,
        "datePublished": _date(entry.published),
        "dateModified": _date(entry.changed),
        "version": entry.version,
        "dateline": entry.dateline,
        "author": [author_json(author, context, language) for author in entry.credits("authors")],
        "contributor": [contributor_json(credit, context, language) for credit in entry.credits("contributors")],
        "publisher": {"@type": "Organization", "name": context.site_info.name, "url": context.site_info.url or None},
        "image": images if len(images) > 1 else images[0],
        "mentions": [_medium(medium, entry, context) for one in [entry, *records] for medium in one.media],
        "keywords": [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
        "citation": _citations(entry),
        "hasPart": [*_quotations(entry), *_tables(entry)],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": to_text(update.note or ""),
                "datePublished": _date(update.at),
                "url": _whole(f"{ENTRIES}/{entry.slug}/changes/#v{number}", entry, context),
            }
            for number, update in enumerate(entry.updates, 2)
            if update.type == "correction"
        ],
        "isBasedOn": (first := entry.first_published)
        and {
            "@type": "NewsArticle",
            "url": safe_url(first.url),
            "datePublished": first.at.iso if first.at else "",
            "dateModified": first.updated.iso if first.updated else "",
            "publisher": first.publisher in context.publishers
            and {"@type": "Organization", "name": context.name_of_publisher(first.publisher, language)},
        },
        "translationOfWork": original
        and {
            "@type": "NewsArticle",
            "url": _whole(f"{ENTRIES}/{original.slug}/", entry, context),
            "headline": original.title,
            "inLanguage": original.language,
        },
    }


def _related(other: str | Elsewhere, entry: Entry, context: RenderContext) -> str | None:
    if not isinstance(other, str):
        return safe_url(other.url)
    return _whole(f"{ENTRIES}/{other}/", entry, context) if other in context.names else None


def _citations(entry: Entry) -> list[Any]:
    """The addresses of the sources; a source whose author has a role says so."""
    cited: dict[str, Any] = {}
    for source in entry.sources:
        if url := safe_url(source.url):
            author = _speaker(source.author, source.author_role) if source.author_role else None
            work = {"@type": "CreativeWork", "name": source.title, "url": url, "author": author}
            cited.setdefault(url, work if author else url)
    return [*cited.values()]


def _quotations(entry: Entry) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Quotation",
            "text": to_text(quotation.text),
            "inLanguage": quotation.language,
            "creator": _speaker(quotation.speaker, quotation.role),
        }
        for _, _, point, _ in entry.points()
        if (quotation := point.quotation) is not None
    ]


def _tables(entry: Entry) -> list[dict[str, Any]]:
    captions = (section.table.caption for section in entry.sections if section.table)
    return [{"@type": "Table", "name": to_text(caption)} for caption in captions]


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


_MEDIA = {
    **{"video": "VideoObject", "audio": "AudioObject", "map": "Map"},
    **{"document": "DigitalDocument", "picture": "ImageObject"},
}
"""Types of schema.org; it has none for charts."""


def _medium(medium: Media, entry: Entry, context: RenderContext) -> dict[str, Any]:
    publisher, language = medium.publisher or "", context.languages[entry.language]
    name = context.name_of_publisher(publisher, language) if publisher in context.publishers else ""
    return {
        "@type": _MEDIA.get(medium.kind, "CreativeWork"),
        "name": medium.title,
        "url": safe_url(medium.url),
        "creditText": medium.credit,
        "publisher": {"@type": "Organization", "name": name} if name else None,
    }


def _speaker(name: str | None, role: str | None) -> dict[str, Any] | None:
    return {"@type": "Person", "name": name, "jobTitle": role} if name or role else None


def _whole(target: str, entry: Entry, context: RenderContext) -> str:
    """The whole URL; relative to the entry's page where the site has no address yet."""
    return context.site_info.url + target if context.site_info.url else linker(f"{ENTRIES}/{entry.slug}/")(target)


def _date(when: PartialDate | None) -> str:
    """ISO 8601, with the time if its zone is known."""
    return (when.moment or when.first).isoformat() if when else ""


def _without_blanks(value: Any) -> Any:
    """JSON without the empty members of objects, at any depth."""
    if isinstance(value, dict):
        return {name: full for name, member in value.items() if (full := _without_blanks(member))}
    return [*map(_without_blanks, value)] if isinstance(value, list) else value
