"""What an entry's own history leaves out: changes of notes for readers, of shared records, and of all else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from explainer.history.differences import Change, Run, words
from explainer.model import Entry, Update
from explainer.model.base import Model
from explainer.model.walk import Shared
from explainer.text.inline import to_text
from explainer.text.plain import count

Mark: TypeAlias = Literal["code", "no note"]
"""`code` can run on the site, or decides what does. Readers may notice what has `no note`."""
_NAMED = 10
"""How many of a record's entries are named."""
NAMING: tuple[Shared, ...] = ("topics", "publishers", "people")
"""The files of shared records."""


Named: TypeAlias = Callable[[Shared], Mapping[str, Collection[str]]]
"""A function for the records of a kind that each entry names, by its slug, on the newer side."""


@dataclass(frozen=True, slots=True)
class PlacedChange(Change):
    """A change in an entry, with the heading of its section."""

    heading: str = ""
    """The section's heading, as readers see it; empty if the place is a field."""


@dataclass(frozen=True, slots=True)
class NoteChange(Change):
    """A note that was added, removed or reworded: its `text`, and the `was` and `now` that it gives for a point."""

    type: str = ""
    """`update`, `correction`, `clarification` or `editors_note`."""
    at: str = ""
    """When the change was published, as the file has it."""


def changed_notes(old: Entry, new: Entry) -> Iterator[NoteChange]:
    """The changes in the newer version's order; removed notes come last."""
    removed, added = list(old.updates), []
    for update in new.updates:
        if update in removed:
            removed.remove(update)
        else:
            added.append(update)
    for update in added:
        earlier = next((note for note in removed if note.model_copy(update={"note": update.note}) == update), None)
        if earlier is not None:
            removed.remove(earlier)
            yield _change("reworded", update, words(to_text(earlier.note or ""), to_text(update.note or "")))
        else:
            yield _change("added", update)
    for update in removed:
        yield _change("removed", update)


def _change(kind: Literal["added", "removed", "reworded"], update: Update, runs: tuple[Run, ...] = ()) -> NoteChange:
    was, now = (to_text(text or "") for text in (update.was, update.now))
    return NoteChange(
        kind, "updates", update.point, to_text(update.note or ""), runs, was, now, type=update.type, at=str(update.at)
    )


@dataclass(frozen=True, slots=True)
class RecordChange(Change):
    """A change in a shared record; its `place` is the record's id and the field."""

    entries: tuple[str, ...] = ()
    """Slugs of the entries that name the record, on the newer side."""


def changed_records(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], named: Named
) -> dict[str, tuple[Change, ...]]:
    """What changed in existing shared records, with the entries that use them: those that `named` has."""
    changed: dict[str, tuple[Change, ...]] = {}
    for name in NAMING:
        if name not in old or name not in new:
            continue
        edited = [record for record in old[name] if old[name][record] != new[name].get(record)]
        changes = [
            change
            for record, users in _users(edited, named(name) if edited else {}).items()
            for change in _of_record(record, old[name][record], new[name].get(record), users)
        ]
        if changes:
            changed[f"site_data/{name}.yml"] = tuple(changes)
    return changed


def _users(records: Sequence[str], named: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    return {record: [slug for slug in sorted(named) if record in named[slug]] for record in records}


def _of_record(record: str, old: Any, new: Any, users: Sequence[str]) -> Iterator[Change]:
    more = f" and {len(users) - _NAMED} more" if users[_NAMED:] else ""
    named = f"named by {count(len(users), 'entry', 'entries')}: {', '.join(users[:_NAMED])}{more}"
    touched = named if users else "no entry names it"
    if new is None:
        yield RecordChange("removed", record, None, touched, entries=tuple(users))
        return
    before, after = _fields(old), _fields(new)
    for field in before | after:
        if before.get(field) != after.get(field):
            was, now = before.get(field, ""), after.get(field, "")
            yield RecordChange("field", f"{record} {field}", None, touched, (), was, now, tuple(users))


def _fields(record: Model) -> dict[str, str]:
    """A record's values as text; each language of a translated value on its own, as `name.ru`."""
    fields: dict[str, str] = {}
    for field, value in record.model_dump(exclude_none=True).items():
        for language, text in (value if isinstance(value, dict) else {"": value}).items():
            fields[f"{field}.{language}".rstrip(".")] = str(text).lower() if isinstance(text, bool) else str(text)
    return fields


@dataclass(frozen=True, slots=True)
class OtherChange(Change):
    """A change that needs no update; its place is an entry and a field, or a file and a key in it."""

    label: str = ""
    """What changed: `topics`, `page`, `template`."""
    marks: tuple[Mark, ...] = ()
    """Why somebody should look at it."""
