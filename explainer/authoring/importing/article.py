"""What an article consists of once it is read: blocks of running text, pictures, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["heading", "text", "item", "quote", "row", "picture", "embed"]


class NotImported(Exception):
    """The article cannot be imported; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks alike."""

    text: str
    href: str | None = None
    """Where it leads, as the article has it; None for what is no link."""
    strong: bool = False
    emphasis: bool = False
    code: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, item of a list, quotation, row of a table, picture or embedded thing."""

    kind: BlockKind
    runs: Runs = ()
    """Its text; for a picture, its caption."""
    level: int = 0
    """Of a heading (1 to 6), or of an item in nested lists (from 1)."""
    address: str = ""
    """Of a picture or of what is embedded."""
    alt: str = ""
    credit: str = ""
    aside: bool = False
    """Whether it stands around the article (navigation, footer, boxes), not in it."""

    @property
    def text(self) -> str:
        """Its words."""
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class About:
    """What an article says about itself where readers do not see it: front matter, JSON-LD, Open Graph."""

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
    """An article as it was read."""

    blocks: tuple[Block, ...]
    about: About = field(default_factory=About)
    notes: tuple[str, ...] = ()
    """What had to be guessed to read it at all."""


def plain(runs: Iterable[Run]) -> str:
    """The words of some runs."""
    return "".join(run.text for run in runs)


def tidy(runs: Iterable[Run]) -> Runs:
    """The same with single spaces, none at the ends, and neighbours that look alike made one."""
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
    """The runs between two places of their text."""

    def pieces() -> Iterator[Run]:
        at = 0
        for run in runs:
            piece = run.text[max(0, start - at) : max(0, end - at)]
            at += len(run.text)
            if piece:
                yield replace(run, text=piece)

    return tidy(pieces())
