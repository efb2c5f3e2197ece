"""How numbers and words are written in SVG."""

from __future__ import annotations

import re

from markupsafe import escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold even as an entity (its production `Char`)."""


def number(value: float) -> str:
    """A number with at most one decimal, as short as SVG reads it: `12`, `.5`, `-3.2`."""
    text = f"{value:.1f}".removesuffix(".0")
    if text in ("-0", "0"):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def percent(value: float) -> str:
    """A share of the drawing's width: `12.5%`."""
    return number(value) + "%"


def words(text: str, limit: int = 0) -> str:
    """Text on one line, escaped; with a limit, cut at a space where there is one and marked as cut."""
    if not limit and text.isalnum():
        return text
    if not text.isprintable():  # only then can anything forbidden be in it
        text = _FORBIDDEN.sub("", text)
    line = " ".join(text.split())
    if limit and len(line) > limit:
        cut = line[: limit - 1]
        head, space, _ = cut.rpartition(" ")
        line = (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:.–—-") + "…"
    return escape(line)
