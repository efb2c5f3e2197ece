"""Compares shared records, and names the entries that use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.history.differences import Change
from explainer.model import Entry
from explainer.model.base import Model
from explainer.model.walk import Shared
from explainer.text.plain import count

_NAMED = 10
"""How many of a record's entries are named."""
NAMING: tuple[Shared, ...] = ("topics", "publishers", "people")
"""The files of shared records."""


@dataclass(frozen=True, slots=True)
class RecordChange(Change):
    """A change in a shared record; its `place` is the record's id and the field."""

    entries: tuple[str, ...] = ()
    """Slugs of the entries that name the record, on the newer side."""


def changed_records(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], entries: Mapping[str, Entry]
) -> dict[str, tuple[Change, ...]]:
    """What changed in existing shared records, with the entries that use them."""
    changed: dict[str, tuple[Change, ...]] = {}
    for name in NAMING:
        if name not in old or name not in new:
            continue
        edited = [record for record in old[name] if old[name][record] != new[name].get(record)]
        changes = [
            change
            for record, users in _users(name, edited, entries).items()
            for change in _of_record(record, old[name][record], new[name].get(record), users)
        ]
        if changes:
            changed[f"site_data/{name}.yml"] = tuple(changes)
    return changed


def _users(name: Shared, records: Sequence[str], entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {record: [] for record in records}
    for slug in sorted(entries) if records else ():
        for record in {named for _, named in entries[slug].values[name]} & users.keys():
            users[record].append(slug)
    return users


def _of_record(record: str, old: Any, new: Any, users: Sequence[str]) -> Iterator[Change]:
    touched = "no entry names it"
    if users:
        touched = f"named by {count(len(users), 'entry', 'entries')}: {', '.join(users[:_NAMED])}" + (
            f" and {len(users) - _NAMED} more" if users[_NAMED:] else ""
        )
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
        texts = value if isinstance(value, dict) else {"": value}
        fields |= {f"{field}.{language}".rstrip("."): _written(text) for language, text in texts.items()}
    return fields


def _written(value: object) -> str:
    """A value as the file has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
