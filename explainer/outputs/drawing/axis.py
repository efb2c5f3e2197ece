"""An axis of time: where a day stands, and which days are named below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from explainer.text.language import Language, TickUnit

NARROWEST = 280
"""Pixels that a drawing has on the narrowest screen (320 less the page's margins)."""
INSET = 4.0
"""Per cent of the width that stay free at each end, so that marks at the ends are whole."""

_STEPS: tuple[tuple[TickUnit, int, int], ...] = (
    *(("day", step, 10) for step in (1, 2, 4, 7)),
    ("day", 14, 8),
    *(("month", step, 10) for step in (1, 2, 3)),
    ("month", 6, 8),
    *(("year", step, 10) for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)),
)
"""How far apart ticks may be, and how many of these there may be at most."""
_DAYS = {"day": 1.0, "month": 30.44, "year": 365.25}
_ROOM = {"day": 58, "month": 46, "year": 44}
"""Pixels that a name of this kind takes, with the gap to the next."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A named day."""

    place: float
    label: str
    year: str
    """The year in words, for a day or a month that needs it; else empty."""
    on_narrow: bool
    """Whether its name has room on the narrowest screen."""
    year_on_narrow: bool
    """Whether its year is said there."""
    year_on_wide: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Days laid out over a drawing's width, in per cent; from right to left where the language runs so."""

    first: date
    last: date
    is_mirrored: bool

    def place(self, day: float) -> float:
        """Where a moment stands; days are counted as in `date.toordinal`, with fractions."""
        start = self.first.toordinal()
        share = (day - start) / (self.last.toordinal() + 1 - start)
        place = INSET + share * (100 - 2 * INSET)
        return 100 - place if self.is_mirrored else place

    def ticks(self, language: Language) -> list[Tick]:
        """The days to name: at most ten, at round distances, fewer where the screen is narrow."""
        unit, step, days = _choice(self.first, self.last)
        length = self.last.toordinal() + 1 - self.first.toordinal()
        gap = _DAYS[unit] * step / length * (100 - 2 * INSET) / 100 * NARROWEST
        every = next((every for every in (1, 2, 3, 4, 6) if gap * every >= _ROOM[unit]), 6)
        made = []
        said_wide = said_narrow = -1
        for day in days:
            on_narrow = _index(day, unit) // step % every == 0
            with_year = unit != "year"
            year_on_wide = with_year and day.year != said_wide
            year_on_narrow = with_year and on_narrow and day.year != said_narrow
            said_wide = day.year
            said_narrow = day.year if on_narrow else said_narrow
            made.append(
                Tick(
                    self.place(day.toordinal() + (0.5 if unit == "day" else 0)),
                    language.tick(day, unit),
                    language.tick(day, "year") if year_on_wide or year_on_narrow else "",
                    on_narrow,
                    year_on_narrow,
                    year_on_wide,
                )
            )
        return made


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
    """The finest step that gives no more ticks than there is room for."""
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
