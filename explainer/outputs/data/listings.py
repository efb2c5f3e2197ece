"""The lists of the data, each member with its type and meaning: what is written, and its JSON Schema."""

from __future__ import annotations

from typing import Literal

from explainer.model.about import UpdateType
from explainer.model.point import PointStatus, Result
from explainer.outputs.data.files import SCHEMA, About
from explainer.outputs.data.shapes import Shape, Uri


class Listing(Shape, frozen=True, kw_only=True):
    """What every list says of its site."""

    schema: Uri | None = SCHEMA
    """The JSON Schema of the file."""
    site: str
    """The site's name."""
    url: Uri
    """The site's front page."""


class Listed(About, frozen=True, kw_only=True):
    """An explainer in a list."""

    data: Uri
    """All its data."""


class Lists(Shape, frozen=True, kw_only=True):
    """Where the other lists are."""

    changes: Uri
    """What changed."""
    topics: Uri
    """The topics."""
    publishers: Uri
    """Who is cited."""
    predictions: Uri
    """What is expected, and what became of it."""


class Index(Listing, frozen=True, kw_only=True):
    """Every explainer."""

    version: Literal[1]
    """The version of the data: `1`, as in the address."""
    count: int
    """How many explainers there are."""
    lists: Lists
    """Where the other lists are."""
    entries: list[Listed] = []
    """Newest first."""


class SiteChange(Shape, frozen=True, kw_only=True):
    """An update or a withdrawal of an explainer."""

    entry: Uri
    """The explainer's id."""
    slug: str
    """Its slug."""
    title: str
    """Its headline."""
    language: str
    """Its language (BCP 47)."""
    type: UpdateType | Literal["withdrawal"]
    """What kind of change."""
    version: int | None = None
    """The version that it made; not of a withdrawal."""
    at: str
    """When."""
    note: str = ""
    """What readers were told."""
    point: str | None = None
    """The id of the point that it is about."""
    was: str = ""
    """What it said before."""
    now: str = ""
    """What it says now."""
    url: Uri
    """Where readers see it."""
    changes: Uri | None = None
    """The data of what changed in the explainer."""


class SiteChanges(Listing, frozen=True, kw_only=True):
    """The newest changes of the site."""

    changes: list[SiteChange]
    """Newest first."""


class Topic(Shape, frozen=True, kw_only=True):
    """What explainers are about."""

    id: str
    """Its id."""
    names: dict[str, str]
    """Its names, by language."""
    url: Uri
    """Its page."""
    feed: Uri
    """Its feed."""
    entries: list[str]
    """The slugs of its explainers, newest first."""


class Topics(Listing, frozen=True, kw_only=True):
    """Every topic that has explainers."""

    topics: list[Topic] = []
    """By name."""


class Publisher(Shape, frozen=True, kw_only=True):
    """Who publishes sources."""

    id: str
    """Its id."""
    names: dict[str, str]
    """Its names, by language."""
    url: Uri | None = None
    """Its home page."""
    country: str | None = None
    """The country that it sits in (ISO 3166-1 alpha-2)."""
    language: str | None = None
    """The language that it mostly publishes in (BCP 47)."""
    state: Literal["body", "owned", "funded", "none"] | None = None
    """What a state has to do with it."""
    page: Uri
    """The page of what is cited from it."""


class Publishers(Listing, frozen=True, kw_only=True):
    """Everybody who is cited."""

    publishers: list[Publisher] = []
    """By id."""


class Answer(Shape, frozen=True, kw_only=True):
    """What became of a prediction, in short."""

    result: Result
    """Whether it came true."""
    on: str = ""
    """When that was known."""


class Prediction(Shape, frozen=True, kw_only=True):
    """A point that says what is expected."""

    entry: Uri
    """The id of its explainer."""
    slug: str
    """The explainer's slug."""
    point: str | None = None
    """Its id."""
    url: Uri
    """Its permalink."""
    text: str = ""
    """What is expected."""
    status: PointStatus
    """How sure it is."""
    expected: str = ""
    """For when it is expected."""
    expected_text: str = ""
    """The same in words, where no date is named."""
    outcome: Answer | None = None
    """What became of it."""


class Predictions(Listing, frozen=True, kw_only=True):
    """What is expected and what became of it."""

    predictions: list[Prediction] = []
    """What is to come, soonest first; then what is overdue; then what has an outcome, newest first."""


class LogLine(Shape, frozen=True, kw_only=True):
    """A version in the log."""

    entry: Uri
    """The explainer's id."""
    slug: str
    """The last part of its address, now."""
    version: int
    """1 is the first publication."""
    type: UpdateType | Literal["publication", "withdrawal"]
    """What made it."""
    at: str
    """When it came out."""
    hash: str
    """Its hash."""
    head: str
    """The SHA-256 of the head before it and its hash."""


class Log(Listing, frozen=True, kw_only=True):
    """Every version of every explainer, in the order in which they came."""

    head: str = ""
    """The head after the last of them."""
    versions: list[LogLine]
    """One in each line of the file."""
