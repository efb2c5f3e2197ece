"""Reads an article's bytes, Markdown or HTML, into blocks and metadata."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.etree
import lxml.html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from explainer.authoring.importing.article import Article, Block, NotImported
from explainer.authoring.importing.blocks import read_blocks
from explainer.authoring.importing.elements import take_comments
from explainer.authoring.importing.footnotes import take_footnotes
from explainer.authoring.importing.judging import judge, judged
from explainer.authoring.importing.markup import front_matter, without_markup
from explainer.authoring.importing.metadata import completed, metadata_of_front_matter, metadata_of_page
from explainer.authoring.importing.phrases import find_day
from explainer.text.encodings import encoding_of

MAX_BYTES = 5_000_000
"""The largest file that is read: newspaper pages have up to some 3 MB, most of it scripts."""
MAX_MARKDOWN = 300_000
"""Characters. The longest explainer studied has under 40,000."""

_EMPTY = "the file has no text that readers would see; give an article in Markdown or HTML"
_MAX_NESTING = 60
"""Nested lists and quotations; the Markdown parser drops what is deeper."""
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_OF_HTML = re.compile(r"\s*<(?:!doctype|!--|html|head|body|article|main|div|section|\?xml)", re.IGNORECASE)
_UNWANTED = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), 0x2028, 0x2029, 0xFEFF), " ")
_UNWANTED |= dict.fromkeys((0xFFFE, 0xFFFF), " ")
"""Control characters, which no entry may have."""


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
        comments = take_comments(tree)
        blocks, left = read_blocks(tree, whole=False)
        metadata = metadata_of_page(tree)
        if (judgement := judge(text)) is not None:
            blocks = judged(blocks, judgement.text)
            if judgement.published.endswith("-01-01") and not _says(text, blocks, judgement.published):
                judgement = replace(judgement, published="")  # only a year was found, mostly that of the copyright
            metadata = completed(metadata, judgement)
        article = Article(blocks, metadata, is_page=True, notes=notes, left=left + comments)
    else:
        article = _markdown(text, notes)
    if not any(block.text or block.kind in ("picture", "embed") for block in article.blocks):
        raise NotImported(_EMPTY)
    return article


def _says(page: str, blocks: tuple[Block, ...], day: str) -> bool:
    """Whether a page names this day, and not only its year."""
    lines = (block.text for block in blocks if day[:4] in block.text)
    return day in page or any(found.text[:10] == day for line in lines if (found := find_day(line[:1000], "")))


def _decoded(content: bytes, is_page: bool) -> tuple[str, tuple[str, ...]]:
    """The text, and a note if its encoding was guessed."""
    declared = _CHARSET.search(content[:4096]) if is_page or content.lstrip()[:1] == b"<" else None
    candidates = ["utf-8-sig"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        candidates = ["utf-16"]
    elif declared is not None:
        candidates += filter(None, [encoding_of(declared[1].decode("ascii", "replace"))])
    for encoding in candidates:
        try:
            return _cleaned(content.decode(encoding)), ()
        except (LookupError, ValueError):
            continue
    note = "the file is not UTF-8; it was read as Windows-1252, so check letters such as é, ş or “"
    return _cleaned(content.decode("cp1252", "replace")), (note,)


def _cleaned(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNWANTED)
    return text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates are not text


def _markdown(text: str, notes: tuple[str, ...]) -> Article:
    if len(text) > MAX_MARKDOWN:
        raise NotImported(f"the text has more than {MAX_MARKDOWN:,} characters; import it in parts")
    front, text = front_matter(text)
    metadata, more = metadata_of_front_matter(front)
    text, rest = without_markup(text)
    text, footnotes = take_footnotes(text)
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # addresses are checked where they are used
    tokens = parser.parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        raise NotImported(f"lists or quotations are nested more than {_MAX_NESTING} levels deep; flatten the text")
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            token.attrSet("value", token.info)  # the number as it is written: it may be a year
    tree = _tree(parser.renderer.render(tokens, parser.options, {}))
    comments = take_comments(tree)
    blocks, left = read_blocks(tree, whole=True)
    return Article(blocks, metadata, notes=notes + more, left=left + comments + footnotes, rest=rest)


def _tree(text: str) -> HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=False, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode() or b" ", parser=parser)
    except lxml.etree.ParserError:
        raise NotImported(_EMPTY) from None
