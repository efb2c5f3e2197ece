"""When something foretold should happen: a date, a span, or words with a deadline for editors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from explainer.model.dates import ANY_DATE, WHEN_SCHEMA, PartialDate, Span, any_date, any_when, parse, parse_when

_IN_TEXT = re.compile(r"(?P<words>.+) \((?P<by>[^()]+)\)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time that was only named in words, and the day by which editors look what became of it."""

    words: str
    """In the entry's language; all that readers see: `before the summer break`."""
    by: PartialDate = field(compare=False)
    """For editors; another day is no change to readers."""

    @property
    def first(self) -> date:
        """The first possible day, as far as editors can say."""
        return self.by.first

    @property
    def last(self) -> date:
        """The day after which it is overdue."""
        return self.by.last

    @property
    def text(self) -> str:
        """On one line, as the form has it: `before the summer break (2026-07-15)`."""
        return f"{self.words} ({self.by})"

    @property
    def iso(self) -> str:
        """Words are no date."""
        return ""

    def __str__(self) -> str:
        return self.words


ExpectedDate: TypeAlias = PartialDate | Span | Deadline


def when_due(expected: ExpectedDate) -> str:
    """For messages: `for 2020-03`, or `before the summer break`."""
    return str(expected) if isinstance(expected, Deadline) else f"for {expected}"


def parse_expected(text: str) -> ExpectedDate:
    """The inverse of the `text` of each of them. Raises ValueError with a message for the editor."""
    match = _IN_TEXT.match(text)
    return Deadline(match["words"], parse(match["by"])) if match else parse_when(text)


def _expected(value: Any) -> ExpectedDate:
    if isinstance(value, Deadline):
        return value
    if not isinstance(value, Mapping) or not {"text", "by"} & {*value}:
        return any_when(value)
    if set(value) != {"text", "by"} or not isinstance(value["text"], str) or not value["text"].strip():
        raise PydanticCustomError("bad-date", "a time in words needs `text` and `by`, and nothing else")
    return Deadline(value["text"].strip(), any_date(value["by"]))


IN_WORDS = rf"^.+ \({ANY_DATE[1:-1]}\)$"
"""The pattern of a time in words, with its deadline, on one line."""
_DEADLINE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}, "by": {"type": "string", "pattern": ANY_DATE}},
    "required": ["text", "by"],
    "additionalProperties": False,
}
Expected = Annotated[
    ExpectedDate,
    BeforeValidator(_expected),
    WithJsonSchema({"anyOf": [*WHEN_SCHEMA["anyOf"], _DEADLINE_SCHEMA]}),
]
"""A date, a span, or `{text: before the summer break, by: 2026-07-15}`."""
