"""Says what changed between two versions of an entry, as a reader would: point by point, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from explainer.inline import to_text
from explainer.model import Entry, PlacedPoint, Section, SubPoint

Kind: TypeAlias = Literal[
    "added", "removed", "reworded", "moved", "resourced", "redated", "status", "outcome", "field", "source"
]
Run: TypeAlias = tuple[Literal["same", "removed", "added"], str]
"""A stretch of words: what stayed, what went, what came."""

LIKENESS = 0.55
"""How much of their words two points without a common id must share to be the same point, from 0 to 1. Of the 837 pairs
of different points in the repository's own entries none shares more than 0.4."""

_WORDS = re.compile(r"\s+|[^\w\s]|\w+")
_FIELDS = ("title", "summary", "status", "as_of", "credit", "withdrawn", "language")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    kind: Kind
    place: str
    """Where: a section's kind, `background`, or the name of a field."""
    point: str | None
    """The id of the point that it is about, in the newer version where it is still there."""
    text: str
    """The point's words, as plain text: the newer ones, or those that were removed."""
    runs: tuple[Run, ...] = ()
    """For what was reworded: word by word."""
    was: str = ""
    """For everything but words: what it was."""
    now: str = ""
    """For everything but words: what it is."""


def compare(old: Entry, new: Entry) -> tuple[Change, ...]:
    """Every difference that a reader may care about, in the newer version's order; what was removed comes last."""
    return tuple(_changes(old, new))


def words(old: str, new: str) -> tuple[Run, ...]:
    """Two texts word by word. Words stay whole, and a change of most of a sentence is one change."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    for operation, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(("same", "".join(before[i:j])))
            continue
        if i < j:
            runs.append(("removed", "".join(before[i:j])))
        if k < m:
            runs.append(("added", "".join(after[k:m])))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs without islands: a lone space or comma that stayed between two changes belongs to both."""
    removed, added = "", ""
    for number, (kind, text) in enumerate(runs):
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        elif (removed or added) and len(text.strip()) <= 1 and number + 1 < len(runs):
            removed += text
            added += text
        else:
            yield from _pair(removed, added)
            removed = added = ""
            yield kind, text
    yield from _pair(removed, added)


def _pair(removed: str, added: str) -> Iterator[Run]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def _changes(old: Entry, new: Entry) -> Iterator[Change]:
    for name in _FIELDS:
        yield from _field(name, _said(old, name), _said(new, name))
    yield from _headings(old, new)
    yield from _key_points(old, new)
    before, after = list(old.points()), list(new.points())
    same = _matched(before, after)
    gone = [place for number, place in enumerate(before) if number not in set(same.values())]
    unmoved = _in_order([same[number] for number in sorted(same)])
    for number, place in enumerate(after):
        if number not in same:
            yield Change("added", _place(place), place.point.id, to_text(place.point.text))
            continue
        earlier = before[same[number]]
        yield from _point(earlier, place, old, new)
        if _place(earlier) != _place(place) or same[number] not in unmoved:
            yield Change(
                "moved", _place(place), place.point.id, to_text(place.point.text), (), _place(earlier), _place(place)
            )
    for place in gone:
        yield Change("removed", _place(place), place.point.id, to_text(place.point.text))
    yield from _sources(old, new)


def _said(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if name == "withdrawn":
        return to_text(value.reason or "") if value is not None else ""
    return to_text(str(value)) if value is not None else ""


def _field(name: str, was: str, now: str) -> Iterator[Change]:
    if was == now:
        return
    runs = words(was, now) if name in ("title", "summary", "credit", "withdrawn") else ()
    yield Change("field", name, None, now, runs, was, now)


def _headings(old: Entry, new: Entry) -> Iterator[Change]:
    """Sections by kind and turn: headings, and the reasons for having no answer."""
    before = dict(_sections(old))
    for key, section in _sections(new):
        earlier = before.get(key)
        was = (earlier.heading or "", earlier.empty or "") if earlier else ("", "")
        yield from _field(key, was[0], section.heading or "")
        yield from _field(key, to_text(was[1]), to_text(section.empty or ""))


def _sections(entry: Entry) -> Iterator[tuple[str, Section]]:
    seen: dict[str, int] = {}
    for section in entry.sections:
        seen[section.kind] = seen.get(section.kind, 0) + 1
        yield (f"{section.kind}_{seen[section.kind]}" if seen[section.kind] > 1 else section.kind), section


def _key_points(old: Entry, new: Entry) -> Iterator[Change]:
    was, now = [to_text(one) for one in old.key_points], [to_text(one) for one in new.key_points]
    for operation, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        before, after = " ".join(was[i:j]), " ".join(now[k:m])
        if before and after:
            yield Change("reworded", "key_points", None, after, words(before, after))
        else:
            yield Change("added" if after else "removed", "key_points", None, after or before)


def _point(earlier: PlacedPoint, place: PlacedPoint, old: Entry, new: Entry) -> Iterator[Change]:
    was, now = earlier.point, place.point
    text = to_text(now.text)
    here = _place(place)
    if was.text != now.text:
        yield Change("reworded", here, now.id, text, words(to_text(was.text), text))
    if set(was.sources) != set(now.sources) or was.unsourced != now.unsourced:
        yield Change("resourced", here, now.id, text, (), _titles(was, old), _titles(now, new))
    for name in ("when", "expected"):
        if getattr(was, name) != getattr(now, name):
            yield Change(
                "redated", here, now.id, text, (), str(getattr(was, name) or ""), str(getattr(now, name) or "")
            )
    if was.status != now.status:
        yield Change("status", here, now.id, text, (), was.status, now.status)
    if was.outcome != now.outcome:
        results = tuple(one.outcome.result if one.outcome else "" for one in (was, now))
        told = to_text(now.outcome.text) if now.outcome else text
        yield Change("outcome", here, now.id, told, (), *results)


def _titles(point: SubPoint, entry: Entry) -> str:
    titles = {source.id: source.title for source in entry.sources}
    return "; ".join(titles.get(source, source) for source in point.sources) or (point.unsourced or "")


def _sources(old: Entry, new: Entry) -> Iterator[Change]:
    """Sources that stayed and say something else of themselves; new and old ones show at the points that name them."""
    before = {source.id: source for source in old.sources}
    for source in new.sources:
        earlier = before.get(source.id)
        if earlier is None or earlier == source:
            continue
        for name in ("title", "url", "publisher", "published", "type", "via", "author", "quote"):
            was, now = getattr(earlier, name), getattr(source, name)
            if was != now:
                yield Change("source", name, None, source.title, (), str(was or ""), str(now or ""))


def _place(place: PlacedPoint) -> str:
    return place.section.kind if place.section is not None else "background"


def _matched(before: Sequence[PlacedPoint], after: Sequence[PlacedPoint]) -> Mapping[int, int]:
    """For points of the newer version, the same point of the older: by id, else the likest that is left."""
    by_id = {place.point.id: number for number, place in enumerate(before) if place.point.id is not None}
    same = {
        number: by_id[place.point.id]
        for number, place in enumerate(after)
        if place.point.id is not None and place.point.id in by_id
    }
    taken = set(same.values())
    left = [number for number in range(len(before)) if number not in taken]
    pairs = sorted(
        (
            (-likeness(before[older].point.text, after[newer].point.text), newer, older)
            for newer in range(len(after))
            if newer not in same
            for older in left
            # Two different ids are two points, however alike they read.
            if before[older].point.id is None or after[newer].point.id is None
        ),
    )
    for unlike, newer, older in pairs:
        if -unlike >= LIKENESS and newer not in same and older not in taken:
            same[newer] = older
            taken.add(older)
    return same


def likeness(one: str, other: str) -> float:
    """How much of their words two texts share, from 0 to 1."""
    matcher = SequenceMatcher(None, to_text(one).casefold().split(), to_text(other).casefold().split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKENESS else 0.0


def _in_order(numbers: Sequence[int]) -> set[int]:
    """The longest rising part: what kept its order; the others are what moved."""
    best: list[tuple[int, list[int]]] = [(0, [])]
    for number in numbers:
        length, row = max(one for one in best if not one[1] or one[1][-1] < number)
        best.append((length + 1, [*row, number]))
    return set(max(best)[1])
