"""Matches the sections and points of two versions of an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import repeat
from typing import get_args

from explainer.model import Entry, PlacedPoint, Section, SectionKind
from explainer.text.inline import to_text

LIKENESS = 0.55
"""The share of words, from 0 to 1, above which two points without a common id are the same point. Of the 837 pairs of
different points in this repository's entries, none shares more than 0.4."""


def sections(old: Entry, new: Entry) -> tuple[dict[str, Section], dict[str, Section]]:
    """The sections of both versions in order, under common keys: matched by heading, else by position in their kind.

    The newer version sets the keys: the kind and, from the second of a kind on, a number (`question_2`). A question
    that is inserted before others therefore does not change which of them match.
    """
    after = dict(zip(_turns(section.kind for section in new.sections), new.sections, strict=True))
    same_heading: dict[tuple[str, str], list[str]] = {}
    for key, section in reversed(after.items()):
        same_heading.setdefault((section.kind, _heading(section)), []).append(key)
    places = ((section.kind, _heading(section)) for section in old.sections)
    names = [keys.pop() if (keys := same_heading.get(place)) else "" for place in places]
    taken = set(names)
    spare = {kind: (key for key in _turns(repeat(kind)) if key not in taken) for kind in get_args(SectionKind)}
    named = (key or next(spare[section.kind]) for key, section in zip(names, old.sections, strict=True))
    return dict(zip(named, old.sections, strict=True)), after


def _heading(section: Section) -> str:
    """What tells a section from others of its kind: its heading, else its date."""
    return section.heading or str(section.when or "")


def _turns(kinds: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for kind in kinds:
        seen[kind] += 1
        yield f"{kind}_{seen[kind]}" if seen[kind] > 1 else kind


def matched(before: Sequence[PlacedPoint], after: Sequence[PlacedPoint]) -> Mapping[int, int]:
    """Maps each newer point's number to the older one's: matched by id, else by the most similar words."""
    by_id: dict[str, list[int]] = {}
    for number in reversed(range(len(before))):
        by_id.setdefault(before[number].point.id or "", []).append(number)
    by_id.pop("", None)
    # A duplicate id is an error, but old versions may have one; they are then matched in order.
    matches = {n: numbers.pop() for n, place in enumerate(after) if (numbers := by_id.get(place.point.id or ""))}
    taken = set(matches.values())
    unmatched_old = [number for number in range(len(before)) if number not in taken]
    unmatched_new = [number for number in range(len(after)) if number not in matches]

    def match(newer: int, older: int) -> None:
        if newer not in matches and older not in taken:
            matches[newer] = older
            taken.add(older)

    def allowed(newer: int, older: int) -> bool:
        """Two different ids are two points, however similar they are."""
        return before[older].point.id is None or after[newer].point.id is None

    # Most points are unchanged: these are matched without comparing every pair.
    for newer in unmatched_new:
        for older in unmatched_old:
            if before[older].point.words == after[newer].point.words and allowed(newer, older):
                match(newer, older)
    pairs = [
        (-likeness(before[older].point.words, after[newer].point.words), newer, older)
        for newer in unmatched_new
        if newer not in matches
        for older in unmatched_old
        if older not in taken and allowed(newer, older)
    ]
    for unlike, newer, older in sorted(pairs):
        if -unlike >= LIKENESS:
            match(newer, older)
    return matches


def likeness(old: str, new: str) -> float:
    """The share of words that two texts have in common, from 0 to 1; 0 if it is below LIKENESS."""
    matcher = SequenceMatcher(None, to_text(old).casefold().split(), to_text(new).casefold().split(), autojunk=False)
    near = matcher.real_quick_ratio() >= LIKENESS and matcher.quick_ratio() >= LIKENESS  # both are upper bounds
    return matcher.ratio() if near else 0.0


def in_order(numbers: Sequence[int]) -> set[int]:
    """The longest increasing subsequence: what kept its order. The rest has moved."""
    best: list[tuple[int, list[int]]] = [(0, [])]
    for number in numbers:
        length, kept = max(row for row in best if not row[1] or row[1][-1] < number)
        best.append((length + 1, [*kept, number]))
    return set(max(best)[1])
