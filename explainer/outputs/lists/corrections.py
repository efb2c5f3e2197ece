"""The site's record of its corrections and withdrawn entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from explainer.model.summary import UpdateSummary, WithdrawnSummary
from explainer.outputs.base import ENTRIES, Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.versions import update_view
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import PAGE, Slice, paged
from explainer.outputs.lists.site_changes import SiteChange, newest_first
from explainer.outputs.plan import SitePlan

Noted: TypeAlias = tuple[str, UpdateSummary, int]
"""The slug of an entry, a correction or clarification, and the version that it made."""
_Withdrawn: TypeAlias = tuple[str, WithdrawnSummary]
"""The slug of a withdrawn entry, and when and why it was withdrawn."""


def corrections(plan: SitePlan) -> Iterator[Task]:
    """Every correction and clarification, and every withdrawn entry, newest first."""
    noted = noted_in(plan)
    gone = (entry for entry in plan.entries if entry.status == "withdrawn")
    withdrawn = [(entry.slug, entry.withdrawn) for entry in gone if entry.withdrawn is not None]
    for part in paged("corrections/", noted):
        shown = withdrawn[:PAGE] if part.is_first else []
        more = len(withdrawn) if part.is_first and len(withdrawn) > PAGE else 0
        yield Task(part.address, _corrections, (part, shown, more))
    for section in paged("corrections/withdrawn/", withdrawn) if len(withdrawn) > PAGE else ():
        yield Task(section.address, _all_withdrawn, (section,))


def noted_in(plan: SitePlan) -> list[Noted]:
    """Every correction and clarification, newest first."""
    return [
        (slug, update, version)
        for slug, update, version in newest_first(plan)
        if isinstance(update, UpdateSummary) and update.type in ("correction", "clarification")
    ]


def _corrections(
    part: Slice[Noted], withdrawn: list[_Withdrawn], more_withdrawn: int, context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    listed = [correction_view(noted, part.address, context) for noted in part.items]
    page = context.page(
        part.address,
        "corrections",
        title=language("corrections"),
        description=language("corrections_description"),
        part=part,
        listed=listed,
        withdrawn=_withdrawn(withdrawn, context),
        more_withdrawn=more_withdrawn,
    )
    links = [Link(one.name, f"{one.entry.target}changes/#v{one.update.version}") for one in listed]
    yield with_data(page, list_json(part.address, language("corrections"), links, context))


def correction_view(noted: Noted, address: str, context: RenderContext) -> SiteChange:
    """A correction as it is shown on the page at an address."""
    slug, update, version = noted
    name = context.names[slug]
    language = context.languages[name.language]
    link = context.link_to(name, context.language)
    sources = context.source_links(slug, address, update.note, update.was, update.now)
    return SiteChange(link, language, _target(slug, update), update_view(update, version, context.language, sources))


def _all_withdrawn(part: Slice[_Withdrawn], context: RenderContext) -> Iterator[Artifact]:
    language, listed = context.language, _withdrawn(part.items, context)
    page = context.page(
        part.address,
        "all_withdrawn",
        title=language("withdrawn"),
        description=language("corrections_description"),
        part=part,
        listed=listed,
    )
    links, above = [link for link, _ in listed], [Link(language("corrections"), "corrections/")]
    yield with_data(page, list_json(part.address, language("withdrawn"), links, context, above=above))


def _withdrawn(entries: Sequence[_Withdrawn], context: RenderContext) -> list[tuple[Link, str]]:
    names = ((context.names[slug], withdrawn) for slug, withdrawn in entries)
    return [(context.link_to(name, context.language), context.language.date(withdrawn.at)) for name, withdrawn in names]


def _target(slug: str, update: UpdateSummary) -> str:
    """The point that an update corrects, else the entry."""
    return f"{ENTRIES}/{slug}/" + (f"#{update.point}" if update.point else "")
