"""When each version of an entry came out: one rule for every feed, list and record.

A day is that day in the site's own time zone and counts from its beginning; so does a minute without a zone. What came
later is never dated before what came first: a day-only update on the day of publication counts as published with it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from explainer.model.dates import PartialDate, parse
from explainer.model.entry import Entry
from explainer.model.summary import EntrySummary


def moment(when: PartialDate | None, zone: str) -> datetime:
    """A date's first moment, in UTC; without a date, the end of time."""
    return _moment(when.text, zone) if when else datetime.max.replace(tzinfo=UTC)


def moments(entry: Entry | EntrySummary, zone: str) -> tuple[datetime, ...]:
    """When versions 1, 2, … came out, in UTC, and at last when the entry was withdrawn, if it was."""
    dates = [entry.published, *(update.at for update in entry.updates)]
    if entry.withdrawn is not None:
        dates.append(entry.withdrawn.at)
    if dates[0] is None:  # a draft, or an entry with an error: as old as what followed
        dates[0] = dates[1] if len(dates) > 1 else None
    return tuple(accumulate((moment(when, zone) for when in dates), max))


def in_iso(when: PartialDate | None, at: datetime, zone: str) -> str:
    """A date in ISO 8601 as precisely as it is known, but never before `at`, the moment by which it counts."""
    if when is None:
        return ""
    if when.minute is None and at == moment(when, zone):
        return when.first.isoformat()
    if when.moment is not None and when.moment >= at:
        return when.moment.isoformat()
    return at.astimezone(_zone(zone)).isoformat()


@lru_cache(maxsize=65536)
def _moment(text: str, zone: str) -> datetime:
    when = parse(text)
    local = when.minute or datetime(when.first.year, when.first.month, when.first.day)
    try:
        return (local if local.tzinfo else local.replace(tzinfo=_zone(zone))).astimezone(UTC)
    except OverflowError:  # before the year 1, or after 9999
        return (datetime.min if local.year < 5000 else datetime.max).replace(tzinfo=UTC)


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
