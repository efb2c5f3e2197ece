"""Compares notes for readers, the items of `updates`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from explainer.history.differences import Change, Run, words
from explainer.model import Entry, Update
from explainer.text.inline import to_text


@dataclass(frozen=True, slots=True)
class NoteChange(Change):
    """A note that was added, removed or reworded: its `text`, and the `was` and `now` that it gives for a point."""

    type: str = ""
    """`update`, `correction`, `clarification` or `editors_note`."""
    at: str = ""
    """When the change was published, as the file has it."""


def changed_notes(old: Entry, new: Entry) -> Iterator[NoteChange]:
    """The changes in the newer version's order; removed notes come last."""
    removed, added = list(old.updates), []
    for update in new.updates:
        if update in removed:
            removed.remove(update)
        else:
            added.append(update)
    for update in added:
        earlier = next((note for note in removed if note.model_copy(update={"note": update.note}) == update), None)
        if earlier is not None:
            removed.remove(earlier)
            yield _change("reworded", update, words(to_text(earlier.note), to_text(update.note)))
        else:
            yield _change("added", update)
    for update in removed:
        yield _change("removed", update)


def _change(kind: Literal["added", "removed", "reworded"], update: Update, runs: tuple[Run, ...] = ()) -> NoteChange:
    was, now = (to_text(text or "") for text in (update.was, update.now))
    return NoteChange(
        kind, "updates", update.point, to_text(update.note), runs, was, now, type=update.type, at=str(update.at)
    )
