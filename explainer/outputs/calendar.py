"""The calendar of what is expected, for readers' own calendars (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from explainer.inline import to_text
from explainer.outputs.base import Artifact, Press


def calendar(press: Press) -> Iterator[Artifact]:
    """`whats-next.ics`: a whole-day event for each point with an expected date, over all the days that it may mean."""
    events = [
        {
            "uid": f"{entry.slug}-{point.id}",
            # Not the hour of the build: an unchanged calendar stays the same, byte for byte.
            "stamp": f"{_day(entry.changed.first)}T000000Z",
            "first": _day(point.expected.first),
            "end": _day(min(point.expected.last, _LAST) + timedelta(days=1)),
            "summary": _text(to_text(point.text)),
            "description": _text(entry.title),
        }
        for entry in press.readable
        for _, _, point, _ in entry.points()
        if point.expected is not None and point.id is not None and entry.changed is not None
    ]
    text = press.templates.render("feeds/whats_next.ics.jinja", {"say": press.language, "events": events})
    yield Artifact("whats-next.ics", "".join(f"{_folded(line)}\r\n" for line in text.splitlines() if line), "")


_LAST = date.max - timedelta(days=1)


def _day(day: date) -> str:
    """A date value (section 3.3.4)."""
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """A text value (section 3.3.11)."""
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, escaped)
    return text


def _folded(line: str) -> str:
    """A line cut into pieces of at most 75 bytes, none within a letter (section 3.1)."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += width
    return "\r\n".join([*pieces, piece])
