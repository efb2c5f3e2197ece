"""Makes addresses and ids of titles and names in any script: `novaya-gazeta` of `Новая газета`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

MAX_SLUG = 60
"""Characters."""
_SILENT = frozenset("ЪъЬьҌҍʹ")
"""Letters without a sound of their own."""
_VOWELS = frozenset("اأإٱعءאע")
"""Arabic and Hebrew letters that carry a vowel, or open the throat for one; anyascii writes a sign or nothing."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def slug_of(title: str) -> str:
    """The slug for a title: `idlib-a-guide` for `Idlib: a guide`; empty if it has neither letter nor digit."""
    words = "".join(map(_latin, unicodedata.normalize("NFKC", title))).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:MAX_SLUG].rstrip("-")


def letters() -> Iterator[tuple[int, list[str]]]:
    """What slugs have in place of letters, digits and marks beyond ASCII, for programs without this one.

    Each run is a first code point and the Latin letters of the code points from there on; astral planes are left out.
    """
    for begins, codes in groupby(range(0x80, 0x10000), lambda code: unicodedata.category(chr(code))[0] in "LNM"):
        if begins:
            run = [*codes]
            yield run[0], [_latin(chr(code)).lower() for code in run]


@lru_cache(maxsize=4096)
def _latin(sign: str) -> str:
    """A character in Latin letters and digits; no letter vanishes but a silent one, others than these part words.

    The form knows the letters of the first plane only, and gives the same answer.
    """
    kind = unicodedata.category(sign)[0]
    if sign.isascii():
        return sign
    if kind not in "LNM":
        return " "
    plain = re.sub(r"[^A-Za-z0-9]+", "" if kind in "LM" else "-", anyascii(sign) if sign <= "\uffff" else "")
    if kind == "L" and not plain and sign not in _SILENT:
        plain = "a" if sign in _VOWELS else f"u{ord(sign):x}"
    # A character is a syllable, and a word more often than not.
    return f" {plain} " if _HAN.match(sign) else plain
