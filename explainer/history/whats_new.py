"""Finds the version in which each point last changed, so that returning readers see what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from explainer.history.differences import Change
from explainer.model import Entry


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    """The versions in which a point was added and changed."""

    added: int
    """The version that added it."""
    changed: int
    """The version that last changed it, or added it."""
    corrected: int
    """The version that last corrected it; 0 if none did."""


@dataclass(frozen=True, slots=True)
class WhatsNew:
    """What is new in an entry since each earlier version."""

    ages: Mapping[str, ChangeInfo] = field(default_factory=dict)
    """By id: the points that have changed since version 1. Points without an id cannot be followed."""
    removed: tuple[tuple[int, int], ...] = ()
    """For each removed point: the version that added it, and the one that removed it."""


def whats_new(entry: Entry, differences: Mapping[int, Sequence[Change]]) -> WhatsNew:
    """What changed since each earlier version; `differences` has each version's changes from the previous, by number.

    Without them, only the points that updates name are known.
    """
    added: dict[str, int] = {}
    changed: dict[str, int] = {}
    removed: dict[str, tuple[int, int]] = {}
    for number, changes in sorted(differences.items()):
        # Imported only when needed, as its patterns take as long to compile as some pages to render.
        from explainer.history.needs import is_minor_change

        for change in changes:
            if change.point is None or is_minor_change(change, entry.language):
                continue
            if change.kind == "removed":
                removed[change.point] = added.get(change.point, 1), number
                continue
            changed[change.point] = number
            if change.kind == "added":
                added[change.point] = number
                removed.pop(change.point, None)  # it is back
    corrected = {}
    for number, update in enumerate(entry.updates, 2):
        if update.point is not None:
            changed[update.point] = max(number, changed.get(update.point, 0))
            if update.type == "correction":
                corrected[update.point] = number
    present = {point.id for _, _, point, _ in entry.points()}
    return WhatsNew(
        {
            point: ChangeInfo(added.get(point, 1), number, corrected.get(point, 0))
            for point, number in changed.items()
            if point in present
        },
        tuple(sorted(removed.values())),
    )
