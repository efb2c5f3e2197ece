"""Checks the record of an entry: old updates stay as readers saw them, and new ones are later and say something."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from explainer.history.announced import says_something
from explainer.history.meaning import is_minor_edit
from explainer.history.values import plain_text
from explainer.model import Entry, Update
from explainer.model.dates import PartialDate
from explainer.model.walk import Field, public_fields
from explainer.problems import Problem


def record_problems(old: Entry, new: Entry, names: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a published entry's updates; `names` are those of the types of updates."""
    for number, update in enumerate(old.updates):
        if number >= len(new.updates):
            hint = "put it back; readers have seen it"
            yield Problem(new.path, f"the update of {update.at} is gone", hint, "record-rewritten", ("updates",))
        elif any(_is_rewritten(field, update, new.updates[number], new.language) for field in public_fields(Update)):
            hint = "put it back, and add a new item for what is new"
            message = f"the update of {update.at} was changed"
            yield Problem(new.path, message, hint, "record-rewritten", ("updates", number))
        elif update.note is None and new.updates[number].note and not says_something(new.updates[number], names):
            yield without_note(new, number)
    for number, update in enumerate(new.updates[len(old.updates) :], len(old.updates)):
        if not says_something(update, names):
            yield without_note(new, number)
        if update.type == "correction" and not (update.point and update.was and update.now):
            hint = "write all three: `point: k3f9`, `was: three soldiers` and `now: two soldiers`"
            message = "a correction needs the point, what it said and what it says"
            yield Problem(new.path, message, hint, "correction-incomplete", ("updates", number))
        last = old.updates[-1].at if old.updates else old.published
        if last is not None and _is_told_already(update.at, last, published=not old.updates):
            message = f"readers were told of a change at this time before ({last})"
            hint = (
                "write when this change is published; if that is the same day, with the minute: `at: 2020-02-22T10:00Z`"
            )
            yield Problem(new.path, message, hint, "update-not-later", ("updates", number, "at"))


def without_note(entry: Entry, number: int) -> Problem:
    """The problem of an update whose note is missing, or says nothing."""
    update = entry.updates[number]
    hint = "write it: `note: The number of soldiers was wrong.`; only updates older than the file may lack it"
    message = f"the update of {update.at} does not tell readers what changed"
    if update.note:
        message += f", as its note says only `{update.note[:40]}`"
        hint = "write what changed: `note: The number of soldiers was wrong.`"
    return Problem(entry.path, message, hint, "update-without-note", ("updates", number))


def _is_rewritten(field: Field, old: Update, new: Update, language: str) -> bool:
    was, now = getattr(old, field.name), getattr(new, field.name)
    if field.name == "note" and not was:  # found out later
        return False
    if field.kind in ("text", "markdown") and was and now:
        return not is_minor_edit(was, now, language)  # with its markup, which has the addresses of links
    return plain_text(field, was) != plain_text(field, now)


def _is_told_already(new: PartialDate, old: PartialDate, *, published: bool) -> bool:
    """Whether an update seems to be from the time of the one before. On the day of publication any hour will do."""
    if new.clock and old.clock:
        return new.clock <= old.clock
    if new.clock or published:
        return False
    return new.first <= old.last and old.first <= new.last
