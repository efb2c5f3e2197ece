"""The views of points and of their sources: citations are numbered, dates and links ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup

from explainer.history.whats_new import ChangeInfo
from explainer.model import Entry, Image, Media, Outcome, Point, Quotation, Source, SubPoint, Table
from explainer.model.point import NO_REASON
from explainer.model.summary import OutcomeSummary, PredictionSummary
from explainer.outputs.base import Day, Link, linker
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.figures import FigureView, MediaView, TableView, figure_view, media_views, table_view
from explainer.outputs.entry.sources import Backlink, SourceView, source_view
from explainer.outputs.targets import Dead, robust_links
from explainer.text.inline import to_html
from explainer.text.language import Language


class Citation(NamedTuple):
    """A numbered link from a point to a source."""

    number: int
    source: str
    """The source's id."""
    anchor: str
    """The citation's own anchor, for the backlink."""
    label: str
    """For screen readers: the source's publisher and title."""
    unnamed: str
    """The mark of a source that is not named; empty for others."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The outcome of a prediction."""

    result: str
    """The model's word, for styles: `happened`."""
    word: str
    date: str
    day: str
    """ISO 8601, for `<time>`."""
    html: Markup
    citations: tuple[Citation, ...]


class QuotationView(NamedTuple):
    """Somebody's own words."""

    html: Markup
    speaker: str
    role: str
    language: Language | None
    """That of the words, where it is not the page's."""


class PointView(NamedTuple):
    """One claim."""

    id: str | None
    html: Markup
    """Empty where a quotation says it all."""
    quotation: QuotationView | None
    status: str
    """The model's word, for styles: `claimed`."""
    status_word: str
    """The label of the status; empty for what is confirmed."""
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
    """None if it is unchanged since the first publication."""
    corrections: tuple[Link, ...]
    """Its corrections and clarifications, with links to the notes."""
    figure: FigureView | None
    media: tuple[MediaView, ...]


@dataclass(slots=True)
class Points:
    """Makes the views of an entry's points, with the numbers of its sources and the ways back from these."""

    entry: Entry
    context: RenderContext
    language: Language
    address: str
    """That of the page."""
    ages: Mapping[str, ChangeInfo]
    corrections: Mapping[str, tuple[Link, ...]]
    page: str = ""
    """The address of the page that has the list of sources, if it is another."""
    links: Mapping[str, str] = field(init=False)
    """Where links to sources lead, by id."""
    _sources: dict[str, Source] = field(init=False)
    _numbers: dict[str, int] = field(init=False)
    _dead: Dead = field(init=False)
    _backlinks: dict[str, list[Backlink]] = field(default_factory=dict)
    _publishers: dict[str, Link | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sources = {source.id: source for source in self.entry.sources}
        self._numbers = {source: number for number, source in enumerate(self.entry.sources_in_order(), 1)}
        self._dead = self.context.dead_in(self.entry.slug)
        self.links = robust_links(self.entry.sources, self._dead, self.page)

    def point(self, point: SubPoint) -> PointView:
        """The view of a point. Call it in reading order, because it counts the places at which a source is cited."""
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
            self.links,
            self.figure(point.image),
            self.media(point.media),
        )

    def figure(self, image: Image | None) -> FigureView | None:
        """A picture with the words under it."""
        return figure_view(image, self.context, self.language, self.links)

    def media(self, media: tuple[Media, ...]) -> tuple[MediaView, ...]:
        """Links to media elsewhere."""
        return media_views(media, self.language, self.publisher)

    def table(self, table: Table | None, ident: str) -> TableView | None:
        """A table. Call it in reading order, too."""
        return table_view(table, ident, self.links, self._cite) if table else None

    def sources(self) -> tuple[SourceView, ...]:
        """The list of sources, once all points have views; uncited ones come last."""
        return tuple(
            source_view(
                self._sources[source],
                number,
                tuple(self._backlinks.get(source, ())),
                self.publisher,
                self._dead,
                self.context,
                self.language,
            )
            for source, number in self._numbers.items()
        )

    def publisher(self, publisher: str) -> Link | None:
        """A known publisher: its name, and the relative URL of its page, if it has one."""
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
        number = self._numbers[source]
        backlinks = self._backlinks.setdefault(source, [])
        place = len(backlinks) + 1
        anchor = f"cite_{source}_{place}"
        backlinks.append(Backlink(anchor, place, self.language("back_to_text", number=number, place=place)))
        record = self._sources[source]
        publisher = self.publisher(record.publisher or record.via or "")
        name = f"{publisher.text}: {record.title}" if publisher else record.title
        unnamed = self.language("cite_anonymous") if record.anonymous else ""
        return Citation(number, source, anchor, self.language("cite_label", number=number, source=name), unnamed)


def point_view(  # noqa: PLR0917 - the point, then its surroundings
    point: SubPoint | PredictionSummary,
    language: Language,
    today: Day,
    citations: tuple[Citation, ...] = (),
    outcome_citations: tuple[Citation, ...] = (),
    below: tuple[PointView, ...] = (),
    age: ChangeInfo | None = None,
    corrections: tuple[Link, ...] = (),
    links: Mapping[str, str] = MappingProxyType({}),
    figure: FigureView | None = None,
    media: tuple[MediaView, ...] = (),
) -> PointView:
    """The view of a point; lists outside its entry show it without citations, sub-points and notes.

    `links` says where links to sources lead.
    """
    when, expected, outcome = point.when, point.expected, point.outcome
    return PointView(
        id=point.id,
        html=to_html(point.text or "", links),
        quotation=_quotation(point.quotation, language, links) if point.quotation else None,
        status=point.status,
        status_word="" if point.status == "confirmed" else language(f"status_{point.status}"),
        date=language.minute(when) if when else "",
        day=when.iso if when else "",
        expected=language.minute(expected) if expected else "",
        expected_day=expected.iso if expected else "",
        overdue=expected is not None and outcome is None and expected.last < today,
        no_date=_no_date(point, language),
        outcome=_outcome(outcome, language, outcome_citations, links) if outcome else None,
        unsourced=point.unsourced or "",
        citations=citations,
        points=below,
        age=age,
        corrections=corrections,
        figure=figure,
        media=media,
    )


def _quotation(quotation: Quotation, language: Language, links: Mapping[str, str]) -> QuotationView:
    tag = quotation.language
    foreign = Language(tag, "", {}, {}) if tag is not None and tag != language.tag else None
    return QuotationView(to_html(quotation.text, links), quotation.speaker or "", quotation.role or "", foreign)


def _no_date(point: SubPoint | PredictionSummary, language: Language) -> str:
    word = language("no_date").strip()
    if point.no_date in (None, NO_REASON):
        return word if point.no_date else ""
    return f"{language('no_date')}: {point.no_date}"


def _outcome(
    outcome: Outcome | OutcomeSummary, language: Language, citations: tuple[Citation, ...], links: Mapping[str, str]
) -> OutcomeView:
    return OutcomeView(
        outcome.result,
        language(f"result_{outcome.result}"),
        language.minute(outcome.on) if outcome.on else "",
        outcome.on.iso if outcome.on else "",
        to_html(outcome.text or "", links),
        citations,
    )
