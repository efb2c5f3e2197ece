"""Says which notes for readers, the items of `updates`, came, went or say something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from explainer.history.differences import Change, Run, words
from explainer.model import Entry, Update
from explainer.text.inline import to_text


@dataclass(frozen=True, slots=True)
class NoteChange(Change):
    """A note that came, went or was reworded: its `text`, and with `was` and `now` what it tells of a point's words."""

    type: str = ""
    """`update`, `correction`, `clarification` or `editors_note`."""
    at: str = ""
    """When the change was published, as it stands in the file."""


def changed_notes(old: Entry, new: Entry) -> Iterator[NoteChange]:
    """In the newer version's order; those that went come last."""
    gone, come = list(old.updates), []
    for update in new.updates:
        if update in gone:
            gone.remove(update)
        else:
            come.append(update)
    for update in come:
        earlier = next((one for one in gone if one.model_copy(update={"note": update.note}) == update), None)
        if earlier is not None:
            gone.remove(earlier)
            yield _change("reworded", update, words(to_text(earlier.note), to_text(update.note)))
        else:
            yield _change("added", update)
    for update in gone:
        yield _change("removed", update)


def _change(kind: Literal["added", "removed", "reworded"], update: Update, runs: tuple[Run, ...] = ()) -> NoteChange:
    was, now = (to_text(said or "") for said in (update.was, update.now))
    return NoteChange(
        kind, "updates", update.point, to_text(update.note), runs, was, now, type=update.type, at=str(update.at)
    )
