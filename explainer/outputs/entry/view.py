"""Makes the view of an entry's page: everything that it shows, ready to be placed."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from explainer.history.whats_new import WhatsNew
from explainer.model import Entry, Update
from explainer.model.summary import UpdateSummary
from explainer.outputs.base import ENTRIES, heading, moment, safe_url
from explainer.outputs.context import Citing, Name, RenderContext
from explainer.outputs.dependencies import Day
from explainer.outputs.drawing.bars import Bar, share_bar
from explainer.outputs.entry.points import Points
from explainer.outputs.entry.timelines import entry_timeline
from explainer.outputs.entry.whats_new import corrections, whats_new_view
from explainer.outputs.views import EntryView, Link, SectionView, UpdateView
from explainer.text.inline import to_html
from explainer.text.language import Language

_SHARES_FROM = 3
"""Outlets. With fewer, a chart of who is cited says nothing that the list of sources does not."""


def view(entry: Entry, context: RenderContext, address: str, whats_new: WhatsNew, newest: Entry) -> EntryView:
    """Everything that the page of an entry shows; `address` is that of the page.

    For a version of the past, `newest` is another entry than `entry`: the version of today.
    """
    language = context.languages[entry.language]
    views = Points(entry, context, language, address, whats_new.ages, corrections(entry, newest, address, language))
    background = tuple(map(views.point, entry.background))
    sections = tuple(_sections(entry, views))
    topics = tuple(
        Link(context.name_of_topic(topic, language), f"topics/{topic}/")
        for topic in entry.topics
        if topic in context.topics
    )
    before, after = (_link_or_none(slug, context, language) for slug in context.neighbours.get(entry.slug) or ("", ""))
    return EntryView(
        entry=entry,
        topics=topics,
        authors=tuple(_author(person, context, language) for person in entry.authors if person in context.people),
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
        sources=views.sources(),
        updates=tuple(update_view(one, number, language) for number, one in [*enumerate(entry.updates, 2)][::-1]),
        related=tuple(
            entry_link(context.names[slug], context, language) for slug in entry.related if slug in context.names
        ),
        translations=tuple(_translations(entry, context)),
        translation_behind=_behind(entry, context),
        original=_link_or_none(entry.translation_of, context, language),
        caption=to_html(entry.image.caption) if entry.image and entry.image.caption else None,
        credit=to_html(entry.credit) if entry.credit else None,
        picture=context.picture(entry),
        timeline=entry_timeline(entry, language, context.today),
        shares=_shares(entry, views),
        before=before,
        after=after,
        topic=next((topic.text for topic in topics), ""),
        withdrawn=language.date(entry.withdrawn.at) if entry.withdrawn else "",
        withdrawn_reason=to_html(entry.withdrawn.reason) if entry.withdrawn and entry.withdrawn.reason else None,
        replaced_by=_link_or_none(entry.withdrawn.replaced_by if entry.withdrawn else None, context, language),
        notice="" if entry.status == "withdrawn" else _notice(entry, context.today),
        whats_new=whats_new_view(entry, whats_new, address, language) if entry is newest else None,
    )


def entry_link(entry: Entry | Name | Citing, context: RenderContext, language: Language) -> Link:
    """A link to an entry by its title."""
    other = context.languages[entry.language]
    return Link(entry.title, f"{ENTRIES}/{entry.slug}/", None if other is language else other)


def _sections(entry: Entry, views: Points) -> list[SectionView]:
    ids: dict[str, int] = {}
    made = []
    for section in entry.sections:
        ids[section.kind] = ids.get(section.kind, 0) + 1
        number = ids[section.kind]
        # Our own anchors have an underscore; the ids of points cannot have one.
        anchor = f"{section.kind}_{number}" if section.kind == "question" or number > 1 else section.kind
        title = section.heading or views.language(f"section_{section.kind}")
        points = tuple(map(views.point, section.points))
        empty = to_html(section.empty) if section.empty and not points else None
        made.append(SectionView(anchor, section.kind, heading(title), points, empty))
    return made


def _author(person: str, context: RenderContext, language: Language) -> Link:
    return Link(context.name_of_person(person, language), safe_url(context.people[person].url) or "")


def update_view(update: Update | UpdateSummary, version: int, language: Language) -> UpdateView:
    """The public note of an entry's update, and the version that it made."""
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
        version,
    )


def _translations(entry: Entry, context: RenderContext) -> list[Link]:
    """The same explainer in other languages: the original, its translations, and the translations beside this one."""
    family = [context.names[slug] for slug in context.families.get(entry.translation_of or entry.slug) or ()]
    return [
        Link(context.languages[other.language].name, f"{ENTRIES}/{other.slug}/", context.languages[other.language])
        for other in sorted(family, key=lambda other: other.language)
        if other.slug != entry.slug
    ]


def _behind(entry: Entry, context: RenderContext) -> int:
    original = context.summaries.get(entry.translation_of or "")
    return max(0, original.version - (entry.translated_from_version or 1)) if original else 0


def _link_or_none(slug: str | None, context: RenderContext, language: Language) -> Link | None:
    other = context.names.get(slug or "")
    return entry_link(other, context, language) if other else None


def _notice(entry: Entry, today: Day) -> str:
    if entry.status == "draft":
        return "draft"
    return "embargoed" if entry.published is None or entry.published.first > today else ""


def _shares(entry: Entry, views: Points) -> Markup | None:
    """How many points rest on each outlet; None where there are few."""
    outlets = {source.id: source.publisher or source.via or "" for source in entry.sources}
    counts: Counter[str] = Counter()
    for _, _, point, _ in entry.points():
        counts.update({outlets[one] for one in point.sources if one in outlets})
    bars = [
        Bar(outlet.text, count, outlet.target)
        for one, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (outlet := views.publisher(one)) is not None
    ]
    return share_bar(bars, views.language) if len(bars) >= _SHARES_FROM else None
