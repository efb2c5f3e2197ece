"""Judges whether a change to a text can change what readers learn; if in doubt, it can.

The steps: normalise both texts, split them into words and the marks between them, align the words, judge each pair of
words, judge each pair of marks. The rules are here, the words of each language in `words`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from explainer.history.marks import number, seen, typeset
from explainer.history.spelling import is_name, is_word, lemma, same_accents, same_spelling
from explainer.history.words import UNKNOWN, Words, words_of
from explainer.text.inline import SOURCE, linked_sources, to_html

_QUOTED = re.compile(r"(?<!\w)'(?=\S)((?:[^']|(?<=\w)'(?=\w))*)'(?!\w)")
"""Paired single quotation marks; a single one is an apostrophe."""
_SIGN = "\u0300\u0301\u064b-\u0652\u0670"
"""Russian stress marks and Arabic vowel marks, which are optional."""
_LETTERS = "[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed])*"
_WORD = re.compile(
    rf"""
      (?P<address> (?: \w{{1,20}}:// | www\. ) [^\s"]*[\w/] | [^\s@"]{{1,64}}@[\w.-]{{1,255}}\w
                 | (?: [\w-]{{1,63}}\. ){{1,8}} (?:com|org|net|gov|edu|int|io)\b (?: /[^\s"]*[\w/] )? )
    | (?P<number> (?: (?<![^\s(]) - )? (?: \d{{1,3}} (?:[ ]\d{{3}})+ (?!\d) | \d+ )
                  (?: [.,:/'\u066b\u066c]\d+ | \s?[-\u2014]\s?\d+ )* )
    | (?P<short> (?<!\w) (?: [^\W\d_]\.\s? )+ [^\W\d_]\. )
    | (?P<letters> {_LETTERS} (?: '{_LETTERS} )* )
    | (?P<sign> [^\s.,;:!?"'()\[\]\u2014-] )
    """,
    re.VERBOSE,
)
_STARTS = re.compile(r'[.!?:(]|(?:^|[\s(\u2014])"$')
_PARTS = re.compile(r"[,;:.!?()\u2014]|\s-|-\s")
_NEAR = 5
"""A comma that is removed and added again within so many words has moved."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    lower: str
    kind: str
    """`letters`; or `number`, `address` and `sign`, which must be identical."""
    gap: str
    """The characters between the previous word and this one."""
    before: str
    """The previous word, in lower case."""
    starts: bool
    """Whether it starts a sentence, so that its capital means nothing."""
    link: int
    """The number of the link that contains it, or -1."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class _Text:
    words: tuple[_Word, ...]
    end: str
    """The characters after the last word."""
    links: tuple[str, ...]
    """Their opening tags: address and title."""
    code: tuple[str, ...]
    shown: str


def is_minor_edit(old: str, new: str, language: str) -> bool:
    """Whether two texts of inline Markdown differ only in white space, punctuation and spelling.

    `language` is a BCP 47 tag. The order of the two texts makes no difference.
    """
    if old == new:
        return True
    words = words_of(re.split("[-_]", language.lower())[0])
    before, after = _read(old, words), _read(new, words)
    if before.links != after.links:
        return False
    if any(code not in text.shown for text, side in ((before, after), (after, before)) for code in side.code):
        return False
    pairs = _align(before.words, after.words, words)
    return pairs is not None and _same_links(before, after, pairs) and _same_marks(before, after, pairs, words)


def _read(text: str, words: Words) -> _Text:
    text = unicodedata.normalize("NFC", seen(text))
    text = "".join(unicodedata.normalize("NFKC", sign) if sign.isalpha() else sign for sign in text)  # ligatures
    plain = shown = tag = ""
    links: list[str] = []
    spans: list[range] = []
    code: list[str] = []
    text = " ".join(text.split())
    sources = {source: SOURCE + source for source in linked_sources(text)}
    for piece in re.split("(<[^>]*>)", str(to_html(text, sources))):
        if not piece.startswith("<"):
            shown += unescape(piece)
            plain += typeset(unescape(piece))
            if tag == "<code>":
                code.append(unescape(piece))
            continue
        tag = piece
        if tag.startswith("<a "):
            links.append(tag)
            spans.append(range(len(plain), len(plain)))
        elif tag == "</a>":
            spans[-1] = range(spans[-1].start, len(plain))
    plain = _QUOTED.sub(r'"\1"', plain)
    read: list[_Word] = []
    end = 0
    for match in _WORD.finditer(plain):
        kind, word, gap = str(match.lastgroup), match[0], plain[end : match.start()]
        if kind == "number":
            word = number(word)
        elif kind == "short":
            kind, word = "letters", re.sub(r"[.\s]", "", word)
        lower = (word.replace("İ", "i").replace("I", "ı") if words.language == "tr" else word).lower()
        link = next((number for number, span in enumerate(spans) if match.start() in span), -1)
        before = read[-1].lower if read else ""
        read.append(_Word(word, lower, kind, gap, before, not read or bool(_STARTS.search(gap)), link))
        end = match.end()
    return _Text(tuple(read), plain[end:], tuple(links), tuple(code), shown)


def _align(old: tuple[_Word, ...], new: tuple[_Word, ...], words: Words) -> list[tuple[int, int]] | None:
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


def _repeated(text: tuple[_Word, ...], index: int, words: Words) -> bool:
    """Whether a small word is repeated by mistake; `long, long` and `one by one` mean something."""
    if not 0 < index < len(text) or text[index].gap != " " or not words.language:
        return False
    word = text[index].lower
    return (
        word == text[index - 1].lower
        and (len(word) <= 3 or word in words.small)
        and word not in words.negations | words.amounts | words.modals
    )


def _joined(parts: tuple[_Word, ...], wholes: tuple[_Word, ...], words: Words) -> bool:
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


def _same(old: _Word, new: _Word, words: Words) -> bool:
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
        x, y = (re.sub(f"[{_SIGN}]", "", word) for word in (x, y))
    if x == y:
        return True
    capital = old.capital and new.capital and not words.capitals & {x, y}
    inside = capital and not (old.starts or new.starts)
    if same_accents(x, y, words, name=inside):
        return True
    return same_spelling(x, y, words, name=capital and _names(old, new, x, y, words))


def _names(old: _Word, new: _Word, x: str, y: str, words: Words) -> bool:
    """Whether two capitalised words may be names; names that differ are different."""
    if not words.language:
        return True
    if old.starts and new.starts:
        return not (words.small | words.closed) & {x, y} and all(is_name(word, words.language) for word in (x, y))
    return not words.nouns or not {old.before, new.before} <= words.articles


def _same_capitals(old: _Word, new: _Word, words: Words) -> bool:
    inner = [any(letter.isupper() for letter in word.text[1:]) for word in (old, new)]
    if old.capital == new.capital:
        return inner[0] == inner[1] or (old.capital and len(old.text) >= 4)  # NATO, Nato; but not WHO, Who
    noun = len(old.text) >= words.nouns > 0 and old.lower not in words.closed
    free = old.starts or new.starts or noun or not words.capitals.isdisjoint((old.lower, new.lower))
    if not free and words.capitals:
        free = lemma(old.lower, words.language) in words.capitals
    return free and not any(inner)  # mW, MW


def _same_links(old: _Text, new: _Text, pairs: list[tuple[int, int]]) -> bool:
    """Whether each link still covers a word that it covered before."""
    shared = {old.words[i].link for i, j in pairs if old.words[i].link == new.words[j].link}
    return all(word.link in shared or word.link < 0 for text in (old, new) for word in text.words)


def _same_marks(old: _Text, new: _Text, pairs: list[tuple[int, int]], words: Words) -> bool:
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
        between = old.words[pairs[max(0, moved[sign])][0] : i]
        if index - moved[sign] <= _NEAR and all(word.capital for word in between):  # her brother, Sam, fled
            return False
        moved[sign] = index
        if index - moved[-sign] <= _NEAR:
            return False
    return True


def _parts(marks: str, before: _Word, x: _Word, y: _Word, words: Words) -> bool:
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


def _counts(before: tuple[_Word, ...], after: _Word, words: Words) -> bool:
    """Whether a hyphen can change what is counted or denied: 20-year-old prisoners, 20 year-old prisoners."""
    last = before[-1]
    if (words.negations | words.modals) & {last.lower, after.lower}:
        return True
    counted = (last.kind == "number" or last.lower in words.amounts) and after.lower in words.amounts
    return counted and before[0].lower not in words.articles
