"""Asks trafilatura, if the extra `import` is installed, which blocks of a page are its article."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

from explainer.authoring.importing.article import Block

_WORD = re.compile(r"\w+")
_UNNAMED = re.compile(r"\w*\.>\w+\.")
_SPAN = 4
"""Words in a row that hardly stand in two places of a page by chance."""
_LONG = 8
"""Words of a paragraph that is no line of a menu."""
_SEVERAL = 3
"""Paragraphs of the article from which a family is its own."""
_SHARE = 0.6
"""How much of a block has to be in the article: a judge leaves out a word here and there."""
_AGAIN = 0.9
"""How much of a block has to have been said before it is a copy: results of matches differ in few words."""
_FEWEST = 250
"""Characters; trafilatura itself does not trust what it finds below (`MIN_EXTRACTED_SIZE`)."""
_LEAST = 0.5
"""How much of the judge's text our blocks have to hold; else it has read another page than we."""
_LAST_DAY = "2099-12-31"
"""A fixed day, for trafilatura would take today's: the same page is to become the same draft tomorrow."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What trafilatura says of a page."""

    text: str
    title: str
    published: str
    authors: tuple[str, ...]
    language: str


def judge(page: str) -> Judgement | None:
    """What trafilatura says of a page; None if it is not installed, or finds no article."""
    try:
        from trafilatura import bare_extraction  # takes half a second to import
    except ImportError:
        return None
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # it complains of pages on standard error
    found = None
    with suppress(Exception):  # a page that it cannot read is left to us
        found = bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": True, "max_date": _LAST_DAY},
        )
    if found is None or isinstance(found, dict):
        return None
    authors = tuple(name for name in (found.author or "").split("; ") if name)
    return Judgement(found.text or "", found.title or "", found.date or "", authors, found.language or "")


def judged(blocks: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """The blocks, those outside the judge's text marked as being around the article; as they are if it cannot judge."""
    if len(text) < _FEWEST:
        return blocks
    article = tuple(_words(text))
    lines = {tuple(_words(line)) for line in text.splitlines()}
    spans = {*_spans(article)}
    inside: list[bool] = []
    said: dict[tuple[str, ...], str] = {}
    for block in blocks:
        words = tuple(_words(block.text))
        own = {*_spans(words)}
        # Pages made for screens of two widths say everything twice.
        elsewhere = sum(said.get(span, block.family) != block.family for span in own)
        again = bool(own) and elsewhere >= _AGAIN * len(own)
        inside.append(not again and _stands_in(words, lines, spans))
        if inside[-1]:
            for span in own:
                said.setdefault(span, block.family)
    found = sum(len(_words(block.text)) for block, is_in in zip(blocks, inside, strict=True) if is_in)
    if not found or found < _LEAST * len(article):
        return blocks
    _keep_relatives(blocks, inside)
    _keep_headings(blocks, inside)
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    return tuple(
        replace(
            block, aside=block.boxed or not (is_in or (not block.text and not block.aside and first <= number < last))
        )
        for number, (block, is_in) in enumerate(zip(blocks, inside, strict=True))
    )


def _keep_relatives(blocks: tuple[Block, ...], inside: list[bool]) -> None:
    """Keeps paragraphs that stand where most of the article's do; judges lose what a box or a column cuts off."""
    families = Counter(block.family for block in blocks if len(_words(block.text)) >= _LONG)
    articles = Counter(
        block.family for block, is_in in zip(blocks, inside, strict=True) if is_in and len(_words(block.text)) >= _LONG
    )
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    for number, block in enumerate(blocks):
        if inside[number] or block.aside or not block.text:
            continue
        words = _words(block.text)
        linked = sum(len(_words(run.text)) for run in block.runs if run.href)
        if block.kind in ("quote", "item") and first < number < last:
            inside[number] = True
        elif _UNNAMED.fullmatch(block.family) and not first < number < last:
            continue  # paragraphs without a name, outside, may be anything
        elif articles[block.family] >= _SEVERAL and articles[block.family] * 3 >= families[block.family]:
            inside[number] = len(words) >= _LONG and linked * 2 <= len(words)


def _keep_headings(blocks: tuple[Block, ...], inside: list[bool]) -> None:
    """Keeps headings that the judge has left out between paragraphs of the article, with those above them."""
    texts = [number for number, block in enumerate(blocks) if block.text and block.kind != "heading"]
    for before, after in pairwise(texts):
        level = 7
        for number in reversed(range(before + 1, after)):
            block = blocks[number]
            if block.kind == "heading" and inside[before] and inside[after] and block.level < level:
                inside[number], level = True, block.level


def _stands_in(words: tuple[str, ...], lines: set[tuple[str, ...]], spans: set[tuple[str, ...]]) -> bool:
    if len(words) < _SPAN:
        return bool(words) and words in lines
    own = [*_spans(words)]
    return sum(span in spans for span in own) >= _SHARE * len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _spans(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[start : start + _SPAN] for start in range(len(words) - _SPAN + 1))
