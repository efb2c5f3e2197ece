"""Says what changed between two versions of an entry, as a reader would: point by point, word by word."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Literal, TypeAlias

from explainer.history.matching import in_order, matched, sections
from explainer.model import Entry, Outcome, PlacedPoint, Point, Section, Source, SubPoint
from explainer.model.base import Model
from explainer.model.walk import Field, public_fields
from explainer.text.inline import links, to_text

Kind: TypeAlias = Literal[
    "added", "removed", "reworded", "moved", "sources_changed", "date_changed", "status", "outcome", "field", "source"
]
Run: TypeAlias = tuple[Literal["same", "removed", "added"], str]
"""A stretch of words: what stayed, what went, what came."""

_WORDS = re.compile(r"\s+|[^\w\s]|\w+")
_KEY_POINTS = next(
    dataclasses.replace(field, many=False) for field in public_fields(Entry) if field.name == "key_points"
)
_IN_PARTS = ("key_points", "background", "sections", "sources")
"""The fields of an entry whose parts are matched with each other before they are compared."""
UNDER = " › "
"""Between a section and the point in it under which a sub-point stands."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    kind: Kind
    place: str
    """Where: a section's kind (`question_2` for the second of one kind), `background`, or the name of a field, of one
    of the image's as `image_alt`."""
    point: str | None
    """The id of the point that it is about, in the newer version where it is still there."""
    text: str
    """The point's words, as plain text: the newer ones, or those that were removed."""
    runs: tuple[Run, ...] = ()
    """For what was reworded: word by word."""
    was: str = ""
    """For everything but words: what it was."""
    now: str = ""
    """For everything but words: what it is."""
    field: Field | None = dataclasses.field(default=None, kw_only=True, compare=False, repr=False)
    """What the model says of what changed, where it is one field."""


def compare(old: Entry, new: Entry) -> tuple[Change, ...]:
    """Every difference that a reader may care about, in the newer version's order; what was removed comes last."""
    return tuple(_changes(old, new))


def words(old: str, new: str) -> tuple[Run, ...]:
    """Two texts word by word. Words stay whole, and a change of most of a sentence is one change."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    for operation, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(("same", "".join(before[i:j])))
            continue
        if i < j:
            runs.append(("removed", "".join(before[i:j])))
        if k < m:
            runs.append(("added", "".join(after[k:m])))
    return tuple(_joined(runs))


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs without islands: a lone space or comma that stayed between two changes belongs to both."""
    removed, added = "", ""
    for number, (kind, text) in enumerate(runs):
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        elif (removed or added) and len(text.strip()) <= 1 and number + 1 < len(runs):
            removed += text
            added += text
        else:
            yield from _pair(removed, added)
            removed = added = ""
            yield kind, text
    yield from _pair(removed, added)


def _pair(removed: str, added: str) -> Iterator[Run]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def _changes(old: Entry, new: Entry) -> Iterator[Change]:
    for field in public_fields(Entry):
        if field.model and not field.many:
            yield from _record(field, getattr(old, field.name), getattr(new, field.name))
        elif field.name not in _IN_PARTS:
            yield from _field(field, field.name, old, new)
    yield from _headings(old, new)
    yield from _key_points(old, new)
    before, after = (
        _placed(entry, keys) for entry, keys in zip((old, new), map(list, sections(old, new)), strict=True)
    )
    same = matched([place for _, place in before], [place for _, place in after])
    unmoved = in_order([same[number] for number in sorted(same)])
    twin = {id(after[number][1].point): before[earlier][1].point for number, earlier in same.items()}
    for number, (key, place) in enumerate(after):
        point = place.point
        if number not in same:
            yield Change("added", key, point.id, to_text(point.text))
            continue
        earlier_key, earlier = before[same[number]]
        yield from _point(earlier.point, point, key, old, new)
        stayed = twin.get(id(place.above)) is earlier.above
        if earlier_key != key or same[number] not in unmoved or not stayed:
            ways = _under(earlier_key, place.above if stayed else earlier.above), _under(key, place.above)
            if ways[0] == ways[1] and not stayed:  # two points that say the same
                ways = f"{ways[0]} ({earlier.pointer[-3]})", f"{ways[1]} ({place.pointer[-3]})"
            yield Change("moved", key, point.id, to_text(point.text), (), *ways)
    previous = set(same.values())
    for number, (key, place) in enumerate(before):
        if number not in previous:
            yield Change("removed", key, place.point.id, to_text(place.point.text))
    yield from _sources(old, new)


def plain_text(field: Field, value: Any) -> str:
    """A value as plain text."""
    if field.many:
        return ("; " if field.model else ", ").join(
            plain_text(dataclasses.replace(field, many=False), one) for one in value or ()
        )
    if value is None or value is False:
        return ""
    if field.model:
        return ", ".join(
            filter(None, (plain_text(below, getattr(value, below.name)) for below in public_fields(field.model)))
        )
    if field.kind == "flag":
        return field.name
    return to_text(value) if field.kind == "markdown" else str(value)


def _field(field: Field, place: str, old: Model | None, new: Model | None, *, whole: bool = False) -> Iterator[Change]:
    """A field of a record: texts word by word, but for those that are compared as a whole."""
    before, after = (getattr(record, field.name) if record else None for record in (old, new))
    if before == after:
        return
    was, now = plain_text(field, before), plain_text(field, after)
    if was != now:
        in_words = field.kind in ("text", "markdown") and not field.names and not whole
        yield Change("field", place, None, now, words(was, now) if in_words else (), was, now, field=field)
    if field.kind == "markdown" and before and after and links(before) != links(after):
        yield Change("reworded", place, None, now, (), " ".join(links(before)), " ".join(links(after)), field=field)


def _record(field: Field, old: Model | None, new: Model | None) -> Iterator[Change]:
    """A record of an entry's: its picture, its withdrawal. One that came or went is one change."""
    assert field.model is not None  # noqa: S101 - it is a record
    fields = public_fields(field.model)
    if old is None or new is None:
        fields = next(((below,) for below in fields if below.kind in ("text", "markdown")), fields[:1])
    for below in fields:
        place = field.name if below.name == "reason" else f"{field.name}_{below.name}"
        yield from _field(below, place, old, new)


def _under(key: str, above: Point | None) -> str:
    """A section and, for a sub-point, the point under which it stands."""
    return f"{key}{UNDER}{to_text(above.text)}" if above else key


def _headings(old: Entry, new: Entry) -> Iterator[Change]:
    """Headings, and the reasons for having no answer; those of a section that is gone come last."""
    before, after = sections(old, new)
    for key in dict.fromkeys((*after, *before)):
        for field in public_fields(Section):
            if field.name not in ("kind", "points"):  # another kind shows as points that moved
                yield from _field(field, key, before.get(key), after.get(key), whole=True)


def headings(old: Entry, new: Entry, usual: Callable[[str], str]) -> tuple[dict[str, str], dict[str, str]]:
    """What stands over the sections of both, by the places of changes; `usual` gives that of a kind without its own."""
    before, after = (
        {key: section.heading or usual(section.kind) for key, section in side.items()} for side in sections(old, new)
    )
    return before, after


def heading_of(change: Change, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """The heading over a change: the newer one, but the older one over what was removed; empty where it is a field."""
    one, other = (old, new) if change.kind == "removed" else (new, old)
    return one.get(change.place) or other.get(change.place, "")


def _placed(entry: Entry, keys: Sequence[str]) -> list[tuple[str, PlacedPoint]]:
    """Every point with the section or field that it stands in."""
    # The way to a point: `background`, its number; or `sections`, the section's number, …
    return [
        (str(place.pointer[0]) if place.section is None else keys[int(place.pointer[1])], place)
        for place in entry.points()
    ]


def _key_points(old: Entry, new: Entry) -> Iterator[Change]:
    was, now = [to_text(one) for one in old.key_points], [to_text(one) for one in new.key_points]
    for _, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        before, after = " ".join(was[i:j]), " ".join(now[k:m])
        if before and after:
            texts = " ".join(old.key_points[i:j]), " ".join(new.key_points[k:m])
            yield from _reworded(_KEY_POINTS, *texts, "key_points", None)
        else:
            yield Change("added" if after else "removed", "key_points", None, after or before)


def _point(was: SubPoint, now: SubPoint, here: str, old: Entry, new: Entry) -> Iterator[Change]:
    yield from _facts(was, now, here, now, old, new)
    before, after = was.outcome, now.outcome
    if before is not None and after is not None and before.result == after.result:
        yield from _facts(before, after, here, now, old, new)
    elif before != after:
        results = (one.result if one else "" for one in (before, after))
        yield Change("outcome", here, now.id, to_text((after or now).text), (), *results)


def _facts(  # noqa: PLR0917 - two sides of two things
    was: SubPoint | Outcome, now: SubPoint | Outcome, here: str, point: SubPoint, old: Entry, new: Entry
) -> Iterator[Change]:
    """What a point, or its outcome, says: its words first, what they rest on, then everything else."""
    for field in _facts_of(type(now)):
        before, after = getattr(was, field.name, None), getattr(now, field.name)
        if field.names == "sources":
            if {*(before or ())} != {*after} or _reason(was) != _reason(now):
                values = _rests_on((was, old), (now, new))
                yield Change("sources_changed", here, point.id, to_text(now.text), (), *values, field=field)
        elif before == after:
            continue
        elif field.kind in ("text", "markdown"):
            yield from _reworded(field, before or "", after or "", here, point.id)
        else:
            kind: Kind = "date_changed" if field.kind == "date" else "status" if field.name == "status" else "field"
            values = [plain_text(field, before), plain_text(field, after)]
            yield Change(kind, here, point.id, to_text(point.text), (), *values, field=field)


@cache
def _facts_of(model: type[Model]) -> tuple[Field, ...]:
    order = {"text": 0, "markdown": 0, "id": 1, "date": 2}
    facts = [field for field in public_fields(model) if field.name not in ("unsourced", "outcome", "points")]
    return tuple(sorted(facts, key=lambda field: order.get(field.kind, len(order))))


def _reason(point: SubPoint | Outcome) -> str | None:
    """Why a point rests on no source; told with its sources."""
    return point.unsourced if isinstance(point, SubPoint) else None


def _reworded(field: Field, was: str, now: str, here: str, point: str | None) -> Iterator[Change]:
    """Other words, and other addresses behind them; marks of emphasis alone are no change."""
    before, after = plain_text(field, was), plain_text(field, now)
    if before != after:
        yield Change("reworded", here, point, after, words(before, after), field=field)
    if field.kind == "markdown" and links(was) != links(now):
        yield Change("reworded", here, point, after, (), " ".join(links(was)), " ".join(links(now)), field=field)


def _rests_on(*sides: tuple[SubPoint | Outcome, Entry]) -> list[str]:
    """The titles of sources, and the reason for having none; ids too where two sources have the same title."""
    found: list[str] = []
    for form in ("{title}", "{title} ({id})"):
        found = []
        for point, entry in sides:
            titles = {source.id: source.title for source in entry.sources}
            parts = [form.format(title=titles.get(source, source), id=source) for source in point.sources]
            reason = _reason(point)
            found.append("; ".join([*parts, reason] if reason else parts))
        if found[0] != found[1]:
            break
    return found


def _sources(old: Entry, new: Entry) -> Iterator[Change]:
    """Sources that stayed and say something else of themselves; new and old ones show at the points that name them."""
    # Of two with one id (an error, but old versions may have it) the first counts.
    before, after = ({source.id: source for source in reversed(entry.sources)} for entry in (old, new))
    for source in new.sources:
        earlier = before.get(source.id)
        if earlier is None or after[source.id] is not source:
            continue
        for field in public_fields(Source):
            was, now = getattr(earlier, field.name), getattr(source, field.name)
            if was != now:
                was, now = plain_text(field, was), plain_text(field, now)
                yield Change("source", field.name, None, source.title, (), was, now, field=field)
