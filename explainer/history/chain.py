"""What a version said, in one form for all times, and the hashes that tie each version to the one before it.

A version's hash covers what it says, when it came, what readers were told of it, and the hash of the version before. So
nobody can change, remove or back-date one without changing every hash after it. Names that others give to an explainer
(its slug, its address, its topics) are not part of it, nor are names in shared records: only their ids are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from explainer.model import Entry
from explainer.model.base import Model
from explainer.model.dates import PartialDate, Span
from explainer.model.expected import Deadline
from explainer.model.walk import Field, fields, public_fields

_APART = ("withdrawn",)
"""What is told of an entry beside its versions."""


def statement(entry: Entry) -> dict[str, Any]:
    """What readers see of a version, as plain data: texts as they were written, dates in ISO 8601 or EDTF, ids of
    shared records. Empty fields are left out, so that a field that is new to the format changes no old hash."""
    return {name: value for name, value in _said(entry).items() if name not in _APART}


def canonical(value: object) -> bytes:
    """JSON in the canonical form of RFC 8785; the values are texts, whole numbers, lists and mappings."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(value: object) -> str:
    """The SHA-256 of a value's canonical form, in hexadecimal."""
    return sha256(canonical(value)).hexdigest()


def version_hash(version: Mapping[str, Any], entry: str) -> str:
    """The hash of a version of the entry with this id: of all that is told of it but itself and the full text."""
    told = {name: value for name, value in version.items() if name not in ("hash", "content")}
    return hash_of({"entry": entry, **told})


def next_head(head: str, version: str) -> str:
    """The head of a log after a version with this hash; the first comes after an empty head."""
    return sha256(f"{head}{version}".encode()).hexdigest()


def chain(entry: Entry, entry_id: str, texts: Mapping[int, Entry]) -> list[dict[str, Any]]:
    """Every version of an entry, oldest first, and its withdrawal: `version`, `type`, `at`, the note, `content` (where
    its text is known and not withdrawn), `content_hash`, `previous` and `hash`."""
    published = entry.published.text if entry.published else ""
    told: list[dict[str, Any]] = [{"version": 1, "type": "publication", "at": published}]
    told += [{"version": number, **_said(update)} for number, update in enumerate(entry.updates, 2)]
    if entry.withdrawn is not None:
        told.append({"version": entry.version, "type": "withdrawal", **_said(entry.withdrawn)})
    previous = ""
    for version in told:
        text = texts.get(version["version"])
        if text is not None and version["type"] != "withdrawal":
            said = statement(text)
            version["content_hash"] = hash_of(said)
            if entry.status != "withdrawn":
                version["content"] = said
        if previous:
            version["previous"] = previous
        previous = version["hash"] = version_hash(version, entry_id)
    return told


@cache
def _fields(model: type[Model]) -> tuple[Field, ...]:
    """Its public fields; below an entry, ids too: points and sources are named by them."""
    if model is Entry:
        return tuple(field for field in public_fields(model) if field.name != "status")
    public = set(public_fields(model))
    return tuple(field for field in fields(model) if field in public or field.name == "id")


def _said(record: Model) -> dict[str, Any]:
    values = ((field.name, _plain(getattr(record, field.name))) for field in _fields(type(record)))
    return {name: value for name, value in values if value not in (None, "", False, [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return _said(value)
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, PartialDate | Span | Deadline):
        return str(value)
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    return value
