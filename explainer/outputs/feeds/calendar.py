"""The calendar of predictions, for readers' own calendars (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import date, datetime, timedelta
from typing import NamedTuple
from unicodedata import category

from explainer.model import PartialDate, Span
from explainer.model.expected import ExpectedDate
from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import Prediction, SitePlan, target
from explainer.text.inline import to_text

UPCOMING = 300
"""The most future events: readers' programs fetch all of them every few hours."""
PAST = 60
"""The most events that are overdue, and that are cancelled."""


class Event(NamedTuple):
    """What a task needs to know of one event."""

    slug: str
    prediction: PredictionSummary
    uid: str
    """The id of the explainer with that of the point (decision 0026)."""
    stamp: str
    """The moment of the entry's last change. Not that of the build: an unchanged calendar keeps its bytes."""
    sequence: int
    """Rises with each version (section 3.8.7.4)."""
    cancelled: bool
    """It has an outcome, or its explainer was withdrawn."""


def calendar(plan: SitePlan) -> Iterator[Task]:
    """`whats-next.ics`, and one for each topic that expects something.

    An event for each open prediction, at its minute or over all the days that its date covers; one that has an outcome,
    or whose explainer was withdrawn, is cancelled. Points whose time is only named in words are left out.
    """
    gone = [entry for entry in plan.entries if entry.status == "withdrawn"]
    known = _bare_uids(plan.entries)
    overdue, upcoming = plan.predictions.overdue, plan.predictions.upcoming
    settled = [*plan.predictions.settled, *((entry.slug, one) for entry in gone for one in entry.predictions)]
    every = tuple([one for one in listed if _has_place(one)] for listed in (overdue, upcoming, settled))
    yield Task("whats-next.ics", _calendar, ("", _events(every, plan, known)))
    about: dict[str, tuple[list[Prediction], ...]] = defaultdict(lambda: ([], [], []))
    for number, listed in enumerate(every):
        for one in listed:
            for topic in plan.by_slug[one[0]].topics:
                about[topic][number].append(one)
    for topic in sorted({topic for topic, _ in plan.topics} | {one for entry in gone for one in entry.topics}):
        if topic in about:
            yield Task(f"topics/{topic}/whats-next.ics", _calendar, (topic, _events(about[topic], plan, known)))


def _has_place(prediction: Prediction) -> bool:
    """Whether a calendar can name a prediction: it has an id and a date."""
    _, point = prediction
    return point.id is not None and isinstance(point.expected, PartialDate | Span)


def _events(lists: Sequence[Sequence[Prediction]], plan: SitePlan, known: Set[str]) -> list[Event]:
    """The events of what is overdue, upcoming and settled; `known` are UIDs without a host."""
    overdue, upcoming, settled = lists
    shown = ((overdue[-PAST:], False), (upcoming[:UPCOMING], False), (settled[:PAST], True))
    return [_event(one, plan, known, over=over) for listed, over in shown for one in listed]


def _event(prediction: Prediction, plan: SitePlan, known: Set[str], *, over: bool) -> Event:
    slug, point = prediction
    entry = plan.by_slug[slug]
    stamp = f"{(at := plan.context.moments(entry)[-1]).year:04}{at:%m%dT%H%M%SZ}"
    version = entry.version - 1 + (entry.withdrawn is not None)
    bare = _bare_uid(entry, point)
    uid = bare if bare in known else f"{plan.context.id_of(entry)}#{point.id}"
    return Event(slug, point, uid, stamp, version, over)


_BARE_UIDS_BEFORE = "2026-12-01"
"""Explainers published before this day keep the UIDs that readers' calendars know: no host, and not always unique."""


def _bare_uid(entry: EntrySummary, point: PredictionSummary) -> str:
    return f"{entry.first_slug}-{point.id}" if (entry.published_ or "") < _BARE_UIDS_BEFORE else ""


def _bare_uids(entries: Iterable[EntrySummary]) -> frozenset[str]:
    """Those that are one event's alone: the `1-2` of `dam` would be the `2` of `dam-1`."""
    counts = Counter(_bare_uid(entry, point) for entry in entries for point in entry.predictions if point.id)
    return frozenset(uid for uid, count in counts.items() if uid and count == 1)


def _calendar(topic: str, expected: list[Event], context: RenderContext) -> Iterator[Artifact]:
    site = context.site_info.url
    events = [
        {
            "uid": text_value(uid),
            "stamp": stamp,
            "sequence": sequence,
            "cancelled": cancelled,
            "url": site and f"{site}{target(slug, prediction)}",
            "first": day_value(prediction.expected.first),
            "end": day_value(min(prediction.expected.last, _LAST) + timedelta(days=1)),
            "minute": _minute(prediction.expected),
            "summary": text_value(_summary(slug, prediction, context)),
            "description": text_value(context.names[slug].title),
        }
        for slug, prediction, uid, stamp, sequence, cancelled in expected
        if prediction.expected is not None
    ]
    zones = sorted({_offset(minute) for event in expected if (minute := _moment(event.prediction.expected))})
    name = context.language("whats_next")
    values = {
        "name": text_value(f"{name} – {context.name_of_topic(topic, context.language)}" if topic else name),
        "events": events,
        "zones": [zone for zone in zones if zone],
    }
    text = context.templates.render("feeds/whats_next.ics.jinja", values)
    address = f"topics/{topic}/whats-next.ics" if topic else "whats-next.ics"
    yield Artifact(address, calendar_of(text.split("\n")), "")


def _summary(slug: str, prediction: PredictionSummary, context: RenderContext) -> str:
    """What is expected; nothing of what was withdrawn is said again."""
    gone = context.summaries[slug].status == "withdrawn"
    return context.names[slug].title if gone else to_text(prediction.text)


_LAST = date.max - timedelta(days=1)


def _moment(expected: ExpectedDate | None) -> datetime | None:
    return expected.minute if isinstance(expected, PartialDate) else None


def _minute(expected: ExpectedDate) -> str:
    """The parameters and value of `DTSTART` for a minute, by the clocks of its own place (section 3.3.5)."""
    minute = _moment(expected)
    if minute is None:
        return ""
    value = f"{minute:%Y%m%dT%H%M%S}"
    if minute.tzinfo is None:
        return f":{value}"
    return f";TZID=UTC{zone}:{value}" if (zone := _offset(minute)) else f":{value}Z"


def _offset(minute: datetime) -> str:
    """The difference from UTC (section 3.3.14); empty for none."""
    return "" if not minute.utcoffset() else f"{minute:%z}"


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
