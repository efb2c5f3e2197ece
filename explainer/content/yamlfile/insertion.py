"""Adds fields and items to a YAML file, and leaves all else as it is: comments, quotes, order, line breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yaml import CBaseLoader
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from explainer.content.yamlfile.reader import read
from explainer.content.yamlfile.tree import NoTree, comments, tree
from explainer.content.yamlfile.writer import plain_or_quoted, records
from explainer.problems import ContentError, Pointer


def with_fields(text: str, pointer: Pointer, fields: Mapping[str, str]) -> str:
    """The text with new fields at the end of the record at a pointer; lines end with LF.

    Raises NoTree if this cannot be done without changing anything else: the record is shared (`&` and `*`), say.
    """
    end = _Search(text).end_of(pointer)
    if end.is_flow:
        new = "".join(f", {name}: {plain_or_quoted(value, flow=True)}" for name, value in fields.items())
        place = end.place
    else:
        pad = " " * end.column
        new = "".join(f"\n{pad}{name}: {plain_or_quoted(value, flow=False)}" for name, value in fields.items())
        place = text.find("\n", end.place) if "\n" in text[end.place :] else len(text)
    written = text[:place] + new + text[place:]
    try:
        same_comments = comments(tree(written)) == comments(tree(text))
        before, after = read(text, ""), read(written, "")
    except ContentError:
        raise NoTree from None
    record = before
    for part in pointer:
        record = record[part]
    record.update(fields)  # in `before`, which is now what has to be there
    if not same_comments or before != after:
        raise NoTree
    return written


def with_items(text: str, name: str, items: Sequence[Mapping[str, str]], order: Sequence[str]) -> str:
    """The text with new records at the end of a list of its first level; lines end with LF.

    A list that is not there yet comes behind the fields that precede it in `order`.
    Raises NoTree as `with_fields` does.
    """
    place, column, opened = _Search(text).list_end(name, order)
    if column < 0:  # in brackets
        inner = (
            ", ".join(f"{key}: {plain_or_quoted(value, flow=True)}" for key, value in item.items()) for item in items
        )
        new = opened + ", ".join(f"{{{one}}}" for one in inner)
    else:
        new = opened + "".join(f"\n{line}" for line in records(items, column))
        place = text.find("\n", place) if "\n" in text[place:] else len(text)
    written = text[:place] + new + text[place:]
    try:
        same_comments = comments(tree(written)) == comments(tree(text))
        before, after = read(text, ""), read(written, "")
    except ContentError:
        raise NoTree from None
    before[name] = [*(before.get(name) or ()), *map(dict, items)]
    if not same_comments or before != after:
        raise NoTree
    return written


@dataclass(frozen=True, slots=True)
class _End:
    place: int
    """Behind the last value of a record."""
    column: int
    """Of its fields, counted from 0."""
    is_flow: bool
    """Whether it is in braces."""


class _Search:
    """Follows libyaml's events to a record."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parser: Any = CBaseLoader(text)

    def end_of(self, pointer: Pointer) -> _End:
        event = self._next()
        while type(event) is not DocumentStartEvent:
            event = self._next()
        event = self._next()
        for part in pointer:
            event = self._enter(event, part)
        if type(event) is not MappingStartEvent or event.anchor:
            raise NoTree
        column, place, is_flow = -1, -1, bool(event.flow_style)
        while type(key := self._next()) is not MappingEndEvent:
            column = key.start_mark.column if column < 0 else column
            place = self._skip(self._next())
        if place < 0:
            raise NoTree
        return _End(place, column, is_flow)

    def list_end(self, name: str, order: Sequence[str]) -> tuple[int, int, str]:
        """Where new items of a list go, the column of their `-` (-1 within brackets), and what opens them."""
        event = self._next()
        while type(event) is not DocumentStartEvent:
            event = self._next()
        event = self._next()
        if type(event) is not MappingStartEvent or event.flow_style or event.anchor:
            raise NoTree
        earlier, behind = order[: order.index(name)], -1
        while type(key := self._next()) is not MappingEndEvent:
            value = self._next()
            if key.value == name:
                return self._end_of_list(value)
            end = self._skip(value)
            if key.value in earlier:
                behind = end
        if behind < 0:
            raise NoTree
        return behind, 2, f"\n{name}:"

    def _end_of_list(self, start: Any) -> tuple[int, int, str]:
        place, column = start.end_mark.index, start.start_mark.column
        if type(start) is ScalarEvent and not start.value and not start.style:  # `updates:` and nothing behind it
            return place, 2, ""
        if type(start) is not SequenceStartEvent or start.anchor:
            raise NoTree
        is_flow, is_empty = bool(start.flow_style), True
        while type(event := self._next()) is not SequenceEndEvent:
            place, is_empty = self._skip(event), False
        return place, -1 if is_flow else column, ", " if is_flow and not is_empty else ""

    def _next(self) -> Any:
        return self._parser.get_event()

    def _enter(self, event: Any, part: str | int) -> Any:
        """The value of a field, or an item, of the collection that begins with an event."""
        if isinstance(part, str) and type(event) is MappingStartEvent:
            while type(key := self._next()) is not MappingEndEvent:
                if type(key) is ScalarEvent and key.value == part:
                    return self._next()
                self._skip(key)
                self._skip(self._next())
        elif isinstance(part, int) and type(event) is SequenceStartEvent:
            for _ in range(part):
                self._skip(self._next())
            return self._next()
        raise NoTree

    def _skip(self, event: Any) -> int:
        """Passes a value by; where it ends, without the line breaks that libyaml counts in."""
        end: int = event.end_mark.index
        if type(event) is ScalarEvent:
            return len(self._text[:end].rstrip(" \n")) if event.style in ("|", ">") else end
        opened = type(event) in (MappingStartEvent, SequenceStartEvent)
        if not opened:
            return end
        is_flow = bool(event.flow_style)
        while type(event := self._next()) not in (MappingEndEvent, SequenceEndEvent):
            end = self._skip(event)
        return event.end_mark.index if is_flow else end
