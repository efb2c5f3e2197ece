"""One explainer, as an editor writes it. Field names follow schema.org, IPTC ninjs and Wikipedia's citations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, TypeAlias, get_args

from pydantic import Field, PrivateAttr

from explainer.model.about import Credit, CreditOrId, EntryOrElsewhere, FirstPublished, Note, Update, Withdrawn
from explainer.model.addresses import Alias, is_path
from explainer.model.base import (
    AMONG_OTHERS,
    INTERNAL,
    PARAGRAPH,
    Id,
    Language,
    Listed,
    Markdown,
    Model,
    Name,
    Slug,
    Text,
    TopicId,
)
from explainer.model.dates import AnyDate, PartialDate, Span, When, WholeDate
from explainer.model.figures import Image, Media, Table
from explainer.model.point import Point, SubPoint
from explainer.model.source import Source
from explainer.model.walk import Mark, Values, walk
from explainer.problems import Pointer

SectionKind: TypeAlias = Literal["what_happened", "could_it_be_avoided", "whats_next", "question"]
EntryStatus: TypeAlias = Literal["draft", "published", "withdrawn"]

ExpectedKind: TypeAlias = Literal["what_happened", "could_it_be_avoided", "whats_next"]
EXPECTED_KINDS: tuple[ExpectedKind, ...] = get_args(ExpectedKind)
"""The sections that an explainer has unless it `omits` them, in the order in which readers ask."""


class Section(Model):
    """One question and its answers."""

    kind: Annotated[SectionKind, Mark(words="section_")] = Field(examples=["what_happened"])
    """Which question it answers; `question` for any other, with its own heading."""
    heading: Text | None = Field(None, examples=["Could the conflict be avoided?"])
    """The heading; each kind but `question` has a usual one in every language of the site."""
    when: When | None = Field(None, examples=["2020-02-20"])
    """When what it tells happened: the date of its points that have none, and the heading of a `question` without."""
    points: Annotated[tuple[Point, ...], Listed] = Field(
        (), examples=[[{"text": "A dam broke.", "sources": ["ap-0606"]}]]
    )
    """The answers, most important first."""
    table: Table | None = Field(
        None, examples=[{"caption": "Dams", "columns": ["Dam", "Built in"], "rows": [["Leeds", "1931"]]}]
    )
    """Rows and columns under the points."""
    image: Image | None = Field(None, examples=[{"file": "images/dam.webp", "alt": "A wall of water"}])
    """A picture above the points."""
    media: Annotated[tuple[Media, ...], Listed] = Field(
        (), examples=[[{"kind": "video", "title": "The dam from the air", "url": "https://example.org/video"}]]
    )
    """What to see, hear or read elsewhere, under the points."""
    empty: Annotated[Markdown | None, PARAGRAPH] = Field(
        None, examples=["Nothing is known yet about what could have prevented it."]
    )
    """Why there is no answer yet; shown in place of points."""
    notes: Annotated[tuple[Note, ...], Listed] = Field(
        (), examples=[[{"kind": "method", "text": "The numbers are those of the ministry."}]]
    )
    """What the newsroom says about this section itself."""


class Entry(Model):
    """One explainer: what happened, whether it could have been avoided, what comes next."""

    title: Annotated[Text, Mark(own=True)] = Field(examples=["Russia and Turkey in Idlib, explained"])
    """The headline."""
    summary: Annotated[Text, PARAGRAPH] = Field(
        examples=["Deadly strikes brought two powers close to war in February 2020."]
    )
    """The gist in one plain paragraph: under the headline, in lists, in search results."""
    status: Annotated[EntryStatus, Mark(need="nothing", own=True)] = Field("draft", examples=["published"])
    """Drafts are seen in the preview only."""
    published: Annotated[WholeDate | None, Mark(own=True)] = Field(None, examples=["2020-02-21T17:20+03:00"])
    """When it was first published; a draft needs none."""
    first_published: FirstPublished | None = Field(None, examples=[{"publisher": "vedomosti", "at": "2020-02-21"}])
    """Where it came out first, if it is republished here."""
    as_of: AnyDate | None = Field(None, examples=["2020-02-21"])
    """The day whose state of knowledge it gives, where that is not the day of publication."""
    dateline: Name | None = Field(None, examples=["Istanbul"])
    """The place that it was written from."""
    language: Annotated[Language, Mark(own=True)] = Field("en", examples=["en"])
    """Its language (BCP 47); `site_data/site.yml` says what it is when this is missing."""
    translation_of: Annotated[Slug | None, AMONG_OTHERS] = Field(None, examples=["idlib"])
    """Slug of the entry that this one translates."""
    translated_from_version: Annotated[Annotated[int, Field(ge=1)] | None, AMONG_OTHERS] = Field(None, examples=[1])
    """Which version of the original was translated."""
    topics: Annotated[tuple[TopicId, ...], Listed, AMONG_OTHERS] = Field((), examples=[["syria", "turkey"]])
    """Ids in `site_data/topics.yml`, the most important first."""
    authors: Annotated[tuple[CreditOrId, ...], Listed] = Field((), examples=[["newsdesk"]])
    """Who wrote it: ids in `site_data/people.yml`, or credits with a name, a role, a place."""
    contributors: Annotated[tuple[CreditOrId, ...], Listed] = Field(
        (), examples=[[{"name": "Ada Öz", "role": "photography"}]]
    )
    """Others who helped, written like `authors`."""
    credit: Markdown | None = Field(None, examples=["Reuters contributed to this explainer."])
    """A line of thanks under the text, in inline Markdown."""
    image: Image | None = Field(None, examples=[{"file": "images/idlib.webp", "alt": "Two aircraft over hills"}])
    """The picture on top."""
    media: Annotated[tuple[Media, ...], Listed] = Field(
        (), examples=[[{"kind": "video", "title": "The dam from the air", "url": "https://example.org/video"}]]
    )
    """What to see, hear or read elsewhere."""
    key_points: Annotated[tuple[Markdown, ...], Listed] = Field(
        (), max_length=5, examples=[["Two powers came close to war."]]
    )
    """Up to five one-sentence answers for readers in a hurry, in inline Markdown."""
    background: Annotated[tuple[Point, ...], Listed] = Field(
        (), examples=[[{"text": "The war began in 2011.", "sources": ["ap"]}]]
    )
    """What to know before the first section."""
    sections: Annotated[tuple[Section, ...], Listed] = Field(examples=[[{"kind": "what_happened", "points": []}]])
    """The questions and their answers."""
    omits: Annotated[tuple[ExpectedKind, ...], Listed, Mark(words="section_", need="note-unless-added")] = Field(
        (), examples=[["could_it_be_avoided"]]
    )
    """The expected sections that this explainer leaves out, because it does not ask their question."""
    notes: Annotated[tuple[Note, ...], Listed] = Field(
        (), examples=[[{"kind": "interest", "text": "The ministry pays for a part of our work."}]]
    )
    """What the newsroom says about the explainer itself, set apart from the claims."""
    own_reporting: bool = Field(False, examples=[True])
    """Whether points without a source rest on the newsroom's own reporting; then they need none."""
    sources: Annotated[tuple[Source, ...], Listed] = Field(
        (), examples=[[{"id": "ap", "publisher": "ap", "title": "A dam breaks"}]]
    )
    """What the points rest on."""
    related: Annotated[tuple[EntryOrElsewhere, ...], Listed, AMONG_OTHERS] = Field((), examples=[["syria-war"]])
    """What to read next: slugs of entries, or pieces elsewhere with `title` and `url`."""
    aliases: Annotated[tuple[Alias, ...], Listed, Mark(internal=True, own=True, need="comment")] = Field(
        (), examples=[["old-slug", "/2015/09/27/dam.html"]]
    )
    """Former slugs, the oldest first, and whole paths from the front page on; readers who come there are sent here."""
    id: Annotated[Id | None, Mark(internal=True, own=True, need="comment")] = Field(None, examples=["old-slug"])
    """The slug under which it was first published, where that is not the first of `aliases`: feeds, calendars and data
    know it by this name."""
    review_after: Annotated[WholeDate | None, INTERNAL] = Field(None, examples=["2020-06-01"])
    """The day from which an editor should look at it again."""
    updates: Annotated[tuple[Update, ...], Listed, Mark(internal=True, own=True)] = Field(
        (), examples=[[{"at": "2020-02-22", "type": "update", "note": "…"}]]
    )
    """Public notes about changes, newest last."""
    withdrawn: Annotated[Withdrawn | None, Mark(own=True)] = Field(
        None, examples=[{"at": "2020-06-01", "reason": "It rested on a false report."}]
    )
    """With `status: withdrawn`: when and why."""

    _slug: str = PrivateAttr("")
    _path: str = PrivateAttr("")

    @property
    def slug(self) -> str:
        """The file's name without `.yml`; the entry's address."""
        return self._slug

    @property
    def path(self) -> str:
        """The file, relative to the site's root."""
        return self._path

    def placed(self, slug: str, path: str) -> Entry:
        """This entry with the file that it came from; no field, as the file's text cannot say it."""
        self._slug, self._path = slug, path
        return self

    @property
    def first_slug(self) -> str:
        """The slug under which it was first published."""
        return self.id or next(iter(self.former_slugs), self.slug)

    @property
    def former_slugs(self) -> tuple[str, ...]:
        """The slugs that it had before, the oldest first."""
        return tuple(alias for alias in self.aliases if not is_path(alias))

    @property
    def version(self) -> int:
        """1 is the first publication; each update makes the next."""
        return len(self.updates) + 1

    @property
    def changed(self) -> PartialDate | None:
        """When it last really changed: the last update, else the first publication."""
        if self.withdrawn is not None:
            return self.withdrawn.at
        return self.updates[-1].at if self.updates else self.published

    def credits(self, field: Literal["authors", "contributors"]) -> tuple[Credit, ...]:
        """Its authors or contributors; of an id, a credit that says nothing else."""
        people: tuple[Credit | str, ...] = getattr(self, field)
        return tuple(Credit(person=one) if isinstance(one, str) else one for one in people)

    def sources_in_order(self) -> tuple[str, ...]:
        """The ids of its sources as they are numbered: by their first citation, then those that nothing cites."""
        cited: list[str] = []
        for points, table in ((self.background, None), *((one.points, one.table) for one in self.sections)):
            both: Iterator[SubPoint] = (one for point in points for one in (point, *point.points))
            for one in both:
                cited += (*one.sources, *(one.outcome.sources if one.outcome else ()))
            if table is not None:
                cited += (*table.sources, *(source for row in table.rows for source in row.sources))
        listed = [source.id for source in self.sources]
        known = set(listed)
        return tuple(source for source in dict.fromkeys((*cited, *listed)) if source in known)

    def points(self) -> tuple[PlacedPoint, ...]:
        """Every point and sub-point in reading order."""
        return self._points

    @cached_property
    def values(self) -> Values:
        """Every value. Cached, as a dozen checks ask for them."""
        return walk(self)

    @cached_property
    def _points(self) -> tuple[PlacedPoint, ...]:
        """Cached, as a dozen checks ask for them."""
        lists: list[tuple[Pointer, Section | None, tuple[Point, ...]]] = [(("background",), None, self.background)]
        lists += ((("sections", number, "points"), each, each.points) for number, each in enumerate(self.sections))
        placed = []
        for pointer, section, points in lists:
            for number, point in enumerate(points):
                placed.append(PlacedPoint((*pointer, number), section, point, None))
                for below, sub_point in enumerate(point.points):
                    placed.append(PlacedPoint((*pointer, number, "points", below), section, sub_point, point))
        return tuple(placed)


class PlacedPoint(NamedTuple):
    """A point and its place in the entry."""

    pointer: Pointer
    section: Section | None
    """None for a point of the background."""
    point: SubPoint
    above: Point | None
    """For a sub-point: its point."""

    @property
    def when(self) -> PartialDate | Span | None:
        """When what it tells happened; a point without a date has that of its section."""
        inherited = self.section.when if self.section is not None and self.above is None else None
        return self.point.when or inherited
