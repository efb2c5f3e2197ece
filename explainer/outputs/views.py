"""What templates are given: every word, date, number and link ready, so that they only place them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from explainer.history.whats_new import ChangeInfo
from explainer.model import Entry
from explainer.outputs.entry.timelines import TimelineView
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    target: str
    """An address in the site, relative to the front page, or a whole one."""
    language: Language | None = None
    """The language of the words, where it is not the page's."""


class Citation(NamedTuple):
    """A small number beside a point that leads to a source."""

    number: int
    source: str
    """The source's id."""
    anchor: str
    """The citation's own anchor, for the way back."""
    label: str
    """What a screen reader says: the source's publisher and title."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What became of an outlook."""

    result: str
    """The model's word, for styles: `happened`."""
    word: str
    date: str
    day: str
    """ISO 8601, for `<time>`."""
    html: Markup
    citations: tuple[Citation, ...]


class PointView(NamedTuple):
    """One claim."""

    id: str | None
    html: Markup
    status: str
    """The model's word, for styles: `claimed`."""
    status_word: str
    """What the mark says; empty for what is confirmed."""
    date: str
    day: str
    """ISO 8601, for `<time>`; empty for spans."""
    expected: str
    expected_day: str
    overdue: bool
    no_date: str
    outcome: OutcomeView | None
    unsourced: str
    citations: tuple[Citation, ...]
    points: tuple[PointView, ...]
    age: ChangeInfo | None
    """None where it is as it was first published."""
    corrections: tuple[Link, ...]
    """What was corrected or clarified in it, with links to the notes."""


@dataclass(frozen=True, slots=True)
class SectionView:
    """One question and its answers."""

    id: str
    kind: str
    heading: Markup
    points: tuple[PointView, ...]
    empty: Markup | None


class Backlink(NamedTuple):
    """A link from a source to where it is cited."""

    anchor: str
    """That of the citation."""
    place: int
    """1 is the first place at which it is cited."""
    label: str
    """What a screen reader says."""


class SourceView(NamedTuple):
    """One line of the list of sources."""

    id: str
    number: int
    type_word: str
    title: str
    title_language: Language | None
    url: str | None
    host: str
    publisher: Link | None
    """Its target is the way from this page; empty where the publisher has no page."""
    via: Link | None
    author: str
    date: str
    day: str
    language_name: str
    """The language of the source in words, where it is not the page's."""
    state_owned: bool
    anonymous: str
    reason: str
    archive_url: str | None
    archived: str
    accessed: str
    """When it was read, in words."""
    backlinks: tuple[Backlink, ...]


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A public note about a change."""

    type: str
    word: str
    date: str
    day: str
    moment: datetime
    """To sort by."""
    html: Markup
    was: Markup | None
    now: Markup | None
    point: str | None
    version: int


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A link to what a version changed."""

    number: int
    name: str
    """`Version 3`."""
    word: str
    """What kind of change it was."""
    target: str


@dataclass(frozen=True, slots=True)
class WhatsNewView:
    """What is new to readers who return. Each sees only what came after the version that they saw last."""

    headings: tuple[tuple[int, str], ...]
    """By the version that they saw."""
    versions: tuple[VersionLink, ...]
    removed: str
    """For each point that is gone, the version that brought it and the one that took it away: `1-3 2-3`."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """The page of an entry."""

    entry: Entry
    topics: tuple[Link, ...]
    authors: tuple[Link, ...]
    contributors: tuple[str, ...]
    published: str
    published_day: str
    changed: str
    changed_day: str
    as_of: str
    key_points: tuple[Markup, ...]
    background: tuple[PointView, ...]
    sections: tuple[SectionView, ...]
    sources: tuple[SourceView, ...]
    updates: tuple[UpdateView, ...]
    """Newest first."""
    related: tuple[Link, ...]
    translations: tuple[Link, ...]
    translation_behind: int
    """How many versions the original is ahead."""
    original: Link | None
    caption: Markup | None
    credit: Markup | None
    picture: str
    """The file of the picture or the cover, in the site."""
    timeline: TimelineView | None
    """The points' own dates."""
    shares: Markup | None
    """A drawing of where the entry gets it from."""
    before: Link | None
    """The entry before in its first topic."""
    after: Link | None
    topic: str
    """The name of its first topic."""
    withdrawn: str
    withdrawn_reason: Markup | None
    replaced_by: Link | None
    notice: str
    """`draft` or `embargoed`, in the preview; else empty."""
    whats_new: WhatsNewView | None
