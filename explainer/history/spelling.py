"""Tells a misspelling or variant of a word from another word, with dictionaries that are loaded on first use.

The one safe sign of a slip is that its result is not a word: of two forms that differ by one slip, one must be in a
dictionary and the other in none. Two words (now, not) are different, however similar. What looks like an inflected form
is refused too, as no dictionary has them all: a slip near the end of a word may be an ending. A sequence of letters
that occurs in no word proves that the form is not one.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from explainer.history.words import Words

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

_COMPOUND = 4
"""The fewest letters of a compound's part, or of a word with affixed particles."""
_AFFIXED = {
    "ar": re.compile("[وف]?[بكلس]?(?:ال|لل)?-(?:ها?|هم|هن|هما|كم?|ن?ي|نا|ت|وا?|ون|ين|ان|ات|ا)?"),
    "es": re.compile("-(?:[mts]e|nos|os|l[aeo]s?){0,2}"),
}
"""Particles that are joined to a word, around `-` for the word."""
_NEAR = 5
"""Shorter words have too many unlisted neighbours for a missing letter to count as a slip."""
_ALIKE = (
    *map(frozenset, ("aeiouy", "bpvfw", "dt", "cgjkqsxz", "mn")),
    *map(frozenset, ("аеёиоуыэюя", "бп", "вф", "гк", "дт", "жшщч", "зсц")),
    *map(frozenset, ("اعه", "تط", "ثسص", "دذضظز", "قك", "حه")),
)
"""Letters that are confused because they sound alike; swapping others too often makes another word."""
_LONGEST = 60
"""Longer words are not split, which would take too long."""
_LONG = 8
"""The fewest letters of a word that may have two slips, as few other words are so near."""
_CHANCE = 400_000
"""Three letters that occur in at most one of so many words do so by chance or in a foreign name."""
_LEARNED = re.compile("tions?$")
"""A Latin ending before which an added letter makes another word: addition, addiction."""
_NEVER_TWICE = "ةé"
"""Letters that no word has doubled at its end."""
_NAME = 7
"""The fewest letters of a word that is not a name at the start of a sentence if a dictionary has it in lower case."""


class _List:
    """A sorted list of words in one string: a tenth of a set's memory, which every process would need."""

    def __init__(self, words: Iterable[str]) -> None:
        self.text = "".join(f"{word}\n" for word in sorted(words))

    def __contains__(self, word: str) -> bool:
        text, low, high = self.text, 0, len(self.text)
        while low < high:  # both are offsets of words
            start = text.rfind("\n", low, (low + high) // 2) + 1 or low
            end = text.index("\n", start)
            if (entry := text[start:end]) == word:
                return True
            low, high = (end + 1, high) if entry < word else (low, start)
        return False


@cache
def _dictionaries(language: str) -> tuple[DictionaryLookupStrategy, _List]:
    """Two dictionaries that complement each other: inflected forms, and words of subtitles without misspellings."""
    from simplemma.strategies import DictionaryLookupStrategy
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY
    from spellchecker import SpellChecker

    listed = language in SpellChecker.languages()
    words = SpellChecker(language=language).word_frequency.words() if listed else ()
    return DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY), _List(words)


@cache
def _common(language: str) -> _List:
    """The words of subtitles alone, read without what their library makes of them, which takes five times as long."""
    listed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    return _List(json.loads(gzip.decompress(listed)))


def is_common(word: str, language: str) -> bool:
    """Whether people say a lower-case word in a language, in which pyspellchecker has a list."""
    return word in _common(language)


@cache
def is_word(word: str, language: str) -> bool:
    """Whether a lower-case word is in a dictionary, or composed of words that are."""
    if _listed(word, language):
        return True
    if len(word) > _LONGEST:
        return False
    if language == "de":  # Brandschutzprüfung
        splits = ((word[:at], word[at:]) for at in range(_COMPOUND, len(word) - _COMPOUND + 1))
        return any(
            _listed(last, "de") and (_listed(first, "de") or _listed(first.removesuffix("s"), "de"))
            for first, last in splits
        )
    affixed = _AFFIXED.get(language)
    return affixed is not None and any(
        _listed(word[start:end], language)
        for start in range(len(word) - _COMPOUND + 1)
        for end in range(start + _COMPOUND, len(word) + 1)
        if affixed.fullmatch(f"{word[:start]}-{word[end:]}")
    )


@cache
def _listed(word: str, language: str) -> bool:
    return bool(lemma(word, language)) or word in _dictionaries(language)[1]


def lemma(word: str, language: str) -> str:
    """A word's dictionary form; empty if unknown."""
    return _dictionaries(language)[0].get_lemma(word, language) or ""


def is_name(word: str, language: str) -> bool:
    """Whether a word, given in lower case, may be a name at the start of a sentence."""
    lemmas, _ = _dictionaries(language)
    return len(word) < _NAME or not lemmas.is_dictionary_member(word, language)


@cache
def _every_word(language: str) -> tuple[str, int]:
    """All words of a language's dictionaries, one a line, and how often three letters may occur by chance."""
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    _, listed = _dictionaries(language)
    text = StringIO()  # a list of a million words would take ten times the memory
    text.write("\n")
    text.writelines(f"{form}\n" for form in LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language))
    text.write(listed.text)
    return text.getvalue().lower(), (text.getvalue().count("\n") - 1) // _CHANCE


@cache
def _rare(letters: str, language: str) -> bool:
    text, chance = _every_word(language)
    return text.count(letters) <= chance


def _unheard(word: str, slip: str, words: Words) -> bool:
    """Whether a slip (not in its first letter) makes a sequence of letters that occurs in no word."""
    start, _, a, b = _edit(word, slip)
    if start == 0 or max(len(a), len(b)) > 1 or min(len(word), len(slip)) < _NEAR or words.rooted:
        return False
    old, new = ({f"\n{form}\n"[at : at + 3] for at in range(len(form))} for form in (word, slip))
    return any(_rare(letters, words.language) for letters in sorted(new - old))


def same_accents(x: str, y: str, words: Words, *, name: bool) -> bool:
    """Whether two words differ only in forgotten accents."""
    if words.accented & {unaccented(x), unaccented(y)}:
        return False
    if x.translate(words.letters) == y.translate(words.letters):
        return True
    if unaccented(x) != unaccented(y) or not words.language:
        return False
    both = is_word(x, words.language) and is_word(y, words.language)
    if both:  # a dictionary may list a misspelling, with the right word as its lemma
        return len(x) >= _NEAR - 1 and (lemma(x, words.language) == y or lemma(y, words.language) == x)
    if name and not words.nouns:
        return True
    if words.endings and words.endings.findall(x) != words.endings.findall(y):  # demissionne
        plain = (words.endings.sub(lambda end: unaccented(end[0]), w) for w in (x, y) if words.endings.search(w))
        return not any(is_word(word, words.language) for word in plain) and (
            is_word(x, words.language) or is_word(y, words.language)
        )
    return is_word(x, words.language) or is_word(y, words.language)


def same_spelling(x: str, y: str, words: Words, *, name: bool) -> bool:
    """Whether one of two words is a variant spelling or a misspelling of the other."""
    if not (x + y).isalpha() or not words.language:
        return False
    closed = bool(words.closed & {x, y})
    variants = () if closed else words.variants if not name or min(len(x), len(y)) >= _NAME else ()
    standard = [x, y]
    for pattern, replacement in variants:
        standard = [pattern.sub(replacement, word) for word in standard]
    if standard[0] == standard[1]:
        return True
    if name:
        return False
    listed = is_word(x, words.language), is_word(y, words.language)
    if listed[0] == listed[1]:  # focused, focussed; but Turkish sanata is not sanatta
        may = all(listed) and not closed and not words.unsayable and _doubled(x, y)
        return may and lemma(x, words.language) == lemma(y, words.language)
    word, slip = (x, y) if listed[0] else (y, x)
    if closed and len(word) < _NAME:  # nciht, which has all its letters, can be nothing else
        return len(word) >= _NEAR - 1 and (_swapped(word, slip) or _doubled(word, slip))
    return (
        _slipped(word, slip, words)
        or _slipped(unaccented(word), unaccented(slip), words)
        or _unheard(word, slip, words)
        or _slipped_twice(word, slip, words)
    )


def _slipped(word: str, slip: str, words: Words) -> bool:
    """Whether one slip turns a word into a form without meaning."""
    start, end, a, b = _edit(word, slip)
    shorter = min(len(word), len(slip))
    if _swapped(word, slip):  # adn
        return shorter >= 3
    suffixed = bool(words.unsayable) and end < _NEAR  # Turkish words are built from suffixes, one of which negates
    if _doubled(word, slip):  # comittee
        return shorter >= _NEAR - 1
    if max(len(a), len(b)) > 1 or shorter < _NEAR:
        return False
    missing, wrong = len(slip) < len(word), len(a) == len(b)
    if wrong and (shorter == _NEAR or not any({unaccented(a), unaccented(b)} <= letters for letters in _ALIKE)):
        return False
    if not (wrong or missing) and _LEARNED.match(slip[-end:]) and a + b in "cp":
        return False
    if wrong and any({a, b} <= vowels for vowels in words.harmony):  # müdahele
        return start >= _NEAR - 1 and end > 0
    if suffixed and words.unsayable:
        return bool(words.unsayable.search(slip)) and not words.unsayable.search(word)
    if wrong and end == 0 and slip[start] in words.rooted:
        return shorter > _NEAR
    if wrong and start == 0 and words.unstressed:  # апровергло
        return end >= words.tail and bool(words.unstressed.fullmatch(slip[:start] + "".join(sorted(a + b))))
    begins = 0 if wrong and shorter >= _NAME else 1  # qualquier
    return start >= begins and end >= max(1, words.tail - missing)


def _slipped_twice(word: str, slip: str, words: Words) -> bool:
    """Whether a long word has swapped or doubled letters and another slip elsewhere: accomodatoin."""
    _, _, a, b = _edit(word, slip)
    if min(len(word), len(slip)) < _LONG or max(len(a), len(b)) < 2 or abs(len(word) - len(slip)) > 2:
        return False
    places = range(1, len(slip) - 1)
    halfway = {slip[:at] + slip[at + 1] + slip[at] + slip[at + 2 :] for at in places}
    halfway |= {slip[: at + 1] + slip[at:] for at in places}
    halfway |= {slip[:at] + slip[at + 1 :] for at in places if slip[at] == slip[at - 1]}
    return not any(is_word(form, words.language) for form in halfway) and any(
        _slipped(word, form, words) for form in halfway
    )


def _edit(x: str, y: str) -> tuple[int, int, str, str]:
    """The lengths of two words' common prefix and suffix, and the differing middle of each."""
    shorter = min(len(x), len(y))
    start = next((index for index in range(shorter) if x[index] != y[index]), shorter)
    end = next((index for index in range(shorter - start) if x[-1 - index] != y[-1 - index]), shorter - start)
    return start, end, x[start : len(x) - end], y[start : len(y) - end]


def _swapped(x: str, y: str) -> bool:
    """Whether two adjacent letters are swapped."""
    _, _, a, b = _edit(x, y)
    return len(a) == 2 and a == b[::-1]


def _doubled(x: str, y: str) -> bool:
    """Whether one word doubles a letter, not at its end, that the other has once."""
    _, end, a, b = _edit(x, y)
    longer = max(x, y, key=len)
    return len(a) + len(b) == 1 and longer[-end - 2 : -end - 1] == a + b and (end > 0 or a + b in _NEVER_TWICE)


def unaccented(word: str) -> str:
    """A word without accents; й is a letter of its own."""
    parts = unicodedata.normalize("NFD", word.replace("ı", "i").replace("й", "\0"))
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("\0", "й")
