"""One difference between two versions of an entry, and the values in it as texts."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from explainer.model import Entry
from explainer.model.walk import Field

Kind: TypeAlias = Literal[
    "added", "removed", "reworded", "moved", "sources_changed", "date_changed", "status", "outcome", "field", "source"
]
Run: TypeAlias = tuple[Literal["same", "removed", "added"], str]
"""A stretch of words that stayed, was removed or was added."""

_WORDS = re.compile(r"\s+|[^\w\s]|\w+")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    kind: Kind
    place: str
    """A section's kind (`question_2` for the second of a kind), `background`, or a field (`title`, `image_alt`)."""
    point: str | None
    """The id of the changed point, from the newer version if it is still there."""
    text: str
    """The point as plain text, from the newer version unless it was removed."""
    runs: tuple[Run, ...] = ()
    """The difference between two texts, word by word."""
    was: str = ""
    """The older value, except of texts compared by words."""
    now: str = ""
    """The newer value, except of texts compared by words."""
    field: Field | None = dataclasses.field(default=None, kw_only=True, compare=False, repr=False)
    """The changed field, if it is a single one."""


def words(old: str, new: str) -> tuple[Run, ...]:
    """Two texts word by word. Words stay whole, and a change of most of a sentence is one change."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    operations = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    runs: list[Run] = []
    removed = added = ""
    for number, (operation, i, j, k, m) in enumerate(operations, 1):
        text = "".join(before[i:j])
        # A lone space or comma that stayed between two changes belongs to both.
        island = bool(removed or added) and len(text.strip()) <= 1 and number < len(operations)
        if operation == "equal" and not island:
            runs += (*_changed(removed, added), ("same", text))
            removed = added = ""
        else:
            removed += text
            added += "".join(after[k:m])
    return (*runs, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[Run]:
    runs: list[Run] = [("removed", removed), ("added", added)]
    return [run for run in runs if run[1]]


def titles(entry: Entry) -> dict[str, str]:
    """The titles of an entry's sources, by id."""
    return {source.id: source.title for source in entry.sources}
