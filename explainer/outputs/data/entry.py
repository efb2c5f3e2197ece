"""An explainer as data: what its page says, and what changed from version to version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from explainer.history.change import Change
from explainer.model import Entry, Point, Quotation, Section, Source, SubPoint
from explainer.model.about import Credit, Elsewhere
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, safe_url, section_title, source_links
from explainer.outputs.context import RenderContext
from explainer.text.inline import to_html, to_text

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
    came, zone, site = context.moments(entry), context.facts.zone, context.site_info.url
    language = context.languages[entry.language]
    gone = entry.status == "withdrawn"
    return {
        "id": context.id_of(entry),
        "slug": entry.slug,
        "url": f"{site}{ENTRIES}/{entry.slug}/",
        "title": entry.title,
        "summary": "" if gone else entry.summary,
        "language": entry.language,
        "status": entry.status,
        "version": entry.version,
        "published": in_iso(entry.published, came[0], zone),
        "modified": in_iso(entry.changed, came[-1], zone),
        "topics": [] if gone else list(entry.topics),
        "translation_of": entry.translation_of,
        "withdrawn": entry.withdrawn
        and {"at": in_iso(entry.withdrawn.at, came[-1], zone), "reason": to_text(entry.withdrawn.reason or "")},
        "replaced_by": entry.withdrawn.replaced_by if entry.withdrawn and isinstance(entry, Entry) else None,
        "topic_names": []
        if gone
        else [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
    }


def entry_data(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """Everything that the page of an explainer says; a text as plain text and as HTML with whole addresses."""
    page, language = f"{context.site_info.url}{ENTRIES}/{entry.slug}/", context.languages[entry.language]
    if entry.status == "withdrawn":
        return about(entry, context)
    links = source_links([(source.id, source.url) for source in entry.sources], page)
    came, zone = context.moments(entry), context.facts.zone
    return {
        **about(entry, context),
        "as_of": entry.as_of and entry.as_of.text,
        "dateline": entry.dateline,
        "first_published": entry.first_published
        and {
            "publisher": entry.first_published.publisher,
            "url": safe_url(entry.first_published.url),
            "at": entry.first_published.at and entry.first_published.at.text,
            "updated": entry.first_published.updated and entry.first_published.updated.text,
        },
        "authors": [_credit(one, context, entry) for one in entry.credits("authors")],
        "contributors": [_credit(one, context, entry) for one in entry.credits("contributors")],
        "credit": to_text(entry.credit or ""),
        "image": entry.image
        and {
            "url": f"{context.site_info.url}{context.picture(entry)}",
            "alt": entry.image.alt,
            "caption": to_text(entry.image.caption or ""),
            "credit": entry.image.credit,
        },
        "key_points": [to_text(text) for text in entry.key_points],
        "background": [_point(point, page, links) for point in entry.background],
        "sections": [_section(section, section_title(section, language), page, links) for section in entry.sections],
        "omits": list(entry.omits),
        "notes": [{"kind": note.kind, "text": to_text(note.text)} for note in entry.notes],
        "sources": [_source(source, page, context, entry) for source in entry.sources],
        "related": [
            {"title": one.title, "url": safe_url(one.url)} if isinstance(one, Elsewhere) else {"slug": one}
            for one in entry.related
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


def _section(section: Section, heading: str, page: str, links: Mapping[str, str]) -> dict[str, Any]:
    table = section.table
    return {
        "kind": section.kind,
        "heading": heading,
        "when": section.when and section.when.text,
        "points": [_point(point, page, links) for point in section.points],
        "empty": to_text(section.empty or ""),
        "table": table
        and {
            "caption": to_text(table.caption),
            "columns": list(table.columns),
            "rows": [{"cells": [*map(to_text, row.cells)], "sources": list(row.sources)} for row in table.rows],
            "sources": list(table.sources),
        },
        "notes": [{"kind": note.kind, "text": to_text(note.text)} for note in section.notes],
    }


def _point(point: SubPoint, page: str, links: Mapping[str, str]) -> dict[str, Any]:
    outcome = point.outcome
    return {
        "id": point.id,
        "url": point.id and f"{page}#{point.id}",
        "text": to_text(point.text or ""),
        "html": to_html(point.text or "", links),
        "quotation": _quotation(point.quotation),
        "status": point.status,
        "when": point.when and point.when.text,
        "expected": point.expected and str(point.expected),
        "sources": list(point.sources),
        "unsourced": point.unsourced,
        "outcome": outcome
        and {
            "result": outcome.result,
            "on": outcome.on and outcome.on.text,
            "text": to_text(outcome.text or ""),
            "sources": list(outcome.sources),
        },
        "points": [_point(below, page, links) for below in point.points] if isinstance(point, Point) else [],
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
    record = context.publishers.get(source.publisher) if source.publisher else None
    return {
        "id": source.id,
        "page": f"{page}#source_{source.id}",
        "type": source.type,
        "title": source.title,
        "url": safe_url(source.url),
        "publisher": source.publisher,
        "publisher_name": record and context.localized(record.name, context.languages[entry.language]),
        "author": source.author,
        "author_role": source.author_role,
        "published": source.published and source.published.text,
        "accessed": source.accessed and source.accessed.text,
        "language": source.language,
        "via": source.via,
        "anonymous": source.anonymous
        and {"description": source.anonymous.description, "reason": source.anonymous.reason},
        "quote": source.quote,
        "archive_url": safe_url(source.archive_url),
        "archived_at": source.archived_at and source.archived_at.text,
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


def changes_data(
    entry: Entry, differences: Mapping[int, Sequence[Change]], texts: Mapping[int, Entry], context: RenderContext
) -> dict[str, Any]:
    """What changed in each version, and what readers were told of it.

    Of a version whose text is not kept, `changes` is missing: what changed then is not known.
    """
    data, page = entry_data(entry, context), f"{context.site_info.url}{ENTRIES}/{entry.slug}/"
    notes = {update["version"]: update for update in data["updates"]}
    came, zone = context.moments(entry), context.facts.zone
    return {
        **about(entry, context),
        "versions": [
            {
                "version": number,
                "at": in_iso(entry.published, came[0], zone) if number == 1 else notes[number]["at"],
                "url": page if number == entry.version else f"{page}v/{number}/" if number in texts else "",
                **{name: value for name, value in notes.get(number, {}).items() if name not in ("version", "at")},
                **({"changes": _changes(differences[number], texts[number])} if number in differences else {}),
            }
            for number in range(1, entry.version + 1)
        ],
    }


def _changes(changes: Sequence[Change], entry: Entry) -> list[dict[str, Any]]:
    """The differences that made a version: where, what it said before and says now, and who says so."""
    sources = {point.id: list(point.sources) for _, _, point, _ in entry.points() if point.id}
    return [{**_change(change), "sources": sources.get(change.point or "")} for change in changes]


def _change(change: Change) -> dict[str, Any]:
    before = "".join(text for kind, text in change.runs if kind != "added") or change.was
    now = "".join(text for kind, text in change.runs if kind != "removed") or change.now
    if change.kind == "added":
        now = now or change.text
    if change.kind == "removed":
        before = before or change.text
    return {"kind": change.kind, "place": change.place, "point": change.point, "before": before, "now": now}
