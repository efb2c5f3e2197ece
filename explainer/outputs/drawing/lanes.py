"""Where the marks of a timeline stand: in lanes in which no two touch, even on the narrowest screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from explainer.model import PartialDate, Span
from explainer.outputs.drawing.axis import INSET, NARROWEST, Axis

Kind: TypeAlias = Literal["point", "expected", "outcome", "overdue"]
_MOST_LANES = 6
_MOST_MARKS = 30
_ONE, _MANY, _BAR = 8, 12, 6
"""Pixels from a mark's middle, or a bar's end, to where the next mark may begin."""
_STRETCHES = 10
"""Into how many parts the axis is cut when marks are many: each as wide as a mark with a number."""
_STRETCH = (100 - 2 * INSET) / _STRETCHES
KINDS: tuple[Kind, ...] = ("point", "expected", "overdue", "outcome")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that has a date."""

    when: PartialDate | Span
    label: str
    """What it is, as plain text."""
    target: str
    """Where it is told: `#k3f9`."""
    kind: Kind = "point"
    """It happened, it is expected, it was expected and is overdue, or it is how something expected turned out."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn in one place, in per cent of the width."""

    kind: Kind
    start: float
    middle: float
    end: float
    moments: tuple[Moment, ...]

    @property
    def has_glyph(self) -> bool:
        return self.start == self.end or self.kind != "point" or len(self.moments) > 1

    @property
    def box(self) -> tuple[float, float]:
        """From where to where it takes up room on the narrowest screen."""
        half = (_MANY if len(self.moments) > 1 else _ONE) * 100 / NARROWEST if self.has_glyph else 0
        ends = _BAR * 100 / NARROWEST if self.start != self.end else 0
        return min(self.start - ends, self.middle - half), max(self.end + ends, self.middle + half)


def in_order(moments: Sequence[Moment]) -> list[Moment]:
    """By first day, what is less exact first, then by the clock."""

    def key(moment: Moment) -> tuple[int, int, float]:
        when = moment.when.start if isinstance(moment.when, Span) else moment.when
        clock = when.moment.timestamp() if when.moment is not None else float("-inf")
        return moment.when.first.toordinal(), -moment.when.last.toordinal(), clock

    return sorted(moments, key=key)


def lanes_of_few(moments: Sequence[Moment], axis: Axis) -> list[list[Mark]]:
    """Lanes from the axis upwards: of single marks, else one for each date, else one for each stretch of time."""
    if len(moments) <= _MOST_MARKS:
        lanes = _lanes([_mark([moment], axis) for moment in moments])
        if len(lanes) <= _MOST_LANES:
            return lanes
    by_date: dict[tuple[object, ...], list[Moment]] = {}
    for moment in moments:
        by_date.setdefault((moment.when.first, moment.when.last, moment.kind), []).append(moment)
    if len(by_date) <= _MOST_MARKS:
        lanes = _lanes([_mark(group, axis) for group in by_date.values()])
        if len(lanes) <= _MOST_LANES:
            return lanes
    by_stretch: dict[tuple[float, Kind], list[Moment]] = {}
    for moment in moments:
        stretch = min(int((_middle(moment, axis) - INSET) / _STRETCH), _STRETCHES - 1)
        by_stretch.setdefault((INSET + (stretch + 0.5) * _STRETCH, moment.kind), []).append(moment)
    return _lanes([Mark(kind, middle, middle, middle, tuple(group)) for (middle, kind), group in by_stretch.items()])


def _middle(moment: Moment, axis: Axis) -> float:
    return axis.place((moment.when.first.toordinal() + moment.when.last.toordinal() + 1) / 2)


def _mark(group: Sequence[Moment], axis: Axis) -> Mark:
    """The mark of moments of one kind and date."""
    when, kind = group[0].when, group[0].kind
    middle = _middle(group[0], axis)
    if when.first == when.last:
        return Mark(kind, middle, middle, middle, tuple(group))
    ends = sorted((axis.place(when.first.toordinal()), axis.place(when.last.toordinal() + 1)))
    return Mark(kind, ends[0], middle, ends[1], tuple(group))


def _lanes(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks in lanes in which none touches another: the longest lengths of time next to the axis, then the rest."""

    def key(mark: Mark) -> tuple[bool, float, float, int]:
        return mark.start == mark.end, mark.start - mark.end, mark.start, KINDS.index(mark.kind)

    lanes: list[list[tuple[float, float, Mark]]] = []
    for mark in sorted(marks, key=key):
        start, end = mark.box
        for lane in lanes:
            if all(end <= left or right <= start for left, right, _ in lane):
                lane.append((start, end, mark))
                break
        else:
            lanes.append([(start, end, mark)])
    return [sorted((mark for _, _, mark in lane), key=lambda mark: mark.start) for lane in lanes]
