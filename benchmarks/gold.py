"""Reads folders of pages with gold text: what an importer should find in each page, as people have written it down.

Two layouts are read, those of the public sets that we measure with:

- `ground-truth.json`: a page's name → its text (`articleBody`); pages in `html/NAME.html` or `html/NAME.html.gz`
- `evaldata.json`: a page's address → its `file`, pieces of text that belong to the article (`with`) and that do not
  (`without`), `title`, `author` and `date`; pages anywhere below the folder

Both may hold `title`, `author` and `date` (a day, ISO 8601).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
from lxml.html import HtmlElement

_WORD = re.compile(r"\w+")
_SHORT = 3
"""A link or heading with fewer words in its paragraph may stand anywhere in a page by chance."""


class NoGold(Exception):
    """A folder has no gold text in a layout that is read."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A page, and what should be found in it; what nobody wrote down is empty."""

    name: str
    path: Path
    text: str = ""
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""

    def page(self) -> bytes:
        """The page's bytes."""
        content = self.path.read_bytes()
        return gzip.decompress(content) if self.path.suffix == ".gz" else content


def read(folder: Path) -> list[Gold]:
    """The pages of a folder whose gold text and file are there, by name. Raises NoGold."""
    found = [gold for layout in (_ground_truth, _evaldata) for gold in layout(folder)]
    if not found:
        raise NoGold(f"{folder} has neither ground-truth.json nor evaldata.json with pages beside it")
    return sorted(found, key=lambda gold: gold.name)


def _ground_truth(folder: Path) -> Iterator[Gold]:
    for name, fields in _json(folder / "ground-truth.json").items():
        paths = [folder / "html" / f"{name}.html{ending}" for ending in ("", ".gz")]
        if path := next((path for path in paths if path.is_file()), None):
            yield Gold(name, path, fields.get("articleBody", ""), **_told(fields))


def _evaldata(folder: Path) -> Iterator[Gold]:
    records = _json(folder / "evaldata.json")
    files = {path.name: path for path in sorted(folder.rglob("*.htm*"))} if records else {}
    for fields in records.values():
        if path := files.get(fields.get("file", "")):
            inside, outside = (tuple(fields.get(key) or ()) for key in ("with", "without"))
            yield Gold(path.name, path, inside=inside, outside=outside, **_told(fields))


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    author = fields.get("author") or ()
    names = [author] if isinstance(author, str) else author
    return {"title": fields.get("title") or "", "authors": tuple(names), "day": (fields.get("date") or "")[:10]}


def _json(path: Path) -> Mapping[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


# --- comparing --------------------------------------------------------------------------------------------------------


def text_of(tree: HtmlElement) -> str:
    """The text in an element."""
    return str(tree.xpath("string()"))


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.casefold())


def overlap(text: str, gold: str) -> tuple[float, float]:
    """Recall and precision of a text: how many of the gold's words it has, and how many of its words are gold."""
    found, wanted = Counter(words(text)), Counter(words(gold))
    both = (found & wanted).total()
    return both / (wanted.total() or 1), both / (found.total() or 1)


def same_title(title: str, gold: str) -> bool:
    """Whether two titles have the same words."""
    return words(title) == words(gold)


def same_authors(names: Iterable[str], gold: Iterable[str]) -> bool:
    """Whether two bylines name the same people, in whatever order and however they are joined."""
    return _people(names) == _people(gold)


def _people(names: Iterable[str]) -> set[str]:
    joined = ";".join(names)
    return {" ".join(words(name)) for name in re.split(r"[;,/&]| (?:and|und|et|y|i|en|och) ", joined)} - {""}


def kept(gold: Gold) -> tuple[set[str], set[str]]:
    """The addresses and the headings of the page that stand in its gold text, and so should be kept."""
    text = f" {' '.join(words(gold.text))} "
    tree = lxml.html.document_fromstring(gold.page(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    addresses, headings = set(), set()
    for link in tree.iter("a"):
        around = link.getparent()
        paragraph = words(text_of(around)) if around is not None else []
        href = link.get("href", "").strip()
        if href.startswith("http") and len(paragraph) > _SHORT and f" {' '.join(paragraph)} " in text:
            addresses.add(href)
    lines = {" ".join(words(line)) for line in gold.text.splitlines()}
    for heading in tree.iter("h2", "h3", "h4"):
        if (line := " ".join(words(text_of(heading)))) and line in lines:
            headings.add(line)
    return addresses, headings
