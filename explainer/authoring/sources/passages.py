"""Finds a quote in the text of a page, or what is nearest to it."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category, normalize

from explainer.text.passage import parts_of

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″‹›「」『』"), '"') | dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_SIGNS = _QUOTES | _DASHES
_HYPHENATED = re.compile(r"(?<=\w)-[ \t]*+\n\s*+(?=[a-zа-яёäöüß])")
"""A word that is broken at the end of a line, as in PDFs."""
_LONGEST = 5_000_000
"""Characters of a page that are looked at."""
_NEAR = 70
"""Of a hundred: how like a quote a passage has to be to be the same one, changed."""


class Passage(NamedTuple):
    """What a page says."""

    words: str
    likeness: int
    """Of a hundred, with the quote; a hundred is the quote itself."""


def find(quote: str, text: str) -> Passage | None:
    """The quote in a text, else the passage that is nearest to it; None if nothing is near.

    Quotation marks, dashes, spaces, capitals and soft hyphens do not count; where the quote leaves something out
    (`[…]`), anything may stand.
    """
    shown = _plain(text[:_LONGEST])
    searched = _lowered(shown)
    parts = [_lowered(_plain(part)) for part in parts_of(quote)]
    place, first = 0, -1
    for part in parts:
        at = searched.find(part, place)
        if at < 0:
            break
        first = at if first < 0 else first
        place = at + len(part)
    else:
        return Passage(shown[first:place], 100) if parts else None
    from rapidfuzz.fuzz import partial_ratio_alignment  # of the extra `links`

    wanted = max(parts, key=len)
    near = partial_ratio_alignment(wanted, searched, score_cutoff=_NEAR)
    if near is None or len(searched) < len(wanted):  # else the page would be looked for in the quote
        return None
    return Passage(_whole_words(shown, near.dest_start, near.dest_end), min(int(near.score), 99))


def _plain(text: str) -> str:
    """A text in one kind of signs, without those that nobody sees."""
    text = normalize("NFKC", _HYPHENATED.sub("", text)).translate(_SIGNS)
    text = "".join(sign for sign in text if category(sign) != "Cf")
    return " ".join(text.split())


def _lowered(text: str) -> str:
    """Lower case, sign by sign, so that places stay the same."""
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def _whole_words(text: str, start: int, end: int) -> str:
    start = text.rfind(" ", 0, start + 1) + 1
    stop = text.find(" ", max(end - 1, 0))
    return text[start : stop if stop >= 0 else len(text)]
