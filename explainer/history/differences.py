"""Compares two versions of an entry as a reader would: point by point, word by word."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from explainer.history.addresses import with_addresses
from explainer.history.change import Change, Kind, Run, titles, words
from explainer.history.figures import FIGURES, figure_changes
from explainer.history.matching import in_order, matched, sections
from explainer.history.values import links_in, links_moved, plain_text
from explainer.model import Entry, Outcome, PlacedPoint, Point, Section, Source, SubPoint
from explainer.model.base import Model
from explainer.model.walk import Field, public_fields
from explainer.text.inline import link_texts, links, to_text

_KEY_POINTS = next(
    dataclasses.replace(field, many=False) for field in public_fields(Entry) if field.name == "key_points"
)
_IN_PARTS = ("key_points", "background", "sections", "sources")
"""The fields of an entry whose parts are matched before they are compared."""
UNDER = " › "
"""Stands between a section and the point above a sub-point."""
__all__ = ["UNDER", "Change", "Kind", "Run", "compare", "heading_of", "headings", "plain_text", "words"]


def compare(old: Entry, new: Entry) -> tuple[Change, ...]:
    """Every difference that readers may care about, in the newer version's order; removed points come last."""
    return tuple(_changes(with_addresses(old), with_addresses(new)))


def _changes(old: Entry, new: Entry) -> Iterator[Change]:
    for field in public_fields(Entry):
        if field.model and not field.many:
            yield from _record(field, getattr(old, field.name), getattr(new, field.name))
        elif field.model in FIGURES:
            yield from figure_changes(field, field.name, None, (old, old), (new, new))
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
            yield Change("added", key, point.id, to_text(point.words))
            continue
        earlier_key, earlier = before[same[number]]
        yield from _point(earlier.point, point, key, old, new)
        stayed = twin.get(id(place.above)) is earlier.above
        if earlier_key != key or same[number] not in unmoved or not stayed:
            ways = _under(earlier_key, place.above if stayed else earlier.above), _under(key, place.above)
            if ways[0] == ways[1] and not stayed:  # two points that say the same
                ways = f"{ways[0]} ({earlier.pointer[-3]})", f"{ways[1]} ({place.pointer[-3]})"
            yield Change("moved", key, point.id, to_text(point.words), (), *ways)
    previous = set(same.values())
    for number, (key, place) in enumerate(before):
        if number not in previous:
            yield Change("removed", key, place.point.id, to_text(place.point.words))
    yield from _sources(old, new)


def _field(field: Field, place: str, old: Model | None, new: Model | None, *, whole: bool = False) -> Iterator[Change]:
    """A changed field of a record: texts word by word unless `whole`."""
    before, after = (getattr(record, field.name) if record else None for record in (old, new))
    if before == after:
        return
    was, now = plain_text(field, before), plain_text(field, after)
    if was != now:
        in_words = field.kind in ("text", "markdown") and not field.names and not whole
        yield Change("field", place, None, now, words(was, now) if in_words else (), was, now, field=field)
    old_links, new_links = links_in(field, before), links_in(field, after)
    if before and after and old_links != new_links:
        yield Change("reworded", place, None, now, (), " ".join(old_links), " ".join(new_links), field=field)
    elif isinstance(before, str) and isinstance(after, str) and old_links and links_moved(before, after):
        yield Change("reworded", place, None, now, (), _linked(before), _linked(after), field=field)


def _linked(text: str) -> str:
    """The words of a text's links, in brackets."""
    return " ".join(f"[{words}]" for words in link_texts(text))


def _record(field: Field, old: Model | None, new: Model | None) -> Iterator[Change]:
    """A record in an entry, such as its image. Adding or removing one is one change."""
    assert field.model is not None  # noqa: S101 - it is a record
    fields = public_fields(field.model)
    if old is None or new is None:
        fields = next(((below,) for below in fields if below.kind in ("text", "markdown")), fields[:1])
    for below in fields:
        place = field.name if below.name == "reason" else f"{field.name}_{below.name}"
        yield from _field(below, place, old, new)


def _under(key: str, above: Point | None) -> str:
    """A section and, for a sub-point, the point under which it stands."""
    return f"{key}{UNDER}{to_text(above.words)}" if above else key


def _headings(old: Entry, new: Entry) -> Iterator[Change]:
    """Changed headings and reasons for having no answer; those of removed sections come last."""
    before, after = sections(old, new)
    for key in dict.fromkeys((*after, *before)):
        for field in public_fields(Section):
            if field.model in FIGURES:
                yield from figure_changes(field, key, None, (before.get(key), old), (after.get(key), new))
            elif field.name not in ("kind", "points"):  # another kind shows as points that moved
                yield from _field(field, key, before.get(key), after.get(key), whole=True)


def headings(old: Entry, new: Entry, title: Callable[[Section], str]) -> tuple[dict[str, str], dict[str, str]]:
    """The headings of both versions by place of change; `title` gives a section's heading."""
    before, after = ({key: title(section) for key, section in side.items()} for side in sections(old, new))
    return before, after


def heading_of(change: Change, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """The heading over a change: the newer one, the older one over a removed point; empty for a field."""
    first, second = (old, new) if change.kind == "removed" else (new, old)
    return first.get(change.place) or second.get(change.place, "")


def _placed(entry: Entry, keys: Sequence[str]) -> list[tuple[str, PlacedPoint]]:
    """Every point with the key of its section, or `background`."""
    # A pointer begins with `background`, or with `sections` and the section's number.
    return [
        (str(place.pointer[0]) if place.section is None else keys[int(place.pointer[1])], place)
        for place in entry.points()
    ]


def _key_points(old: Entry, new: Entry) -> Iterator[Change]:
    was, now = ([*map(to_text, entry.key_points)] for entry in (old, new))
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
        results = (outcome.result if outcome else "" for outcome in (before, after))
        yield Change("outcome", here, now.id, to_text((after or now).words), (), *results)


def _facts(  # noqa: PLR0917 - two sides of two things
    was: SubPoint | Outcome, now: SubPoint | Outcome, here: str, point: SubPoint, old: Entry, new: Entry
) -> Iterator[Change]:
    """The changed fields of a point or its outcome: the text first, then sources, dates and the rest."""
    for field in _facts_of(type(now)):
        before, after = getattr(was, field.name, None), getattr(now, field.name)
        if field.names == "sources":
            if {*(before or ())} != {*after} or _unsourced(was) != _unsourced(now):
                values = _rests_on((was, old), (now, new))
                yield Change("sources_changed", here, point.id, to_text(now.words), (), *values, field=field)
        elif before == after:
            continue
        elif field.model in FIGURES:
            yield from figure_changes(field, here, point.id, (was, old), (now, new))
        elif field.kind in ("text", "markdown"):
            yield from _reworded(field, before or "", after or "", here, point.id)
        elif field.model:
            yield from _part(field, before, after, here, point)
        else:
            kind: Kind = "date_changed" if field.kind == "date" else "status" if field.name == "status" else "field"
            values = [plain_text(field, before), plain_text(field, after)]
            yield Change(kind, here, point.id, to_text(point.words), (), *values, field=field)


def _part(field: Field, was: Model | None, now: Model | None, here: str, point: SubPoint) -> Iterator[Change]:
    """The changed fields of a record in a point, such as a quotation. Adding or removing one is one change."""
    assert field.model is not None  # noqa: S101 - it is a record
    fields = public_fields(field.model)
    if was is None or now is None:
        fields = next(((below,) for below in fields if below.kind in ("text", "markdown")), fields[:1])
    for below in fields:
        before, after = (getattr(side, below.name, None) for side in (was, now))
        if below.kind in ("text", "markdown"):
            yield from _reworded(below, before or "", after or "", here, point.id)
        elif before != after:
            values = [plain_text(below, value) for value in (before, after)]
            yield Change("field", here, point.id, to_text(point.words), (), *values, field=below)


@cache
def _facts_of(model: type[Model]) -> tuple[Field, ...]:
    order = {"text": 0, "markdown": 0, "id": 1, "date": 2}
    facts = [field for field in public_fields(model) if field.name not in ("unsourced", "outcome", "points")]
    return tuple(sorted(facts, key=lambda field: order.get(field.kind, len(order))))


def _reworded(field: Field, was: str, now: str, here: str, point: str | None) -> Iterator[Change]:
    """Changed words, and changed addresses of links; emphasis alone is no change."""
    before, after = plain_text(field, was), plain_text(field, now)
    if before != after:
        yield Change("reworded", here, point, after, words(before, after), field=field)
    if field.kind == "markdown" and links(was) != links(now):
        yield Change("reworded", here, point, after, (), " ".join(links(was)), " ".join(links(now)), field=field)
    elif field.kind == "markdown" and links_moved(was, now):
        yield Change("reworded", here, point, after, (), *map(_linked, (was, now)), field=field)


def _unsourced(point: SubPoint | Outcome) -> str | None:
    return getattr(point, "unsourced", None)


def _rests_on(*sides: tuple[SubPoint | Outcome, Entry]) -> list[str]:
    """The titles of sources, and the reason for having none; with ids if two sources have the same title."""

    def texts(form: str) -> Iterator[str]:
        for point, entry in sides:
            known = titles(entry)
            parts = [form.format(title=known.get(source, source), id=source) for source in point.sources]
            yield "; ".join(filter(None, (*parts, _unsourced(point))))

    was, now = texts("{title}")
    return [was, now] if was != now else [*texts("{title} ({id})")]


def _sources(old: Entry, new: Entry) -> Iterator[Change]:
    """Changed sources; added and removed ones show at the points that name them."""
    # Of two with one id (an error, but old versions may have one) the first counts.
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
