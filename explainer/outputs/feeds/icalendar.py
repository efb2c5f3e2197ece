"""Formats dates, texts and calendars as iCalendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from unicodedata import category


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
