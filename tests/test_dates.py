"""Dates mean as much as is written, and no more."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from explainer.model.dates import AnyDate, PartialDate, Span, When, WholeDate, parse

ANY: TypeAdapter[PartialDate] = TypeAdapter(AnyDate)
WHOLE: TypeAdapter[PartialDate] = TypeAdapter(WholeDate)
WHEN: TypeAdapter[PartialDate | Span] = TypeAdapter(When)


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
        ),
        *(
            "2020-02-21T",
            "2020-02-21T17",
            "2020-02-21T5:20",
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
        *({"from": "2021", "to": "2020"}, {"from": "2020", "to": None}, {"from": {"from": "2020"}, "to": "2021"}),
    ],
)
def test_no_span(value: object) -> None:
    with pytest.raises(ValidationError):
        WHEN.validate_python(value)


def matches_schema(adapter: TypeAdapter[PartialDate], text: str) -> bool:
    """Whether the published JSON Schema, too, takes the text for a date."""
    return any(re.search(kind["pattern"], text) for kind in adapter.json_schema()["anyOf"] if "pattern" in kind)
