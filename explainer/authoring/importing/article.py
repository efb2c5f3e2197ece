"""What importing reads and what it makes of that: an article's blocks and metadata, and the draft of an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from explainer.authoring.importing.runs import Runs, plain
from explainer.model import SectionKind

BlockKind: TypeAlias = Literal["heading", "text", "item", "quote", "row", "picture", "embed"]


class NotImported(Exception):
    """The article cannot be imported; the message says why and what to do."""


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
    """Who made a picture, or said what is quoted."""
    aside: bool = False
    """Whether it is outside the article: navigation, footer, a box."""
    boxed: bool = False
    """Whether it is no part of an article wherever it stands: a button, a share bar, something hidden."""
    family: str = ""
    """Where a paragraph stands in a page; those of one article have one family."""

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
    page_title: str = ""
    """What browsers show as the page's title."""
    judged_title: str = ""
    """What trafilatura takes for the title."""
    judged_day: str = ""
    """What trafilatura takes for the day of publication."""
    other_authors: tuple[str, ...] = ()
    """Those that a page names without saying for certain that they wrote the article."""
    other_day: str = ""
    """A day that need not be that of the publication."""
    rest: tuple[str, ...] = ()
    """Lines of the front matter that have no place in an entry."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article's content and metadata."""

    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    is_page: bool = False
    """Whether it is a page of a site, with that site's name and menus, and no file of its own."""
    notes: tuple[str, ...] = ()
    """What had to be guessed to read the file."""
    left: tuple[tuple[str, str], ...] = ()
    """What is no text for readers, such as what is struck out: what it is, and its words."""
    rest: tuple[tuple[str, str], ...] = ()
    """What another site generator would have made something of: what it is, and its words."""


@dataclass(slots=True)
class PointDraft:
    """A point of the draft, with its sub-points."""

    runs: Runs
    subpoints: list[Runs] = field(default_factory=list)
    announces_list: bool = False
    """Whether it introduces the list that follows."""
    is_quotation: bool = False
    speaker: str = ""


@dataclass(slots=True)
class SectionDraft:
    """A section of the draft. The first has no heading: it is the article's introduction."""

    kind: SectionKind | None = None
    heading: Runs = ()
    level: int = 0
    """Of its heading, from 1."""
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
    unplaced: list[tuple[str, Runs]] = field(default_factory=list)
    """What has no place in an entry: a description and its text."""
    certain: list[str] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)


def same(text: str, others: str) -> bool:
    """Whether two texts have the same words (and at least one)."""
    return re.sub(r"\W+", " ", text).strip().casefold() == re.sub(r"\W+", " ", others).strip().casefold() != ""
