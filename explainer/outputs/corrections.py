"""The site's own record of what it got wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entry_view import entry_link, update_view
from explainer.outputs.views import Link, UpdateView


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction or clarification, and the entry that it belongs to."""

    entry: Link
    target: str
    """The corrected point, else the entry."""
    update: UpdateView


def corrections_page(press: Press) -> Iterator[Artifact]:
    """Every correction and clarification, and every withdrawn entry, newest first."""
    language = press.language
    corrections = [
        Correction(
            entry_link(entry, press, language),
            f"{ENTRIES}/{entry.slug}/" + (f"#{update.point}" if update.point else ""),
            update_view(entry, number, press.languages[entry.language]),
        )
        for entry in press.entries
        for number, update in enumerate(entry.updates)
        if update.type in ("correction", "clarification")
    ]
    corrections.sort(key=lambda one: (one.update.day, one.target), reverse=True)
    withdrawn = [
        (entry_link(entry, press, language), press.languages[entry.language].date(entry.withdrawn.at))
        for entry in press.entries
        if entry.status == "withdrawn" and entry.withdrawn is not None
    ]
    yield press.page(
        "corrections.md",
        "corrections",
        title=language("corrections"),
        description=language("corrections_description"),
        language=language,
        corrections=corrections,
        withdrawn=withdrawn,
    )
