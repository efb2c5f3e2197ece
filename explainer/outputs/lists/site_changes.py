"""What changed on the site: every update of an explainer, and every withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from explainer.model.summary import EntrySummary, UpdateSummary, WithdrawnSummary
from explainer.outputs.base import ENTRIES, Artifact, Job, instant, moment
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.view import entry_link, update_view
from explainer.outputs.lists.paging import Slice, paged
from explainer.outputs.views import Link, UpdateView
from explainer.text.inline import to_html
from explainer.text.language import Language

WITHDRAWN = "withdrawn_"
"""The anchor of a withdrawn entry's notice."""


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One line of the site's own record."""

    entry: Link
    language: Language
    target: str
    update: UpdateView


def site_changes(context: RenderContext) -> Iterator[Job]:
    """Every change on the site, newest first."""
    changes = [(entry, number) for entry in context.entries for number in range(_count(entry))]
    changes.sort(key=_order, reverse=True)
    for part in paged("changes/", changes, "{address}{number}/"):
        about = [(entry.slug, entry.title, entry.language, *_said(entry, number)) for entry, number in part.items]
        inputs = (part.number, part.newer, part.older, about)
        yield Job(part.address, inputs, partial(_page, part, context))


def _page(part: Slice[tuple[EntrySummary, int]], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        part.address,
        "site_changes",
        title=language("changes"),
        description=language("site_changes_description"),
        language=language,
        part=part,
        feed=bool(context.site_info.url),
        listed=[_change(entry, number, context) for entry, number in part.items],
    )


def _count(entry: EntrySummary) -> int:
    """How many changes are listed: an entry's updates; of a withdrawn one only that, for the rest has no page now."""
    return len(entry.updates) if entry.status != "withdrawn" else int(entry.withdrawn is not None)


def _said(entry: EntrySummary, number: int) -> tuple[UpdateSummary | WithdrawnSummary | None, int]:
    """What a change says, and the version that it made."""
    if entry.status == "withdrawn":
        return entry.withdrawn, entry.version + 1
    return entry.updates[number], number + 2


def _order(one: tuple[EntrySummary, int]) -> tuple[datetime, int, str]:
    said, version = _said(*one)
    return instant(said.at_ if said else None), version, one[0].slug


def _change(entry: EntrySummary, number: int, context: RenderContext) -> SiteChange:
    link, language = entry_link(entry, context, context.language), context.languages[entry.language]
    address = f"{ENTRIES}/{entry.slug}/"
    if entry.withdrawn is not None and entry.status == "withdrawn":
        return SiteChange(link, language, f"{address}#{WITHDRAWN}", _withdrawal(entry.withdrawn, entry, language))
    update = update_view(entry, number, language)
    return SiteChange(link, language, f"{address}changes/#v{update.version}", update)


def _withdrawal(withdrawn: WithdrawnSummary, entry: EntrySummary, language: Language) -> UpdateView:
    """A withdrawal as a note about a change, which it is: the last."""
    return UpdateView(
        "withdrawal",
        language("field_withdrawn"),
        language.minute(withdrawn.at),
        withdrawn.at.first.isoformat(),
        moment(withdrawn.at),
        to_html(withdrawn.reason or language("withdrawn_on", date=language.date(withdrawn.at))),
        None,
        None,
        None,
        entry.version + 1,
    )
