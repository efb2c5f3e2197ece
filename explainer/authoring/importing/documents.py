"""Reads an article's bytes, Markdown or HTML, into blocks and metadata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from explainer.authoring.importing.article import Article, Metadata, NotImported
from explainer.authoring.importing.blocks import read_blocks
from explainer.content import yamlfile
from explainer.problems import ContentError

MAX_BYTES = 5_000_000
"""The largest file that is read: newspaper pages have up to some 3 MB, most of it scripts."""
MAX_MARKDOWN = 300_000
"""Characters. The longest explainer studied has under 40,000."""

_EMPTY = "the file has no text that readers would see; give an article in Markdown or HTML"
_MAX_NESTING = 60
"""Nested lists and quotations; the Markdown parser drops what is deeper."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_OF_HTML = re.compile(r"\s*<(?:!doctype|!--|html|head|body|article|main|div|section|\?xml)", re.IGNORECASE)
_UNWANTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), 0x2028, 0x2029, 0xFEFF), " ")
_UNWANTED |= dict.fromkeys((0xFFFE, 0xFFFF), " ")
"""Control characters, which no entry may have."""
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


def read_article(content: bytes, name: str) -> Article:
    """Reads a file of this name. Raises NotImported if it is too large, too deep or empty."""
    if len(content) > MAX_BYTES:
        raise NotImported("the file is larger than 5 MB; save the article alone, without embedded pictures")
    is_page = name.lower().endswith((".html", ".htm", ".xhtml"))
    text, notes = _decoded(content, is_page)
    if not is_page and not name.lower().endswith((".md", ".markdown", ".txt")):
        is_page = _OF_HTML.match(text) is not None
    if is_page:
        tree = _tree(text)
        article = Article(read_blocks(tree, whole=False), _metadata_of_page(tree), notes)
    else:
        article = _markdown(text, notes)
    if not any(block.text or block.kind in ("picture", "embed") for block in article.blocks):
        raise NotImported(_EMPTY)
    return article


def _decoded(content: bytes, is_page: bool) -> tuple[str, tuple[str, ...]]:
    """The text, and a note if its encoding was guessed."""
    declared = _CHARSET.search(content[:4096]) if is_page or content.lstrip()[:1] == b"<" else None
    candidates = ["utf-8-sig"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ["utf-16"]
    elif declared is not None:
        candidates.append(declared[1].decode("ascii", "replace"))
    for encoding in candidates:
        try:
            return _cleaned(content.decode(encoding)), ()
        except (LookupError, ValueError):  # also for an encoding's name with a null character
            continue
    note = "the file is not UTF-8; it was read as Windows-1252, so check letters such as é, ş or “"
    return _cleaned(content.decode("cp1252", "replace")), (note,)


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates are not text


def _markdown(text: str, notes: tuple[str, ...]) -> Article:
    if len(text) > MAX_MARKDOWN:
        raise NotImported(f"the text has more than {MAX_MARKDOWN:,} characters; import it in parts")
    metadata = Metadata()
    if (front := _FRONT_MATTER.match(text)) is not None:
        try:
            fields = yamlfile.read(front[1], "")
        except ContentError:
            fields = None
        if isinstance(fields, dict):
            metadata = _metadata_of_fields({str(name): value for name, value in fields.items()})
        else:
            metadata = Metadata(rest=tuple(front[1].splitlines()))
            notes += ("the lines between `---` at the top are not valid YAML; they are kept in comments",)
        text = text[front.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are checked where they are used
    tokens = parser.parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        raise NotImported(f"lists or quotations are nested more than {_MAX_NESTING} levels deep; flatten the text")
    return Article(read_blocks(_tree(parser.renderer.render(tokens, parser.options, {})), whole=True), metadata, notes)


def _tree(text: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode() or b" ", parser=parser)
    except lxml.etree.ParserError:
        raise NotImported(_EMPTY) from None


# --- metadata ---------------------------------------------------------------------------------------------------------


def _metadata_of_fields(fields: Mapping[str, Any]) -> Metadata:
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


def _metadata_of_page(tree: HtmlElement) -> Metadata:
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
