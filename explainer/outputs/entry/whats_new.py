"""What an entry's page says of its own past: what is new to readers who return, and what was corrected."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.history.whats_new import WhatsNew
from explainer.model import Entry
from explainer.outputs.base import ENTRIES, linker
from explainer.outputs.views import Link, VersionLink, WhatsNewView
from explainer.text.language import Language

_MARKED = ("correction", "clarification")
"""The updates that are marked in the text where they apply."""


def whats_new_view(entry: Entry, whats_new: WhatsNew, address: str, language: Language) -> WhatsNewView | None:
    """What is new to readers who return; None where there is no earlier version that they can have seen."""
    if not entry.updates or entry.published is None:
        return None
    changes = linker(address)(f"{ENTRIES}/{entry.slug}/changes/")
    dates = [entry.published, *(update.at for update in entry.updates)]
    return WhatsNewView(
        tuple((number, language("news_since", date=language.date(when))) for number, when in enumerate(dates[:-1], 1)),
        tuple(
            VersionLink(
                number, language("version", number=number), language(f"update_{update.type}"), f"{changes}#v{number}"
            )
            for number, update in enumerate(entry.updates, 2)
        ),
        " ".join(f"{added}-{removed}" for added, removed in whats_new.removed),
    )


def corrections(entry: Entry, newest: Entry, address: str, language: Language) -> Mapping[str, tuple[Link, ...]]:
    """By point: its corrections and clarifications, each with a link to its note.

    A version of the past (`entry` is then not `newest`) also says what was corrected only later.
    """
    notes = "#update_" if entry is newest else linker(address)(f"{ENTRIES}/{newest.slug}/changes/#v")
    found: dict[str, tuple[Link, ...]] = {}
    for number, update in enumerate(newest.updates, 2):
        if update.point is not None and update.type in _MARKED:
            word = f"{update.type}_{'on' if number <= entry.version else 'later'}"
            link = Link(language(word, date=language.date(update.at)), f"{notes}{number}")
            found[update.point] = (*found.get(update.point, ()), link)
    return found
