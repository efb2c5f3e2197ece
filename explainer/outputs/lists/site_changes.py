"""What changed on the site: every update of an explainer, and every withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias

from explainer.model.summary import EntrySummary, UpdateSummary, WithdrawnSummary
from explainer.outputs.base import ENTRIES, Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.versions import UpdateView, update_view
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import Slice, paged
from explainer.outputs.plan import SitePlan
from explainer.text.inline import to_html
from explainer.text.language import Language

WITHDRAWN = "withdrawn_"
"""The anchor of a withdrawn entry's notice."""


@dataclass(frozen=True, slots=True)
class SiteChange:
    """An update of an entry, or its withdrawal."""

    entry: Link
    language: Language
    """The entry's own: its note is in that, while all around it is in the site's."""
    target: str
    """The address where the change is shown."""
    update: UpdateView

    @property
    def name(self) -> str:
        """The kind of change and the entry, in one line."""
        return f"{self.update.word}: {self.entry.text}"


_Change: TypeAlias = tuple[str, UpdateSummary | WithdrawnSummary, int]
"""The slug of an entry, what changed, and the version that this made."""


def site_changes(plan: SitePlan) -> Iterator[Task]:
    """Every change on the site, newest first."""
    for part in paged("changes/", newest_first(plan)):
        yield Task(part.address, _page, (part,))


def newest_first(plan: SitePlan) -> list[_Change]:
    """Every change by its moment, and of one moment by its version."""
    changes = [
        (moments[change[2] - 1], change[2], change[0], change)
        for entry in plan.entries
        for moments in (plan.context.moments(entry),)
        for change in _changes(entry)
    ]
    changes.sort(key=itemgetter(0, 1, 2), reverse=True)
    return [change for *_, change in changes]


def _changes(entry: EntrySummary) -> Iterator[_Change]:
    """An entry's updates; of a withdrawn one only that, for the rest has no page now."""
    if entry.status != "withdrawn":
        yield from ((entry.slug, update, version) for version, update in enumerate(entry.updates, 2))
    elif entry.withdrawn is not None:
        yield entry.slug, entry.withdrawn, entry.version + 1


def _page(part: Slice[_Change], context: RenderContext) -> Iterator[Artifact]:
    language, listed = context.language, [_view(*change, part.address, context) for change in part.items]
    page = context.page(
        part.address,
        "site_changes",
        title=language("changes"),
        description=language("site_changes_description"),
        part=part,
        feed=bool(context.site_info.url),
        listed=listed,
    )
    links = [Link(one.name, one.target) for one in listed]
    yield with_data(page, list_json(part.address, language("changes"), links, context))


def _view(
    slug: str, record: UpdateSummary | WithdrawnSummary, version: int, address: str, context: RenderContext
) -> SiteChange:
    name = context.names[slug]
    link, language = context.link_to(name, context.language), context.languages[name.language]
    if isinstance(record, WithdrawnSummary):
        withdrawal = _withdrawal(record, version, context.language, context.source_links(slug, address, record.reason))
        return SiteChange(link, language, f"{ENTRIES}/{slug}/#{WITHDRAWN}", withdrawal)
    sources = context.source_links(slug, address, record.note, record.was, record.now)
    update = update_view(record, version, context.language, sources)
    return SiteChange(link, language, f"{ENTRIES}/{slug}/changes/#v{version}", update)


def _withdrawal(
    withdrawn: WithdrawnSummary, version: int, language: Language, sources: Mapping[str, str]
) -> UpdateView:
    """A withdrawal as the note of a last update."""
    return UpdateView(
        "withdrawal",
        language("field_withdrawn"),
        language.minute(withdrawn.at),
        withdrawn.at.iso,
        to_html(withdrawn.reason or language("withdrawn_on", date=language.date(withdrawn.at)), sources),
        None,
        None,
        None,
        version,
    )
