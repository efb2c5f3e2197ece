"""Where a timeline's marks and ticks stand, so that no two touch, even on the narrowest screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from explainer.model import PartialDate, Span
from explainer.text.language import Language, TickUnit

NARROWEST = 280
"""Pixels that a drawing has on the narrowest screen (320 less the page's margins)."""
INSET = 4.0
"""Per cent of the width that stay free at each end, so that no mark is cut off."""
_STEPS: tuple[tuple[TickUnit, int, int], ...] = (
    *(("day", step, 10) for step in (1, 2, 4, 7)),
    ("day", 14, 8),
    *(("month", step, 10) for step in (1, 2, 3)),
    ("month", 6, 8),
    *(("year", step, 10) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)
"""Intervals between ticks, and how many ticks each may have at most."""


_DAYS = {"day": 1.0, "month": 30.44, "year": 365.25}
ROOM = {"day": 58, "month": 46, "year": 44}
"""Pixels that a label of this kind needs, with the gap to the next."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A day with a label."""

    place: float
    label: str
    year: str
    """The year in words, for a day or a month that needs it; else empty."""
    on_narrow: bool
    """Whether its label fits on the narrowest screen."""
    year_on_narrow: bool
    """Whether its year is shown there."""
    year_on_wide: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Days laid out over a drawing's width, in per cent; from right to left where the language runs so."""

    first: date
    last: date
    is_mirrored: bool

    def place(self, day: float) -> float:
        """The place of a moment; days are counted as in `date.toordinal`, with fractions."""
        start = self.first.toordinal()
        share = (day - start) / (self.last.toordinal() + 1 - start)
        place = INSET + share * (100 - 2 * INSET)
        return 100 - place if self.is_mirrored else place

    def ticks(self, language: Language) -> list[Tick]:
        """The days to label: at most ten, at round intervals, fewer on a narrow screen."""
        unit, step, days = _choice(self.first, self.last)
        length = self.last.toordinal() + 1 - self.first.toordinal()
        gap = _DAYS[unit] * step / length * (100 - 2 * INSET) / 100 * NARROWEST
        every = next((every for every in (1, 2, 3, 4, 6) if gap * every >= ROOM[unit]), 6)
        middle = 0.5 if unit == "day" else 0
        marks = (
            (self.place(day.toordinal() + middle), day, unit, _index(day, unit) // step % every == 0) for day in days
        )
        return labelled(marks, language)


def labelled(marks: Iterable[tuple[float, date, TickUnit, bool]], language: Language) -> list[Tick]:
    """Ticks for places on an axis, in order: each with its day, and whether its label fits on the narrowest screen.

    A year is shown where it is another than that of the last label that a screen shows.
    """
    ticks = []
    wide_year = narrow_year = -1
    for place, day, unit, on_narrow in marks:
        year_on_wide = unit != "year" and day.year != wide_year
        year_on_narrow = unit != "year" and on_narrow and day.year != narrow_year
        wide_year, narrow_year = day.year, day.year if on_narrow else narrow_year
        year = language.tick(day, "year") if year_on_wide or year_on_narrow else ""
        ticks.append(Tick(place, language.tick(day, unit), year, on_narrow, year_on_narrow, year_on_wide))
    return ticks


def _index(day: date, unit: TickUnit) -> int:
    """Days, months or years, counted so that round steps fall on Mondays, Januaries and round years."""
    if unit == "day":
        return day.toordinal() - 1  # 1 January of the year 1 was a Monday
    return day.year * 12 + day.month - 1 if unit == "month" else day.year


def _day(index: int, unit: TickUnit) -> date | None:
    """The day on which a unit begins; None beyond the calendar."""
    try:
        if unit == "day":
            return date.fromordinal(index + 1)
        return date(index // 12, index % 12 + 1, 1) if unit == "month" else date(index, 1, 1)
    except (ValueError, OverflowError):
        return None


def _choice(first: date, last: date) -> tuple[TickUnit, int, list[date]]:
    """The finest step whose ticks all fit."""
    length = last.toordinal() + 1 - first.toordinal()
    unit, step, most = _STEPS[-1]
    days: list[date] = []
    for unit, step, most in _STEPS:
        if length / (_DAYS[unit] * step) > most + 1:
            continue
        indices = range(-(-_index(first, unit) // step) * step, _index(last, unit) + 1, step)
        days = [day for index in indices if (day := _day(index, unit)) is not None and day >= first]
        if len(days) <= most:
            break
    return unit, step, days


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
    """Plain text."""
    target: str
    """The address of its point: `#k3f9`."""
    kind: Kind = "point"
    """It happened, is expected, is overdue, or is the outcome of a prediction."""


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
        """Its left and right edge on the narrowest screen."""
        half = (_MANY if len(self.moments) > 1 else _ONE) * 100 / NARROWEST if self.has_glyph else 0
        ends = _BAR * 100 / NARROWEST if self.start != self.end else 0
        return min(self.start - ends, self.middle - half), max(self.end + ends, self.middle + half)


def in_order(moments: Sequence[Moment]) -> list[Moment]:
    """Sorted by first day, then the less exact first, then by the clock."""

    def key(moment: Moment) -> tuple[int, int, float]:
        clock = moment.when.clock.timestamp() if moment.when.clock is not None else float("-inf")
        return moment.when.first.toordinal(), -moment.when.last.toordinal(), clock

    return sorted(moments, key=key)


def lanes_of_few(moments: Sequence[Moment], axis: Axis) -> list[list[Mark]]:
    """Lanes from the axis upwards: a mark for each moment, else for each date, else for each stretch of time."""
    by_date: dict[tuple[object, ...], list[Moment]] = {}
    for moment in moments:
        by_date.setdefault((moment.when.first, moment.when.last, moment.kind), []).append(moment)
    for groups in [[moment] for moment in moments], list(by_date.values()):
        if len(groups) <= _MOST_MARKS:
            lanes = _lanes([_mark(group, axis) for group in groups])
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
