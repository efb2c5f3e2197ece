"""The words by which a text is found, and those that a query asks for: the same words, however they are spelled.

`templates/search/words.json` says what each language needs; `words.js` beside it prepares queries in the browser as
`terms` does here. Spellings become one first (capitals, accents, apostrophes, ß, hamza), so that it does not matter
which of them a reader types. Stemmers are Snowball's, which we give accents only where an ending needs them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

import snowballstemmer  # type: ignore[import-untyped]

from explainer.engine.search.compounds import LONGEST, tails
from explainer.resources import TEMPLATES, UI

_FOLDER = TEMPLATES / "search"
END = "_"
"""Ends each word of the index. Otherwise Pagefind would show what begins a query's word: "at" for "Atlantis"."""
PIECE = "\u200b"
"""Parts a text in Pagefind's script, instead of spaces: a zero-width space."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_GROUPED = re.compile(r"(?<!\d)(?<!\d[.,'])(\d{1,3}(?:[.,']\d{3})+)(?![.,']?\d)", re.ASCII)
_DECIMAL = re.compile(r"(?<!\d)(?<!\d[.,:])(\d+)[.,](\d{1,2})(?![.,:]?\d)", re.ASCII)
_SPACED = re.compile(r"(?<![0-9])[0-9]{1,3}(?:\s[0-9]{3})+(?![0-9])")
_DECADE = re.compile(r"^([0-9]+)s$")
_QUOTED = re.compile(r"[\"“„«].+[\"”“»]", re.DOTALL)
_INNER = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Inside GitLab and COVID19, where words begin."""


@cache
def rules() -> dict[str, Any]:
    """What all languages need, and what each of them does."""
    read: dict[str, Any] = json.loads((_FOLDER / "words.json").read_bytes())
    return read


def plain(text: str) -> str:
    """A text without marks on letters, as Pagefind's script makes it of a query."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    common = rules()
    return dict.fromkeys(map(ord, common["apostrophes"]), "'"), str.maketrans(common["letters"])


def fold(text: str) -> str:
    """A text in one of its spellings: without capitals, accents and variants of letters."""
    apostrophes, letters = _tables()
    text = unicodedata.normalize("NFKC", text.translate(apostrophes)).lower()
    return plain(text).translate(letters)


class Text(NamedTuple):
    """A page's text, cut into pieces."""

    content: str
    """With marks between the pieces where no spaces part words."""
    of: list[int] | None
    """For each piece, the number of what stands between two spaces, if pieces are smaller than that."""
    tokens: dict[str, list[int]]
    """The pieces in which words are looked for, with their places."""


class Words:
    """One language's words."""

    def __init__(self, tag: str) -> None:
        """`tag` is a language's tag (BCP 47, in lower case)."""
        common = rules()
        self.language = tag.split("-", maxsplit=1)[0]
        own = common["languages"].get(self.language, {})
        self.rules: dict[str, Any] = {
            **{name: common[name] for name in ("apostrophes", "letters", "unspaced")},
            **own,
        }
        self._unspaced = re.compile(common["unspaced"])
        self._runs = re.compile(f"{common['unspaced']}+|(?:(?!{common['unspaced']}).)+", re.DOTALL)
        self._pieces = re.compile(rf"{common['unspaced']}\W*|(?:(?!{common['unspaced']}).)+")
        self._joined, self._particles, self._elided, self._possessive = (
            re.compile(own[name]) if name in own else None for name in ("joined", "particles", "elided", "possessive")
        )
        self._endings = [re.compile(one) for one in own.get("endings", ())]
        self._keys: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._stems: dict[str, str] = {}

    @cached_property
    def _stemmer(self) -> Any:
        name = self.rules.get("algorithm")
        return snowballstemmer.stemmer(name) if name else None

    def script(self) -> bytes:
        """The script that prepares queries."""
        name = self.rules.get("algorithm")
        stemmer = (_FOLDER / "stemmers" / f"{name}.js").read_text(encoding="utf-8") if name else ""
        rules = json.dumps(self.rules, ensure_ascii=False, separators=(",", ":"))
        return f"const rules = {rules};\n{stemmer}{(_FOLDER / 'words.js').read_text(encoding='utf-8')}".encode()

    def terms(self, query: str) -> str:
        """What Pagefind is asked for a query, as `words.js` prepares it."""
        text = _SPACED.sub(lambda number: re.sub(r"\s", "", number[0]), query.strip())
        found = [term for token in text.split() for term in self._terms(token)]
        if _QUOTED.fullmatch(text):
            return f'"{" ".join(word + END for word in found)}"'
        return " ".join(word + END if len(word) == 1 and not _is_number(word) else word for word in found)

    def keys(self, token: str) -> tuple[tuple[str, bool], ...]:
        """The words of the index for what stands between two spaces, each with whether it is but part of a compound."""
        found = self._keys.get(token)
        if found is None:
            keys: dict[str, bool] = {}
            for key, partial in self._found(token):
                keys[key] = keys.get(key, True) and partial
            found = self._keys[token] = tuple((key + END, partial) for key, partial in keys.items())
        return found

    def cut(self, content: str) -> Text:
        """A text, cut into what the index holds words for: at spaces, and between characters that need none."""
        tokens = content.split(" ")
        found: dict[str, list[int]] = defaultdict(list)
        if self._unspaced.search(content):
            pieces: list[str] = []
            of: list[int] = []
            for number, token in enumerate(tokens):
                cut = self._pieces.findall(token) if self._unspaced.search(token) else [token]
                for piece, other in zip_longest(cut, cut[1:], fillvalue=""):
                    is_pair = len(piece) == 1 and self._unspaced.match(piece) and self._unspaced.match(other)
                    found[piece + other[0] if is_pair else piece].append(len(pieces))
                    pieces.append(piece)
                    of.append(number)
                pieces[-1] += " "
            if len(pieces) > len(tokens):
                return Text(PIECE.join(pieces).rstrip(), of, found)
            found.clear()
        for place, token in enumerate(tokens):
            found[token].append(place)
        for group in _SPACED.finditer(content):  # 1 300
            found[re.sub(r"\s", "", group[0])].append(content.count(" ", 0, group.start()))
        return Text(content, None, found)

    def _terms(self, token: str) -> list[str]:
        found = self._bases(_words(token))
        return [
            term for one in found for term in (self._pairs(one) if self._unspaced.search(one) else [self.stem(one)])
        ]

    def _bases(self, words: list[str]) -> list[str]:
        """A token's words without what apostrophes join to them; as one in e-mail, U.S. and EE.UU."""
        found = [self._base(word) for word in words]
        if len(found) < 2 or any(self._unspaced.search(word) for word in found):
            return found
        letters = [len(word) for word in found if not re.match(r".?[0-9]", word)]
        together = 1 in letters or (len(letters) == len(found) and max(letters) < 3)
        return ["".join(found)] if together else found

    def _found(self, token: str) -> Iterator[tuple[str, bool]]:
        words = _words(token)
        for word in self._bases(words):
            if self._unspaced.search(word):
                yield from ((pair, False) for pair in self._pairs(word))
            else:
                yield from ((form, False) for form in self._forms(word))
        if len(token) <= LONGEST:
            for part in (*_parts(words), *_inner(token)):
                if len(part) > 1 and not self._unspaced.search(part):
                    yield from ((form, False) for form in self._forms(part))
            for word in re.findall(r"[^\W\d_]+", token) if self.rules.get("compounds") else ():
                for tail in tails(word.lower()):
                    yield from ((form, True) for form in self._forms(fold(tail)))

    def _forms(self, word: str) -> Iterator[str]:
        """A word as it is, and its stem if that does not begin it; with what is left without joined particles."""
        stem = self.stem(word)
        yield word
        if not word.startswith(stem):
            yield stem
        if self._particles and (rest := self._particles.sub("", word)) != word:
            yield from self._forms(rest)

    def _base(self, word: str) -> str:
        """A word without what an apostrophe joins to it: `l'`, `'s`."""
        parts = word.split("'")
        while len(parts) > 1 and self._elided and self._elided.search(parts[0]):
            del parts[0]
        if len(parts) > 1 and self._possessive and self._possessive.search(parts[-1]):
            del parts[-1]
        return "".join(parts)

    def stem(self, word: str) -> str:
        """What a word's forms have in common."""
        found = self._stems.get(word)
        if found is None:
            is_word = not _is_number(word) and len(word) <= LONGEST
            found = self._stem(word) if is_word else _DECADE.sub(r"\1", word)
            self._stems[word] = found
        return found

    def _stem(self, word: str) -> str:
        if self._joined:
            word = self._joined.sub("", word)
        for ending, respelled in self.rules.get("respelled", ()):
            if word.endswith(ending):
                word = word.removesuffix(ending) + respelled
                break
        if self._stemmer:
            word = plain(self._stemmer.stemWord(word)) or word
        longer = ""
        while longer != word:
            longer = word
            for ending in self._endings:
                word = ending.sub(r"\1", word)
        softened: dict[str, str] = self.rules.get("softened", {})
        return word[:-1] + softened.get(word[-1], word[-1])

    def _pairs(self, word: str) -> list[str]:
        """Two neighbouring characters at a time, in letters that nothing takes apart again."""
        found: list[str] = []
        for run in self._runs.findall(word):
            if not self._unspaced.match(run):
                found.append(self.stem(run))
            elif len(run) == 1:
                found.append(_code(run))
            else:
                found += [_code(one) + _code(other) for one, other in pairwise(run)]
        return found


_UNSPACED = frozenset(("bo", "ja", "km", "lo", "my", "th", "yue", "zh"))
"""Languages that put no spaces between words."""


def limits(tag: str) -> str:
    """What search cannot do in a language; empty for those whose words the program brings, for which it is tested."""
    language = tag.split("-", maxsplit=1)[0]
    if (UI / f"{language}.yml").is_file():
        return ""
    if language in _UNSPACED:
        return "finds neighbouring characters, but knows no words and no other way of writing them"
    if "algorithm" in rules()["languages"].get(language, {}):
        return "finds the forms of a word, but neither parts of compounds nor words to which another is joined"
    return "finds a word by its beginning, but not its other forms"


@cache
def words_of(tag: str) -> Words:
    """A language's words."""
    return Words(tag)


def _parts(words: list[str]) -> Iterator[str]:
    """The parts of what an apostrophe or a hyphen joins, and all of them in one."""
    for word in words:
        parts = word.split("'")
        if parts[1:] or words[1:]:
            yield from ("".join(parts), *parts)
    if words[1:]:
        yield "".join(words).replace("'", "")


def _inner(token: str) -> Iterator[str]:
    inner = _INNER.split(token)
    for part in inner if inner[1:] else ():
        yield from (word.replace("'", "") for word in _words(part))


def _is_number(word: str) -> bool:
    return "0" <= word[0] <= "9"


def _words(token: str) -> list[str]:
    text = _GROUPED.sub(lambda number: re.sub(r"\D", "", number[0]), fold(token))
    return _WORD.findall(_DECIMAL.sub("\\1ꞏ\\2", text))


def _code(character: str) -> str:
    number, digits = ord(character), ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits.rjust(4, "0")
