"""Whether the data of an explainer is what its newest version says: every member, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import zip_longest
from typing import Any

from explainer.model.dates import parse_when
from explainer.text.inline import to_text

_ENTRY = ("title", "summary", "credit", "key_points", "background", "sections", "omits", "notes", "sources")
"""What a version and the data call alike; other members tell of more than one version, or of names in records."""
_BELOW = (
    *("id", "kind", "text", "empty", "notes", "points", "quotation", "speaker", "role", "status", "when", "expected"),
    *("no_date", "sources", "unsourced", "outcome", "result", "on", "table", "caption", "columns", "rows", "cells"),
    *("type", "title", "publisher", "author", "author_role", "published", "accessed", "via"),
)


def differences(said: Any, data: Any, fold: Callable[[str], str]) -> Iterator[str]:
    """The members of a version that the data has not, or has otherwise, in words."""
    yield from _members(said, data, _ENTRY, fold)


def _members(said: dict[str, Any], data: Any, names: tuple[str, ...], fold: Callable[[str], str]) -> Iterator[str]:
    if not isinstance(data, dict):
        yield str(said.get("text") or said.get("title") or said)
        return
    for name in names:
        there = data.get(name) or (data.get("expected_text") if name == "expected" else None)
        yield from _differing(name, said.get(name), there, fold)


def _differing(name: str, said: Any, data: Any, fold: Callable[[str], str]) -> Iterator[str]:
    if isinstance(said, dict):
        yield from _members(said, data, _BELOW, fold)
    elif isinstance(said, list) and isinstance(data, list):
        for one, other in zip_longest(said, data):
            yield from _differing(name, one, other, fold)
    elif (said or data) and fold(str(data or "")) not in map(fold, _forms(said)):
        yield str(said) if said and name == "text" else f"{name}: {said or 'nothing'}"


def _forms(said: Any) -> Iterator[str]:
    """A text as it was written and as plain text, and a date as data has it."""
    text = str(said or "")
    yield from (text, to_text(text))
    with suppress(ValueError):
        yield parse_when(text).iso
