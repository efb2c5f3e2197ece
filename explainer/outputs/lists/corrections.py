"""The site's own record of what it got wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Job, instant
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.view import entry_link, update_view
from explainer.outputs.lists.paging import PAGE, Slice, paged
from explainer.outputs.views import Link, UpdateView
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction or clarification, and the entry that it belongs to."""

    entry: Link
    language: Language
    """The entry's own."""
    target: str
    """The corrected point, else the entry."""
    update: UpdateView


def corrections_page(context: RenderContext) -> Iterator[Job]:
    """Every correction and clarification, and every withdrawn entry, newest first."""
    corrections = [
        (entry, number)
        for entry in context.entries
        for number, update in enumerate(entry.updates)
        if update.type in ("correction", "clarification")
    ]
    corrections.sort(key=lambda one: (instant(one[0].updates[one[1]].at_), _target(*one)), reverse=True)
    withdrawn = [entry for entry in context.entries if entry.status == "withdrawn" and entry.withdrawn is not None]
    for part in paged("corrections/", corrections):
        shown = withdrawn if part.is_first else []
        inputs = (
            part.number,
            part.newer,
            part.older,
            [(entry.slug, entry.title, entry.language, entry.updates[number]) for entry, number in part.items],
            [(entry.slug, entry.title, entry.language, entry.withdrawn) for entry in shown],
        )
        yield Job(part.address, inputs, partial(_corrections, part, shown, context))
    for section in paged("corrections/withdrawn/", withdrawn) if len(withdrawn) > PAGE else ():
        about = [(entry.slug, entry.title, entry.language, entry.withdrawn) for entry in section.items]
        place = (section.number, section.newer, section.older)
        yield Job(section.address, (place, about), partial(_all_withdrawn, section, context))


def _corrections(
    part: Slice[tuple[EntrySummary, int]], withdrawn: list[EntrySummary], context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        part.address,
        "corrections",
        title=language("corrections"),
        description=language("corrections_description"),
        language=language,
        part=part,
        listed=[
            Correction(
                entry_link(entry, context, language),
                context.languages[entry.language],
                _target(entry, number),
                update_view(entry, number, context.languages[entry.language]),
            )
            for entry, number in part.items
        ],
        withdrawn=_withdrawn(withdrawn[:PAGE], context),
        more_withdrawn=len(withdrawn) if len(withdrawn) > PAGE else 0,
    )


def _all_withdrawn(part: Slice[EntrySummary], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        part.address,
        "all_withdrawn",
        title=language("withdrawn"),
        description=language("corrections_description"),
        language=language,
        part=part,
        listed=_withdrawn(part.items, context),
    )


def _withdrawn(entries: Sequence[EntrySummary], context: RenderContext) -> list[tuple[Link, str]]:
    return [
        (entry_link(entry, context, context.language), context.languages[entry.language].date(entry.withdrawn.at))
        for entry in entries
        if entry.withdrawn is not None
    ]


def _target(entry: EntrySummary, number: int) -> str:
    """The point that an update corrects, else the entry."""
    point = entry.updates[number].point
    return f"{ENTRIES}/{entry.slug}/" + (f"#{point}" if point else "")
