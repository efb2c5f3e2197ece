"""Joins the lines of a text as its script does: YAML puts a space between them, and Chinese and Japanese have none."""

from __future__ import annotations

import re
from itertools import pairwise

_NO_SPACES = re.compile(
    "[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003fffd]"
)
"""Han, kana, and their punctuation; Korean has spaces."""
_KNOWN = 8
"""So many characters on each side of a break tell it from a space that somebody typed."""


def joined(value: str, source: str) -> str:
    """The value of a scalar, without the spaces that YAML put for the line breaks in its source."""
    if value.isascii() or "\n" not in source:
        return value
    lines = [line.strip() for line in source.strip("\"'").split("\n")]
    place = 0
    for before, after in pairwise(lines):
        if before and after and _NO_SPACES.match(before[-1]) and _NO_SPACES.match(after[0]):
            tail, head = before[-_KNOWN:], after[:_KNOWN]
            found = value.find(f"{tail} {head}", place)
            if found >= 0:
                place = found + len(tail)
                value = value[:place] + value[place + 1 :]
    return value
