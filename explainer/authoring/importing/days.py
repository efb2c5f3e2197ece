"""Reads dates as articles print them: `February 21, 2020`, `21 февраля 2020 г.`, `21.02.2020`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from explainer.model.dates import parse
from explainer.text.language import locale

_LANGUAGES = ("en", "ru", "tr", "ar", "de", "fr", "es")
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?")
_DAY_FIRST = re.compile(
    r"(?<!\w)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?: de)? (?P<month>[^\W\d_]{3,12})\.?,?(?: del?)? "
    r"(?P<year>\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<!\w)(?P<month>[^\W\d_]{3,12})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})(?!\d)"
)
_IN_NUMBERS = re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<sign>[./])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)")
_LATER = re.compile(
    r"updat|chang|modif|обновл|изменен|güncel|تحديث|تعديل|aktualis|geändert|mis à jour|mise à jour|actualiz",
    re.IGNORECASE,
)
_MOST = 80
"""Characters. A longer line with a date in it is a sentence."""


class Day(NamedTuple):
    """A date found in a text."""

    text: str
    """As entries write it: `2020-02-21`, or with hour and minute."""
    start: int
    end: int


def find_day(text: str, language: str) -> Day | None:
    """The first date in a text; None if day and month are ambiguous."""
    if (match := _ISO.search(text)) is not None and (day := written(match[0])):
        return Day(day, match.start(), match.end())
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            month = _months().get(match["month"].lower())
            if month and (day := written(f"{match['year']}-{month:02}-{int(match['day']):02}")):
                return Day(day, match.start(), match.end())
    if (match := _IN_NUMBERS.search(text)) is not None:
        first, second = int(match["day"]), int(match["month"])
        if match["sign"] == "/" and language.startswith("en"):
            if first <= 12 and second <= 12 and first != second:
                return None  # 03/04/2020 is April in London and March in New York
            if second > 12:
                first, second = second, first
        if day := written(f"{match['year']}-{second:02}-{first:02}"):
            return Day(day, match.start(), match.end())
    return None


def printed_day(text: str, language: str) -> Day | None:
    """The date in a line that holds only the publication date."""
    day = find_day(text, language) if len(text) <= _MOST else None
    if day is None or text.rstrip()[-1:] in ".!?…؟:" or _LATER.search(text):
        return None
    return day if len(re.findall(r"[^\W\d_]+", text[: day.start] + text[day.end :])) <= 5 else None


def written(text: str) -> str:
    """An ISO 8601 date as entries write it; empty if it is not one or has no day."""
    text = re.sub(r"\.\d+", "", text.strip())
    try:
        when = parse(text)
    except ValueError:
        return ""
    return text if when.precision in ("day", "minute") else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Month numbers by full and abbreviated name."""
    names = {"sept": 9}
    for tag in _LANGUAGES:
        months = locale(tag).months
        for context, width in (("format", "abbreviated"), ("format", "wide"), ("stand-alone", "wide")):
            if context == "format" or tag == "ru":
                names |= {str(name).lower().rstrip("."): number for number, name in months[context][width].items()}
    return names
