"""Reads what front matter or a page's head says of its article: title, date, authors, publisher."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from lxml.html import HtmlElement

from explainer.authoring.importing.article import Metadata
from explainer.authoring.importing.judging import Judgement
from explainer.authoring.importing.markup import FIELD, FrontMatter
from explainer.authoring.importing.phrases import BETWEEN_NAMES, day_in_address, squeezed
from explainer.content import yamlfile
from explainer.model.base import is_blank
from explainer.problems import ContentError

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "summary": ("summary", "description", "dek", "subtitle", "standfirst", "excerpt", "lead"),
    "published": (
        "published",
        "date",
        "datepublished",
        "pubdate",
        "publishdate",
        "publish_date",
        "published_at",
        "created",
    ),
    "language": ("language", "lang", "locale"),
    "url": ("url", "canonical_url", "canonical", "original_url", "link"),
    "publisher": ("publisher", "site_name", "outlet"),
    "authors": ("authors", "author", "byline", "creator"),
    "keywords": ("keywords", "tags", "categories", "topics"),
    "picture": ("image", "cover", "thumbnail"),
}
"""Each field's names in front matter, in lower case; the first one present counts."""
_DAYS = (
    *("article.published_time", "datepublished", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created"),
    *("pubdate", "publishdate", "publish-date", "date", "sailthru.date", "parsely-pub-date"),
)
"""Names of the day of publication in a page's head, the surest first."""
_LISTS = ("authors", "keywords")
_BY = re.compile(r"(?:written by|by|posted by|автор|текст|yazan|بقلم|كتب|von|par|por)\b\s*:?\s*", re.IGNORECASE)
_BYLINE = re.compile(r"(?<![a-z])(?:byline|authors?|auteur|autor)(?:[-_]{0,2}name)?(?![a-z])", re.IGNORECASE)
"""How pages name the element with the author's name, in `class`."""
_ADDRESS = re.compile(r"://|^www\.|^@|@|^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?:/|$)", re.IGNORECASE)
"""What stands for a name now and then, and is none."""
_LONGEST_NAME = 60
_WRAPPING = re.compile(
    r"\A\s*(?:/\*\s*)?<!(?:--|\[CDATA\[)(?:\s*\*/)?|(?:/\*\s*|//\s*)?(?:\]\]|--)>(?:\s*\*/)?\s*;?\s*\Z"
)
"""What hides scripts from old programs."""
_MOST = 100_000
"""The limit for characters of JSON-LD and for its records."""


def metadata_of_front_matter(front: FrontMatter | None) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata from front matter, and what an editor should know of it."""
    if front is None:
        return Metadata(), ()
    fields: Any = None
    try:
        match front.form:
            case "YAML":
                fields = yamlfile.read(front.text, "")
            case "TOML":
                fields = tomllib.loads(front.text)
            case "JSON":
                fields = json.loads(front.text, strict=False)
    except (ContentError, ValueError, RecursionError):
        pass
    if fields is None and front.form == "YAML":
        fields = _plain_lines(front.text)
    if isinstance(fields, dict):
        return _metadata_of_fields({str(name): _as_text(value) for name, value in fields.items()}), ()
    note = f"the lines between `{front.mark}` at the top are not valid {front.form}; they are kept in comments"
    return Metadata(rest=tuple(front.text.splitlines())), (note,)


def _plain_lines(text: str) -> dict[str, str] | None:
    """Front matter that is no YAML, for its texts hold `: ` or ` #`: the fields, if each line is one; else None."""
    fields: dict[str, list[str]] = {}
    last: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        match = FIELD.fullmatch(line)
        if match is None and fields and line[:1] in " \t-":
            last.append(line.strip(" -\t"))
        elif match is None or match["name"] in fields:
            return None
        else:
            last = fields[match["name"]] = [re.sub(r"\A([\"'])(.*)\1\Z", r"\2", match["value"].strip())]
    return {name: ", ".join(filter(None, values)) for name, values in fields.items()}


def _as_text(value: Any) -> Any:
    """TOML has days and times, which the rest of the program reads as text."""
    return value.isoformat() if isinstance(value, date | time) else value


def _metadata_of_fields(fields: Mapping[str, Any]) -> Metadata:
    """Metadata from front matter; fields without a place in an entry are kept as lines."""
    values: dict[str, Any] = {}
    written = {name.lower(): name for name in reversed([*fields])}
    used = set()
    for name, aliases in _NAMES.items():
        for alias in aliases:
            value = fields.get(written.get(alias, ""))
            taken = _as_text(value["created"]) if isinstance(value, dict) and "created" in value else value
            if texts := tuple(_texts(taken)):
                values[name] = texts if name in _LISTS else texts[0]
                if name == "authors" and isinstance(value, str):
                    values[name] = tuple(_names(value)) or texts
                if isinstance(value, str) or (isinstance(value, list) and name in _LISTS and [*texts] == value):
                    used.add(written[alias])  # otherwise the field holds more than is taken
                break
    rest = (f"{name}: {'' if value is None else value}".rstrip() for name, value in fields.items() if name not in used)
    return Metadata(**values, rest=tuple(_line(text) for text in rest))


def metadata_of_page(tree: HtmlElement) -> Metadata:
    """Metadata from a page's JSON-LD (schema.org), else Open Graph, else its head, else what stands on it."""
    linked = _linked_article(tree)
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(name.replace(":", "."), _line(element.get("content", "")))
    url = _first(tree.xpath("string(//link[@rel='canonical']/@href)"), meta.get("og.url"), linked.get("url"))
    return Metadata(
        title=_first(linked.get("headline"), meta.get("og.title")),
        page_title=_without_site(tree, meta),
        summary=_first(linked.get("description"), meta.get("og.description"), meta.get("description")),
        published=_first(
            linked.get("datePublished"),
            *map(meta.get, _DAYS),
            tree.xpath("string(//time[@pubdate or @itemprop='datePublished']/@datetime)"),
            tree.xpath("string(//*[@itemprop='datePublished']/@content)"),
        ),
        language=_first(linked.get("inLanguage"), tree.xpath("string(//html/@lang)"), meta.get("og.locale")),
        url=url or _first(linked.get("mainEntityOfPage")),
        publisher=_first(linked.get("publisher"), meta.get("og.site_name")),
        authors=tuple(dict.fromkeys(name for name in _texts(linked.get("author")) if not _ADDRESS.search(name))),
        keywords=tuple(_texts(linked.get("keywords"))) or tuple(_texts(meta.get("keywords"))),
        picture=_first(linked.get("image"), meta.get("og.image")),
        other_authors=_authors_on(tree) or tuple(_names(meta.get("author", "") or meta.get("dc.creator", ""))),
        other_day=_first(tree.xpath("string(//time/@datetime)"), day_in_address(url)),
    )


def completed(metadata: Metadata, judgement: Judgement) -> Metadata:
    """The metadata, with what trafilatura has found besides."""
    judged_authors = tuple(map(_line, judgement.authors))
    # The same letters, cut elsewhere: `Ernst & Young` is one, and a line break stands between two.
    is_same = squeezed(metadata.other_authors) == squeezed(judged_authors)
    return replace(
        metadata,
        judged_title=_line(judgement.title),
        authors=metadata.authors or (metadata.other_authors if is_same else judged_authors),
        judged_day=_line(judgement.published),
    )


def _without_site(tree: HtmlElement, meta: Mapping[str, str]) -> str:
    """The title in a page's head, without the site's name at its end or beginning."""
    title, site = _line(tree.findtext(".//title") or ""), re.escape(meta.get("og.site_name", ""))
    return re.sub(rf"\s*[|–—·:-]+\s*{site}\Z|\A{site}\s*[|–—·:-]+\s*", "", title) if site else title


def _authors_on(tree: HtmlElement) -> tuple[str, ...]:
    """The authors that a page marks as such: by a link, by microdata, or by a name of their element."""
    for path in ("//a[contains(@rel, 'author')]", "//*[@itemprop='author']", "//*[@class]"):
        for element in tree.xpath(path):
            if "@class" not in path or _BYLINE.search(element.get("class", "")):
                name = element.xpath("string(.//*[@itemprop='name'])") or element.get("content") or _text_of(element)
                if found := tuple(_names(name)):
                    return found
    return ()


def _lines_of(element: HtmlElement) -> Iterator[str]:
    """The text of an element, cut at its line breaks."""
    parts = [""]
    for one in element.iter():
        if one.tag == "br":
            parts.append("")
        elif isinstance(one.tag, str):
            parts[-1] += one.text or ""
        if one is not element:
            parts[-1] += one.tail or ""
    yield from (" ".join(part.split()).strip(" ,") for part in parts)


def _text_of(element: HtmlElement) -> str:
    text = ", ".join(part for part in _lines_of(element) if part)
    return text if len(text) <= 4 * _LONGEST_NAME else ""


def _names(text: str) -> Iterator[str]:
    """The names in a byline; none if it may hold something else."""
    for name in BETWEEN_NAMES.split(_BY.sub("", _line(text), count=1)):
        words = name.split()
        is_short = 1 < len(words) < 6 and len(name) <= _LONGEST_NAME
        if is_short and not name[:1].islower() and not re.search(r"[\d@/|:<>()*?!→]", name):
            yield name


def _first(*candidates: Any) -> str:
    return next((text for candidate in candidates for text in _texts(candidate)), "")


def _linked_article(tree: HtmlElement) -> Mapping[str, Any]:
    """The first article that a page describes in JSON-LD, its references resolved."""
    records: dict[str, Mapping[str, Any]] = {}
    articles: list[Mapping[str, Any]] = []
    for record in _linked_records(tree):
        kinds = record.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name.endswith(("Article", "BlogPosting")) for name in names):
            articles.append(record)
        if isinstance(record.get("@id"), str):
            records.setdefault(record["@id"], record)

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [*map(resolved, value[:50])]
        alone = isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str)
        return records.get(value["@id"], value) if alone else value

    return {name: resolved(value) for name, value in articles[0].items()} if articles else {}


def _linked_records(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The records in a page's JSON-LD."""
    for script in tree.iter("script"):
        text = _WRAPPING.sub("", script.text or "")
        if "ld+json" not in script.get("type", "") or len(text) > _MOST:
            continue
        try:
            waiting = [json.loads(text, strict=False)]  # many a description has a raw line break
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value[:_MOST]
            elif isinstance(value, dict):
                yield value
                waiting += [value[name] for name in ("@graph", "mainEntity", "author", "publisher") if name in value]


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value: a text, a record with a name, or a list of these."""
    match value:
        case str():
            if not is_blank(line := _line(value)):
                yield line
        case int() | float() if not isinstance(value, bool):
            yield str(value)
        case dict():
            for name in ("name", "url", "@id", "src", "file"):
                if name != "name" and "name" in value and "@type" in value:
                    return  # somebody whose name is left empty
                if isinstance(value.get(name), str) and not is_blank(line := _line(value[name])):
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
