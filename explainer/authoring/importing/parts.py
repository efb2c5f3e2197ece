"""What an article is sorted into: the head of an entry, its sections, and what has no place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explainer.authoring.importing.article import Block, Runs
from explainer.model import SectionKind


@dataclass(slots=True)
class Piece:
    """A point in the making."""

    runs: Runs
    below: list[Runs] = field(default_factory=list)
    leads: bool = False
    """Whether it announces the list that follows it."""


@dataclass(slots=True)
class Part:
    """A section in the making; the first one, without a heading, is what stands before the others."""

    kind: SectionKind | None = None
    heading: Runs = ()
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """Where everything in an article belongs."""

    language: str = ""
    title: str = ""
    summary: str = ""
    published: str = ""
    printed: list[str] = field(default_factory=list)
    """Lines that the day of publication and the authors were read from."""
    dateline: str = ""
    authors: tuple[str, ...] = ()
    credit: list[Runs] = field(default_factory=list)
    picture: Block | None = None
    publisher: str = ""
    """The name of who published it."""
    original: str = ""
    """The address at which it was published."""
    original_label: str = ""
    parts: list[Part] = field(default_factory=lambda: [Part()])
    asked: set[SectionKind] = field(default_factory=set)
    """Kinds of sections that there are already."""
    left: list[tuple[str, Runs]] = field(default_factory=list)
    """What has no place in an entry: what it seems to be, and its text."""
    sure: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)


def same(text: str, other: str) -> bool:
    """Whether two texts have the same words, and have any."""
    return re.sub(r"\W+", " ", text).strip().casefold() == re.sub(r"\W+", " ", other).strip().casefold() != ""
