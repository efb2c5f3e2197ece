"""Dates mean as much as is written, and no more."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from explainer.model.dates import AnyDate, PartialDate, Span, When, WholeDate, parse, parse_span
from explainer.model.expected import Deadline, Expected, ExpectedDate, parse_expected

ANY: TypeAdapter[PartialDate] = TypeAdapter(AnyDate)
WHOLE: TypeAdapter[PartialDate] = TypeAdapter(WholeDate)
WHEN: TypeAdapter[PartialDate | Span] = TypeAdapter(When)
EXPECTED: TypeAdapter[ExpectedDate] = TypeAdapter(Expected)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last", "moment"),
    [
        ("2020", "year", "2020-01-01", "2020-12-31", None),
        ("0001", "year", "0001-01-01", "0001-12-31", None),
        ("2020-02", "month", "2020-02-01", "2020-02-29", None),
        ("2021-02", "month", "2021-02-01", "2021-02-28", None),
        ("2020-12", "month", "2020-12-01", "2020-12-31", None),
        ("2020-02-29", "day", "2020-02-29", "2020-02-29", None),
        ("2020-02-21T17:20", "minute", "2020-02-21", "2020-02-21", None),
        ("2020-02-21T17:20Z", "minute", "2020-02-21", "2020-02-21", "2020-02-21T17:20:00+00:00"),
        ("2020-02-21T17:20+03:00", "minute", "2020-02-21", "2020-02-21", "2020-02-21T17:20:00+03:00"),
        ("2020-02-21 17:20 +0300", "minute", "2020-02-21", "2020-02-21", "2020-02-21T17:20:00+03:00"),
        ("2020-02-21T17:20 -03:00", "minute", "2020-02-21", "2020-02-21", "2020-02-21T17:20:00-03:00"),
        ("2020-02-21T23:59:59Z", "minute", "2020-02-21", "2020-02-21", "2020-02-21T23:59:59+00:00"),
        ("2020-02-21T10:00:00.000Z", "minute", "2020-02-21", "2020-02-21", "2020-02-21T10:00:00+00:00"),
        ("2020-02-21T10:00:59,999999999+03:00", "minute", "2020-02-21", "2020-02-21", "2020-02-21T10:00:59+03:00"),
        ("2020-02-21 10:00:00.5", "minute", "2020-02-21", "2020-02-21", None),
        ("2020-02-21T00:00-11:00", "minute", "2020-02-21", "2020-02-21", "2020-02-21T00:00:00-11:00"),
    ],
)
def test_a_date(text: str, precision: str, first: str, last: str, moment: str | None) -> None:
    when = parse(text)
    assert str(when) == text
    assert when.precision == precision
    assert (when.first, when.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert when.moment == (datetime.fromisoformat(moment) if moment else None)
    assert matches_schema(ANY, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "20",
            "20200",
            "2020-2",
            "2020-02-3",
            "20200221",
            "21.02.2020",
            "2020/02/21",
            "02-2020",
            "2020-W08",
            "c. 2020",
            *(
                "20XX-01",
                "2020-XX-01",
                "199X-05",
                "XXXX",
                "1XXX",
                "~2020",
                "2020~~",
                "2020-Q5",
                "Y17000",
            ),
        ),
        *(
            "2020-02-21T",
            "2020-02-21T17",
            "2020-02-21T5:20",
            "2020-02-21T17:20.5Z",
            "2020-02-21T17:20:30.Z",
            "2020-02-21T17:20:30.1234567891Z",
            "2020-02-21T17:20 PM",
            "2020-02-21t17:20",
            "2020-02-21T17:20+3",
        ),
        *(
            "2020-02-21T24:00Z",
            "2020-02-21T25:00",
            "2020-02-21\n",
            " 2020",
            "-2020",
            "٢٠٢٠",
            "２０２０-02",
            "yesterday",
        ),
    ],
)
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("0000", "2020-00", "2020-13", "2020-02-00", "2020-02-30", "2021-02-29", "2020-04-31", "0000-02-01"),
        *("2020-02-21T17:60", "2020-02-21T17:20:60", "2020-02-21T17:20+99:00"),
    ],
)
def test_a_date_that_the_calendar_does_not_have(text: str) -> None:
    with pytest.raises(ValueError, match="does not exist in the calendar"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        # The examples of the Library of Congress for level 1, as far as the calendar goes.
        ("1984?", "year", "1984-01-01", "1984-12-31"),
        ("2004-06~", "month", "2004-06-01", "2004-06-30"),
        ("2004-06-11%", "day", "2004-06-11", "2004-06-11"),
        ("201X", "decade", "2010-01-01", "2019-12-31"),
        ("20XX", "century", "2000-01-01", "2099-12-31"),
        ("2004-XX", "year", "2004-01-01", "2004-12-31"),
        ("1985-04-XX", "month", "1985-04-01", "1985-04-30"),
        ("1985-XX-XX", "year", "1985-01-01", "1985-12-31"),
        ("2001-21", "season", "2001-03-01", "2001-05-31"),
        ("2001-22", "season", "2001-06-01", "2001-08-31"),
        ("2001-23~", "season", "2001-09-01", "2001-11-30"),
        ("2003-24", "season", "2003-12-01", "2004-02-29"),
        ("9999-24", "season", "9999-12-01", "9999-12-31"),
        # Quarters are of level 2; `Q` is how people write them.
        ("2001-34", "quarter", "2001-04-01", "2001-06-30"),
        ("2001-Q4", "quarter", "2001-10-01", "2001-12-31"),
    ],
)
def test_a_vague_date(text: str, precision: str, first: str, last: str) -> None:
    when = parse(text)
    assert (str(when), when.precision, when.minute) == (text, precision, None)
    assert (when.first, when.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (when.is_approximate, when.is_uncertain) == (text[-1] in "~%", text[-1] in "?%")
    assert matches_schema(ANY, text) and matches_schema(WHEN, text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1964/2008", "1964-01-01", "2008-12-31"),
        ("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"),
        ("2004-06~/2004-Q3", "2004-06-01", "2004-09-30"),
        ("2004-02-01T09:00+03:00/2004-02-02", "2004-02-01", "2004-02-02"),
        # An open or unknown end is no day: such a span is where its known end is.
        ("1985-04-12/..", "1985-04-12", "1985-04-12"),
        ("../1985-04", "1985-04-01", "1985-04-30"),
        ("1985/", "1985-01-01", "1985-12-31"),
        ("/1985", "1985-01-01", "1985-12-31"),
    ],
)
def test_a_span_as_one_text(text: str, first: str, last: str) -> None:
    span = WHEN.validate_python(text)
    assert isinstance(span, Span)
    assert (str(span), parse_expected(span.text)) == (text, span)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert matches_schema(WHEN, text)


def test_a_time_in_words_has_a_day_for_editors() -> None:
    due = EXPECTED.validate_python({"text": "before the break, or (perhaps) after it", "by": "2026-07"})
    assert isinstance(due, Deadline)
    assert (due.last, str(due)) == (date(2026, 7, 31), "before the break, or (perhaps) after it")
    assert (parse_expected(due.text).last, str(parse_expected(due.text))) == (due.last, str(due))
    assert EXPECTED.validate_python("2026-07/..") == parse_expected("2026-07/..")


@pytest.mark.parametrize(
    "value", [{"text": "soon"}, {"by": "2026"}, {"text": " ", "by": "2026"}, {"text": "soon", "by": "2026/2027"}]
)
def test_no_time_in_words(value: object) -> None:
    with pytest.raises(ValidationError):
        EXPECTED.validate_python(value)


@pytest.mark.parametrize("text", ["2020-02-21~", "2020-02-XX", "2020-Q1", "202X"])
def test_where_a_day_is_needed_it_is_exact(text: str) -> None:
    with pytest.raises(ValidationError, match=r"is not exact|lacks the day"):
        WHOLE.validate_python(text)


def test_a_year_may_be_a_number() -> None:
    assert ANY.validate_python(2020) == parse("2020")


@pytest.mark.parametrize("value", [None, True, 20, 2020.0, [], {}, ["2020"], {"from": "2020", "to": "2021"}])
def test_other_values_are_no_dates(value: object) -> None:
    with pytest.raises(ValidationError):
        ANY.validate_python(value)


@pytest.mark.parametrize("value", ["2020", "2020-02", 2020])
def test_where_a_day_is_needed_a_month_is_not_enough(value: object) -> None:
    assert WHOLE.validate_python("2020-02-21") == parse("2020-02-21")
    with pytest.raises(ValidationError, match="lacks the day"):
        WHOLE.validate_python(value)


def test_a_span_reaches_from_its_first_to_its_last_day() -> None:
    span = WHEN.validate_python({"from": 2019, "to": "2020-02"})
    assert (span.first, span.last, str(span)) == (date(2019, 1, 1), date(2020, 2, 29), "2019/2020-02")
    assert WHEN.validate_python({"from": "2020-02", "to": "2020-02"}).last == date(2020, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        *({"from": "2020"}, {"to": "2020"}, {}, {"from": "2020", "to": "2021", "until": "2022"}),
        *("2021/2020", "/", "../..", "2020/2021/2022", "2020/soon"),
        *({"from": "2021", "to": "2020"}, {"from": "2020", "to": None}, {"from": {"from": "2020"}, "to": "2021"}),
    ],
)
def test_no_span(value: object) -> None:
    with pytest.raises(ValidationError):
        WHEN.validate_python(value)


def matches_schema(adapter: TypeAdapter[Any], text: str) -> bool:
    """Whether the published JSON Schema, too, takes the text for a date."""
    return any(re.search(kind["pattern"], text) for kind in adapter.json_schema()["anyOf"] if "pattern" in kind)


def test_a_span_between_two_moments_is_compared_by_the_clock() -> None:
    assert parse_span("2020-02-22T01:00+05:00/2020-02-21T23:00Z").start is not None
    with pytest.raises(ValueError, match="ends before it begins"):
        parse_span("2020-02-21T10:00Z/2020-02-21T09:00Z")
