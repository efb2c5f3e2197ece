"""An article as it was read: blocks of text, pictures and metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["heading", "text", "item", "quote", "row", "picture", "embed"]


class NotImported(Exception):
    """The article cannot be imported; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one style."""

    text: str
    href: str | None = None
    """The link's target, as the article writes it; None without a link."""
    strong: bool = False
    emphasis: bool = False
    code: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quotation, table row, picture or embed."""

    kind: BlockKind
    runs: Runs = ()
    """Its text; for a picture, its caption."""
    level: int = 0
    """A heading's level (1 to 6) or a list item's depth (from 1)."""
    address: str = ""
    """A picture's or an embed's."""
    alt: str = ""
    credit: str = ""
    aside: bool = False
    """Whether it is outside the article: navigation, footer, a box."""

    @property
    def text(self) -> str:
        """The text without styles."""
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article's metadata, which readers do not see: front matter, JSON-LD, Open Graph."""

    title: str = ""
    summary: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    picture: str = ""
    rest: tuple[str, ...] = ()
    """Lines of the front matter that have no place in an entry."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article's content and metadata."""

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    """What had to be guessed to read the file."""


def plain(runs: Iterable[Run]) -> str:
    """The text of some runs, without styles."""
    return "".join(run.text for run in runs)


def tidy(runs: Iterable[Run]) -> Runs:
    """Collapses spaces, strips the ends and merges neighbours of one style."""
    previous: list[Run] = []
    for run in runs:
        text = " ".join(run.text.replace("\xad", "").split(" ")) if run.text else ""
        while "  " in text:
            text = text.replace("  ", " ")
        if text.startswith(" ") and (not previous or previous[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if previous and replace(previous[-1], text="") == replace(run, text=""):
            previous[-1] = replace(run, text=previous[-1].text + text)
        else:
            previous.append(replace(run, text=text))
    if previous and previous[-1].text.endswith(" "):
        previous[-1] = replace(previous[-1], text=previous[-1].text[:-1])
    return tuple(run for run in previous if run.text)


def cut(runs: Iterable[Run], start: int, end: int) -> Runs:
    """The runs between two offsets of their text."""

    def pieces() -> Iterator[Run]:
        at = 0
        for run in runs:
            piece = run.text[max(0, start - at) : max(0, end - at)]
            at += len(run.text)
            if piece:
                yield replace(run, text=piece)

    return tidy(pieces())
