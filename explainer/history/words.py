"""The words of each language that the judge of changes must know: which ones count, which have two spellings.

Each language is a file in `languages/`. Whether a word exists is left to the dictionaries of `spelling`. A word belongs
here if a pair in `tests/golden/meaning/` needs it and no dictionary tells it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Words:
    """One language; all words in lower case. With fewer words the judge is stricter."""

    language: str = ""
    """The code of its dictionaries (ISO 639-1)."""
    negations: frozenset[str] = frozenset()
    """Words that deny."""
    amounts: frozenset[str] = frozenset()
    """Numbers, units and quantities in words."""
    modals: frozenset[str] = frozenset()
    """Words that say how sure or how necessary something is."""
    attribution: frozenset[str] = frozenset()
    """Verbs that name a speaker, after the quotation or between commas."""
    relatives: frozenset[str] = frozenset()
    """Words before which a comma decides whether all are meant or only some."""
    small: frozenset[str] = frozenset()
    """Words so common that typing one twice, or joining it to the next, is a slip."""
    asides: frozenset[str] = frozenset()
    """Words that a comma may set off at the start or the end of a sentence, as nobody is called so."""
    articles: frozenset[str] = frozenset()
    """After `a` stands one thing, with a hyphen or not; after `die` a noun, seldom a name."""
    capitals: frozenset[str] = frozenset()
    """Titles, institutions and days, which mean the same with a capital and without."""
    nouns: int = 0
    """The fewest letters of a word whose capital may only mark a noun; 0 if capitals never do."""
    prefixes: frozenset[str] = frozenset()
    """Parts that may be joined to the next word, hyphenated or separate."""
    accented: frozenset[str] = frozenset()
    """Words, written without accents, that accents turn into other words."""
    endings: re.Pattern[str] | None = None
    """Accented endings that tell tense, person or number, if only one of two words has them."""
    tail: int = 2
    """How many letters from its end a missing or wrong letter may be part of a word's ending."""
    unsayable: re.Pattern[str] | None = None
    """What no word contains. Where endings follow endings, only this tells a slip from another form."""
    rooted: str = ""
    """Letters in no ending, so that a wrong one at a word's end is a slip."""
    harmony: tuple[frozenset[str], ...] = ()
    """Vowels that replace each other in endings (vowel harmony), so that they tell no endings apart."""
    unstressed: re.Pattern[str] | None = None
    """The start of a word and, after it, two vowels that sound alike and distinguish no prefixes."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """Letters with two spellings, mapped to the normal one."""
    same: frozenset[frozenset[str]] = frozenset()
    """Two spellings of a word that no rule connects."""
    variants: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Patterns of accepted spellings, each with its normal form."""

    @property
    def closed(self) -> frozenset[str]:
        """Words of which even a slight change needs a person's eye."""
        return self.negations | self.amounts | self.modals


UNKNOWN: Final = Words()
"""A language without a file: only what is trivial in every language is trivial."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARSED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "tail": int,
    "nouns": int,
    "rooted": str,
    "letters": str.maketrans,
    "harmony": lambda groups: tuple(map(frozenset, groups)),
    "same": lambda text: frozenset(frozenset(pair.split("/")) for pair in text.split()),
    "variants": lambda rules: tuple((re.compile(pattern), standard) for pattern, standard in rules),
    **dict.fromkeys(("endings", "unsayable", "unstressed"), re.compile),
}
"""How the value of a field is read, where it is not a list of words."""
_FILES: Final = {file.stem: file for file in sorted(Path(__file__).with_name("languages").glob("*.toml"))}
LANGUAGES: Final = tuple(_FILES)
"""Those that have a file, as the first part of a language tag (BCP 47)."""


@cache
def words_of(language: str) -> Words:
    """What its file says of a language."""
    if language not in _FILES:
        return UNKNOWN
    fields = tomllib.loads(_FILES[language].read_text(encoding="utf-8"))
    return Words(language, **{name: _PARSED.get(name, _words)(value) for name, value in fields.items()})
