"""An axis of dates at equal distances, for timelines whose true distances would put most dates on one spot."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from explainer.outputs.drawing.lanes import INSET, NARROWEST, ROOM, Axis, Moment, Tick, labelled
from explainer.text.language import Language, TickUnit

_CROWD = 0.6
"""Above this share of dates on crowded spots, a timeline shows nothing but these."""
_SPOT, _FEWEST, _PART = 0.03, 3, 0.2
"""A spot is so much of the axis; it is crowded with so many dates, if they are such a part of all."""
_WIDE = 600
"""Pixels from which a drawing shows its labels for wide screens (`@container` in explainer.css)."""


@dataclass(frozen=True, slots=True)
class RankedAxis(Axis):
    """Days in order: each day on which something begins or ends is as far from the next as any other."""

    knots: tuple[float, ...]
    """These moments as `date.toordinal` counts them, in order: the middles of days, and where spans begin and end."""

    def place(self, day: float) -> float:
        """The place of a moment in per cent; between two knots by the calendar."""
        before = min(max(bisect_right(self.knots, day) - 1, 0), len(self.knots) - 2)
        start, end = self.knots[before], self.knots[before + 1]
        rank = before + min(max((day - start) / (end - start), 0), 1)
        place = INSET + rank / (len(self.knots) - 1) * (100 - 2 * INSET)
        return 100 - place if self.is_mirrored else place

    def ticks(self, language: Language) -> list[Tick]:
        """Labels of knots: as many as have room, at equal distances."""
        gap = (100 - 2 * INSET) / 100 / (len(self.knots) - 1)
        step = next(step for step in range(1, len(self.knots) + 1) if gap * step * _WIDE >= ROOM["day"])
        every = next(every for every in range(1, len(self.knots) + 1) if gap * step * every * NARROWEST >= ROOM["day"])
        shown = self.knots[::step]
        marks = ((self.place(knot), *_named(knot), number % every == 0) for number, knot in enumerate(shown))
        return labelled(marks, language)


def axis_of(moments: Sequence[Moment], *, is_mirrored: bool) -> Axis:
    """The axis for some dates: true to the calendar, unless that puts most of them on one spot."""
    first = min(moment.when.first for moment in moments)
    last = max(moment.when.last for moment in moments)
    axis = Axis(first, last, is_mirrored)
    days = {(moment.when.first.toordinal(), moment.when.last.toordinal() + 1) for moment in moments}
    middles = sorted((start + end) / 2 for start, end in days)
    spot = _SPOT * (last.toordinal() + 1 - first.toordinal())
    crowded: set[int] = set()
    for number, middle in enumerate(middles):
        end = bisect_right(middles, middle + spot)
        if end - number >= max(_FEWEST, _PART * len(middles)):
            crowded.update(range(number, end))
    if len(crowded) <= _CROWD * len(middles):
        return axis
    single = {start for start, end in days if end - start == 1}
    # A span that begins or ends on a day with a mark of its own has no second knot there, and no second label.
    starts = {start for start, _ in days} - single
    ends = {end for _, end in days if end - 1 not in single}
    return RankedAxis(first, last, is_mirrored, tuple(sorted({*(day + 0.5 for day in single), *starts, *ends})))


def _named(knot: float) -> tuple[date, TickUnit]:
    """A knot's day, and what to call it: years and months that begin are called by their names."""
    day = date.fromordinal(min(int(knot), date.max.toordinal()))
    begins = knot == int(knot)
    return day, "year" if begins and (day.month, day.day) == (1, 1) else "month" if begins and day.day == 1 else "day"
