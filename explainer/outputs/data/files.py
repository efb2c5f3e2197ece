"""The files of an explainer, each member with its type and meaning: what is written, and its JSON Schema."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, UnsetType, field

from explainer.history.change import Kind
from explainer.model.about import UpdateType
from explainer.model.entry import EntryStatus, ExpectedKind
from explainer.outputs.data.shapes import (
    Credit,
    First,
    Medium,
    Note,
    Picture,
    Point,
    Related,
    Section,
    Shape,
    Source,
    Update,
    Uri,
)

SCHEMA: Any = field(name="$schema", default=None)


class Withdrawal(Shape, frozen=True, kw_only=True):
    """Why and when an explainer was withdrawn."""

    at: str
    """When."""
    reason: str = ""
    """Why."""


class About(Shape, frozen=True, kw_only=True):
    """What is known of an explainer without its text; of a withdrawn one, no more than this."""

    schema: Uri | None = SCHEMA
    """The JSON Schema of the file; not in lists."""
    id: Uri
    """Stays the same when the explainer is renamed or moved."""
    slug: str
    """The last part of its address, now."""
    url: Uri
    """Its page."""
    title: str
    """Its headline."""
    summary: str = ""
    """What it says, in a paragraph."""
    language: str
    """Its language (BCP 47)."""
    status: EntryStatus
    """Whether readers can read it. A `draft` is in a preview only."""
    version: int
    """1 is the first publication; each update makes the next."""
    published: str = ""
    """When it first came out."""
    modified: str = ""
    """When it last really changed."""
    topics: list[str] = []
    """The ids of its topics."""
    translation_of: str | None = None
    """The slug of the explainer that it translates."""
    withdrawn: Withdrawal | None = None
    """Why and when it was withdrawn."""
    replaced_by: str | None = None
    """The slug of the explainer that replaces it."""
    topic_names: list[str] = []
    """The names of its topics, in its language."""


class Explainer(About, frozen=True, kw_only=True):
    """An explainer: everything that its page says."""

    as_of: str = ""
    """The day up to which its facts were known."""
    dateline: str | None = None
    """The place that it was written from."""
    first_published: First | None = None
    """Where it came out first."""
    authors: list[Credit] = []
    """Who wrote it."""
    contributors: list[Credit] = []
    """Who helped."""
    credit: str = ""
    """A line of thanks."""
    image: Picture | None = None
    """Its picture."""
    key_points: list[str] = []
    """The explainer in short."""
    background: list[Point] = []
    """The points before the first section."""
    sections: list[Section] = []
    """Questions and answers."""
    omits: list[ExpectedKind] = []
    """The usual questions that it does not ask."""
    notes: list[Note] = []
    """What the newsroom says of it."""
    sources: list[Source] = []
    """All its sources."""
    media: list[Medium] = []
    """What there is elsewhere."""
    related: list[Related] = []
    """What to read next."""
    updates: list[Update] = []
    """What changed, oldest first."""
    changes_url: Uri | None = None
    """The data of what changed."""
    ninjs_url: Uri | None = None
    """The explainer in ninjs, for those who take over news."""
    embed_url: Uri | None = None
    """The page that other sites may show in a frame; `#` and the id of a point or section show only that."""


class Difference(Shape, frozen=True, kw_only=True):
    """One difference between two versions."""

    kind: Kind
    """What kind of difference."""
    place: str
    """Where: a section's kind, `background`, or a field."""
    point: str | None = None
    """The id of the point."""
    before: str = ""
    """What it said before."""
    now: str = ""
    """What it says now."""
    sources: list[str] = []
    """The ids of those who say so; of a point that was removed, who said so."""


class Version(Shape, frozen=True, kw_only=True):
    """A version of an explainer, and what made it."""

    version: int
    """1 is the first publication."""
    at: str
    """When it came out."""
    url: Uri | None = None
    """Where it can be read."""
    type: UpdateType | None = None
    """What kind of change; not of the first."""
    note: str = ""
    """What readers were told."""
    point: str | None = None
    """The id of the point that the note is about."""
    was: str = ""
    """What it said before, as the note says."""
    now: str = ""
    """What it says now, as the note says."""
    changes: list[Difference] | UnsetType = UNSET
    """Every difference from the version before; missing where the text of one of them is not kept."""


class Changes(About, frozen=True, kw_only=True):
    """What changed from version to version of an explainer."""

    versions: list[Version]
    """Oldest first."""


class RecordedVersion(Shape, frozen=True, kw_only=True):
    """A version, or a withdrawal, with its hash."""

    version: int
    """1 is the first publication."""
    type: UpdateType | Literal["publication", "withdrawal"]
    """What made it."""
    at: str
    """When it came out."""
    note: str = ""
    """What readers were told, in inline Markdown."""
    reason: str = ""
    """Why the explainer was withdrawn, in inline Markdown."""
    point: str | None = None
    """The id of the point that the note is about."""
    was: str = ""
    """What it said before, as the note says."""
    now: str = ""
    """What it says now, as the note says."""
    content_hash: str = ""
    """The SHA-256 of `content`; missing where the text is not kept."""
    content: dict[str, Any] = {}
    """Everything that it said, in the names of the format; of a withdrawn explainer, nothing."""
    previous: str = ""
    """The hash of the version before."""
    hash: str
    """The SHA-256 of all other members but `content`, together with the explainer's id as `entry`."""


class Record(Shape, frozen=True, kw_only=True):
    """Every version of an explainer with its hash."""

    schema: Uri | None = SCHEMA
    """The JSON Schema of the file."""
    id: Uri
    """The explainer's id."""
    slug: str
    """The last part of its address, now."""
    url: Uri
    """Its page."""
    versions: list[RecordedVersion]
    """Oldest first."""
