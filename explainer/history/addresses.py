"""Gives an entry's links to sources the sources' addresses, so that another way to write a link is no change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explainer.model import Entry
from explainer.model.base import Model
from explainer.model.walk import Field, fields
from explainer.text.inline import SOURCE

_LINK = re.compile(rf"(?<=\]\(){SOURCE}([a-z0-9-]+)(?=\))")


def with_addresses(entry: Entry) -> Entry:
    """An entry whose links to sources lead to their addresses, for comparing; a source without one keeps its id."""
    if not any(SOURCE in text for _, text in entry.values["markdown"]):
        return entry
    resolved: Entry = _record(entry, {source.id: source.url for source in entry.sources if source.url})
    return resolved


def _record(record: Any, addresses: Mapping[str, str]) -> Any:
    model: type[Model] = type(record)
    values = {field.name: _value(field, getattr(record, field.name), addresses) for field in fields(model)}
    return model.model_construct(**values)


def _value(field: Field, value: Any, addresses: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_value(field, item, addresses) for item in value)
    if isinstance(value, Model):
        return _record(value, addresses)
    if field.kind == "markdown" and value:
        return _LINK.sub(lambda match: addresses.get(match[1], match[0]), value)
    return value
