"""The view of an entry's page: every word, date and link ready, so that templates only place them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from explainer.history.whats_new import WhatsNew
from explainer.model import EXPECTED_KINDS, Entry, Section
from explainer.outputs.base import ENTRIES, Day, Link, heading, linker, section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.drawing.svg import Bar, share_bar
from explainer.outputs.drawing.timeline import TimelineView, entry_timeline
from explainer.outputs.entry.credits import AboutView, AuthorView, RoleView, about, authors, contributors
from explainer.outputs.entry.elsewhere import ElsewhereView, first_published, related
from explainer.outputs.entry.figures import FigureView, MediaView, TableView
from explainer.outputs.entry.points import Points, PointView
from explainer.outputs.entry.returning import WhatsNewView, whats_new_view
from explainer.outputs.entry.sources import SourceView
from explainer.outputs.entry.versions import UpdateView, update_view
from explainer.outputs.targets import source_links
from explainer.text.inline import to_html
from explainer.text.language import Language


class NoteView(NamedTuple):
    """What the newsroom says about the explainer or a section."""

    kind: str
    """The model's word, for styles: `method`."""
    word: str
    """Empty below another of its kind."""
    html: Markup


@dataclass(frozen=True, slots=True)
class SectionView:
    """One question and its answers."""

    id: str
    kind: str
    heading: Markup
    date: str
    """When it happened, where the heading does not say so."""
    day: str
    """ISO 8601, for `<time>`."""
    is_own_heading: bool
    """Whether the editor wrote it, so that readers search it; the usual one is on every page."""
    figure: FigureView | None
    points: tuple[PointView, ...]
    table: TableView | None
    media: tuple[MediaView, ...]
    empty: Markup | None
    notes: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class EntryView:
    """The page of an entry."""

    entry: Entry
    topics: tuple[Link, ...]
    authors: tuple[AuthorView, ...]
    contributors: tuple[RoleView, ...]
    people: tuple[AboutView, ...]
    """What is known of those who made it."""
    published: str
    published_day: str
    changed: str
    changed_day: str
    first: ElsewhereView | None
    """Where it came out first."""
    as_of: str
    key_points: tuple[Markup, ...]
    background: tuple[PointView, ...]
    sections: tuple[SectionView, ...]
    omits: tuple[str, ...]
    """The usual headings of the sections that it leaves out."""
    notes: tuple[NoteView, ...]
    sources: tuple[SourceView, ...]
    updates: tuple[UpdateView, ...]
    """Newest first."""
    related: tuple[Link | ElsewhereView, ...]
    translations: tuple[Link, ...]
    translation_behind: int
    """How many versions the original is ahead."""
    original: Link | None
    credit: Markup | None
    figure: FigureView
    """The picture or the cover."""
    media: tuple[MediaView, ...]
    timeline: TimelineView | None
    """The points' own dates."""
    shares: Markup | None
    """A chart of the cited publishers."""
    before: Link | None
    """The previous entry in its first topic."""
    after: Link | None
    topic: str
    """The name of its first topic."""
    withdrawn: str
    withdrawn_reason: Markup | None
    replaced_by: Link | None
    notice: str
    """`draft` or `embargoed`, in the preview; else empty."""
    whats_new: WhatsNewView | None


_SHARES_FROM = 3
"""Publishers. With fewer, a chart says nothing that the list of sources does not."""


def view(entry: Entry, context: RenderContext, address: str, whats_new: WhatsNew, newest: Entry) -> EntryView:
    """Everything that the page of an entry shows; `address` is that of the page.

    For an old version, `newest` is the current version of the entry.
    """
    language = context.languages[entry.language]
    # An old version also shows what was corrected later, and its notes stand elsewhere.
    notes = "#update_" if entry is newest else linker(address)(f"{ENTRIES}/{newest.slug}/changes/#v")
    corrections = correction_links(entry, newest, notes, language)
    views = Points(entry, context, language, address, whats_new.ages, corrections)
    background = tuple(map(views.point, entry.background))
    sections = section_views(entry, views)
    topics = tuple(
        Link(context.name_of_topic(topic, language), f"topics/{topic}/")
        for topic in entry.topics
        if topic in context.topics
    )
    before, after = (link_or_none(slug, context, language) for slug in context.neighbours.get(entry.slug) or ("", ""))
    return EntryView(
        entry=entry,
        topics=topics,
        authors=authors(entry, context, language),
        contributors=contributors(entry, context, language),
        people=about(entry, context, language),
        published=language.minute(entry.published) if entry.published else "",
        published_day=entry.published.iso if entry.published else "",
        changed=language.minute(entry.changed) if entry.changed and entry.updates else "",
        changed_day=entry.changed.iso if entry.changed and entry.updates else "",
        first=first_published(entry, context, language),
        as_of=language.minute(entry.as_of) if entry.as_of else "",
        key_points=tuple(to_html(text, views.links) for text in entry.key_points),
        background=background,
        sections=sections,
        omits=tuple(language(f"section_{kind}") for kind in dict.fromkeys(entry.omits))
        if len({*entry.omits}) < len(EXPECTED_KINDS)
        else (),  # of a piece with questions of its own alone, readers miss nothing
        notes=_notes(entry, views),
        sources=views.sources(),
        updates=tuple(
            update_view(entry.updates[number - 2], number, language, views.links)
            for number in range(entry.version, 1, -1)
        ),
        related=tuple(related(entry, context, language)),
        translations=tuple(_translations(entry, context)),
        translation_behind=_behind(entry, context),
        original=link_or_none(entry.translation_of, context, language),
        credit=to_html(entry.credit, views.links) if entry.credit else None,
        figure=views.figure(entry.image) or _cover(entry, context),
        media=views.media(entry.media),
        timeline=entry_timeline(entry, language, context.today),
        shares=_shares(entry, views),
        before=before,
        after=after,
        topic=next((topic.text for topic in topics), ""),
        withdrawn=language.date(entry.withdrawn.at) if entry.withdrawn else "",
        withdrawn_reason=reason_of_withdrawal(entry, context),
        replaced_by=link_or_none(entry.withdrawn.replaced_by if entry.withdrawn else None, context, language),
        notice="" if entry.status == "withdrawn" else _notice(entry, context.today),
        whats_new=whats_new_view(entry, whats_new, address, language) if entry is newest else None,
    )


def _cover(entry: Entry, context: RenderContext) -> FigureView:
    return FigureView(context.cover(entry), (entry.image.alt if entry.image else None) or "", "", None, "", "", "")


def reason_of_withdrawal(entry: Entry, context: RenderContext) -> Markup | None:
    """Why it was withdrawn. Its page has no list of sources, so that only those with an address are linked."""
    reason = entry.withdrawn.reason if entry.withdrawn else None
    links = source_links(entry.sources, context.dead_in(entry.slug)) if reason else {}
    return to_html(reason, {name: url for name, url in links.items() if url[0] != "#"}) if reason else None


def section_views(entry: Entry, views: Points) -> tuple[SectionView, ...]:
    """The sections, each with an anchor of its own."""
    counts: Counter[str] = Counter()
    sections: list[SectionView] = []
    for section in entry.sections:
        counts[section.kind] += 1
        number = counts[section.kind]
        # Our own anchors have an underscore; the ids of points cannot have one.
        anchor = f"{section.kind}_{number}" if section.kind == "question" or number > 1 else section.kind
        date = views.language.minute(section.when) if section.when and section.heading else ""
        figure = views.figure(section.image)
        points = tuple(map(views.point, section.points))
        table = views.table(section.table, f"table_{len(sections) + 1}")
        empty = to_html(section.empty, views.links) if section.empty and not points and not table else None
        view = SectionView(
            id=anchor,
            kind=section.kind,
            heading=heading(section_title(section, views.language)),
            is_own_heading=section.heading is not None,
            date=date,
            day=section.when.iso if section.when else "",
            figure=figure,
            points=points,
            table=table,
            media=views.media(section.media),
            empty=empty,
            notes=_notes(section, views),
        )
        sections.append(view)
    return tuple(sections)


def _notes(place: Entry | Section, views: Points) -> tuple[NoteView, ...]:
    above = [None, *(note.kind for note in place.notes)]
    return tuple(
        NoteView(
            note.kind, views.language(f"note_{note.kind}") if note.kind != last else "", to_html(note.text, views.links)
        )
        for note, last in zip(place.notes, above, strict=False)
    )


def _translations(entry: Entry, context: RenderContext) -> list[Link]:
    """The same explainer in other languages. What it was translated from is told by itself, with its title."""
    family = [context.names[slug] for slug in context.families.get(entry.translation_of or entry.slug) or ()]
    return [
        Link(context.languages[name.language].name, f"{ENTRIES}/{name.slug}/", context.languages[name.language])
        for name in sorted(family, key=lambda name: name.language)
        if name.slug not in (entry.slug, entry.translation_of)
    ]


def _behind(entry: Entry, context: RenderContext) -> int:
    original = context.summaries.get(entry.translation_of or "")
    return max(0, original.version - (entry.translated_from_version or 1)) if original else 0


def link_or_none(slug: str | None, context: RenderContext, language: Language) -> Link | None:
    """A link to an entry by its title, if it has a page."""
    name = context.names.get(slug or "")
    return context.link_to(name, language) if name else None


def _notice(entry: Entry, today: Day) -> str:
    if entry.status == "draft":
        return "draft"
    return "embargoed" if entry.published is None or entry.published.first > today else ""


def _shares(entry: Entry, views: Points) -> Markup | None:
    """How many points cite each publisher; None if there are few.

    What was seen through another outlet counts for that outlet: five ministries in one paper are one newsroom's view.
    """
    publishers = {source.id: source.via or source.publisher or "" for source in entry.sources}
    counts: Counter[str] = Counter()
    through: dict[str, dict[str, None]] = defaultdict(dict)
    for _, _, point, _ in entry.points():
        counts.update({publishers[source] for source in point.sources if source in publishers})
    for source in entry.sources:
        original = views.publisher(source.publisher) if source.publisher else None
        if source.via and original and source.via != source.publisher:
            through[source.via][original.text] = None

    def note(publisher: str) -> str:
        names = ", ".join(through[publisher])
        return views.language("chart_through", publishers=names) if names else ""

    bars = [
        Bar(link.text, count, link.target, note(publisher))
        for publisher, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (link := views.publisher(publisher)) is not None
    ]
    return share_bar(bars, views.language) if len(bars) >= _SHARES_FROM else None


_MARKED = ("correction", "clarification")
"""The types of update that are marked at the point that they concern."""


def correction_links(entry: Entry, newest: Entry, notes: str, language: Language) -> Mapping[str, tuple[Link, ...]]:
    """By point: its corrections and clarifications, each with a link to its note; `notes` is how these links begin."""
    links: dict[str, tuple[Link, ...]] = {}
    for number, update in enumerate(newest.updates, 2):
        if update.point is not None and update.type in _MARKED:
            word = f"{update.type}_{'on' if number <= entry.version else 'later'}"
            link = Link(language(word, date=language.date(update.at)), f"{notes}{number}")
            links[update.point] = (*links.get(update.point, ()), link)
    return links
