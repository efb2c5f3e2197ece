"""Says what changed between two versions of an entry, as a reader would: point by point, word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from explainer.history.matching import in_order, matched, sections
from explainer.model import Entry, Image, Outcome, PlacedPoint, Point, SubPoint
from explainer.text.inline import links, to_text

Kind: TypeAlias = Literal[
    "added", "removed", "reworded", "moved", "sources_changed", "date_changed", "status", "outcome", "field", "source"
]
Run: TypeAlias = tuple[Literal["same", "removed", "added"], str]
"""A stretch of words: what stayed, what went, what came."""

_WORDS = re.compile(r"\s+|[^\w\s]|\w+")
_FIELDS = (
    *("title", "summary", "status", "published", "as_of", "dateline", "authors", "contributors", "credit"),
    *("withdrawn", "language"),
)
_IN_WORDS = ("title", "summary", "credit", "withdrawn", "image_alt", "image_caption", "image_credit")
"""The fields that are compared word by word."""
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
    for name in _FIELDS:
        yield from _field(name, _said(old, name), _said(new, name))
    yield from _image(old.image, new.image)
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


def _said(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    match name:
        case _ if value is None:
            return ""
        case "withdrawn":
            return to_text(value.reason or "")
        case "authors":
            return ", ".join(value)
        case "contributors":
            return "; ".join(", ".join(filter(None, (one.name, one.role, one.place))) for one in value)
        case "credit":
            return to_text(value)
        case _:
            return str(value)  # the others are no Markdown


def _field(name: str, was: str, now: str) -> Iterator[Change]:
    if was != now:
        yield Change("field", name, None, now, words(was, now) if name in _IN_WORDS else (), was, now)


def _image(old: Image | None, new: Image | None) -> Iterator[Change]:
    """The picture; one that came or went is one change."""
    yield from _field("image_file", old.file if old else "", new.file if new else "")
    if old is None or new is None:
        return
    for name in ("alt", "caption", "credit"):
        was, now = (getattr(image, name) or "" for image in (old, new))
        said = (to_text(was), to_text(now)) if name == "caption" else (was, now)
        yield from _field(f"image_{name}", *said)
    if links(old.caption or "") != links(new.caption or ""):
        before, after = (" ".join(links(image.caption or "")) for image in (old, new))
        yield Change("reworded", "image_caption", None, to_text(new.caption or ""), (), before, after)
    yield from _field("image_symbolic", *("symbolic" if image.symbolic else "" for image in (old, new)))


def _under(key: str, above: Point | None) -> str:
    """A section and, for a sub-point, the point under which it stands."""
    return f"{key}{UNDER}{to_text(above.text)}" if above else key


def _headings(old: Entry, new: Entry) -> Iterator[Change]:
    """Headings, and the reasons for having no answer; those of a section that is gone come last."""
    before, after = sections(old, new)
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key), after.get(key)
        yield from _field(key, *((section.heading or "") if section else "" for section in (was, now)))
        yield from _field(key, *(to_text(section.empty or "") if section else "" for section in (was, now)))


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
    for operation, i, j, k, m in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        before, after = " ".join(was[i:j]), " ".join(now[k:m])
        if before and after:
            yield Change("reworded", "key_points", None, after, words(before, after))
        else:
            yield Change("added" if after else "removed", "key_points", None, after or before)


def _point(was: SubPoint, now: SubPoint, here: str, old: Entry, new: Entry) -> Iterator[Change]:
    text = to_text(now.text)
    yield from _reworded(was.text, now.text, here, now.id)
    yield from _reworded(was.no_date or "", now.no_date or "", here, now.id)
    if set(was.sources) != set(now.sources) or was.unsourced != now.unsourced:
        yield Change("sources_changed", here, now.id, text, (), *_rests_on((was, old), (now, new)))
    for name in ("when", "expected"):
        yield from _date_changes(getattr(was, name), getattr(now, name), here, now)
    if was.status != now.status:
        yield Change("status", here, now.id, text, (), was.status, now.status)
    before, after = was.outcome, now.outcome
    if before is not None and after is not None and before.result == after.result:
        yield from _reworded(before.text, after.text, here, now.id)
        yield from _date_changes(before.on, after.on, here, now)
        if set(before.sources) != set(after.sources):
            yield Change(
                "sources_changed", here, now.id, to_text(after.text), (), *_rests_on((before, old), (after, new))
            )
    elif before != after:
        results = (one.result if one else "" for one in (before, after))
        yield Change("outcome", here, now.id, to_text(after.text) if after else text, (), *results)


def _reworded(was: str, now: str, here: str, point: str | None) -> Iterator[Change]:
    """Other words, and other addresses behind them; marks of emphasis alone are no change."""
    before, after = to_text(was), to_text(now)
    if before != after:
        yield Change("reworded", here, point, after, words(before, after))
    if links(was) != links(now):
        yield Change("reworded", here, point, after, (), " ".join(links(was)), " ".join(links(now)))


def _date_changes(was: object, now: object, here: str, point: SubPoint) -> Iterator[Change]:
    if was != now:
        yield Change("date_changed", here, point.id, to_text(point.text), (), str(was or ""), str(now or ""))


def _rests_on(*sides: tuple[SubPoint | Outcome, Entry]) -> list[str]:
    """The titles of sources, and the reason for having none; ids too where two sources have the same title."""
    said: list[str] = []
    for form in ("{title}", "{title} ({id})"):
        said = []
        for point, entry in sides:
            titles = {source.id: source.title for source in entry.sources}
            parts = [form.format(title=titles.get(source, source), id=source) for source in point.sources]
            reason = point.unsourced if isinstance(point, SubPoint) else None
            said.append("; ".join([*parts, reason] if reason else parts))
        if said[0] != said[1]:
            break
    return said


def _sources(old: Entry, new: Entry) -> Iterator[Change]:
    """Sources that stayed and say something else of themselves; new and old ones show at the points that name them."""
    # Of two with one id (an error, but old versions may have it) the first counts.
    before, after = ({source.id: source for source in reversed(entry.sources)} for entry in (old, new))
    for source in new.sources:
        earlier = before.get(source.id)
        if earlier is None or after[source.id] is not source:
            continue
        for name in ("title", "url", "publisher", "published", "type", "via", "author", "quote"):
            was, now = getattr(earlier, name), getattr(source, name)
            if was != now:
                yield Change("source", name, None, source.title, (), str(was or ""), str(now or ""))
