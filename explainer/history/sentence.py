"""Reads a text of inline Markdown as words and the marks between them, in a normal form, to be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from explainer.history.marks import number, seen, typeset
from explainer.history.words import Words
from explainer.text.inline import SOURCE, linked_sources, to_html

_QUOTED = re.compile(r"(?<!\w)'(?=\S)((?:[^']|(?<=\w)'(?=\w))*)'(?!\w)")
"""Paired single quotation marks; a single one is an apostrophe."""
_LETTERS = "[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed])*"
_WORD = re.compile(
    rf"""
      (?P<address> (?: \w{{1,20}}:// | www\. ) [^\s"]*[\w/] | [^\s@"]{{1,64}}@[\w.-]{{1,255}}\w
                 | (?: [\w-]{{1,63}}\. ){{1,8}} (?:com|org|net|gov|edu|int|io)\b (?: /[^\s"]*[\w/] )? )
    | (?P<number> (?: (?<![^\s(]) (?: - | (?<!\d[ ]) -[ ] | \. ) )? (?: \d{{1,3}} (?:[ ]\d{{3}})+ (?!\d) | \d+ )
                  (?: [.,:/'\u066b\u066c]\d+ | \s?[-\u2014]\s?\d+ )* )
    | (?P<short> (?<!\w) (?: [^\W\d_]\.\s? )+ [^\W\d_]\. )
    | (?P<letters> {_LETTERS} (?: '{_LETTERS} )* )
    | (?P<sign> [^\s.,;:!?"'()\[\]\u2014-] )
    """,
    re.VERBOSE,
)
_STARTS = re.compile(r'[.!?:(]|(?:^|[\s(\u2014])"$')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number, an address or a sign, and what stands before it."""

    text: str
    lower: str
    kind: str
    """`letters`; or `number`, `address` and `sign`, which must be identical."""
    gap: str
    """The characters between the previous word and this one."""
    before: str
    """The previous word."""
    starts: bool
    """Whether it starts a sentence, so that its capital means nothing."""
    link: int
    """The number of the link that contains it, or -1."""

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared."""

    words: tuple[Word, ...]
    end: str
    """The characters after the last word."""
    links: tuple[str, ...]
    """Their opening tags: address and title."""
    code: tuple[str, ...]
    """What stands between backticks."""
    shown: str
    """What readers see, with its own marks."""


def read(text: str, words: Words) -> Text:
    """A text in a language."""
    text = unicodedata.normalize("NFC", seen(text))
    text = "".join(unicodedata.normalize("NFKC", sign) if sign.isalpha() else sign for sign in text)  # ligatures
    plain = shown = tag = ""
    links: list[str] = []
    spans: list[range] = []
    code: list[str] = []
    text = " ".join(text.split())
    sources = {source: SOURCE + source for source in linked_sources(text)}
    for piece in re.split("(<[^>]*>)", str(to_html(text, sources))):
        if not piece.startswith("<"):
            shown += unescape(piece)
            plain += typeset(unescape(piece))
            if tag == "<code>":
                code.append(unescape(piece))
            continue
        tag = piece
        if tag.startswith("<a "):
            links.append(tag)
            spans.append(range(len(plain), len(plain)))
        elif tag == "</a>":
            spans[-1] = range(spans[-1].start, len(plain))
    plain = _QUOTED.sub(r'"\1"', plain)
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(plain):
        kind, word, gap = str(match.lastgroup), match[0], plain[end : match.start()]
        if kind == "number":
            word = number(word)
        elif kind == "short":
            kind, word = "letters", re.sub(r"[.\s]", "", word)
        lower = (word.replace("İ", "i").replace("I", "ı") if words.language == "tr" else word).lower()
        link = next((number for number, span in enumerate(spans) if match.start() in span), -1)
        before = found[-1].text if found else ""
        found.append(Word(word, lower, kind, gap, before, not found or bool(_STARTS.search(gap)), link))
        end = match.end()
    return Text(tuple(found), plain[end:], tuple(links), tuple(code), shown)
