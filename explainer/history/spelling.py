"""Tells one spelling of a word from another word, by dictionaries that are read when a changed word first asks.

The one safe sign of a slip of the pen is that it leaves no word: of two forms that differ by one slip, one must be in a
dictionary and the other in none. Two words (now, not) are two words, however alike. What looks like another form of
the same word is refused too, for no dictionary has them all: a slip near the end of a word may be an ending. Letters
that follow each other in no word are the proof that there is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

from explainer.history.words import Words

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

_COMPOUND = 4
"""The fewest letters of a part of a compound, or of what small words are written together with."""
_AFFIXED = {
    "ar": re.compile("[وف]?[بكلس]?(?:ال|لل)?-(?:ها?|هم|هن|هما|كم?|ن?ي|نا|ت|وا?|ون|ين|ان|ات|ا)?"),
    "es": re.compile("-(?:[mts]e|nos|os|l[aeo]s?){0,2}"),
}
"""Small words that are written together with another, around `-` for it."""
_NEAR = 5
"""Shorter words have too many neighbours that no dictionary lists for a letter missing to be a slip."""
_ALIKE = (
    *map(frozenset, ("aeiouy", "bpvfw", "dt", "cgjkqsxz", "mn")),
    *map(frozenset, ("аеёиоуыэюя", "бп", "вф", "гк", "дт", "жшщч", "зсц")),
    *map(frozenset, ("اعه", "تط", "ثسص", "دذضظز", "قك", "حه")),
)
"""Letters taken for each other because they sound alike; others in place of each other make other words too often."""
_LONGEST = 60
"""Longer words are not taken apart, which would take long."""
_LONG = 8
"""From how many letters on a word may have two slips, for few other words are as near."""
_CHANCE = 400_000
"""In one of so many words, three letters may follow each other by chance or in a foreign name."""
_LEARNED = re.compile("tions?$")
"""What a word from Latin ends in, so that a letter more before it makes another: addition, addiction."""
_NEVER_TWICE = "ةé"
"""Letters of which no word ends in two."""
_NAME = 7
"""From how many letters on a word that opens a sentence is no name, if a dictionary has it with a small letter."""


class _List:
    """Words in the order of the alphabet, in a tenth of the room of a set: every process has its own."""

    def __init__(self, words: Iterable[str]) -> None:
        self.text = "".join(f"{word}\n" for word in sorted(words))

    def __contains__(self, word: str) -> bool:
        text, low, high = self.text, 0, len(self.text)
        while low < high:  # both are where a word begins
            start = text.rfind("\n", low, (low + high) // 2) + 1 or low
            end = text.index("\n", start)
            if (found := text[start:end]) == word:
                return True
            low, high = (end + 1, high) if found < word else (low, start)
        return False


@cache
def _dictionaries(language: str) -> tuple[DictionaryLookupStrategy, _List]:
    """Two, which fill each other's gaps: forms of words by grammar, and words of subtitles sieved of misspellings."""
    from simplemma.strategies import DictionaryLookupStrategy
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY
    from spellchecker import SpellChecker

    listed = language in SpellChecker.languages()
    words = SpellChecker(language=language).word_frequency.words() if listed else ()
    return DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY), _List(words)


@cache
def is_word(word: str, language: str) -> bool:
    """Whether a word, in lower case, is in a dictionary of a language; or made of words that are."""
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
    """The form of a word that stands in dictionaries, or nothing."""
    return _dictionaries(language)[0].get_lemma(word, language) or ""


def is_name(word: str, language: str) -> bool:
    """Whether a word, in lower case, may be a name where a sentence begins."""
    lemmas, _ = _dictionaries(language)
    return len(word) < _NAME or not lemmas.is_dictionary_member(word, language)


@cache
def _every_word(language: str) -> tuple[str, int]:
    """All words of the dictionaries of a language, one a line, and how often letters meet in them by chance."""
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    _, listed = _dictionaries(language)
    text = StringIO()  # a list of a million words would take ten times the room
    text.write("\n")
    text.writelines(f"{form}\n" for form in LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language))
    text.write(listed.text)
    return text.getvalue().lower(), (text.getvalue().count("\n") - 1) // _CHANCE


@cache
def _rare(letters: str, language: str) -> bool:
    text, chance = _every_word(language)
    return text.count(letters) <= chance


def _unheard(word: str, slip: str, words: Words) -> bool:
    """Whether in a slip, but for its first letter, letters follow each other as they do in no word."""
    start, _, a, b = _edit(word, slip)
    if start == 0 or max(len(a), len(b)) > 1 or min(len(word), len(slip)) < _NEAR or words.rooted:
        return False
    old, new = ({f"\n{form}\n"[at : at + 3] for at in range(len(form))} for form in (word, slip))
    return any(_rare(letters, words.language) for letters in sorted(new - old))


def same_accents(x: str, y: str, words: Words, *, name: bool) -> bool:
    """Whether two words have the same letters but for accents that were forgotten."""
    if words.accented & {bare(x), bare(y)}:
        return False
    if x.translate(words.letters) == y.translate(words.letters):
        return True
    if bare(x) != bare(y) or not words.language:
        return False
    both = is_word(x, words.language) and is_word(y, words.language)
    if both:  # a dictionary may know a misspelling, and say what is meant
        return len(x) >= _NEAR - 1 and (lemma(x, words.language) == y or lemma(y, words.language) == x)
    if name and not words.nouns:
        return True
    if words.endings and words.endings.findall(x) != words.endings.findall(y):  # demissionne
        plain = (words.endings.sub(lambda end: bare(end[0]), word) for word in (x, y) if words.endings.search(word))
        return not any(is_word(word, words.language) for word in plain) and (
            is_word(x, words.language) or is_word(y, words.language)
        )
    return is_word(x, words.language) or is_word(y, words.language)


def same_spelling(x: str, y: str, words: Words, *, name: bool) -> bool:
    """Whether one of two words is another spelling of the other, or a slip of the pen."""
    if not (x + y).isalpha() or not words.language:
        return False
    closed = bool(words.closed & {x, y})
    variants = () if closed else words.variants if not name or min(len(x), len(y)) >= _NAME else ()
    standard = [x, y]
    for pattern, one in variants:
        standard = [pattern.sub(one, word) for word in standard]
    if standard[0] == standard[1]:
        return True
    if name:
        return False
    known = is_word(x, words.language), is_word(y, words.language)
    if known[0] == known[1]:  # focused, focussed; but Turkish sanata is not sanatta
        may = all(known) and not closed and not words.unsayable and _doubled(x, y)
        return may and lemma(x, words.language) == lemma(y, words.language)
    word, slip = (x, y) if known[0] else (y, x)
    if closed and len(word) < _NAME:  # nciht, whose letters are all there, can be nothing else
        return len(word) >= _NEAR - 1 and (_swapped(word, slip) or _doubled(word, slip))
    return (
        _slipped(word, slip, words)
        or _slipped(bare(word), bare(slip), words)
        or _unheard(word, slip, words)
        or _slipped_twice(word, slip, words)
    )


def _slipped(word: str, slip: str, words: Words) -> bool:
    """Whether one slip of the pen makes a form of no meaning out of a word."""
    start, end, a, b = _edit(word, slip)
    shorter = min(len(word), len(slip))
    if _swapped(word, slip):  # adn
        return shorter >= 3
    suffixed = bool(words.unsayable) and end < _NEAR  # Turkish builds its words of endings, one of which denies
    if _doubled(word, slip):  # comittee
        return shorter >= _NEAR - 1
    if max(len(a), len(b)) > 1 or shorter < _NEAR:
        return False
    missing, wrong = len(slip) < len(word), len(a) == len(b)
    if wrong and (shorter == _NEAR or not any({bare(a), bare(b)} <= letters for letters in _ALIKE)):
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
    """Whether a long word has letters swapped or doubled, and another slip elsewhere: accomodatoin."""
    _, _, a, b = _edit(word, slip)
    if min(len(word), len(slip)) < _LONG or max(len(a), len(b)) < 2 or abs(len(word) - len(slip)) > 2:
        return False
    places = range(1, len(slip) - 1)
    between = {slip[:at] + slip[at + 1] + slip[at] + slip[at + 2 :] for at in places}
    between |= {slip[: at + 1] + slip[at:] for at in places}
    between |= {slip[:at] + slip[at + 1 :] for at in places if slip[at] == slip[at - 1]}
    return not any(is_word(form, words.language) for form in between) and any(
        _slipped(word, form, words) for form in between
    )


def _edit(x: str, y: str) -> tuple[int, int, str, str]:
    """How many letters before and after agree in two words, and what stands between."""
    shorter = min(len(x), len(y))
    start = next((index for index in range(shorter) if x[index] != y[index]), shorter)
    end = next((index for index in range(shorter - start) if x[-1 - index] != y[-1 - index]), shorter - start)
    return start, end, x[start : len(x) - end], y[start : len(y) - end]


def _swapped(x: str, y: str) -> bool:
    """Whether two letters beside each other have changed places."""
    _, _, a, b = _edit(x, y)
    return len(a) == 2 and a == b[::-1]


def _doubled(x: str, y: str) -> bool:
    """Whether one word has a letter twice, not at its end, that the other has once."""
    _, end, a, b = _edit(x, y)
    longer = max(x, y, key=len)
    return len(a) + len(b) == 1 and longer[-end - 2 : -end - 1] == a + b and (end > 0 or a + b in _NEVER_TWICE)


def bare(word: str) -> str:
    """A word without its accents; й is a letter of its own."""
    parts = unicodedata.normalize("NFD", word.replace("ı", "i").replace("й", "\0"))
    return "".join(part for part in parts if not unicodedata.combining(part)).replace("\0", "й")
