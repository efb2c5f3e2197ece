"""Checks of characters that readers do not see, or take for others (Unicode Technical Reports 36 and 39)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import bidirectional, category, name

from explainer.checks.base import Check, Context, Finding
from explainer.model import Entry
from explainer.problems import Pointer, Severity

_OVERRIDES = re.compile("[\u202d\u202e]")
_HIDDEN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202c\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_JOINERS = "\u200c\u200d"
_JOINING = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "NKO", "TIBETAN", "BALINESE", "JAVANESE"),
)
"""Scripts in whose words a joiner decides how letters look, and may decide what they mean."""
_BLACK_FLAG = "\U0001f3f4"
"""Begins the flags that are written with tags: those of England, Scotland and Wales."""
_LATIN, _OTHER = "A-Za-z\u00c0-\u024f", "\u0370-\u03ff\u0400-\u052f\u0531-\u058f"
_MIXED = re.compile(f"(?:[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}])")
_ALIKE = frozenset(
    "aceijopsxyABCEHIJKMOPSTXY"  # Latin
    "\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443\u0501\u04bb"  # Cyrillic, small
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423"
    "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"  # Greek
)
"""Letters that look like others (from the confusables of UTS 39)."""
_WORD = re.compile(r"[^\W\d_]+")


def bidi_override(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has a character that turns the text after it round, so that readers see other words than programs."""
    for pointer, text in _texts(entry):
        if found := _OVERRIDES.search(text):
            yield pointer, f"{_called(found[0])} turns the text round", _hint(text, found.start())


def invisible_character(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has a character that nobody sees, or that only some fonts know, where no script needs it."""
    for pointer, text in _texts(entry):
        for found in _HIDDEN.finditer(text):
            if not _belongs(text, found.start()):
                yield pointer, f"{_called(found[0])} is not seen", _hint(text, found.start())
                break


def mixed_scripts(entry: Entry, context: Context) -> Iterator[Finding]:
    """A word has letters of two alphabets that look alike, so that nobody who searches for it finds it."""
    for pointer, text in _texts(entry):
        if found := _MIXED.search(text):
            word = next(word for word in _WORD.finditer(text) if word.start() <= found.start() < word.end())
            others = [letter for letter in word[0] if re.match(f"[{_OTHER}]", letter)]
            latin = [letter for letter in word[0] if re.match(f"[{_LATIN}]", letter)]
            rare = min((others, latin), key=len)
            if not set(rare) <= _ALIKE:  # `5kΩ`
                continue
            shown = ", ".join(_called(letter) for letter in dict.fromkeys(rare))
            yield pointer, f"`{word[0]}` has letters of two alphabets: {shown}", "type the word again in one alphabet"


def _texts(entry: Entry) -> Iterator[tuple[Pointer, str]]:
    for kind in ("text", "markdown", "name", "address"):
        yield from entry.values[kind]


def _belongs(text: str, place: int) -> bool:
    """Whether a script, an emoji or the direction of a text needs this character (UTR 36, 2.10; UAX 31, 2.3)."""
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if sign in _JOINERS:
        return any(name(near, "").startswith(_JOINING) for near in (before, after) if near) or (
            sign == "\u200d" and bool(before and after) and category(after) == "So"
        )
    if sign in _DIRECTIONS:
        return any(bidirectional(letter) in ("R", "AL") for letter in text)
    return "\U000e0020" <= sign <= "\U000e007f" and _BLACK_FLAG in text[:place]


def _called(sign: str) -> str:
    """A character by its name and number: it must not stand in a report as it is."""
    kind = "a character for private use" if category(sign) == "Co" else name(sign, "a character without a name")
    return f"{kind} (U+{ord(sign):04X})"


def _hint(text: str, place: int) -> str:
    before = "".join(sign if sign.isprintable() else " " for sign in text[max(0, place - 20) : place]).strip()
    return f"delete it after `{before}`" if before else "delete it; it stands at the beginning"


CHECKS = (
    Check(bidi_override, Severity.ERROR),
    Check(invisible_character, Severity.WARNING),
    Check(mixed_scripts, Severity.WARNING),
)
"""In the manual's order, each with its default severity."""
