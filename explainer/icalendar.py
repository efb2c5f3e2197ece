"""Days, texts and whole calendars in the form that readers' own calendars take (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from unicodedata import category


def day_value(day: date) -> str:
    """A date value (section 3.3.4)."""
    return day.isoformat().replace("-", "")


def text_value(text: str) -> str:
    """A text value, without control characters (section 3.3.11)."""
    lines = ["".join(sign for sign in line if category(sign) != "Cc") for line in text.splitlines()]
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        lines = [line.replace(sign, escaped) for line in lines]
    return "\\n".join(lines)


def calendar_of(lines: Iterable[str]) -> str:
    """A whole calendar of its lines, each folded where it is long, without those that are empty."""
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def _folded(line: str) -> str:
    """A line cut into pieces of at most 75 bytes, none within a letter (section 3.1)."""
    if len(line.encode()) <= 75:
        return line
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += width
    return "\r\n".join([*pieces, piece])
