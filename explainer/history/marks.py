"""Normalises punctuation and numbers, so that texts can be compared without regard to typography."""

from __future__ import annotations

import re

_UNSEEN = re.compile("[\xad\u034f\u061c\u0640\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]")
"""Invisible characters, and the Arabic tatweel, which only stretches the line."""
_TYPOGRAPHIC = (
    (re.compile("\u00ab\\s*|\\s*\u00bb|[\u201c-\u201f\u2039\u203a\u300c-\u300f]|``|''"), '"'),
    (re.compile("[\u2018-\u201b\u02bc\u2032`\u00b4]"), "'"),
    (re.compile("[\u2010-\u2013\u2212]"), "-"),
    (re.compile("\u2015|--+"), "\u2014"),
    (re.compile("\u2026"), "..."),
    (re.compile("\u061f"), "?"),
    (re.compile("[\u060c\u061b]"), ","),
    (re.compile("\u066a"), "%"),
    (re.compile("[\u00bf\u00a1]|\\*+(?=[^\\W\\d_])|(?<=[^\\W\\d_])\\*+"), ""),
)
"""Marks and their normal form; opening question marks and leftover asterisks are dropped."""


def seen(text: str) -> str:
    """A text without invisible characters."""
    return _UNSEEN.sub("", text)


def typeset(text: str) -> str:
    """A text with its marks normalised."""
    for pattern, mark in _TYPOGRAPHIC:
        text = pattern.sub(mark, text)
    return text


def number(text: str) -> str:
    """A number in ASCII digits, without spaces."""
    text = re.sub(r"\s", "", text).replace("\u2014", "-")
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)  # ١٢
