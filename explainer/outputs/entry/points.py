"""Makes the views of points and of their sources: numbers the citations, writes the dates, finds the links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.history.whats_new import ChangeInfo
from explainer.model import Entry, Outcome, PartialDate, Point, Source, SubPoint
from explainer.model.summary import OutcomeSummary, PredictionSummary
from explainer.outputs.base import Day, Link, linker, safe_url
from explainer.outputs.context import RenderContext
from explainer.text.inline import to_html
from explainer.text.language import Language


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


_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]+)(?:/|\Z)")
"""The host of an address that is written as nearly all are."""


@dataclass(slots=True)
class Points:
    """Makes the views of a text's points, and numbers its sources in the order in which a reader meets them."""

    entry: Entry
    context: RenderContext
    language: Language
    address: str
    """That of the page."""
    ages: Mapping[str, ChangeInfo]
    corrections: Mapping[str, tuple[Link, ...]]
    _sources: dict[str, Source] = field(init=False)
    _numbers: dict[str, int] = field(default_factory=dict)
    _backlinks: dict[str, list[Backlink]] = field(default_factory=dict)
    _publishers: dict[str, Link | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sources = {source.id: source for source in self.entry.sources}

    def point(self, point: SubPoint) -> PointView:
        """A point of the text; they must be asked for in the order of reading."""
        citations = self._cite(point.sources)
        outcome_citations = self._cite(point.outcome.sources) if point.outcome else ()
        ident = point.id or ""
        return point_view(
            point,
            self.language,
            self.context.today,
            citations,
            outcome_citations,
            tuple(map(self.point, point.points)) if isinstance(point, Point) else (),
            self.ages.get(ident),
            self.corrections.get(ident, ()),
        )

    def sources(self) -> tuple[SourceView, ...]:
        """The list of sources, once all points are made; those that no point names come last."""
        for source in self._sources:
            self._numbers.setdefault(source, len(self._numbers) + 1)
        return tuple(self._source(self._sources[source], number) for source, number in self._numbers.items())

    def publisher(self, publisher: str) -> Link | None:
        """A publisher that the site knows: its name, and the way from this page to its own, where it has one."""
        if publisher not in self._publishers:
            self._publishers[publisher] = self._publisher(publisher)
        return self._publishers[publisher]

    def _publisher(self, publisher: str) -> Link | None:
        if publisher not in self.context.publishers:
            return None
        target = linker(self.address)(f"sources/{publisher}/") if publisher in self.context.cited else ""
        return Link(self.context.name_of_publisher(publisher, self.language), target)

    def _cite(self, ids: tuple[str, ...]) -> tuple[Citation, ...]:
        return tuple(self._citation(source) for source in dict.fromkeys(ids) if source in self._sources)

    def _citation(self, source: str) -> Citation:
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        backlinks = self._backlinks.setdefault(source, [])
        place = len(backlinks) + 1
        anchor = f"cite_{source}_{place}"
        backlinks.append(Backlink(anchor, place, self.language("back_to_text", number=number, place=place)))
        record = self._sources[source]
        publisher = self.publisher(record.publisher or record.via or "")
        name = f"{publisher.text}: {record.title}" if publisher else record.title
        return Citation(number, source, anchor, self.language("cite_label", number=number, source=name))

    def _source(self, source: Source, number: int) -> SourceView:
        language, known = self.language, self.context.publishers
        publisher = known.get(source.publisher) if source.publisher else None
        tag = source.language or (publisher.language if publisher else None)
        foreign = tag is not None and tag.split("-")[0] != language.tag.split("-")[0]
        url = safe_url(source.url)
        return SourceView(
            id=source.id,
            number=number,
            type_word=language(f"source_{source.type}"),
            title=source.title,
            title_language=self.context.languages.get(tag) if foreign and tag else None,
            url=url,
            host=_host(url) if url else "",
            publisher=self.publisher(source.publisher) if source.publisher else None,
            via=self.publisher(source.via) if source.via else None,
            author=source.author or "",
            date=language.date(source.published) if source.published else "",
            day=source.published.text[:10] if source.published else "",
            language_name=language.name_of(tag) if foreign and tag else "",
            state_owned=bool(publisher and publisher.state_owned),
            anonymous=source.anonymous.description if source.anonymous else "",
            reason=(source.anonymous.reason or "") if source.anonymous else "",
            archive_url=safe_url(source.archive_url),
            archived=language.date(source.archived_at) if source.archived_at else "",
            accessed=language("accessed", date=language.date(source.accessed)) if source.accessed else "",
            backlinks=tuple(self._backlinks.get(source.id, ())),
        )


def point_view(  # noqa: PLR0917 - what it is, then what stands beside it
    point: SubPoint | PredictionSummary,
    language: Language,
    today: Day,
    citations: tuple[Citation, ...] = (),
    outcome_citations: tuple[Citation, ...] = (),
    below: tuple[PointView, ...] = (),
    age: ChangeInfo | None = None,
    corrections: tuple[Link, ...] = (),
) -> PointView:
    """A point as readers see it; lists outside its entry leave out what belongs to its place there."""
    when, expected, outcome = point.when, point.expected, point.outcome
    return PointView(
        id=point.id,
        html=to_html(point.text),
        status=point.status,
        status_word="" if point.status == "confirmed" else language(f"status_{point.status}"),
        date=language.date(when) if when else "",
        day=when.text[:10] if isinstance(when, PartialDate) else "",
        expected=language.date(expected) if expected else "",
        expected_day=expected.text[:10] if expected else "",
        overdue=expected is not None and outcome is None and expected.last < today,
        no_date=point.no_date or "",
        outcome=_outcome(outcome, language, outcome_citations) if outcome else None,
        unsourced=point.unsourced or "",
        citations=citations,
        points=below,
        age=age,
        corrections=corrections,
    )


def _outcome(outcome: Outcome | OutcomeSummary, language: Language, citations: tuple[Citation, ...]) -> OutcomeView:
    return OutcomeView(
        outcome.result,
        language(f"result_{outcome.result}"),
        language.date(outcome.on),
        outcome.on.text if outcome.on.precision != "minute" else outcome.on.first.isoformat(),
        to_html(outcome.text),
        citations,
    )


def _host(url: str) -> str:
    plain = _HOST.match(url)
    return plain[1] if plain else (urlsplit(url).hostname or "").removeprefix("www.")
