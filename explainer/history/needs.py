"""Finds what changed in an entry and still needs an update: each change, the place of it, and the point to name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from explainer.history.announced import untold
from explainer.history.change import Change
from explainer.history.meaning import is_minor_edit
from explainer.model import Entry, Update
from explainer.model.dates import PartialDate, parse
from explainer.problems import Pointer


@dataclass(frozen=True, slots=True)
class Need:
    """A change that readers are not told."""

    what: str
    """`the words were changed`."""
    about: str
    """What the changed place says now, shortened."""
    pointer: Pointer
    point: str | None
    """The id of the point that an update has to name; None if it belongs to no point, or the point is gone."""
    change: Change | None = None
    """The difference, if it is one of texts or values."""


def needs(
    old: Entry, new: Entry, changes: Sequence[Change], updates: Sequence[Update], pictures: Collection[str]
) -> Iterator[Need]:
    """What changed in an entry, and what its new updates do not tell.

    `pictures` have other content now under the same name.
    """
    told = {"published"}  # said already
    if new.status == "withdrawn" != old.status:  # the reason tells it, and nothing else
        told |= {"status", "withdrawn", "withdrawn_at"}
    of_note = [
        change
        for change in changes
        if not (change.kind == "field" and change.place in told) and not is_minor_change(change, new.language)
    ]
    there = {place.point.id for place in new.points()}
    for change in untold(of_note, old, new, updates):
        point = change.point if change.point in there else None
        yield Need(_words(change), _cut(change.text), _pointer(change, new), point, change)
    about_it = any(update.point is None for update in updates)
    if old.status == "withdrawn" and new.status == "published" and not (about_it or of_note):
        yield Need("it was withdrawn and is back", "", ("status",), None)
    shown = {picture for _, picture in old.values["images"]}
    points = {update.point for update in updates}
    for pointer, picture in new.values["images"]:
        point = next((at.point.id for at in new.points() if at.pointer == pointer[: len(at.pointer)]), None)
        if picture in pictures and picture in shown and point not in points:
            yield Need(f"`{picture}` is another picture now", "", pointer, point)


def is_minor_change(change: Change, language: str) -> bool:
    """Whether a change tells readers nothing new: a change of spelling, or of the order within a section."""
    need = change.field.need if change.field else "note"
    if need == "nothing" or (need != "note" and not change.was):
        return True
    if need == "note-unless-later" and change.now:
        return _is_later(parse(change.now), parse(change.was))
    if change.kind in ("reworded", "field") and change.runs:
        old = "".join(text for kind, text in change.runs if kind != "added")
        new = "".join(text for kind, text in change.runs if kind != "removed")
        return is_minor_edit(old, new, language)
    if change.kind == "field":
        is_id = change.field is not None and change.field.names  # another letter names another thing
        return not is_id and bool(change.was and change.now) and is_minor_edit(change.was, change.now, language)
    # The order of points within a section is no claim; the point above a sub-point is.
    return change.kind == "moved" and change.was == change.now


def _is_later(new: PartialDate, old: PartialDate) -> bool:
    if new.moment and old.moment:
        return new.moment > old.moment
    return new.first >= old.last


def _words(change: Change) -> str:
    return {
        "added": "a point was added",
        "removed": "a point was removed",
        "reworded": "the words were changed",
        "moved": "a point was moved to another section, or under another point",
        "sources_changed": "other sources are named",
        "date_changed": f"the date was `{change.was}`",
        "status": f"the status was `{change.was}`",
        "outcome": "the outcome was changed" if change.was else "an outcome was added",
        "field": f"{_place(change)} was changed",
        "source": f"the source's `{change.place}` was changed",
    }[change.kind]


def _place(change: Change) -> str:
    """A changed field, as the file names it."""
    if change.field is None:
        return f"`{change.place}`"
    name = change.field.name
    record = change.place.removesuffix(f"_{name}")
    return f"`{name}`" if change.point or change.place == name else f"`{name}` of `{record}`"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _pointer(change: Change, entry: Entry) -> Pointer:
    if change.kind == "source":
        number = next(number for number, source in enumerate(entry.sources) if source.title == change.text)
        return ("sources", number, change.place)
    if change.point is not None:
        for pointer, _, point, _ in entry.points():
            if point.id == change.point:
                return pointer
    if change.place in Entry.model_fields:
        return (change.place,)
    records = (name for name in Entry.model_fields if change.place.startswith(f"{name}_"))
    return next(((name, change.place.removeprefix(f"{name}_")) for name in records), ("sections",))
