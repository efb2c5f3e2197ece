"""English words on a page in a language that lacks them: readers' software is told that they are English.

Speech and hyphenation follow `lang` (WCAG 2.2, 3.1.2). A word does not know whether a template puts it between tags or
into an attribute, so it is set between two signs first, which become an element, or nothing, when the page is complete.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Noncharacters, for use inside a program (Unicode 16, 23.7)."""
_SIGNS = re.compile(f"[{_BEGIN}{_END}]")
_PLACES = re.compile(
    rf"<(script|style|title|option|textarea|svg)\b.*?</\1>|<[^<>]*>|{_BEGIN}([^{_BEGIN}{_END}]*){_END}", re.DOTALL
)
"""Elements that hold text only or drawings, tags with their attributes, and words between tags."""


class Borrowed(str):
    """An English word where another language was asked for. Plain text, except to templates of pages."""

    __slots__ = ()

    def __html__(self) -> Markup:
        """The word between two signs."""
        return signed(escape(str(self)))


def signed(words: Markup) -> Markup:
    """Borrowed words, escaped, between two signs."""
    return Markup(f"{_BEGIN}{words}{_END}")  # noqa: S704 - the words are markup already


def marked(text: str, *, html: bool) -> str:
    """A rendered text in which borrowed English words stand in elements of their own; without these if not HTML."""
    if _BEGIN not in text:
        return text
    return _SIGNS.sub("", _PLACES.sub(_element, text) if html else text)


def _element(match: re.Match[str]) -> str:
    words = match[2]
    return match[0] if words is None else f'<span lang="en" dir="ltr">{words}</span>'
