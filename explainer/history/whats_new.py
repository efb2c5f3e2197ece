"""Says in which version each point of an entry was last new, so that readers who return are told what they missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from explainer.history.differences import Change
from explainer.model import Entry


@dataclass(frozen=True, slots=True)
class ChangeInfo:
    """When a point came to read as it does."""

    added: int
    """The version that brought it."""
    changed: int
    """The version that changed it last, or brought it."""
    corrected: int
    """The version that corrected it last; 0 if none did."""


@dataclass(frozen=True, slots=True)
class WhatsNew:
    """What is new in an entry to those who saw an earlier version."""

    ages: Mapping[str, ChangeInfo] = field(default_factory=dict)
    """By id: the points that are not as they were first published. Those without an id cannot be followed."""
    removed: tuple[tuple[int, int], ...] = ()
    """For each point that is gone: the version that brought it, and the one that took it away."""


def whats_new(entry: Entry, differences: Mapping[int, Sequence[Change]]) -> WhatsNew:
    """What changed since each earlier version; `differences` are those to the version before, by number.

    Where they are not known, what the updates themselves name still is.
    """
    added: dict[str, int] = {}
    changed: dict[str, int] = {}
    removed: dict[str, tuple[int, int]] = {}
    for number, changes in sorted(differences.items()):
        # Its lists of words take as long to load as some pages to be made: entries without a past need not wait.
        from explainer.history.silent_changes import is_minor_change

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
    there = {point.id for _, _, point, _ in entry.points()}
    return WhatsNew(
        {
            point: ChangeInfo(added.get(point, 1), number, corrected.get(point, 0))
            for point, number in changed.items()
            if point in there
        },
        tuple(sorted(removed.values())),
    )
