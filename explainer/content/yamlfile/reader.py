"""Reads YAML 1.2 (core schema) safely and quickly.

Values are built straight from libyaml's events. PyYAML's own way, a tree of nodes first, is slower and ends the
whole process on deeply nested input: its composer calls itself in C without a limit.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from explainer.content.yamlfile.folding import joined
from explainer.content.yamlfile.syntax import foreign_signs, syntax_problem
from explainer.problems import ContentError, Pointer, Problem

MAX_BYTES = 1_000_000
"""The largest file that is read. The longest explainer studied has under 40,000 characters."""
MAX_DEPTH = 30
"""How deep lists and mappings may nest; an entry needs seven levels."""
MAX_ALIASED_VALUES = 1_000
"""How many values all aliases of a file may stand for; more is an attack ("billion laughs")."""

_MAYBE_NOT_TEXT = frozenset("-+.0123456789~nNtTfF")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z|0o[0-7]{1,20}\Z|0x[0-9a-fA-F]{1,16}\Z")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z|[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z"
)

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that XML and HTML do not allow in text, or that end a line only in some programs."""
_LAST = "".join(chr(plane + low) for plane in range(0x10000, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
_NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST}]")
"""What stands for no character (Unicode 16, 23.7): some readers of XML and JSON refuse it, and YAML does not."""
_CLOSE_COMMENT = re.compile(r"[ \t]+#[^\s#]")
"""A comment that begins without a space is probably text meant for readers."""


@dataclass(slots=True)
class Positions:
    """The positions of a file's values and keys, as (line, column), both counted from 1."""

    values: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Pointer, tuple[int, int]] = field(default_factory=dict)

    def find(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The position of a value (or its key), else of the nearest value around it."""
        if key and pointer in self.keys:
            return self.keys[pointer]
        while pointer and pointer not in self.values:
            pointer = pointer[:-1]
        return self.values.get(pointer, (1, 1))


def decode(content: bytes, path: str) -> str:
    """The text of a YAML file: UTF-8, with or without a byte order mark.

    Raises ContentError (`file-too-large`, `not-utf-8`).
    """
    if len(content) > MAX_BYTES:
        message = "the file is larger than 1 MB, and nothing so large is read"
        raise ContentError([Problem(path, message, "split it into several entries", "file-too-large")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()  # the codec counts from behind the byte order mark
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = "the file is not UTF-8 text (it may be Latin-1 or Windows-1252)"
        hint = "save it as UTF-8; in most editors: Save with encoding, UTF-8"
        raise ContentError([Problem(path, message, hint, "not-utf-8", line=line, column=column)]) from None


def with_newlines(text: str, end: str = "\n") -> str:
    """A text whose lines all have the same end, whatever they had: LF, CRLF or CR."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)


def read(text: str, path: str) -> Any:
    """The text's only document, as dict, list, str, int, float, bool and None. Dates stay text.

    Raises ContentError with every problem that can be found.
    """
    reader = _Reader(text, path, None)
    value = reader.document()
    if reader.problems:
        raise ContentError(reader.problems)
    return value


def positions(text: str, path: str) -> Positions:
    """The positions of everything. Slow, so only for files that have a problem; never raises."""
    positions = Positions()
    with suppress(ContentError):  # the positions before a syntax error are still right
        _Reader(text, path, positions).document()
    return positions


class _Reader:
    """Builds the value of one document from libyaml's events."""

    def __init__(self, text: str, path: str, positions: Positions | None) -> None:
        self.path = path
        self.text = text
        self.positions = positions
        self.problems: list[Problem] = []
        self.lines = text.splitlines() if "#" in text and _CLOSE_COMMENT.search(text) else []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.unused: dict[str, Any] = {}
        self.aliased = 0
        self.count = 0
        self.parser: Any = None

    def document(self) -> Any:
        if foreign := foreign_signs(self.text, self.path):
            raise ContentError(foreign)
        try:
            self.parser = yaml.CBaseLoader(self.text)
            return self._document()
        except yaml.YAMLError as error:
            raise ContentError([*self.problems, syntax_problem(error, self.text, self.path)]) from None

    def _document(self) -> Any:
        next_event = self.parser.get_event
        next_event()
        event = next_event()
        if type(event) is not DocumentStartEvent:
            return None
        value = self._value(next_event(), (), 0)
        next_event()
        event = next_event()
        if type(event) is not StreamEndEvent:
            hint = "delete the line `---`: one file is one entry"
            self._problem(event, "several-documents", "a second document begins here", hint)
        for anchor, event in self.unused.items():
            message = f"`&{anchor}` is a mark of YAML's here, and readers would not see it"
            hint = f"put quotes around text that begins with `&`, as in `'&{anchor} …'`"
            self._problem(event, "unused-anchor", message, hint)
        return value

    def _value(self, event: Any, pointer: Pointer, depth: int) -> Any:
        self.count += 1
        kind = type(event)
        if self.positions is not None:
            self.positions.values[pointer] = _place(event)
        if kind is ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self._anchor(event, value, 1)
            return value
        if kind is AliasEvent:
            return self._alias(event)
        if depth >= MAX_DEPTH:
            message = f"more than {MAX_DEPTH} levels are nested here"
            self._problem(event, "nested-too-deep", message, "an entry needs seven levels at most")
            raise ContentError(self.problems)
        before = self.count
        if event.tag is not None:
            self._tag(event)
        value = self._mapping(pointer, depth) if kind is MappingStartEvent else self._sequence(pointer, depth)
        if event.anchor is not None:
            self._anchor(event, value, self.count - before + 1)
        return value

    def _sequence(self, pointer: Pointer, depth: int) -> list[Any]:
        next_event = self.parser.get_event
        items: list[Any] = []
        event = next_event()
        while type(event) is not SequenceEndEvent:
            items.append(self._value(event, (*pointer, len(items)), depth + 1))
            event = next_event()
        return items

    def _mapping(self, pointer: Pointer, depth: int) -> dict[str, Any]:
        next_event = self.parser.get_event
        mapping: dict[str, Any] = {}
        event = next_event()
        while type(event) is not MappingEndEvent:
            place = _place(event) if self.positions is not None else (1, 1)
            if type(event) is ScalarEvent:
                key = event.value
                if event.anchor is not None:
                    self._anchor(event, key, 1)
                if key == "<<" and event.implicit[0]:
                    message = "`<<` merges another mapping in, which is not allowed"
                    self._problem(event, "merge-key", message, "write the fields out")
                elif key in mapping:
                    message = f"`{key}` stands twice in the same record"
                    self._problem(event, "duplicate-key", message, "keep one of the two")
            else:
                self._problem(event, "odd-key", "a field's name must be plain text", "write `name: value`")
                problems = len(self.problems)
                self._value(event, pointer, depth + 1)
                del self.problems[problems:]  # problems inside the name disappear with it
                key = f"?{len(mapping)}"
            below = (*pointer, key)
            if self.positions is not None:
                self.positions.keys[below] = place
            mapping[key] = self._value(next_event(), below, depth + 1)
            event = next_event()
        return mapping

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not text.isascii() and _NONCHARACTER.search(text):
            message = "an invisible sign that is no character stands in this text"
            self._problem(event, "control-character", message, "delete the invisible sign, or its escape, as `\\uFDD0`")
        if not text.isascii() and " " in text:
            text = joined(text, self.text[event.start_mark.index : event.end_mark.index])
        if event.tag is not None:
            self._tag(event)
            return text
        if not event.implicit[0]:
            if event.style == '"' and _CONTROL.search(text):
                message = "an invisible control character stands in this text"
                self._problem(event, "control-character", message, "delete the escape, as `\\x07`")
            return text
        if self.lines:
            self._lost_text(event)
        if text and text[0] not in _MAYBE_NOT_TEXT:
            return text
        if text in _NULLS:
            return None
        if text in _BOOLS:
            return _BOOLS[text]
        if _INT.match(text):
            return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
        if _FLOAT.match(text):
            return float(text.replace(".", "", 1) if text[-1] in "fFnN" else text)  # Python writes inf and nan
        return text

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self.anchors:
            raise yaml.composer.ComposerError(None, None, "found undefined alias", event.start_mark)
        value, weight = self.anchors[event.anchor]
        self.unused.pop(event.anchor, None)
        self.aliased += weight
        self.count += weight
        if self.aliased > MAX_ALIASED_VALUES:
            hint = "write the values out instead of using `*`"
            self._problem(event, "alias-bomb", "aliases stand for too many values", hint)
            raise ContentError(self.problems)
        return value

    def _anchor(self, event: Any, value: Any, weight: int) -> None:
        self.anchors[event.anchor] = (value, weight)
        self.unused[event.anchor] = event

    def _lost_text(self, event: Any) -> None:
        """`A dam #1 broke` without quotes is `A dam` to YAML, and a comment."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if event.value and (comment := _CLOSE_COMMENT.match(rest)):
            message = f"what follows ` {comment[0].strip()}` is a comment to YAML, and would be lost"
            hint = "put quotes around the text; for a comment, leave a space after `#`"
            self._problem(event, "lost-text", message, hint)

    def _tag(self, event: Any) -> None:
        hint = "delete the tag; put quotes around text that begins with `!`"
        self._problem(event, "custom-tag", f"`{event.tag}` is a YAML tag, which is not allowed", hint)

    def _problem(self, event: Any, code: str, message: str, hint: str) -> None:
        line, column = _place(event)
        self.problems.append(Problem(self.path, message, hint, code, line=line, column=column))


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1
