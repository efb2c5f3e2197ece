"""Characters that nobody sees, or takes for others: Unicode Technical Report 36 and Technical Standard 39."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import bidirectional, category, name

_OVERRIDES = re.compile("[\u202d\u202e]")
_HIDDEN = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202c\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ue000-\uf8ff\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""`Default_Ignorable_Code_Point` without the soft hyphen, which typesetters use; annotations; private use."""
_MARKS = "\u061c\u200e\u200f"
_PAIRS = {"\u202a": "\u202c", "\u202b": "\u202c", "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
"""What opens another direction, and what closes it (UAX 9)."""
_JOINERS = "\u200c\u200d"
_JOINING = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "NKO", "TIBETAN", "BALINESE", "JAVANESE"),
)
"""Scripts in whose words a joiner decides how letters look, and may decide what they mean."""
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""A flag that is written with tags: those of England, Scotland and Wales (UTS 51)."""
_LATIN, _OTHER = "A-Za-z\u00c0-\u024f", "\u0370-\u03ff\u0400-\u052f\u0531-\u058f"
_MIXED = re.compile(f"(?:[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}])")
_GREEK_OR_CYRILLIC = re.compile("[\u0370-\u03ff][\u0400-\u052f]|[\u0400-\u052f][\u0370-\u03ff]")
_ALIKE = frozenset(
    "aceijopsxyABCEHIJKMOPSTXY"  # Latin
    "\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443\u0501\u04bb\u051b\u051d\u04cf"  # Cyrillic, small
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423\u04c0\u050c\u051a\u051c"
    "\u03bf\u03bd\u03b1\u03b9\u03c1\u03c5\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u0585\u0578\u057d\u0555\u054d\u0570\u0581\u0575"  # Armenian
)
"""Letters that look like others (from the confusables of UTS 39)."""
_WORD = re.compile(r"[^\W\d_]+")


class Doubt(NamedTuple):
    """A character, or a word, that readers take for something else."""

    code: str
    message: str
    hint: str
    place: int
    """Where in the text it stands."""


def doubts(text: str) -> Iterator[Doubt]:
    """What is doubtful in a text: the first of each kind."""
    if text.isascii():
        return
    if found := _OVERRIDES.search(text):
        message = f"{called(found[0])} turns the text round"
        yield Doubt("bidi-override", message, _hint(text, found.start()), found.start())
    place = next((found.start() for found in _HIDDEN.finditer(text) if not _belongs(text, found.start())), None)
    if place is not None:
        yield Doubt("invisible-character", f"{called(text[place])} is not seen", _hint(text, place), place)
    if (found := _MIXED.search(text) or _GREEK_OR_CYRILLIC.search(text)) and (mixed := _mixed(text, found.start())):
        yield mixed


def _mixed(text: str, place: int) -> Doubt | None:
    word = next(word for word in _WORD.finditer(text) if word.start() <= place < word.end())
    alphabets: dict[str, list[str]] = {}
    for letter in word[0]:
        alphabets.setdefault(name(letter, "").partition(" ")[0], []).append(letter)
    rare = min(alphabets.values(), key=len)
    if len(alphabets) < 2 or not set(rare) <= _ALIKE:  # `5kΩ`
        return None
    shown = ", ".join(called(letter) for letter in dict.fromkeys(rare))
    message = f"`{word[0]}` has letters of two alphabets: {shown}"
    return Doubt("mixed-scripts", message, "type the word again in one alphabet", place)


def _belongs(text: str, place: int) -> bool:
    """Whether a script, an emoji or the direction of a text needs this character (UTR 36, 2.10; UAX 31, 2.3)."""
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if sign in _JOINERS:
        return (any(name(near, "").startswith(_JOINING) for near in (before, after) if near)) or (
            sign == "\u200d" and bool(before and after) and category(after) == "So"
        )
    if sign in _MARKS:
        return _is_right_to_left(text)
    if sign in _PAIRS or sign in _PAIRS.values():
        return _is_right_to_left(text) and _is_balanced(text)
    if "\ufe00" <= sign <= "\ufe0f":  # how a symbol is shown: `❤️`, `1️⃣`
        return bool(before) and (
            category(before) in ("So", "Sm", "Sk", "Po", "Pd", "Nd", "Lo") or "\u2000" <= before < "\u3300"
        )
    if "\u180b" <= sign <= "\u180f":
        return name(before, "").startswith("MONGOLIAN") if before else False
    if "\U000e0100" <= sign <= "\U000e01ef":  # how an ideograph is shown
        return name(before, "").startswith("CJK") if before else False
    return any(flag.start() < place < flag.end() for flag in _FLAG.finditer(text))


@lru_cache(maxsize=16)
def _is_right_to_left(text: str) -> bool:
    return any(bidirectional(letter) in ("R", "AL") for letter in text)


@lru_cache(maxsize=16)
def _is_balanced(text: str) -> bool:
    """Whether each turn of direction ends within the text; else it would turn what follows it on a page."""
    opened = []
    for sign in text:
        if sign in _PAIRS:
            opened.append(_PAIRS[sign])
        elif sign in _PAIRS.values() and (not opened or opened.pop() != sign):
            return False
    return not opened


def called(sign: str) -> str:
    """A character by its name and number: it must not stand in a report as it is."""
    kind = "a character for private use" if category(sign) == "Co" else name(sign, "a character without a name")
    return f"{kind} (U+{ord(sign):04X})"


def _hint(text: str, place: int) -> str:
    before = "".join(sign if sign.isprintable() else " " for sign in text[max(0, place - 20) : place]).strip()
    return f"delete it after `{before}`" if before else "delete it; it stands at the beginning"
