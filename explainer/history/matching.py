"""Finds in the newer version of an entry the sections and points that the older one had."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import repeat
from typing import get_args

from explainer.model import Entry, PlacedPoint, Section, SectionKind
from explainer.text.inline import to_text

LIKENESS = 0.55
"""How much of their words two points without a common id must share to be the same point, from 0 to 1. Of the 837 pairs
of different points in the repository's own entries none shares more than 0.4."""


def sections(old: Entry, new: Entry) -> tuple[dict[str, Section], dict[str, Section]]:
    """The sections of both in order, by names that the same section has in both: by heading, else by its turn.

    The newer one's are called after their kind and, from the second of a kind on, their turn: `question_2`. So a
    question that comes before others makes no others of them.
    """
    after = dict(zip(_turns(section.kind for section in new.sections), new.sections, strict=True))
    alike: dict[tuple[str, str | None], list[str]] = {}
    for key, section in reversed(after.items()):
        alike.setdefault((section.kind, section.heading), []).append(key)
    found = [keys.pop() if (keys := alike.get((section.kind, section.heading))) else "" for section in old.sections]
    taken = set(found)
    spare = {kind: (key for key in _turns(repeat(kind)) if key not in taken) for kind in get_args(SectionKind)}
    named = (key or next(spare[section.kind]) for key, section in zip(found, old.sections, strict=True))
    return dict(zip(named, old.sections, strict=True)), after


def _turns(kinds: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for kind in kinds:
        seen[kind] += 1
        yield f"{kind}_{seen[kind]}" if seen[kind] > 1 else kind


def matched(before: Sequence[PlacedPoint], after: Sequence[PlacedPoint]) -> Mapping[int, int]:
    """For points of the newer version, the same of the older: by id, else the likest in its words that is left."""
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
