"""Dates as editors write them: exact, vague or open, and spans between two of these.

The forms are those of ISO 8601-1 and of the Extended Date/Time Format, level 1 (ISO 8601-2; Library of Congress), with
quarters from its level 2. A moment may have seconds, and a fraction of one, as programs write them; readers see its
minute. Decision 0023 says why we read them ourselves.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

Precision: TypeAlias = Literal["century", "decade", "year", "season", "quarter", "month", "day", "minute"]

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<time>(?:[01]\d|2[0-3]):\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?\Z",
    re.ASCII,
)
_VAGUE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d\dXX)(?:-(?P<part>\d\d|XX|Q[1-4])(?:-(?P<day>\d\d|XX))?)?(?P<mark>[~?%])?\Z", re.ASCII
)
_SEASONS = range(21, 25)
"""Spring to winter, as the north has them: winter begins in December of its year."""
_QUARTERS = {**{str(33 + number): number for number in range(4)}, **{f"Q{1 + number}": number for number in range(4)}}
"""`33` to `36` in ISO 8601-2, `Q1` to `Q4` as people write them; counted from 0."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A point in time, as precisely as it is known."""

    text: str
    """As the editor wrote it: `2020`, `2020-02`, `2020-02-21T17:20+03:00`, `1990~`, `199X`, `2020-22`, `2020-Q3`."""
    precision: Precision
    first: date
    """The first possible day."""
    last: date
    """The last possible day."""
    minute: datetime | None = None
    """The minute if it is known, with its zone if that is known."""

    @property
    def moment(self) -> datetime | None:
        """The minute with its zone, if both are known."""
        return self.minute if self.minute is not None and self.minute.tzinfo else None

    @property
    def clock(self) -> datetime | None:
        """The minute, to sort by; without a zone, as if it were UTC."""
        return self.moment or (self.minute and self.minute.replace(tzinfo=UTC))

    @property
    def is_approximate(self) -> bool:
        """Whether it is only about then: `~`, or `%`."""
        return self.text[-1] in "~%"

    @property
    def is_uncertain(self) -> bool:
        """Whether the source itself doubts it: `?`, or `%`."""
        return self.text[-1] in "?%"

    @property
    def iso(self) -> str:
        """For `<time datetime>` (WHATWG HTML, a valid month, date, or global date and time); empty if it is vague."""
        if self.text[-1] in "~?%":
            return ""
        if self.minute is not None:
            return self.minute.isoformat(timespec="minutes")
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}.get(self.precision, 0)]

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as its text, which is three times as fast to read."""
        return parse, (self.text,)


@dataclass(frozen=True, slots=True)
class Span:
    """From one partial date to another; one of the two may be open, or not known."""

    start: PartialDate | None
    end: PartialDate | None
    is_open: bool = False
    """Whether the end (or the beginning) that is missing is open (`..`), rather than unknown."""

    @property
    def first(self) -> date:
        """The first possible day; without a beginning, that of the end."""
        return self._known.first if self.start is None else self.start.first

    @property
    def last(self) -> date:
        """The last possible day; without an end, that of the beginning."""
        return self._known.last if self.end is None else self.end.last

    @property
    def clock(self) -> datetime | None:
        """The minute of its beginning, to sort by."""
        return self._known.clock

    @property
    def iso(self) -> str:
        """HTML has no form for spans."""
        return ""

    @property
    def text(self) -> str:
        """ISO 8601: `2019-12/2020-02`; `2020/..` is open, of `2020/` the end is not known."""
        missing = ".." if self.is_open else ""
        return f"{self.start or missing}/{self.end or missing}"

    @property
    def _known(self) -> PartialDate:
        known = self.start or self.end
        assert known is not None  # noqa: S101 - one of the two is there
        return known

    def __str__(self) -> str:
        return self.text


class _NotADateError(ValueError):
    """A text has none of the forms of dates."""

    def __init__(self, text: str) -> None:
        super().__init__(f"`{text[:40]}` is not a date")


@lru_cache(maxsize=65536)
def parse(text: str) -> PartialDate:
    """Parses a partial date. Raises ValueError with a message for the editor."""
    match = _FORM.match(text)
    try:
        return _exact(text, match) if match and match["month"] not in _PARTS else _vague(text)
    except _NotADateError:
        raise
    except ValueError:  # IllegalMonthError is one too
        raise ValueError(f"`{text}` does not exist in the calendar") from None


_PARTS = {*map(str, _SEASONS), *_QUARTERS}
"""What stands in place of a month, and is none."""


def _exact(text: str, match: re.Match[str]) -> PartialDate:
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month is None:
        return PartialDate(text, "year", date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return PartialDate(text, "month", *_months(year, int(month), 1))
    whole = date(year, int(month), int(day))
    if match["time"] is None:
        return PartialDate(text, "day", whole, whole)
    seconds = match["time"][: len("17:20:59")]
    minute = datetime.fromisoformat(f"{whole}T{seconds}{match['zone'] or ''}")
    return PartialDate(text, "minute", whole, whole, minute)


def _vague(text: str) -> PartialDate:
    """A date with a mark, with unknown digits, a season or a quarter. Raises ValueError."""
    match = _VAGUE.match(text)
    if match is None:
        raise _NotADateError(text)
    year, part, day = match["year"], match["part"], match["day"]
    start = int(year.replace("X", "0"))
    if "X" in year:
        if part is not None:
            raise _NotADateError(text)
        unknown: Precision = "decade" if year[2] != "X" else "century"
        return PartialDate(text, unknown, date(start, 1, 1), date(start + (9 if unknown == "decade" else 99), 12, 31))
    if part in _PARTS and day is None:
        if part in _QUARTERS:
            return PartialDate(text, "quarter", *_months(start, 3 * _QUARTERS[part] + 1, 3))
        return PartialDate(text, "season", *_months(start, 3 * (int(part) - 20), 3))
    if part in (None, "XX"):
        if day not in (None, "XX"):
            raise _NotADateError(text)
        return PartialDate(text, "year", date(start, 1, 1), date(start, 12, 31))
    if day in (None, "XX"):
        return PartialDate(text, "month", *_months(start, int(part), 1))
    whole = date(start, int(part), int(day))
    return PartialDate(text, "day", whole, whole)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """The first and the last day of some months; a winter ends in the next year, unless that is beyond the calendar."""
    first, (after, last) = date(year, month, 1), divmod(month + count - 2, 12)
    if year + after > date.max.year:
        return first, date.max
    return first, date(year + after, last + 1, monthrange(year + after, last + 1)[1])


@lru_cache(maxsize=65536)
def parse_span(text: str) -> Span:
    """Parses a span: `2019-12/2020-02`, `2020/..`, `../2020`, `2020/`. Raises ValueError with a message."""
    texts = [side.strip() for side in text.split("/")]
    if len(texts) != 2 or not any(side not in ("", "..") for side in texts):
        raise ValueError(f"`{text[:40]}` is not a span")
    start, end = (None if side in ("", "..") else parse(side) for side in texts)
    span = Span(start, end, ".." in texts)
    if is_backwards(span):
        raise ValueError("this span ends before it begins")
    return span


def is_backwards(span: Span) -> bool:
    """Whether a span ends before it begins: by the clock if both moments are known, else by the day."""
    begin, end = span.start and span.start.moment, span.end and span.end.moment
    return begin > end if begin and end else span.first > span.last


def parse_when(text: str) -> PartialDate | Span:
    """Parses a partial date or a span. Raises ValueError with a message for the editor."""
    return parse_span(text) if "/" in text else parse(text)


def any_date(value: Any, *, kind: Literal["bad-date", "bad-day"] = "bad-date") -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if type(value) is int:  # an unquoted year is a number to YAML
        value = str(value)
    if type(value) is not str:
        raise PydanticCustomError(kind, "this is not a date")
    try:
        return parse(value)
    except ValueError as error:
        raise PydanticCustomError(kind, "{reason}", {"reason": str(error)}) from None


def _whole_date(value: Any) -> PartialDate:
    when = any_date(value, kind="bad-day")
    if when.precision not in ("day", "minute"):
        raise PydanticCustomError("no-day", "{reason}", {"reason": f"`{when}` lacks the day"})
    if when.text[-1] in "~?%":
        raise PydanticCustomError("no-day", "{reason}", {"reason": f"`{when}` is not exact"})
    return when


def any_when(value: Any) -> PartialDate | Span:
    if isinstance(value, str) and "/" in value:
        try:
            return parse_span(value)
        except ValueError as error:
            raise PydanticCustomError("bad-date", "{reason}", {"reason": str(error)}) from None
    if not isinstance(value, Mapping):
        return value if isinstance(value, Span) else any_date(value)
    if set(value) != {"from", "to"}:
        raise PydanticCustomError("bad-date", "a span needs `from` and `to`, and nothing else")
    span = Span(any_date(value["from"]), any_date(value["to"]))
    if is_backwards(span):
        raise PydanticCustomError("bad-date", "this span ends before it begins")
    return span


_TIME = r"([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?( ?(Z|[+-]\d\d:?\d\d))?)?"
_ANY = rf"(\d{{4}}(-(\d\d(-(\d\d{_TIME}|XX))?|Q[1-4]|XX(-XX)?))?|\d{{3}}X|\d\dXX)[~?%]?"
ANY_DATE = f"^{_ANY}$"
"""The pattern of a date, however vague, in a JSON Schema."""
WHOLE_DATE = rf"^\d{{4}}-\d\d-\d\d{_TIME}$"
"""The pattern of a day or minute."""
WHEN = rf"^(({_ANY})|(({_ANY}) ?/ ?(({_ANY})|\.\.)?)|((\.\.)? ?/ ?({_ANY})))$"
"""The pattern of a date or a span."""
_YEAR = {"type": "integer", "minimum": 1, "maximum": 9999}
_DATE_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "string", "pattern": ANY_DATE}, _YEAR]}
_SPAN_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"from": _DATE_SCHEMA, "to": _DATE_SCHEMA},
    "required": ["from", "to"],
    "additionalProperties": False,
}
WHEN_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "string", "pattern": WHEN}, _YEAR, _SPAN_SCHEMA]}

AnyDate = Annotated[PartialDate, BeforeValidator(any_date), WithJsonSchema(_DATE_SCHEMA)]
"""A date, however vague."""
WholeDate = Annotated[
    PartialDate,
    BeforeValidator(_whole_date),
    WithJsonSchema({"type": "string", "pattern": WHOLE_DATE}),
]
"""At least a day."""
When = Annotated[
    PartialDate | Span,
    BeforeValidator(any_when),
    WithJsonSchema(WHEN_SCHEMA),
]
"""A date or a span: `2019-12/2020-02`, or `{from: …, to: …}`."""
