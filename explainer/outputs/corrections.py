"""The site's own record of what it got wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.language import Language
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entry_view import entry_link, update_view
from explainer.outputs.paging import PAGE, paged
from explainer.outputs.views import Link, UpdateView


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction or clarification, and the entry that it belongs to."""

    entry: Link
    language: Language
    """The entry's own."""
    target: str
    """The corrected point, else the entry."""
    update: UpdateView


def corrections_page(press: Press) -> Iterator[Artifact]:
    """Every correction and clarification, and every withdrawn entry, newest first."""
    language = press.language
    corrections = [
        Correction(
            entry_link(entry, press, language),
            press.languages[entry.language],
            f"{ENTRIES}/{entry.slug}/" + (f"#{update.point}" if update.point else ""),
            update_view(entry, number, press.languages[entry.language]),
        )
        for entry in press.entries
        for number, update in enumerate(entry.updates)
        if update.type in ("correction", "clarification")
    ]
    corrections.sort(key=lambda one: (one.update.moment, one.target), reverse=True)
    withdrawn = [
        (entry_link(entry, press, language), press.languages[entry.language].date(entry.withdrawn.at))
        for entry in press.entries
        if entry.status == "withdrawn" and entry.withdrawn is not None
    ]
    for part in paged("corrections/", corrections):
        yield press.page(
            part.address,
            "corrections",
            title=language("corrections"),
            description=language("corrections_description"),
            language=language,
            part=part,
            withdrawn=withdrawn[:PAGE] if part.number == 1 else [],
            more_withdrawn=len(withdrawn) if part.number == 1 and len(withdrawn) > PAGE else 0,
        )
    for section in paged("corrections/withdrawn/", withdrawn) if len(withdrawn) > PAGE else ():
        yield press.page(
            section.address,
            "all_withdrawn",
            title=language("withdrawn"),
            description=language("corrections_description"),
            language=language,
            part=section,
        )
