"""What an article says about itself: front matter in Markdown; JSON-LD, Open Graph and the head of a page in HTML."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from explainer.authoring.importing.article import About

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
"""By our field, how others call it in front matter; the first that is there counts."""
_LISTS = ("authors", "keywords")
_MOST = 100_000
"""Characters of JSON-LD, and the number of its records that are looked at."""


def about_fields(fields: Mapping[str, Any]) -> About:
    """What front matter says; fields that have no place in an entry are kept as lines."""
    values: dict[str, Any] = {}
    used = set()
    for name, others in _NAMES.items():
        for other in others:
            value = fields.get(other)
            if found := tuple(_texts(value)):
                values[name] = found if name in _LISTS else found[0]
                if isinstance(value, str) or (isinstance(value, list) and name in _LISTS and [*found] == value):
                    used.add(other)  # else it says more than we take
                break
    rest = (f"{name}: {value}" for name, value in fields.items() if name not in used)
    return About(**values, rest=tuple(_line(text) for text in rest))


def about_page(tree: HtmlElement) -> About:
    """What a page says in JSON-LD (schema.org), else in Open Graph, else in its head."""
    linked = next(_linked_articles(tree), {})
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(name, _line(element.get("content", "")))
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")

    def first(*candidates: Any) -> str:
        return next((text for candidate in candidates for text in _texts(candidate)), "")

    return About(
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
    """The texts in a value as people write it: text, a record with a name, or a list of these."""
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
            for one in value[:50]:
                if isinstance(one, (str, int, dict)):
                    yield from _texts(one)


def _line(text: str) -> str:
    """One line of text; JSON-LD often holds HTML's names of signs."""
    cleaned = "".join(sign if sign.isprintable() else " " for sign in html.unescape(text))
    return " ".join(cleaned.split())
