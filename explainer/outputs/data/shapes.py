"""The parts of an explainer's data, each member with its type and meaning: what is written, and its JSON Schema."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from explainer.model.about import NoteKind, UpdateType
from explainer.model.entry import SectionKind
from explainer.model.figures import MediaKind
from explainer.model.point import PointStatus, Result
from explainer.model.source import SourceType

Uri = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
"""A whole address."""


class Shape(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An object of the data. A member without a value is left out."""


class Picture(Shape, frozen=True, kw_only=True):
    """A picture."""

    url: Uri
    """Its file."""
    alt: str | None = None
    """What it shows, for those who do not see it."""
    caption: str = ""
    """The line under it."""
    credit: str | None = None
    """Who made it."""
    taken: str = ""
    """When it was taken."""
    symbolic: bool = False
    """Whether it only stands for the subject."""


class Medium(Shape, frozen=True, kw_only=True):
    """Something to see, hear or read elsewhere."""

    kind: MediaKind
    """What it is."""
    title: str
    """Its title."""
    url: Uri | None = None
    """Where it is."""
    credit: str | None = None
    """Who made it."""
    publisher: str | None = None
    """The id of who published it."""
    publisher_name: str | None = None
    """The publisher's name."""


class Quotation(Shape, frozen=True, kw_only=True):
    """Somebody's own words."""

    text: str
    """The words."""
    speaker: str | None = None
    """Who said so."""
    role: str | None = None
    """What the speaker is."""
    language: str | None = None
    """The language of the words, where it is not the explainer's."""


class Outcome(Shape, frozen=True, kw_only=True):
    """What became of a prediction."""

    result: Result
    """Whether it came true."""
    on: str = ""
    """When that was known."""
    text: str = ""
    """What happened."""
    sources: list[str] = []
    """The ids of those who say so."""


class Point(Shape, frozen=True, kw_only=True):
    """One claim, or a quotation."""

    id: str | None = None
    """Stable: it survives rewording and moving."""
    url: Uri | None = None
    """Its permalink."""
    text: str = ""
    """What it says, as plain text."""
    html: str = ""
    """The same as HTML, with whole addresses."""
    quotation: Quotation | None = None
    """Somebody's own words."""
    status: PointStatus
    """How sure it is."""
    when: str = ""
    """When it happened."""
    expected: str = ""
    """For when it is expected."""
    expected_text: str = ""
    """The same in words, where no date is named."""
    no_date: str | None = None
    """Why no date is known; `true` where no reason is."""
    image: Picture | None = None
    """A picture of it."""
    media: list[Medium] = []
    """What there is elsewhere."""
    sources: list[str] = []
    """The ids of those who say so."""
    unsourced: str | None = None
    """Why it has no source."""
    outcome: Outcome | None = None
    """What became of it."""
    points: list[Point] = []
    """The points below it, one level."""


class Row(Shape, frozen=True, kw_only=True):
    """A row of a table."""

    cells: list[str]
    """One for each column."""
    sources: list[str] = []
    """The ids of its sources."""


class Table(Shape, frozen=True, kw_only=True):
    """A table."""

    caption: str
    """What it shows."""
    columns: list[str]
    """The names of its columns."""
    rows: list[Row]
    """From top to bottom."""
    sources: list[str] = []
    """The ids of the sources of all rows."""


class Note(Shape, frozen=True, kw_only=True):
    """What the newsroom says of the explainer or a section."""

    kind: NoteKind
    """What it is about."""
    text: str
    """What it says."""


class Section(Shape, frozen=True, kw_only=True):
    """A question and its answers."""

    kind: SectionKind
    """Which question."""
    heading: str
    """The question as readers see it."""
    when: str = ""
    """When all of it happened."""
    image: Picture | None = None
    """A picture of it."""
    media: list[Medium] = []
    """What there is elsewhere."""
    points: list[Point] = []
    """What is known."""
    empty: str = ""
    """Why nothing is known."""
    table: Table | None = None
    """What is known, as a table."""
    notes: list[Note] = []
    """What the newsroom says of it."""


class Anonymous(Shape, frozen=True, kw_only=True):
    """A source that is not named."""

    description: str
    """Who it is, as closely as can be said."""
    reason: str | None = None
    """Why it is not named."""


class Source(Shape, frozen=True, kw_only=True):
    """Where points come from."""

    id: str
    """What points call it; unique in the explainer."""
    page: Uri
    """Its place in the explainer's list of sources."""
    type: SourceType
    """What kind of thing it is."""
    title: str
    """Its title."""
    url: Uri | None = None
    """Where it is."""
    publisher: str | None = None
    """The id of who published it."""
    publisher_name: str | None = None
    """The publisher's name."""
    author: str | None = None
    """Who wrote or said it."""
    author_role: str | None = None
    """What the author is."""
    published: str = ""
    """When it came out."""
    accessed: str = ""
    """When it was read."""
    language: str | None = None
    """Its language."""
    via: str | None = None
    """The id of the outlet through which it was seen."""
    via_name: str | None = None
    """The outlet's name."""
    anonymous: Anonymous | None = None
    """Who it is, where it is not named."""
    quote: str | None = None
    """Words that are found at its address."""
    archive_url: Uri | None = None
    """An archived copy."""
    dead_since: str = ""
    """Since when its address has led nowhere."""
    archived_at: str = ""
    """When that was made."""


class Credit(Shape, frozen=True, kw_only=True):
    """Somebody who made the explainer or helped."""

    name: str
    """The name as it is printed."""
    person: str | None = None
    """The id of a person or desk of this site."""
    role: str | None = None
    """What they did."""
    agency: str | None = None
    """The agency that a person works for."""
    place: str | None = None
    """Where they did it."""


class First(Shape, frozen=True, kw_only=True):
    """Where an explainer came out first."""

    publisher: str | None = None
    """The id of who published it."""
    publisher_name: str | None = None
    """The publisher's name."""
    url: Uri | None = None
    """Where it is."""
    at: str = ""
    """When it came out."""
    updated: str = ""
    """When it was changed there."""


class Related(Shape, frozen=True, kw_only=True):
    """What to read next: an explainer of this site by its slug, or something elsewhere."""

    slug: str | None = None
    """The explainer's slug."""
    title: str = ""
    """The title of what is elsewhere."""
    url: Uri | None = None
    """Where it is."""
    published: str = ""
    """When it came out."""
    publisher: str | None = None
    """The id of who published it."""
    publisher_name: str | None = None
    """The publisher's name."""


class Update(Shape, frozen=True, kw_only=True):
    """A public note about a change."""

    version: int
    """The version that it made."""
    at: str
    """When."""
    type: UpdateType
    """What kind of change."""
    note: str = ""
    """What readers were told."""
    point: str | None = None
    """The id of the point that it is about."""
    was: str = ""
    """What it said before."""
    now: str = ""
    """What it says now."""
