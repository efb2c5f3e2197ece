"""Judges whether a change to a text can change what readers learn; if in doubt, it can.

The steps: normalise both texts, split them into words and the marks between them, align the words, judge each pair of
words, judge each pair of marks. The rules are here, the words of each language in `words`.
"""

from __future__ import annotations

import re

from explainer.history.sentence import Text, Word, read
from explainer.history.spelling import is_name, is_word, lemma, same_accents, same_spelling
from explainer.history.words import UNKNOWN, Words, words_of

_STRESS = "\u0300\u0301"
_SIGN = _STRESS + "\u064b-\u0652\u0670"
"""Russian stress marks and Arabic vowel marks, which are optional."""
_PARTS = re.compile(r"[,;:.!?()\u2014]|\s-|-\s")
_STREETS = ("straße", "strasse")
"""After the name of a town they name a street: Berliner Straße."""
_NEAR = 5
"""A comma that is removed and added again within so many words has moved."""


def is_minor_edit(old: str, new: str, language: str) -> bool:
    """Whether two texts of inline Markdown differ only in white space, punctuation and spelling.

    `language` is a BCP 47 tag. The order of the two texts makes no difference.
    """
    if old == new:
        return True
    words = words_of(re.split("[-_]", language.lower())[0])
    before, after = read(old, words), read(new, words)
    if before.links != after.links:
        return False
    if any(code not in text.shown for text, side in ((before, after), (after, before)) for code in side.code):
        return False
    pairs = _align(before.words, after.words, words)
    return pairs is not None and _same_links(before, after, pairs) and _same_marks(before, after, pairs, words)


def _align(old: tuple[Word, ...], new: tuple[Word, ...], words: Words) -> list[tuple[int, int]] | None:
    """The pairs of words that mean the same; None if a word means something else, is new or is missing."""
    pairs = []
    i = j = 0
    while i < len(old) or j < len(new):
        if _joined(old[i : i + 2], new[j : j + 1], words):
            step = 2, 1
        elif _joined(new[j : j + 2], old[i : i + 1], words):
            step = 1, 2
        elif i < len(old) and j < len(new) and _same(old[i], new[j], words):
            step = 1, 1
        elif _repeated(old, i, words):
            i += 1
            continue
        elif _repeated(new, j, words):
            j += 1
            continue
        else:
            return None
        pairs.append((i, j))
        i, j = i + step[0], j + step[1]
    return pairs


def _repeated(text: tuple[Word, ...], index: int, words: Words) -> bool:
    """Whether a small word is repeated by mistake; `long, long` and `one by one` mean something."""
    if not 0 < index < len(text) or text[index].gap != " " or not words.language:
        return False
    word = text[index].lower
    return (
        word == text[index - 1].lower
        and (len(word) <= 3 or word in words.small)
        and word not in words.negations | words.amounts | words.modals
    )


def _joined(parts: tuple[Word, ...], wholes: tuple[Word, ...], words: Words) -> bool:
    """Whether two words separated by a hyphen or a space are one word in the other text."""
    if len(parts) < 2 or not wholes:
        return False
    (first, second), whole = parts, wholes[0]
    if second.gap not in ("-", " ") or {first.kind, second.kind, whole.kind} != {"letters"}:
        return False
    if frozenset({f"{first.lower}_{second.lower}", whole.lower}) in words.same:
        return True
    if first.lower + second.lower != whole.lower or words is UNKNOWN:
        return False
    if first.capital != whole.capital and not (first.starts or whole.starts):
        return False
    apart = is_word(first.lower, words.language) and is_word(second.lower, words.language)
    if second.gap == " " and apart and not is_word(whole.lower, words.language):
        return True  # afterthe
    if words.closed & {first.lower, second.lower}:
        return False
    if first.lower in words.prefixes:
        return True
    if second.gap == "-":  # to re-sign is not to resign, but to re-elect is to reelect
        return first.lower != "re" or second.lower[0] in "aeiou"
    return not apart and is_word(whole.lower, words.language)


def _same(old: Word, new: Word, words: Words) -> bool:
    """Whether two words are the same, or one is a variant spelling or a misspelling of the other."""
    if old.text == new.text:
        return old.kind == new.kind
    if not old.kind == new.kind == "letters" or not _same_capitals(old, new, words):
        return False
    x, y = old.lower, new.lower
    if x == y or frozenset({x, y}) in words.same:
        return True
    if "'" in x and x.partition("'")[:2] == y.partition("'")[:2]:  # l’enquête
        x, y = x.partition("'")[2], y.partition("'")[2]
    if frozenset({x, y}) in words.same:
        return True
    if "'" in x + y:
        return False
    if re.search(f"[{_SIGN}]", x + y):
        signed = zip(*(re.findall(f"[^{_SIGN}][{_SIGN}]*", word) for word in (x, y)), strict=False)
        if any(a != b and len(a) > 1 < len(b) for a, b in signed):  # killed, was killed
            return False
        both = all(re.search(f"[{_STRESS}]", word) for word in (x, y))
        x, y = (re.sub(f"[{_SIGN}]", "", word) for word in (x, y))
        if both and x == y:  # за́мок, замо́к: a castle, a lock
            return False
    if x == y:
        return True
    capital = old.capital and new.capital and not words.capitals & {x, y}
    inside = capital and not (old.starts or new.starts)
    if words.nouns and inside and (_follows_name(old, words) or _follows_name(new, words)):  # Frau Weiß, Frau Weiss
        return False
    if same_accents(x, y, words, name=inside):
        return True
    return same_spelling(x, y, words, name=capital and _names(old, new, x, y, words))


def _follows_name(word: Word, words: Words) -> bool:
    """Whether a capitalised word in a language of capitalised nouns stands after another, as a surname does."""
    before = word.before
    return (
        word.gap == " "
        and before[:1].isupper()
        and before.lower() not in words.articles | words.small | words.closed
        and not word.lower.startswith(_STREETS)
    )


def _names(old: Word, new: Word, x: str, y: str, words: Words) -> bool:
    """Whether two capitalised words may be names; names that differ are different."""
    if not words.language:
        return True
    if old.starts and new.starts:
        return not (words.small | words.closed) & {x, y} and all(is_name(word, words.language) for word in (x, y))
    return not words.nouns or not {old.before.lower(), new.before.lower()} <= words.articles


def _same_capitals(old: Word, new: Word, words: Words) -> bool:
    inner = [any(letter.isupper() for letter in word.text[1:]) for word in (old, new)]
    if old.capital == new.capital:
        return inner[0] == inner[1] or (old.capital and len(old.text) >= 4)  # NATO, Nato; but not WHO, Who
    noun = len(old.text) >= words.nouns > 0 and old.lower not in words.closed
    free = old.starts or new.starts or noun or not words.capitals.isdisjoint((old.lower, new.lower))
    if not free and words.capitals:
        free = lemma(old.lower, words.language) in words.capitals
    return free and not any(inner)  # mW, MW


def _same_links(old: Text, new: Text, pairs: list[tuple[int, int]]) -> bool:
    """Whether each link still covers a word that it covered before."""
    shared = {old.words[i].link for i, j in pairs if old.words[i].link == new.words[j].link}
    return all(word.link in shared or word.link < 0 for text in (old, new) for word in text.words)


def _same_marks(old: Text, new: Text, pairs: list[tuple[int, int]], words: Words) -> bool:
    """Whether the marks between the words mean the same: who asks, who speaks, what belongs together."""
    moved = {-1: -_NEAR - 1, 1: -_NEAR - 1}  # where a mark was last removed (-1) or added (1)
    gaps = [(old.words[i].gap, new.words[j].gap) for i, j in pairs]
    for index, (g, h) in enumerate([*gaps, (old.end, new.end)]):
        if any(g.count(mark) != h.count(mark) for mark in '"[]') or any((m in g) != (m in h) for m in ("?", "...")):
            return False
        if g == h or not 0 < index < len(pairs):
            continue
        i, j = pairs[index]
        before, x, y = old.words[i - 1], old.words[i], new.words[j]
        if (":" in g) != (":" in h) and before.capital:  # mayor: bridge unsafe
            return False
        if bool(_PARTS.search(g)) == bool(_PARTS.search(h)):
            if (g == "-") != (h == "-") and _counts(old.words[max(0, i - 2) : i], x, words):
                return False
            continue
        if '"' not in g and _parts(g + h, before, x, y, words):
            return False
        sign = 1 if _PARTS.search(h) else -1
        closes = moved[sign] > -_NEAR
        if "," in g + h and any(_calls(*side, words, closes=closes) for side in ((old.words, i), (new.words, j))):
            return False
        between = old.words[pairs[max(0, moved[sign])][0] : i]
        if index - moved[sign] <= _NEAR and all(word.capital for word in between):  # her brother, Sam, fled
            return False
        moved[sign] = index
        if index - moved[-sign] <= _NEAR:
            return False
    return True


def _parts(marks: str, before: Word, x: Word, y: Word, words: Words) -> bool:
    """Whether a mark that only one text has can change who is meant, who speaks or what is denied."""
    if "." in marks or "!" in marks:  # the second battalion, two battalions; they left. On Sunday they came
        if before.kind == "number" or x.capital != y.capital:
            return True
        if len(before.text) <= 3:
            return False
    if {before.lower, x.lower} & words.negations or x.lower in words.attribution:
        return True
    if x.lower in words.relatives and before.lower not in words.attribution:
        return True
    return before.capital and x.capital


def _calls(text: tuple[Word, ...], index: int, words: Words, *, closes: bool) -> bool:
    """Whether a comma before a word can set off who is spoken to: Students, read it; Let’s eat, grandma.

    `closes` tells that it may be the second of a pair, which ends a clause.
    """
    before, word, *after = text[index - 1 : index + 3]
    if before.starts:
        free = words.asides | words.small | words.articles | words.relatives
        return before.lower not in words.asides and word.lower not in free
    if closes or word.lower in words.asides | words.amounts:
        return False
    ends = [number for number, one in enumerate(after) if _PARTS.search(one.gap)] or [len(after)]
    return ends[0] == (1 if word.lower in words.articles else 0)


def _counts(before: tuple[Word, ...], after: Word, words: Words) -> bool:
    """Whether a hyphen can change what is counted or denied: 20-year-old prisoners, 20 year-old prisoners."""
    last = before[-1]
    if (words.negations | words.modals) & {last.lower, after.lower}:
        return True
    counted = (last.kind == "number" or last.lower in words.amounts) and after.lower in words.amounts
    return counted and before[0].lower not in words.articles
