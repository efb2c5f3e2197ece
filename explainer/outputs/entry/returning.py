"""What readers are told who come back to an explainer: what is new since the version that they saw."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.history.whats_new import WhatsNew
from explainer.model import Entry
from explainer.outputs.base import ENTRIES, linker
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A link to the changes of a version."""

    number: int
    name: str
    """`Version 3`."""
    word: str
    """The kind of its update."""
    target: str


@dataclass(frozen=True, slots=True)
class WhatsNewView:
    """What is new to returning readers. Each sees only what came after the version that they saw last."""

    headings: tuple[tuple[int, str], ...]
    """By the version that they saw last."""
    versions: tuple[VersionLink, ...]
    removed: str
    """For each removed point, the version that added it and the one that removed it: `1-3 2-3`."""


def whats_new_view(entry: Entry, whats_new: WhatsNew, address: str, language: Language) -> WhatsNewView | None:
    """What is new to returning readers; None if there is no earlier version."""
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
