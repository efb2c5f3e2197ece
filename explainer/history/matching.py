"""Finds in the newer version of an entry the points that the older one had: by their ids, else by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from explainer.inline import to_text
from explainer.model import PlacedPoint

LIKENESS = 0.55
"""How much of their words two points without a common id must share to be the same point, from 0 to 1. Of the 837 pairs
of different points in the repository's own entries none shares more than 0.4."""


def matched(before: Sequence[PlacedPoint], after: Sequence[PlacedPoint]) -> Mapping[int, int]:
    """For points of the newer version, the same point of the older: by id, else the likest that is left."""
    by_id: dict[str, list[int]] = {}
    for number in reversed(range(len(before))):
        by_id.setdefault(before[number].point.id or "", []).append(number)
    by_id.pop("", None)
    # An id given twice is an error, but old versions may have it; each is then the next one's.
    same = {n: numbers.pop() for n, place in enumerate(after) if (numbers := by_id.get(place.point.id or ""))}
    taken = set(same.values())
    left = [number for number in range(len(before)) if number not in taken]
    open_ = [number for number in range(len(after)) if number not in same]

    def match(newer: int, older: int) -> None:
        if newer not in same and older not in taken:
            same[newer] = older
            taken.add(older)

    def allowed(newer: int, older: int) -> bool:
        """Two different ids are two points, however alike they read."""
        return before[older].point.id is None or after[newer].point.id is None

    # Most points say the same as before: these are found without laying each beside each.
    for newer in open_:
        for older in left:
            if before[older].point.text == after[newer].point.text and allowed(newer, older):
                match(newer, older)
    pairs = [
        (-likeness(before[older].point.text, after[newer].point.text), newer, older)
        for newer in open_
        if newer not in same
        for older in left
        if older not in taken and allowed(newer, older)
    ]
    for unlike, newer, older in sorted(pairs):
        if -unlike >= LIKENESS:
            match(newer, older)
    return same


def likeness(one: str, other: str) -> float:
    """How much of their words two texts share, from 0 to 1; 0 too where that is less than LIKENESS."""
    matcher = SequenceMatcher(None, to_text(one).casefold().split(), to_text(other).casefold().split(), autojunk=False)
    near = matcher.real_quick_ratio() >= LIKENESS and matcher.quick_ratio() >= LIKENESS  # both are upper bounds
    return matcher.ratio() if near else 0.0


def in_order(numbers: Sequence[int]) -> set[int]:
    """The longest rising part: what kept its order; the others are what moved."""
    best: list[tuple[int, list[int]]] = [(0, [])]
    for number in numbers:
        length, row = max(one for one in best if not one[1] or one[1][-1] < number)
        best.append((length + 1, [*row, number]))
    return set(max(best)[1])
