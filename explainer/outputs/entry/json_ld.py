"""What an explainer is, for programs that read its page: a NewsArticle in schema.org's words, as JSON-LD 1.1."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from explainer.model import Entry, PartialDate
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, linker, safe_url
from explainer.outputs.context import RenderContext
from explainer.text.inline import to_text

_NOT_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What ends a `<script>`, begins a comment in one, or ends a line there; in JSON all of these stand inside strings."""


def json_ld(entry: Entry, context: RenderContext) -> Markup:
    """For a `<script type="application/ld+json">`; empty for what readers cannot see."""
    if entry.published is None or entry.status != "published" or entry.published.first > context.today:
        return Markup("")
    said = json.dumps(_article(entry, context), ensure_ascii=False, separators=(",", ":"))
    return Markup(said.translate(_NOT_IN_SCRIPTS))  # noqa: S704 - no sign in it has a meaning in HTML now


def _article(entry: Entry, context: RenderContext) -> dict[str, Any]:
    language = context.languages[entry.language]
    original = context.summaries.get(entry.translation_of or "")
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": _whole(f"{ENTRIES}/{entry.slug}/", entry, context),
        "headline": entry.title,
        "description": entry.summary,
        "inLanguage": entry.language,
        "datePublished": _date(entry.published),
        "dateModified": _date(entry.changed),
        "version": entry.version,
        "dateline": entry.dateline,
        "author": [_person(person, entry, context) for person in entry.authors],
        "contributor": [{"@type": "Person", "name": one.name} for one in entry.contributors],
        "publisher": {"@type": "Organization", "name": context.site_info.name, "url": context.site_info.url or None},
        "image": _image(entry, context),
        "keywords": [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
        "citation": [*dict.fromkeys(url for source in entry.sources if (url := safe_url(source.url)))],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": to_text(update.note),
                "datePublished": _date(update.at),
                "url": _whole(f"{ENTRIES}/{entry.slug}/changes/#v{number}", entry, context),
            }
            for number, update in enumerate(entry.updates, 2)
            if update.type == "correction"
        ],
        "translationOfWork": _translated(original, entry, context) if original else None,
    }
    return _said(article)


def _person(person: str, entry: Entry, context: RenderContext) -> dict[str, Any]:
    record = context.people.get(person)
    return {
        "@type": "Organization" if record and record.kind == "organisation" else "Person",
        "name": context.name_of_person(person, context.languages[entry.language]),
        "url": safe_url(record.url) if record else None,
    }


def _image(entry: Entry, context: RenderContext) -> dict[str, Any]:
    image = entry.image
    return {
        "@type": "ImageObject",
        "url": _whole(context.picture(entry), entry, context),
        "caption": to_text(image.caption) if image and image.caption else None,
        "creditText": image.credit if image else None,
    }


def _translated(original: EntrySummary, entry: Entry, context: RenderContext) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "url": _whole(f"{ENTRIES}/{original.slug}/", entry, context),
        "headline": original.title,
        "inLanguage": original.language,
    }


def _whole(target: str, entry: Entry, context: RenderContext) -> str:
    """A whole address; where the site has none yet, the way from the entry's page."""
    return context.site_info.url + target if context.site_info.url else linker(f"{ENTRIES}/{entry.slug}/")(target)


def _date(when: PartialDate | None) -> str:
    """ISO 8601; the hour where its zone is known."""
    if when is None:
        return ""
    return when.moment.isoformat() if when.moment else when.first.isoformat()


def _said(values: dict[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say of, at any depth."""
    said = {
        name: _said(value)
        if isinstance(value, dict)
        else [_said(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }
    return {name: value for name, value in said.items() if value}
