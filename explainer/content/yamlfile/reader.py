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

from explainer.content.yamlfile.syntax import foreign_signs, syntax_problem
from explainer.problems import ContentError, Pointer, Problem

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
"""Characters that XML and HTML do not allow in text, or that mark the ends of lines to some programs only."""


_CLOSE_COMMENT = re.compile(r"[ \t]+#[^\s#]")
"""A comment that begins without a space is likely to be text that was meant for readers."""


@dataclass(slots=True)
class Positions:
    """Where the values and keys of one file stand, as (line, column), both counted from 1."""

    values: dict[Pointer, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Pointer, tuple[int, int]] = field(default_factory=dict)

    def find(self, pointer: Pointer, *, key: bool = False) -> tuple[int, int]:
        """The place of a value (or of its key), else of the nearest thing around it."""
        if key and pointer in self.keys:
            return self.keys[pointer]
        while pointer and pointer not in self.values:
            pointer = pointer[:-1]
        return self.values.get(pointer, (1, 1))


def read(text: str, path: str) -> Any:
    """The one document in the text, made of dict, list, str, int, float, bool and None. Dates stay text.

    Raises ContentError with every problem that the rest of the file allows to be found.
    """
    reader = _Reader(text, path, None)
    value = reader.document()
    if reader.problems:
        raise ContentError(reader.problems)
    return value


def positions(text: str, path: str) -> Positions:
    """Where everything stands. Slow, so only asked for files that have a problem, and never raises."""
    found = Positions()
    reader = _Reader(text, path, found)
    with suppress(ContentError):  # what was found before a syntax error is still right
        reader.document()
    return found


class _Reader:
    """Builds the value of one document from libyaml's events."""

    def __init__(self, text: str, path: str, found: Positions | None) -> None:
        self.path = path
        self.text = text
        self.found = found
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
            self._problem(
                event,
                "several-documents",
                "a second document begins here",
                "delete the line `---`: one file is one entry",
            )
        for anchor, event in self.unused.items():
            self._problem(
                event,
                "unused-anchor",
                f"`&{anchor}` is a mark of YAML's here, and readers would not see it",
                f"put quotes around text that begins with `&`, as in `'&{anchor} …'`",
            )
        return value

    def _value(self, event: Any, pointer: Pointer, depth: int) -> Any:
        self.count += 1
        kind = type(event)
        if self.found is not None:
            self.found.values[pointer] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if kind is ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self._anchor(event, value, 1)
            return value
        if kind is AliasEvent:
            return self._alias(event)
        if depth >= MAX_DEPTH:
            problem = self._problem(
                event,
                "nested-too-deep",
                f"more than {MAX_DEPTH} levels are nested here",
                "an entry needs seven levels at most",
            )
            raise ContentError([*self.problems[:-1], problem])
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
            key_event = event
            if type(event) is ScalarEvent:
                key = event.value
                if event.anchor is not None:
                    self._anchor(event, key, 1)
                if key == "<<" and event.implicit[0]:
                    self._problem(
                        event,
                        "merge-key",
                        "`<<` merges another mapping in, which is not allowed",
                        "write the fields out",
                    )
                elif key in mapping:
                    self._problem(
                        event, "duplicate-key", f"`{key}` stands twice in the same record", "keep one of the two"
                    )
            else:
                self._problem(event, "odd-key", "a field's name must be plain text", "write `name: value`")
                told = len(self.problems)
                self._value(event, pointer, depth + 1)
                del self.problems[told:]  # what is wrong inside goes with it
                key = f"?{len(mapping)}"
            below = (*pointer, key)
            if self.found is not None:
                self.found.keys[below] = (key_event.start_mark.line + 1, key_event.start_mark.column + 1)
            mapping[key] = self._value(next_event(), below, depth + 1)
            event = next_event()
        return mapping

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if event.tag is not None:
            self._tag(event)
            return text
        if not event.implicit[0]:
            if event.style == '"' and _CONTROL.search(text):
                self._problem(
                    event,
                    "control-character",
                    "an invisible control character stands in this text",
                    "delete the escape, as `\\x07`",
                )
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
            mark = event.start_mark
            raise yaml.composer.ComposerError(None, None, "found undefined alias", mark)
        value, weight = self.anchors[event.anchor]
        self.unused.pop(event.anchor, None)
        self.aliased += weight
        self.count += weight
        if self.aliased > MAX_ALIASED_VALUES:
            problem = self._problem(
                event, "alias-bomb", "aliases stand for too many values", "write the values out instead of using `*`"
            )
            raise ContentError([*self.problems[:-1], problem])
        return value

    def _anchor(self, event: Any, value: Any, weight: int) -> None:
        self.anchors[event.anchor] = (value, weight)
        self.unused[event.anchor] = event

    def _lost_text(self, event: Any) -> None:
        """`A dam #1 broke` without quotes is `A dam` to YAML, and a comment."""
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if event.value and (comment := _CLOSE_COMMENT.match(rest)):
            self._problem(
                event,
                "lost-text",
                f"what follows ` {comment[0].strip()}` is a comment to YAML, and would be lost",
                "put quotes around the text; for a comment, leave a space after `#`",
            )

    def _tag(self, event: Any) -> None:
        self._problem(
            event,
            "custom-tag",
            f"`{event.tag}` is a YAML tag, which is not allowed",
            "delete the tag; put quotes around text that begins with `!`",
        )

    def _problem(self, event: Any, code: str, message: str, hint: str) -> Problem:
        mark = event.start_mark
        problem = Problem(self.path, message, hint, code, line=mark.line + 1, column=mark.column + 1)
        self.problems.append(problem)
        return problem
