"""An explainer as data: what its page says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from explainer.model import Entry, Image, Media, PartialDate, Point, Quotation, Section, Source, Span, SubPoint
from explainer.model.about import Credit, Elsewhere
from explainer.model.expected import ExpectedDate
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import safe_url, section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.targets import source_links
from explainer.text.inline import to_html, to_text
from explainer.text.language import Language

API = "api/v1"
"""Below the site's address. Fields are only ever added to what is here; what changes otherwise will be at `api/v2`."""


def as_json(value: object) -> str:
    """Compact JSON; members without a value are left out, but for `changes`: no changes are not unknown ones."""
    return json.dumps(_full(value), ensure_ascii=False, separators=(",", ":")) + "\n"


_EMPTY: tuple[object, ...] = (None, "", [], {}, ())


def _full(value: object) -> object:
    if isinstance(value, dict):
        kept = ((name, member) for name, member in value.items() if member not in _EMPTY or name == "changes")
        return {name: _full(member) for name, member in kept}
    return [*map(_full, value)] if isinstance(value, list | tuple) else value


def about(entry: Entry | EntrySummary, context: RenderContext) -> dict[str, Any]:
    """What lists and the explainer's own data say alike; of a withdrawn one, no more than that it is."""
    came, zone = context.moments(entry), context.facts.zone
    language = context.languages[entry.language]
    gone = entry.status == "withdrawn"
    replaced = (isinstance(entry, Entry) and entry.withdrawn and entry.withdrawn.replaced_by) or ""
    return {
        "id": context.id_of(entry),
        "slug": entry.slug,
        "url": context.url_of(entry.slug),
        "title": entry.title,
        "summary": "" if gone else entry.summary,
        "language": entry.language,
        "status": entry.status,
        "version": entry.version,
        "published": in_iso(entry.published, came[0], zone),
        "modified": in_iso(entry.changed, came[-1], zone),
        "topics": [] if gone else list(entry.topics),
        "translation_of": entry.translation_of if (entry.translation_of or "") in context.names else None,
        "withdrawn": entry.withdrawn
        and {"at": in_iso(entry.withdrawn.at, came[-1], zone), "reason": to_text(entry.withdrawn.reason or "")},
        "replaced_by": replaced if replaced in context.names else None,
        "topic_names": []
        if gone
        else [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
    }


def entry_data(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """Everything that the page of an explainer says; a text as plain text and as HTML with whole addresses."""
    page, language = context.url_of(entry.slug), context.languages[entry.language]
    if entry.status == "withdrawn":
        return about(entry, context)
    links = source_links(entry.sources, context.dead_in(entry.slug), page)
    came, zone = context.moments(entry), context.facts.zone
    return {
        **about(entry, context),
        "as_of": date_data(entry.as_of),
        "dateline": entry.dateline,
        "first_published": entry.first_published
        and {
            **_publisher("publisher", entry.first_published.publisher, context, language),
            "url": safe_url(entry.first_published.url),
            "at": date_data(entry.first_published.at),
            "updated": date_data(entry.first_published.updated),
        },
        "authors": [_credit(one, context, entry) for one in entry.credits("authors")],
        "contributors": [_credit(one, context, entry) for one in entry.credits("contributors")],
        "credit": to_text(entry.credit or ""),
        "image": _image(entry.image, context),
        "key_points": [to_text(text) for text in entry.key_points],
        "background": [_point(point, page, links, context, language) for point in entry.background],
        "sections": [_section(section, page, links, context, language) for section in entry.sections],
        "omits": list(entry.omits),
        "notes": [{"kind": note.kind, "text": to_text(note.text)} for note in entry.notes],
        "sources": [_source(source, page, context, entry) for source in entry.sources],
        "media": _media(entry.media, context, language),
        "related": [
            {
                "title": one.title,
                "url": safe_url(one.url),
                "published": date_data(one.published),
                **_publisher("publisher", one.publisher, context, language),
            }
            if isinstance(one, Elsewhere)
            else {"slug": one}
            for one in entry.related
            if isinstance(one, Elsewhere) or one in context.names  # no draft is told of
        ],
        "updates": [
            {
                "version": number,
                "at": in_iso(update.at, came[number - 1], zone),
                "type": update.type,
                "note": to_text(update.note or ""),
                "point": update.point,
                "was": to_text(update.was or ""),
                "now": to_text(update.now or ""),
            }
            for number, update in enumerate(entry.updates, 2)
        ],
        "changes_url": f"{page}changes.json" if entry.updates else "",
    }


def _section(
    section: Section, page: str, links: Mapping[str, str], context: RenderContext, language: Language
) -> dict[str, Any]:
    table = section.table
    return {
        "kind": section.kind,
        "heading": section_title(section, language),
        "when": date_data(section.when),
        "image": _image(section.image, context),
        "media": _media(section.media, context, language),
        "points": [_point(point, page, links, context, language) for point in section.points],
        "empty": to_text(section.empty or ""),
        "table": table
        and {
            "caption": to_text(table.caption),
            "columns": [*map(to_text, table.columns)],
            "rows": [{"cells": [*map(to_text, row.cells)], "sources": list(row.sources)} for row in table.rows],
            "sources": list(table.sources),
        },
        "notes": [{"kind": note.kind, "text": to_text(note.text)} for note in section.notes],
    }


def date_data(when: PartialDate | Span | None) -> str:
    """ISO 8601: a year, a month, a day or a minute; what is vague or lasts, as in EDTF (ISO 8601-2)."""
    return (when.iso or when.text) if when else ""


def expected_data(expected: ExpectedDate | None) -> dict[str, str]:
    """A date, or words where no date is named."""
    if isinstance(expected, PartialDate | Span):
        return {"expected": date_data(expected)}
    return {"expected_text": str(expected)} if expected else {}


def _image(image: Image | None, context: RenderContext) -> dict[str, Any] | None:
    if image is None:
        return None
    return {
        "url": f"{context.site_info.url}{context.photo(image).src}",
        "alt": image.alt,
        "caption": to_text(image.caption or ""),
        "credit": image.credit,
        "taken": date_data(image.taken),
        "symbolic": image.symbolic or None,
    }


def _media(media: Sequence[Media], context: RenderContext, language: Language) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "title": one.title,
            "url": safe_url(one.url),
            "credit": one.credit,
            **_publisher("publisher", one.publisher, context, language),
        }
        for one in media
    ]


def _publisher(name: str, publisher: str | None, context: RenderContext, language: Language) -> dict[str, Any]:
    """A publisher by its id and its name."""
    record = context.publishers.get(publisher) if publisher else None
    return {name: publisher, f"{name}_name": record and context.localized(record.name, language)}


def _point(
    point: SubPoint, page: str, links: Mapping[str, str], context: RenderContext, language: Language
) -> dict[str, Any]:
    outcome = point.outcome
    return {
        "id": point.id,
        "url": point.id and f"{page}#{point.id}",
        "text": to_text(point.text or ""),
        "html": to_html(point.text or "", links),
        "quotation": _quotation(point.quotation),
        "status": point.status,
        "when": date_data(point.when),
        **expected_data(point.expected),
        "no_date": point.no_date,
        "image": _image(point.image, context),
        "media": _media(point.media, context, language),
        "sources": list(point.sources),
        "unsourced": point.unsourced,
        "outcome": outcome
        and {
            "result": outcome.result,
            "on": date_data(outcome.on),
            "text": to_text(outcome.text or ""),
            "sources": list(outcome.sources),
        },
        "points": [_point(below, page, links, context, language) for below in point.points]
        if isinstance(point, Point)
        else [],
    }


def _quotation(quotation: Quotation | None) -> dict[str, Any] | None:
    if quotation is None:
        return None
    return {
        "text": to_text(quotation.text),
        "speaker": quotation.speaker,
        "role": quotation.role,
        "language": quotation.language,
    }


def _source(source: Source, page: str, context: RenderContext, entry: Entry) -> dict[str, Any]:
    language = context.languages[entry.language]
    return {
        "id": source.id,
        "page": f"{page}#source_{source.id}",
        "type": source.type,
        "title": source.title,
        "url": safe_url(source.url),
        **_publisher("publisher", source.publisher, context, language),
        "author": source.author,
        "author_role": source.author_role,
        "published": date_data(source.published),
        "accessed": date_data(source.accessed),
        "language": source.language,
        **_publisher("via", source.via, context, language),
        "anonymous": source.anonymous
        and {"description": source.anonymous.description, "reason": source.anonymous.reason},
        "quote": source.quote,
        "archive_url": safe_url(source.archive_url),
        "archived_at": date_data(source.archived_at),
        "dead_since": (gone := context.dead_in(entry.slug).get(source.url or "")) and gone.isoformat(),
    }


def _credit(credit: Credit, context: RenderContext, entry: Entry) -> dict[str, Any]:
    language = context.languages[entry.language]
    return {
        "name": context.name_of_person(credit.known_as, language) if credit.person else credit.known_as,
        "person": credit.person,
        "role": credit.role,
        "agency": credit.agency,
        "place": credit.place,
    }
