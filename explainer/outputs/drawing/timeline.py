"""Timelines of an entry's points or of a topic's entries: a small drawing, and the same dates as text.

The drawing is as wide as the page allows: places along the axis are in per cent, sizes and letters in pixels, so that
letters are as large on a telephone as on a wide screen. Marks lie in lanes so that no two touch, even on the narrowest
screen; where that would take too many lanes, marks of one day, or neighbours, are merged into one with a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from explainer.model import Entry, PlacedPoint, Span
from explainer.model.expected import Deadline
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Day, linker
from explainer.outputs.context import RenderContext
from explainer.outputs.drawing.lanes import KINDS, Kind, Mark, Moment, Tick, in_order, lanes_of_few
from explainer.outputs.drawing.ranks import RankedAxis, axis_of
from explainer.outputs.drawing.svg import number, percent, words
from explainer.text.inline import to_text
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A drawing of dates, and the same as text."""

    svg: Markup
    rows: list[Row]
    legend: list[tuple[Markup, str]]


def entry_timeline(entry: Entry, language: Language, today: Day) -> TimelineView | None:
    """The dates of an entry's points; None if there are too few."""
    moments = [moment for place in entry.points() if place.point.id for moment in _moments(place, today)]
    return _view(moments, language, "timeline")


def topic_timeline(entries: Sequence[EntrySummary], context: RenderContext, origin: str) -> TimelineView | None:
    """The dates of a topic's entries; `origin` is the address of the page."""
    to = linker(origin)
    moments = [
        Moment(when, entry.title, to(f"{ENTRIES}/{entry.slug}/"))
        for entry in entries
        if (when := entry.as_of or entry.published) is not None
    ]
    return _view(moments, context.language, "timeline")


def _moments(place: PlacedPoint, today: Day) -> list[Moment]:
    point, when = place.point, place.when
    if when is None and point.expected is None and point.outcome is None:
        return []
    label, target = _short(to_text(point.words)), f"#{point.id}"
    moments = [Moment(when, label, target)] if when is not None else []
    if point.outcome is not None and point.outcome.on is not None:
        moments.append(Moment(point.outcome.on, _short(to_text(point.outcome.words)), target, "outcome"))
    elif point.expected is not None and not isinstance(point.expected, Deadline):
        is_overdue = point.outcome is None and point.expected.last < today
        moments.append(Moment(point.expected, label, target, "overdue" if is_overdue else "expected"))
    return moments


_LABEL = 140
"""Characters of a point that the list beside the drawing shows."""


def _view(moments: list[Moment], language: Language, ident: str) -> TimelineView | None:
    svg = timeline(moments, language, ident)
    if svg is None:
        return None
    return TimelineView(svg, timeline_rows(moments, language), timeline_legend(moments, language))


def _short(text: str) -> str:
    if len(text) <= _LABEL:
        return text
    return text[: text.rfind(" ", 0, _LABEL)].rstrip(" ,;:") + " …"


_BROKEN = ' stroke-dasharray="4 3"'
"""How an axis is drawn whose distances are not those of the calendar."""
FEWEST_DATES = 3
"""With fewer, a sentence is better than a drawing."""
_KIND_WORDS = {"expected": "mark_expected", "overdue": "overdue", "outcome": "mark_outcome"}


class Row(NamedTuple):
    """A line of the list beside the drawing."""

    date: str
    """In words."""
    day: str
    """For `<time datetime>`; empty for a span."""
    label: str
    target: str
    kind: Kind
    word: str
    """The kind in words; empty for what simply happened."""


def timeline(moments: Sequence[Moment], language: Language, ident: str) -> Markup | None:
    """An inline `<svg>` on one line; None if there are too few dates for one.

    `ident` is the prefix of the ids of its title and description. The axis is an image to screen readers; the marks are
    links for pointers only, out of the tab order, because the list beside the drawing has the same links.
    """
    if len({(moment.when.first, moment.when.last) for moment in moments}) < FEWEST_DATES:
        return None
    moments = in_order(moments)
    axis = axis_of(moments, is_mirrored=language.direction == "rtl")
    lanes = lanes_of_few(moments, axis)
    pitch = 26 if any(len(mark.moments) > 1 for lane in lanes for mark in lane) else 18
    floor = len(lanes) * pitch + 8
    ticks = axis.ticks(language)
    height = floor + (38 if any(tick.year for tick in ticks) else 22)
    name = words(ident)
    broken = _BROKEN if isinstance(axis, RankedAxis) else ""
    links = "".join(
        _link(mark, floor - 4 - pitch * (level + 0.5), language) for level, lane in enumerate(lanes) for mark in lane
    )
    svg = (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" class="x-timeline-chart" width="100%" height="{height}" '
        f'direction="{language.direction}" overflow="visible">'
        f'<g role="img" aria-labelledby="{name}_title {name}_about">'
        f'<title id="{name}_title">{words(language("timeline"))}</title>'
        f'<desc id="{name}_about">{words(_reach(moments, language))}</desc>'
        f'<g class="x-timeline-grid" stroke="currentColor">{"".join(_line(tick, floor) for tick in ticks)}</g>'
        f'<line class="x-timeline-axis" x2="100%" y1="{floor}" y2="{floor}" stroke="currentColor"{broken}/>'
        f'<g class="x-timeline-labels" text-anchor="middle" font-size="12" fill="currentColor">'
        f"{''.join(_names(tick, floor) for tick in ticks)}</g></g>"
        '<g class="x-timeline-marks" aria-hidden="true" fill="currentColor" stroke-linejoin="round" '
        f'stroke-linecap="round" text-anchor="middle">{links}</g></svg>'
    )
    return Markup(svg)  # noqa: S704 - every word in it went through words()


def timeline_rows(moments: Sequence[Moment], language: Language) -> list[Row]:
    """The dates as text, in order of time."""
    return [
        Row(
            language.minute(moment.when),
            moment.when.iso,
            moment.label,
            moment.target,
            moment.kind,
            _word(moment.kind, language),
        )
        for moment in in_order(moments)
    ]


def timeline_legend(moments: Sequence[Moment], language: Language) -> list[tuple[Markup, str]]:
    """The shapes of the marks with their meaning; discs, for what simply happened, need none.

    Before these, what a broken axis means.
    """
    kinds = {moment.kind for moment in moments}
    axis = axis_of(moments, is_mirrored=False) if moments else None
    line = (
        '<svg class="x-timeline-key" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">'
        f'<line x1="-8" x2="8" stroke="currentColor"{_BROKEN}/></svg>'
    )
    scale = [(Markup(line), language("timeline_by_rank"))]  # noqa: S704 - constants alone
    return (scale if isinstance(axis, RankedAxis) else []) + [
        (
            Markup(  # noqa: S704 - constants and numbers alone
                f'<svg class="x-timeline-key x-timeline--{kind}" width="16" height="16" viewBox="-8 -8 16 16" '
                f'aria-hidden="true" fill="currentColor" stroke-linejoin="round">{_glyph(kind, 1)}</svg>'
            ),
            _word(kind, language),
        )
        for kind in KINDS
        if kind in kinds and kind != "point"
    ]


def _word(kind: Kind, language: Language) -> str:
    return language(_KIND_WORDS[kind]) if kind in _KIND_WORDS else ""


def _reach(moments: Sequence[Moment], language: Language) -> str:
    """The range from the first date to the last, in words."""
    first = min((moment.when for moment in moments), key=lambda when: when.first)
    last = max((moment.when for moment in moments), key=lambda when: when.last)
    start = first.start or first.end if isinstance(first, Span) else first
    end = last.end or last.start if isinstance(last, Span) else last
    assert start is not None and end is not None  # noqa: S101 - a span has one of them
    return language.date(start) if start.text == end.text else language.date(Span(start, end))


def _line(tick: Tick, floor: int) -> str:
    x = percent(tick.place)
    return f'<line x1="{x}" x2="{x}" y2="{floor + 4}"/>'


def _names(tick: Tick, floor: int) -> str:
    """A tick's labels; those for wide screens only are classed `-wide`, those for narrow ones only `-narrow`."""
    x = percent(tick.place)
    wide = "" if tick.on_narrow else ' class="x-timeline-wide"'
    svg = f'<text{wide} x="{x}" y="{floor + 18}">{words(tick.label)}</text>'
    if tick.year:
        only = "" if tick.year_on_wide and tick.year_on_narrow else " x-timeline-wide"
        only = only if tick.year_on_wide else " x-timeline-narrow"
        svg += f'<text class="x-timeline-year{only}" x="{x}" y="{floor + 34}">{words(tick.year)}</text>'
    return svg


def _link(mark: Mark, y: float, language: Language) -> str:
    """A mark as a link to its point or entry."""
    parts = []
    if mark.start != mark.end:
        look = 'class="x-timeline-bar" stroke-width="9"'
        if mark.kind != "point":
            look = 'stroke-width="3" stroke-dasharray=".1 6"'
        parts.append(
            f'<line x1="{percent(mark.start)}" x2="{percent(mark.end)}" y1="{number(y)}" y2="{number(y)}" '
            f'stroke="currentColor" {look}/>'
        )
    if mark.has_glyph:
        glyph = _glyph(mark.kind, len(mark.moments))
        parts.append(f'<svg x="{percent(mark.middle)}" y="{number(y)}" overflow="visible">{glyph}</svg>')
    # Not `href`: Material's instant navigation sets that of every element, and SVG's cannot be set.
    return (
        f'<a class="x-timeline--{mark.kind}" role="link" xlink:href="{words(mark.moments[0].target)}" tabindex="-1">'
        f"<title>{_title(mark, language)}</title>{''.join(parts)}</a>"
    )


def _glyph(kind: Kind, count: int) -> str:
    """A shape around 0, 0: a disc, an open diamond, an open triangle, a full diamond; larger around a number."""
    large = count > 1
    if kind == "point":
        shape = f'<circle r="{10 if large else 6}"/>'
    elif kind == "outcome":
        size = 12 if large else 7
        shape = f'<path d="M0-{size}L{size} 0 0 {size}-{size} 0z"/>'
    else:
        if kind == "expected":
            size = 11 if large else 6
            path = f"M0-{size}L{size} 0 0 {size}-{size} 0z"
        else:
            path = "M0-11L11 9H-11z" if large else "M0-6L6.5 5h-13z"
        shape = (
            '<path class="x-timeline-open" fill="none" stroke="currentColor" stroke-width="2" pointer-events="all" '
            f'd="{path}"/>'
        )
    if not large:
        return shape
    down = 7 if kind == "overdue" else 4
    figure = str(count) if count < 100 else "99+"
    full = "" if kind in ("expected", "overdue") else ' class="x-timeline-on-full" fill="#fff"'
    return f'{shape}<text{full} y="{down}" font-size="{11 if count < 100 else 9}">{figure}</text>'


def _title(mark: Mark, language: Language) -> str:
    """The tooltip of a mark."""
    first, *rest = mark.moments
    dates = _reach(mark.moments, language) if rest else language.minute(first.when)
    shown = mark.moments[:2]
    limit = 100 // len(shown)
    parts = [words(dates), words(_word(mark.kind, language)), *(words(moment.label, limit) for moment in shown)]
    if len(mark.moments) > len(shown):
        parts.append(Markup("+{}").format(len(mark.moments) - len(shown)))
    return " · ".join(part for part in parts if part)
