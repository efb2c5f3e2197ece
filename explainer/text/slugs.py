"""Makes addresses and ids of titles and names in any script: `novaya-gazeta` of `Новая газета`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

MAX_SLUG = 60
"""Characters."""
_SILENT = frozenset("ЪъЬьҌҍʹ")
"""Letters without a sound of their own."""
_VOWELS = frozenset("اأإٱعءאע")
"""Arabic and Hebrew letters that carry a vowel, or open the throat for one; anyascii writes a sign or nothing."""

_GERMAN = {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue"}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def slug_of(title: str, language: str) -> str:
    """The slug for a title: `idlib-a-guide` for `Idlib: a guide`; empty if it has neither letter nor digit.

    `language` is that of the site: Germans write `Öl` as `oel` where there are no umlauts, Turks `Öz` as `oz`.
    """
    own = _own(language)
    words = "".join(own.get(sign) or _latin(sign) for sign in unicodedata.normalize("NFKC", title)).lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:MAX_SLUG].rstrip("-")


def letters(language: str) -> Iterator[tuple[int, list[str]]]:
    """What slugs of a site in a language have in place of letters, digits and marks beyond ASCII, for other programs.

    Each run is a first code point and the Latin letters of the code points from there on; astral planes are left out.
    """
    own = _own(language)
    for begins, codes in groupby(range(0x80, 0x10000), lambda code: unicodedata.category(chr(code))[0] in "LNM"):
        if begins:
            run = [*codes]
            yield run[0], [(own.get(chr(code)) or _latin(chr(code))).lower() for code in run]


def _own(language: str) -> Mapping[str, str]:
    return _GERMAN if language.partition("-")[0] == "de" else {}


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
