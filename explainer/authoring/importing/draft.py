"""The draft that an article is sorted into: head, sections, points, and what has no place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explainer.authoring.importing.article import Block, Runs
from explainer.model import SectionKind


@dataclass(slots=True)
class PointDraft:
    """A point of the draft, with its sub-points."""

    runs: Runs
    subpoints: list[Runs] = field(default_factory=list)
    announces_list: bool = False
    """Whether it introduces the list that follows."""


@dataclass(slots=True)
class SectionDraft:
    """A section of the draft. The first has no heading: it is the article's introduction."""

    kind: SectionKind | None = None
    heading: Runs = ()
    points: list[PointDraft] = field(default_factory=list)


@dataclass(slots=True)
class EntryDraft:
    """An entry in the making."""

    language: str = ""
    title: str = ""
    summary: str = ""
    published: str = ""
    head_lines: list[str] = field(default_factory=list)
    """The lines from which the publication date and the authors were read."""
    dateline: str = ""
    authors: tuple[str, ...] = ()
    credit: list[Runs] = field(default_factory=list)
    picture: Block | None = None
    publisher: str = ""
    """The publisher's name."""
    original: str = ""
    """The address where the article was published."""
    original_label: str = ""
    sections: list[SectionDraft] = field(default_factory=lambda: [SectionDraft()])
    kinds: set[SectionKind] = field(default_factory=set)
    """The kinds of the sections so far."""
    unplaced: list[tuple[str, Runs]] = field(default_factory=list)
    """What has no place in an entry: a description and its text."""
    certain: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)


def same(text: str, others: str) -> bool:
    """Whether two texts have the same words (and at least one)."""
    return re.sub(r"\W+", " ", text).strip().casefold() == re.sub(r"\W+", " ", others).strip().casefold() != ""
