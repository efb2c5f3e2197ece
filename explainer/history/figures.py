"""Compares pictures, links to media and tables field by field, item by item and row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from explainer.history.change import Change, titles, words
from explainer.history.values import plain_text
from explainer.model import Entry, Image, Media, Row, Table
from explainer.model.base import Model
from explainer.model.walk import Field, public_fields
from explainer.text.inline import links

FIGURES: tuple[type[Model], ...] = (Image, Media, Table)


def figure_changes(field: Field, here: str, point: str | None, *sides: tuple[Model | None, Entry]) -> Iterator[Change]:
    """What differs in a record's pictures, links to media or table."""
    values = (getattr(record, field.name) if record else None for record, _ in sides)
    for part, *both in _differences(field, *values):
        was, now = (
            "; ".join(titles(entry).get(source, source) for source in value or ())
            if part.names == "sources"
            else plain_text(part, value)
            for value, (_, entry) in zip(both, sides, strict=True)
        )
        runs = words(was, now) if was and now and part.kind in ("text", "markdown") and not part.names else ()
        if was != now:
            yield Change("field", here, point, now or was, runs, was, now, field=part)
        elif part.kind == "markdown" and (before := _addresses(both[0])) != (after := _addresses(both[1])):
            yield Change("reworded", here, point, now, (), before, after, field=part)


def _addresses(texts: str | tuple[str, ...]) -> str:
    return " ".join(url for text in ([texts] if isinstance(texts, str) else texts) for url in links(text))


def _differences(field: Field, was: Any, now: Any) -> Iterator[tuple[Field, Any, Any]]:
    """The fields that differ in a figure, or in a list of them, with both values; None is what is not there.

    A figure, or an item of a list, that came or went is one difference: that of its first text.
    """
    if field.many:
        before, after = _by_name(was or ()), _by_name(now or ())
        for name in dict.fromkeys((*after, *before)):
            yield from _record(field, before.get(name), after.get(name))
    else:
        yield from _record(field, was, now)


def _record(field: Field, was: Model | None, now: Model | None) -> Iterator[tuple[Field, Any, Any]]:
    assert field.model is not None  # noqa: S101 - it is a record
    fields = public_fields(field.model)
    if was is None or now is None:
        fields = next((below,) for below in fields if below.kind in ("text", "markdown"))
    for below in fields:
        before, after = (getattr(record, below.name, None) for record in (was, now))
        if before == after:
            continue
        if below.model:
            yield from _differences(below, before, after)
        else:
            yield below, before, after


def _by_name(items: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """The items of a list by what they are about: an address, a title, a row's first cell. Order says nothing."""
    turns: Counter[str] = Counter()
    named = {}
    for item in items:
        name = (item.cells or ("",))[0] if isinstance(item, Row) else item.url or item.title
        turns[name] += 1
        named[name, turns[name]] = item
    return named
