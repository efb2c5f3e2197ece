"""Checks of dates: what is overdue, and which date must follow which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from explainer.checks.base import Check, Context, Finding
from explainer.model import Entry, PartialDate, Span
from explainer.model.expected import when_due
from explainer.model.point import Result
from explainer.problems import Pointer, Severity

_RESULTS = "`result` can be " + ", ".join(f"`{result}`" for result in get_args(Result) if result != "not_followed")


def missing_publication_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A published entry does not say when it was first published."""
    if entry.status != "draft" and entry.published is None:
        hint = "add the day or the minute when readers first saw it, as in `published: 2020-02-21T17:20+03:00`"
        yield ("status",), f"this entry is {entry.status} and has no date of publication", hint


def outlook_without_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A point under *What's next?* does not say when, so that nobody can follow it up."""
    for pointer, section, point, above in entry.points():
        if section is None or section.kind != "whats_next" or above is not None or point.status == "unknown":
            continue
        if point.expected is None and point.no_date is None and (point.when or section.when) is None:
            hint = "add when, as in `expected: 2020-03`; if the sources name none, write `no_date: true`"
            yield pointer, "it is not said when this is expected", hint


def outlook_overdue(entry: Entry, context: Context) -> Iterator[Finding]:
    """The day for which something was expected has passed, and what became of it is not told."""
    if entry.status == "withdrawn":
        return
    for pointer, _, point, _ in entry.points():
        if point.expected is not None and point.outcome is None and point.expected.last < context.today:
            outcome = "`outcome: {result: …, on: …, text: …, sources: […]}`"
            hint = f"find out what became of it, and add {outcome}; {_RESULTS}; "
            hint += "of an old forecast that nobody follows, only `outcome: {result: not_followed}`"
            message = f"this was expected {when_due(point.expected)}, and its outcome is missing"
            yield (*pointer, "expected"), message, hint


def review_overdue(entry: Entry, context: Context) -> Iterator[Finding]:
    """The day from which an editor should look at it again has come."""
    dates: list[tuple[Pointer, PartialDate | None]] = [(("review_after",), entry.review_after)]
    dates += [((*pointer, "review_after"), point.review_after) for pointer, _, point, _ in entry.points()]
    for pointer, when in dates:
        if when is not None and when.first <= context.today and entry.status != "withdrawn":
            hint = "look at it again, then set a later day, or delete the line"
            yield pointer, f"a review has been due since {when}", hint


def dates_out_of_order(entry: Entry, context: Context) -> Iterator[Finding]:
    """A date comes before one that it must follow."""
    hint = "correct the wrong one of the two; dates are written `2020-02-21` or `2020-02-21T17:20+03:00`"
    copy = "correct the wrong one of the two; if you had a copy before it was published, leave `{}` out"
    future = "correct the date, or delete this until it has happened"
    last, name = entry.published, "the publication"
    for number, update in enumerate(entry.updates):
        if last is not None and _is_before(update.at, last):
            yield ("updates", number, "at"), f"this update ({update.at}) comes before {name} ({last})", hint
        last, name = update.at, "the update above it"
        if update.at.first > context.today:
            yield ("updates", number, "at"), f"this update lies in the future ({update.at})", future
    if entry.withdrawn is not None and last is not None and _is_before(entry.withdrawn.at, last):
        yield ("withdrawn", "at"), f"the withdrawal ({entry.withdrawn.at}) comes before {name} ({last})", hint
    if entry.withdrawn is not None and entry.withdrawn.at.first > context.today:
        yield ("withdrawn", "at"), f"this withdrawal lies in the future ({entry.withdrawn.at})", future
    first = entry.first_published
    if first is not None and first.at and first.updated and _is_before(first.updated, first.at):
        message = f"it was changed there ({first.updated}) before it was published ({first.at})"
        yield ("first_published", "updated"), message, hint
    for number, source in enumerate(entry.sources):
        for field in ("accessed", "archived_at"):
            later = getattr(source, field)
            if later is not None and source.published is not None and later.last < source.published.first:
                message = f"the source was `{field}` ({later}) before it was published ({source.published})"
                yield ("sources", number, field), message, copy.format(field)
    for pointer, _, point, _ in entry.points():
        on = point.outcome.on if point.outcome else None
        if on is not None and on.first > context.today:
            yield (*pointer, "outcome", "on"), f"this outcome lies in the future ({on})", future


def impossible_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """Something told or cited as past lies in the future: an event under *What happened?*, a source, `as_of`.

    So does the day of a first publication elsewhere.
    """
    today = context.today
    # Where the event was, or the publisher is, it may be tomorrow already.
    tomorrow = min(today, date.max - timedelta(days=1)) + timedelta(days=1)
    if entry.as_of is not None and entry.as_of.first > today:
        hint = "write the day up to which the facts were known; for a day on which it will be published, `published`"
        yield ("as_of",), f"what this entry tells cannot be known yet up to a day in the future ({entry.as_of})", hint
    for name in ("at", "updated") if entry.first_published else ():
        when = getattr(entry.first_published, name)
        if when is not None and when.first > tomorrow:
            hint = f"correct the date, or delete `{name}` if it is not known"
            yield ("first_published", name), f"it cannot have been published elsewhere in the future ({when})", hint
    for pointer, when in _events(entry):
        if when.first > tomorrow:
            hint = f"correct the date; what is still to come belongs under `whats_next`, with `expected: {when.first}`"
            yield pointer, f"this is told as past and lies in the future ({when})", hint
    for number, source in enumerate(entry.sources):
        for field, limit in (("published", tomorrow), ("accessed", today), ("archived_at", tomorrow)):
            when = getattr(source, field)
            if when is not None and when.first > limit:
                hint = f"correct the date, or delete `{field}` if it is not known"
                yield ("sources", number, field), f"`{field}` of this source lies in the future ({when})", hint


def after_as_of(entry: Entry, context: Context) -> Iterator[Finding]:
    """An event under *What happened?* or a source is later than `as_of`, the day up to which the facts were known.

    The sources of outcomes may be later.
    """
    if entry.as_of is None:
        return
    known = f"than the day up to which the facts were known (`as_of: {entry.as_of}`)"
    hint = "correct the wrong one of the two dates; if you have brought the entry up to date, set a later `as_of`"
    for pointer, when in _events(entry):
        if when.first > entry.as_of.last:
            planned = "; what was only planned by then belongs under `whats_next`"
            yield pointer, f"this is told as past and is later ({when}) {known}", hint + planned
    told = {source for _, _, point, _ in entry.points() for source in point.sources}
    for number, source in enumerate(entry.sources):
        if source.id in told and source.published is not None and source.published.first > entry.as_of.last:
            message = f"this source was published later ({source.published}) {known}"
            yield ("sources", number, "published"), message, hint


def _events(entry: Entry) -> Iterator[tuple[Pointer, PartialDate | Span]]:
    """The dates of what is told as past. Other sections may have dates to come: those of a timetable, say."""
    past = ((("sections", number), each) for number, each in enumerate(entry.sections) if each.kind == "what_happened")
    for place, section in past:
        yield from _begun((*place, "when"), section.when)
    for pointer, around, point, _ in entry.points():
        if around is not None and around.kind == "what_happened":
            yield from _begun((*pointer, "when"), point.when)


def _begun(pointer: Pointer, when: PartialDate | Span | None) -> Iterator[tuple[Pointer, PartialDate | Span]]:
    """A date, unless it is missing or only says until when: what has begun may last into the future."""
    if when is not None and not (isinstance(when, Span) and when.start is None):
        yield pointer, when


def _is_before(first: PartialDate, second: PartialDate) -> bool:
    """Whether one date certainly precedes another."""
    if first.moment is not None and second.moment is not None:
        return first.moment < second.moment
    return first.last < second.first


CHECKS = (
    Check(missing_publication_date, Severity.ERROR),
    Check(outlook_without_date, Severity.WARNING),
    Check(outlook_overdue, Severity.WARNING),
    Check(review_overdue, Severity.WARNING),
    Check(dates_out_of_order, Severity.ERROR),
    Check(impossible_date, Severity.ERROR),
    Check(after_as_of, Severity.WARNING),
)
"""In the manual's order, each with its default severity."""
