"""Checks of dates: what is overdue, and which date must follow which."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.checks.base import Check, Context, Finding
from explainer.model import Entry, PartialDate
from explainer.model.expected import when_due
from explainer.problems import Pointer, Severity


def missing_publication_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A published entry does not say when it was first published."""
    if entry.status != "draft" and entry.published is None:
        hint = "add the day or the minute: `published: 2020-02-21T17:20+03:00`"
        yield ("status",), f"this entry is {entry.status} and has no date of publication", hint


def outlook_without_date(entry: Entry, context: Context) -> Iterator[Finding]:
    """A point under *What's next?* does not say when, so that nobody can follow it up."""
    for pointer, section, point, above in entry.points():
        if section is None or section.kind != "whats_next" or above is not None:
            continue
        if point.expected is None and point.no_date is None and (point.when or section.when) is None:
            hint = "add `expected: 2020-03`, or say why there is no date: `no_date: no day has been named`"
            yield pointer, "it is not said when this is expected", hint


def outlook_overdue(entry: Entry, context: Context) -> Iterator[Finding]:
    """The day for which something was expected has passed, and what became of it is not told."""
    if entry.status == "withdrawn":
        return
    for pointer, _, point, _ in entry.points():
        if point.expected is not None and point.outcome is None and point.expected.last < context.today:
            hint = "add what became of it: `outcome: {result: happened, on: 2020-03-15, text: …, sources: […]}`; "
            hint += "of an old forecast that nobody follows, say so: `outcome: {result: not_followed}`"
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
    hint = "one of the two is wrong; dates are written `2020-02-21` or `2020-02-21T17:20+03:00`"
    last, name = entry.published, "the publication"
    for number, update in enumerate(entry.updates):
        if last is not None and _is_before(update.at, last):
            yield ("updates", number, "at"), f"this update ({update.at}) comes before {name} ({last})", hint
        last, name = update.at, "the update above it"
        if update.at.first > context.today:
            yield ("updates", number, "at"), f"this update lies in the future ({update.at})", hint
    if entry.withdrawn is not None and last is not None and _is_before(entry.withdrawn.at, last):
        yield ("withdrawn", "at"), f"the withdrawal ({entry.withdrawn.at}) comes before {name} ({last})", hint
    for number, source in enumerate(entry.sources):
        for field in ("accessed", "archived_at"):
            later = getattr(source, field)
            if later is not None and source.published is not None and later.last < source.published.first:
                message = f"the source was `{field}` ({later}) before it was published ({source.published})"
                yield ("sources", number, field), message, hint
    for pointer, _, point, _ in entry.points():
        on = point.outcome.on if point.outcome else None
        if on is not None and on.first > context.today:
            yield (*pointer, "outcome", "on"), f"this outcome lies in the future ({on})", hint


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
)
"""In the manual's order, each with its default severity."""
