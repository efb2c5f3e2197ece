"""Reads an article's metadata: front matter in Markdown; JSON-LD, Open Graph and the page's head in HTML."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from explainer.authoring.importing.article import Metadata

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "summary": ("summary", "description", "dek", "subtitle", "standfirst", "excerpt", "lead"),
    "published": ("published", "date", "datePublished", "pubdate", "publish_date"),
    "language": ("language", "lang", "locale"),
    "url": ("url", "canonical_url", "canonical", "original_url", "link"),
    "publisher": ("publisher", "site_name", "outlet"),
    "authors": ("authors", "author", "byline", "creator"),
    "keywords": ("keywords", "tags", "categories", "topics"),
    "picture": ("image", "cover", "thumbnail"),
}
"""Each field's names in front matter; the first one present counts."""
_LISTS = ("authors", "keywords")
_MOST = 100_000
"""The limit for characters of JSON-LD and for its records."""


def metadata_of_fields(fields: Mapping[str, Any]) -> Metadata:
    """Metadata from front matter; fields without a place in an entry are kept as lines."""
    values: dict[str, Any] = {}
    used = set()
    for name, aliases in _NAMES.items():
        for alias in aliases:
            value = fields.get(alias)
            if texts := tuple(_texts(value)):
                values[name] = texts if name in _LISTS else texts[0]
                if isinstance(value, str) or (isinstance(value, list) and name in _LISTS and [*texts] == value):
                    used.add(alias)  # otherwise the field holds more than is taken
                break
    rest = (f"{name}: {value}" for name, value in fields.items() if name not in used)
    return Metadata(**values, rest=tuple(_line(text) for text in rest))


def metadata_of_page(tree: HtmlElement) -> Metadata:
    """Metadata from a page's JSON-LD (schema.org), else Open Graph, else its head."""
    linked = next(_linked_articles(tree), {})
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(name, _line(element.get("content", "")))
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")

    def first(*candidates: Any) -> str:
        return next((text for candidate in candidates for text in _texts(candidate)), "")

    return Metadata(
        title=first(linked.get("headline"), meta.get("og:title"), tree.findtext(".//title")),
        summary=first(linked.get("description"), meta.get("og:description"), meta.get("description")),
        published=first(
            linked.get("datePublished"),
            meta.get("article:published_time"),
            meta.get("datepublished"),
            meta.get("date"),
            tree.xpath("string(//time/@datetime)"),
        ),
        language=first(linked.get("inLanguage"), tree.xpath("string(//html/@lang)"), meta.get("og:locale")),
        url=first(canonical, meta.get("og:url"), linked.get("url"), linked.get("mainEntityOfPage")),
        publisher=first(linked.get("publisher"), meta.get("og:site_name")),
        authors=tuple(dict.fromkeys((*_texts(linked.get("author")),))) or tuple(_texts(meta.get("author"))),
        keywords=tuple(_texts(linked.get("keywords"))) or tuple(_texts(meta.get("keywords"))),
        picture=first(linked.get("image"), meta.get("og:image")),
    )


def _linked_articles(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The articles that a page describes in JSON-LD."""
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" not in script.get("type", "") or len(text) > _MOST:
            continue
        try:
            waiting = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value[:_MOST]
            elif isinstance(value, dict):
                kinds = value.get("@type")
                names = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(name, str) and name.endswith(("Article", "BlogPosting")) for name in names):
                    yield value
                waiting += [value[name] for name in ("@graph", "mainEntity") if name in value]


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value: a text, a record with a name, or a list of these."""
    match value:
        case str():
            if line := _line(value):
                yield line
        case int() | float() if not isinstance(value, bool):
            yield str(value)
        case dict():
            for name in ("name", "url", "@id", "src", "file"):
                if isinstance(value.get(name), str) and (line := _line(value[name])):
                    yield line
                    return
        case list() | tuple():
            for item in value[:50]:
                if isinstance(item, (str, int, dict)):
                    yield from _texts(item)


def _line(text: str) -> str:
    """A text as one line; JSON-LD often holds HTML entities."""
    cleaned = "".join(sign if sign.isprintable() else " " for sign in html.unescape(text))
    return " ".join(cleaned.split())
