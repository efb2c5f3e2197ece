"""Makes the view of an entry's page: numbers the citations, writes the dates, finds the links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.drawing.bars import Bar, share_bar
from explainer.history.news import Age, News
from explainer.inline import to_html
from explainer.language import Language
from explainer.model import Entry, PartialDate, Point, Source, SubPoint
from explainer.model.brief import Brief, Outlook
from explainer.outputs.base import ENTRIES, heading, linker, moment, safe_url
from explainer.outputs.news import corrections, news_view
from explainer.outputs.press import Press
from explainer.outputs.timelines import entry_timeline
from explainer.outputs.views import (
    Citation,
    EntryView,
    Link,
    OutcomeView,
    PointView,
    SectionView,
    SourceView,
    UpdateView,
)

_SHARES_FROM = 3
"""Outlets. With fewer, a chart of who is cited says nothing that the list of sources does not."""


@dataclass(slots=True)
class _Text:
    """What the points of a text need to know. Numbers sources in the order in which a reader meets them."""

    sources: dict[str, Source]
    press: Press
    language: Language
    ages: Mapping[str, Age]
    corrections: Mapping[str, tuple[Link, ...]]
    numbers: dict[str, int] = field(default_factory=dict)
    backlinks: dict[str, list[str]] = field(default_factory=dict)

    def cite(self, ids: tuple[str, ...]) -> tuple[Citation, ...]:
        return tuple(self._cite(source) for source in dict.fromkeys(ids) if source in self.sources)

    def _cite(self, source: str) -> Citation:
        number = self.numbers.setdefault(source, len(self.numbers) + 1)
        anchors = self.backlinks.setdefault(source, [])
        anchor = f"cite_{source}_{len(anchors) + 1}"
        anchors.append(anchor)
        record = self.sources[source]
        publisher = record.publisher or record.via
        known = publisher is not None and publisher in self.press.site.publishers
        names = [self.press.name_of_publisher(publisher, self.language)] if publisher and known else []
        label = self.language("cite_label", number=number, source=": ".join([*names, record.title]))
        return Citation(number, source, anchor, label)


def view(entry: Entry, press: Press, address: str, news: News, newest: Entry) -> EntryView:
    """Everything that the page of an entry shows; `address` is that of the page.

    For a version of the past, `newest` is another entry than `entry`: the version of today.
    """
    language = press.languages[entry.language]
    sources = {source.id: source for source in entry.sources}
    cited = _Text(sources, press, language, news.ages, corrections(entry, newest, address, language))
    background = tuple(_point(point, cited) for point in entry.background)
    sections = tuple(_sections(entry, cited))
    for source in entry.sources:  # what no point names is listed last
        cited.numbers.setdefault(source.id, len(cited.numbers) + 1)
    topics = tuple(
        Link(press.name_of_topic(topic, language), f"topics/{topic}/")
        for topic in entry.topics
        if topic in press.site.topics
    )
    before, after = (_link_or_none(slug, press, language) for slug in press.neighbours.get(entry.slug, ("", "")))
    return EntryView(
        entry=entry,
        topics=topics,
        authors=tuple(_author(person, press, language) for person in entry.authors if person in press.site.people),
        contributors=tuple(
            language(
                "contributor_from" if one.place else "contributor",
                name=one.name,
                role=one.role,
                place=one.place or "",
            )
            for one in entry.contributors
        ),
        published=language.minute(entry.published) if entry.published else "",
        published_day=entry.published.first.isoformat() if entry.published else "",
        changed=language.minute(entry.changed) if entry.changed and entry.updates else "",
        changed_day=entry.changed.first.isoformat() if entry.changed and entry.updates else "",
        as_of=language.date(entry.as_of) if entry.as_of else "",
        key_points=tuple(to_html(text) for text in entry.key_points),
        background=background,
        sections=sections,
        sources=tuple(
            _source(cited.sources[source], number, tuple(cited.backlinks.get(source, ())), press, language)
            for source, number in sorted(cited.numbers.items(), key=lambda item: item[1])
        ),
        updates=tuple(reversed([update_view(entry, number, language) for number in range(len(entry.updates))])),
        related=tuple(
            entry_link(press.by_slug[slug], press, language) for slug in entry.related if slug in press.by_slug
        ),
        translations=tuple(_translations(entry, press)),
        translation_behind=_behind(entry, press),
        original=_link_or_none(entry.translation_of, press, language),
        caption=to_html(entry.image.caption) if entry.image and entry.image.caption else None,
        credit=to_html(entry.credit) if entry.credit else None,
        picture=press.picture(entry),
        timeline=entry_timeline(entry, language, press.today),
        shares=_shares(entry, press, language, address),
        before=before,
        after=after,
        topic=next((topic.text for topic in topics), ""),
        withdrawn=language.date(entry.withdrawn.at) if entry.withdrawn else "",
        withdrawn_reason=to_html(entry.withdrawn.reason) if entry.withdrawn and entry.withdrawn.reason else None,
        replaced_by=_link_or_none(entry.withdrawn.replaced_by if entry.withdrawn else None, press, language),
        notice="" if entry.status == "withdrawn" else _notice(entry, press.today),
        news=news_view(entry, news, address, language) if entry is newest else None,
    )


def entry_link(entry: Entry | Brief, press: Press, language: Language) -> Link:
    """A link to an entry by its title."""
    other = press.languages[entry.language]
    return Link(entry.title, f"{ENTRIES}/{entry.slug}/", None if other is language else other)


def outlook_point(point: Outlook, language: Language, today: date) -> PointView:
    """A point as lists outside its entry show it: without what belongs to its place there."""
    return _point_view(point, language, today)


def _sections(entry: Entry, cited: _Text) -> list[SectionView]:
    ids: dict[str, int] = {}
    made = []
    for section in entry.sections:
        ids[section.kind] = ids.get(section.kind, 0) + 1
        number = ids[section.kind]
        # Our own anchors have an underscore; the ids of points cannot have one.
        anchor = f"{section.kind}_{number}" if section.kind == "question" or number > 1 else section.kind
        title = section.heading or cited.language(f"section_{section.kind}")
        points = tuple(_point(point, cited) for point in section.points)
        empty = to_html(section.empty) if section.empty and not points else None
        made.append(SectionView(anchor, section.kind, heading(title), points, empty))
    return made


def _point(point: SubPoint, cited: _Text) -> PointView:
    citations = cited.cite(point.sources)
    outcome_citations = cited.cite(point.outcome.sources) if point.outcome else ()
    below = tuple(_point(sub, cited) for sub in point.points) if isinstance(point, Point) else ()
    made = _point_view(point, cited.language, cited.press.today, citations, outcome_citations, below)
    ident = point.id or ""
    return replace(made, age=cited.ages.get(ident), corrections=cited.corrections.get(ident, ()))


def _point_view(  # noqa: PLR0917 - what it is, then what stands beside it
    point: SubPoint | Outlook,
    language: Language,
    today: date,
    citations: tuple[Citation, ...] = (),
    outcome_citations: tuple[Citation, ...] = (),
    below: tuple[PointView, ...] = (),
) -> PointView:
    outcome = None
    if point.outcome is not None:
        outcome = OutcomeView(
            point.outcome.result,
            language(f"result_{point.outcome.result}"),
            language.date(point.outcome.on),
            point.outcome.on.text if point.outcome.on.precision != "minute" else point.outcome.on.first.isoformat(),
            to_html(point.outcome.text),
            outcome_citations,
        )
    return PointView(
        id=point.id,
        html=to_html(point.text),
        status=point.status,
        status_word="" if point.status == "confirmed" else language(f"status_{point.status}"),
        date=language.date(point.when) if point.when else "",
        day=point.when.text[:10] if isinstance(point.when, PartialDate) else "",
        expected=language.date(point.expected) if point.expected else "",
        expected_day=point.expected.text[:10] if point.expected else "",
        overdue=point.expected is not None and point.outcome is None and point.expected.last < today,
        no_date=point.no_date or "",
        outcome=outcome,
        unsourced=point.unsourced or "",
        citations=citations,
        points=below,
        age=None,
        corrections=(),
    )


def _source(source: Source, number: int, backlinks: tuple[str, ...], press: Press, language: Language) -> SourceView:
    publishers = press.site.publishers
    publisher = publishers.get(source.publisher) if source.publisher else None
    tag = source.language or (publisher.language if publisher else None)
    foreign = tag is not None and tag.split("-")[0] != language.tag.split("-")[0]
    url = safe_url(source.url)
    return SourceView(
        id=source.id,
        number=number,
        type_word=language(f"source_{source.type}"),
        title=source.title,
        title_language=press.languages.get(tag) if foreign and tag else None,
        url=url,
        host=(urlsplit(url).hostname or "").removeprefix("www.") if url else "",
        publisher=_publisher(source.publisher, press, language),
        via=_publisher(source.via, press, language),
        author=source.author or "",
        date=language.date(source.published) if source.published else "",
        day=source.published.text[:10] if source.published else "",
        language_name=language.name_of(tag) if foreign and tag else "",
        state_owned=bool(publisher and publisher.state_owned),
        anonymous=source.anonymous.description if source.anonymous else "",
        reason=(source.anonymous.reason or "") if source.anonymous else "",
        archive_url=safe_url(source.archive_url),
        archived=language.date(source.archived_at) if source.archived_at else "",
        accessed=language.date(source.accessed) if source.accessed else "",
        backlinks=backlinks,
    )


def _publisher(publisher: str | None, press: Press, language: Language) -> Link | None:
    if publisher is None or publisher not in press.site.publishers:
        return None
    target = f"sources/{publisher}/" if publisher in press.cited else ""
    return Link(press.name_of_publisher(publisher, language), target)


def _author(person: str, press: Press, language: Language) -> Link:
    return Link(press.name_of_person(person, language), safe_url(press.site.people[person].url) or "")


def update_view(entry: Entry | Brief, number: int, language: Language) -> UpdateView:
    """The public note of an entry's update; `number` counts from 0."""
    update = entry.updates[number]
    return UpdateView(
        update.type,
        language(f"update_{update.type}"),
        language.minute(update.at),
        update.at.first.isoformat(),
        moment(update.at),
        to_html(update.note),
        to_html(update.was) if update.was else None,
        to_html(update.now) if update.now else None,
        update.point,
        number + 2,
    )


def _translations(entry: Entry, press: Press) -> list[Link]:
    """The same explainer in other languages: the original, its translations, and the translations beside this one."""
    family = [press.by_slug[slug] for slug in press.families.get(entry.translation_of or entry.slug, ())]
    return [
        Link(press.languages[other.language].name, f"{ENTRIES}/{other.slug}/", press.languages[other.language])
        for other in sorted(family, key=lambda other: other.language)
        if other.slug != entry.slug
    ]


def _behind(entry: Entry, press: Press) -> int:
    original = press.by_slug.get(entry.translation_of or "")
    return max(0, original.version - (entry.translated_from_version or 1)) if original else 0


def _link_or_none(slug: str | None, press: Press, language: Language) -> Link | None:
    other = press.by_slug.get(slug or "")
    return entry_link(other, press, language) if other else None


def _notice(entry: Entry, today: date) -> str:
    if entry.status == "draft":
        return "draft"
    return "embargoed" if entry.published is None or entry.published.first > today else ""


def _shares(entry: Entry, press: Press, language: Language, address: str) -> Markup | None:
    """How many points rest on each outlet; None where there is only one."""
    counts: Counter[str] = Counter()
    sources = {source.id: source for source in entry.sources}
    for _, _, point, _ in entry.points():
        outlets = {sources[one].publisher or sources[one].via or "" for one in point.sources if one in sources}
        counts.update(outlet for outlet in outlets if outlet in press.site.publishers)
    if len(counts) < _SHARES_FROM:
        return None
    to = linker(address)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    bars = [Bar(press.name_of_publisher(one, language), count, to(f"sources/{one}/")) for one, count in ordered]
    return share_bar(bars, language)
