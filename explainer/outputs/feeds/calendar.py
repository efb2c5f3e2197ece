"""The calendar of predictions, for readers' own calendars (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from unicodedata import category

from explainer.model import PartialDate, Span
from explainer.model.expected import ExpectedDate
from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import Prediction, SitePlan
from explainer.text.inline import to_text

UPCOMING = 300
"""The most future events: readers' programs fetch all of them every few hours."""
OVERDUE = 60


def calendar(plan: SitePlan) -> Iterator[Task]:
    """`whats-next.ics`: an event for each open prediction, at its minute or over all the days that its date covers.

    Points with an outcome are left out, and those whose time is only named in words. At most UPCOMING future and
    OVERDUE past events are listed.
    """
    overdue, upcoming = map(_dated, (plan.predictions.overdue, plan.predictions.upcoming))
    listed = [*overdue[-OVERDUE:], *upcoming[:UPCOMING]]
    expected = [
        (slug, plan.by_slug[slug].first_slug, _stamp(plan.by_slug[slug]), prediction) for slug, prediction in listed
    ]
    yield Task("whats-next.ics", _calendar, (expected,))


def _dated(predictions: Iterable[Prediction]) -> list[Prediction]:
    """The predictions with a date and an id."""
    return [
        (entry, point)
        for entry, point in predictions
        if point.id is not None and isinstance(point.expected, PartialDate | Span)
    ]


def _calendar(expected: list[tuple[str, str, str, PredictionSummary]], context: RenderContext) -> Iterator[Artifact]:
    events = [
        {
            "uid": f"{first_slug}-{prediction.id}",
            # Not the time of the build: an unchanged calendar keeps its bytes.
            "stamp": f"{stamp}T000000Z",
            "first": day_value(prediction.expected.first),
            "end": day_value(min(prediction.expected.last, _LAST) + timedelta(days=1)),
            "minute": _minute(prediction.expected),
            "summary": text_value(to_text(prediction.text)),
            "description": text_value(context.names[slug].title),
        }
        for slug, first_slug, stamp, prediction in expected
        if prediction.expected is not None
    ]
    zones = sorted({_offset(minute) for *_, prediction in expected if (minute := _moment(prediction.expected))})
    values = {"t": context.language, "events": events, "zones": [zone for zone in zones if zone]}
    text = context.templates.render("feeds/whats_next.ics.jinja", values)
    yield Artifact("whats-next.ics", calendar_of(text.split("\n")), "")


def _stamp(entry: EntrySummary) -> str:
    return day_value(entry.changed.first if entry.changed else date.min)


_LAST = date.max - timedelta(days=1)


def _moment(expected: ExpectedDate | None) -> datetime | None:
    return expected.minute if isinstance(expected, PartialDate) else None


def _minute(expected: ExpectedDate) -> str:
    """The parameters and value of `DTSTART` for a minute, by the clocks of its own place (section 3.3.5)."""
    minute = _moment(expected)
    if minute is None:
        return ""
    value = f"{minute:%Y%m%dT%H%M%S}"
    if minute.tzinfo is None:
        return f":{value}"
    return f";TZID=UTC{zone}:{value}" if (zone := _offset(minute)) else f":{value}Z"


def _offset(minute: datetime) -> str:
    """The difference from UTC (section 3.3.14); empty for none."""
    return "" if not minute.utcoffset() else f"{minute:%z}"


def day_value(day: date) -> str:
    """A date value (section 3.3.4)."""
    return day.isoformat().replace("-", "")


_ESCAPED = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n"}


def text_value(text: str) -> str:
    """A text value, without control characters (section 3.3.11)."""
    if not text.isprintable():
        text = "\n".join("".join(sign for sign in line if category(sign) != "Cc") for line in text.splitlines())
    return text.translate(_ESCAPED)


def calendar_of(lines: Iterable[str]) -> str:
    """A calendar from its lines: long ones are folded, empty ones dropped."""
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def _folded(line: str) -> str:
    """A line folded into pieces of at most 75 bytes, never within a character (section 3.1)."""
    if len(line.encode()) <= 75:
        return line
    rest, pieces, room = line.encode(), [], 75
    while len(rest) > room:
        end = room
        while rest[end] & 0b1100_0000 == 0b1000_0000:  # within a character
            end -= 1
        pieces.append(rest[:end].decode())
        rest, room = rest[end:], 74  # continuation lines begin with a space
    return "\r\n ".join([*pieces, rest.decode()])
