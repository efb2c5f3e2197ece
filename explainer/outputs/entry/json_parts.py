"""The parts of an explainer in schema.org's vocabulary: its sources, its points as claims, its updates, its media."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.model import Entry, Media, Quotation, Source, SubPoint
from explainer.model.moments import in_iso
from explainer.outputs.base import safe_url
from explainer.outputs.context import RenderContext
from explainer.text.inline import to_text
from explainer.text.language import Language

_SOURCES = {"article": "Article", "document": "DigitalDocument", "dataset": "Dataset", "post": "SocialMediaPosting"}
"""Types of schema.org; the others are plain CreativeWorks."""
_MEDIA = {
    **{"video": "VideoObject", "audio": "AudioObject", "map": "Map"},
    **{"document": "DigitalDocument", "picture": "ImageObject"},
}
"""Types of schema.org; it has none for charts."""


def source_json(source: Source, page: str, context: RenderContext, language: Language) -> dict[str, Any]:
    """A source as a CreativeWork, with an address or without; `page` is the address of the entry."""
    anonymous = source.anonymous
    return {
        "@type": _SOURCES.get(source.type, "CreativeWork"),
        "@id": f"{page}#source_{source.id}",
        "name": source.title,
        "url": safe_url(source.url),
        "author": speaker_json(source.author, source.author_role)
        or (anonymous and {"@type": "Person", "description": anonymous.description}),
        "publisher": publisher_json(source.publisher, context, language),
        "provider": publisher_json(source.via, context, language),
        "datePublished": source.published.iso if source.published else "",
        "inLanguage": source.language,
        "archivedAt": (archive := safe_url(source.archive_url))
        and {"@type": "WebPage", "url": archive, "dateCreated": source.archived_at.iso if source.archived_at else ""},
        "text": source.quote,
    }


def claims_json(entry: Entry, page: str, context: RenderContext) -> list[dict[str, Any]]:
    """Every point as a Claim, with those below it; what is expected and what became of it included."""
    language = context.languages[entry.language]
    return [
        _claim(point, page, language, [_claim(below, page, language, []) for below in point.points])
        for points in (entry.background, *(section.points for section in entry.sections))
        for point in points
    ]


def _claim(point: SubPoint, page: str, language: Language, below: list[dict[str, Any]]) -> dict[str, Any]:
    outcome = point.outcome
    return {
        "@type": "Claim",
        "@id": point.id and f"{page}#{point.id}",
        "url": point.id and f"{page}#{point.id}",
        "text": to_text(point.text or ""),
        "appearance": {"@id": f"{page}#article"},
        "creativeWorkStatus": language(f"status_{point.status}") if point.status != "confirmed" else "",
        "temporalCoverage": point.when.text if point.when else "",
        "citation": [{"@id": f"{page}#source_{source}"} for source in point.sources],
        "hasPart": [*([quotation_json(point.quotation)] if point.quotation else ()), *below],
        "comment": outcome
        and {
            "@type": "Comment",
            "name": language(f"result_{outcome.result}"),
            "text": to_text(outcome.text or ""),
            "datePublished": outcome.on.iso if outcome.on else "",
            "citation": [{"@id": f"{page}#source_{source}"} for source in outcome.sources],
        },
    }


def quotation_json(quotation: Quotation) -> dict[str, Any]:
    """Somebody's own words."""
    return {
        "@type": "Quotation",
        "text": to_text(quotation.text),
        "inLanguage": quotation.language,
        "creator": speaker_json(quotation.speaker, quotation.role),
    }


def updates_json(entry: Entry, page: str, context: RenderContext) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The corrections and clarifications, and the other updates."""
    came = context.moments(entry)
    told: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for number, update in enumerate(entry.updates, 2):
        corrects = update.type in ("correction", "clarification")
        told[0 if corrects else 1].append(
            {
                "@type": "CorrectionComment" if corrects else "Comment",
                "name": context.languages[entry.language](f"update_{update.type}"),
                "text": to_text(update.note or ""),
                "datePublished": in_iso(update.at, came[number - 1], context.facts.zone),
                "url": f"{page}changes/#v{number}",
                "about": update.point and {"@id": f"{page}#{update.point}"},
            }
        )
    return told


def medium_json(medium: Media, context: RenderContext, language: Language) -> dict[str, Any]:
    """Something to see, hear or read elsewhere."""
    return {
        "@type": _MEDIA.get(medium.kind, "CreativeWork"),
        "name": medium.title,
        "url": safe_url(medium.url),
        "creditText": medium.credit,
        "publisher": publisher_json(medium.publisher, context, language),
    }


def tables_json(entry: Entry) -> Iterator[dict[str, Any]]:
    """The tables by their captions."""
    captions = (section.table.caption for section in entry.sections if section.table)
    return ({"@type": "Table", "name": to_text(caption)} for caption in captions)


def publisher_json(publisher: str | None, context: RenderContext, language: Language) -> dict[str, Any] | None:
    """A publisher that has a record."""
    record = context.publishers.get(publisher) if publisher else None
    if record is None:
        return None
    return {
        "@type": "Organization",
        "name": context.localized(record.name, language),
        "url": safe_url(record.url),
    }


def speaker_json(name: str | None, role: str | None) -> dict[str, Any] | None:
    """A person, by name or by role."""
    return {"@type": "Person", "name": name, "jobTitle": role} if name or role else None
