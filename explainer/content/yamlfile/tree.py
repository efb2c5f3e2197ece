"""A YAML file as its editors see it: values in order, with the comments and blank lines that belong to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from yaml import CBaseLoader
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from explainer.content.yamlfile.folding import joined


class NoTree(Exception):
    """The file contains something that a tree cannot represent (a directive, say)."""


@dataclass(slots=True)
class Scalar:
    """Text, a number, a date: anything but a list or record."""

    value: str
    """The text that YAML reads."""
    written: str
    """The source in the file, without its anchor."""
    style: str
    """`'`, `"`, `|`, `>`, or empty for one without quotes."""
    lines: tuple[str, ...] = ()
    """The lines of a block (`|` or `>`), without their indentation."""
    anchor: str = ""


@dataclass(slots=True)
class Alias:
    """`*name`: a reference to the value with this anchor."""

    anchor: str


@dataclass(slots=True)
class Collection:
    """A record with fields, or a list."""

    is_record: bool
    is_flow: bool
    """Whether it is in brackets or braces."""
    items: list[Item]
    column: int
    """Comments after the last item belong to the collection when they stand at this column or right of it."""
    anchor: str = ""
    tail: list[str] = field(default_factory=list)
    """Comments and blank lines after the last item."""


Node: TypeAlias = Scalar | Alias | Collection


@dataclass(slots=True)
class Item:
    """A field with its name, an item of a list, or the whole file."""

    column: int
    key: Node | None = None
    value: Node | None = None
    before: list[str] = field(default_factory=list)
    """Comments and blank lines (empty) above it."""
    beside: str = ""
    """The comment after it on its line, with the spaces in front."""


def tree(text: str) -> Item:
    """The only document in a text that `read` accepts. Raises NoTree."""
    return _Builder(text).document()


def comments(item: Item) -> list[str]:
    """Every comment of the tree, sorted."""
    lines = [*item.before, item.beside.strip()]
    if isinstance(item.value, Collection):
        lines += item.value.tail
        lines += (line for child in item.value.items for line in comments(child))
    return sorted(filter(None, lines))


_BETWEEN = re.compile(r"(?:[\s\-:,?.]|&[\w-]+)*\Z")
"""What may stand between two values, besides comments."""
_BLOCK = re.compile(r"[|>]([0-9]?)[-+]?([0-9]?)([ \t]+#.*)?")
_ANCHOR = re.compile(r"&[\w-]+\s*")


class _Builder:
    """Follows libyaml's events, and attaches each comment to a value.

    A comment after a value belongs to that value. A comment on its own line belongs to the next value, unless it is
    indented deeper: then it ends the list or record that it lines up with.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.parser: Any = CBaseLoader(text)
        self.at = 0
        """The end of the text that has been processed."""
        self.last: Item | None = None
        """The item of the last value on the line."""
        self.opened: list[Item] = []
        """Items that have begun since then, the outermost first."""
        self.closed: list[Collection] = []
        """Collections that have ended since then, the innermost first."""

    def document(self) -> Item:
        event = self.parser.get_event()
        while type(event) is not DocumentStartEvent:
            event = self.parser.get_event()
        root = Item(0)
        self.opened = [root]
        root.value = self._node(self.parser.get_event(), root)
        while type(event) is not StreamEndEvent:
            event = self.parser.get_event()
        tail = root.value.tail if isinstance(root.value, Collection) else root.before
        self._between(len(self.text), None, None if self.closed else tail)
        root.before += filter(None, [root.beside.strip()])  # after the brace that closes the file
        root.beside = ""
        return root

    def _node(self, event: Any, item: Item) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        kind, anchor = type(event), event.anchor or ""
        if kind in (SequenceStartEvent, MappingStartEvent):
            return self._collection(event, item)
        self._between(start, item)
        self.at = end
        if kind is AliasEvent:
            return Alias(anchor)
        is_block = event.style in ("|", ">")
        written = self.text[start:end]
        if is_block:
            written = written.rstrip(" \t\n")  # to libyaml the blank lines after a block are part of it
            self.at = start + len(written)
        written = _ANCHOR.sub("", written, count=1) if anchor else written
        scalar = Scalar(joined(event.value, written), written, event.style or "", (), anchor)
        return self._block(scalar, item) if is_block else scalar

    def _block(self, scalar: Scalar, item: Item) -> Scalar:
        header, *lines = scalar.written.split("\n")
        match = _BLOCK.match(header)
        if match is None:
            raise NoTree
        self._beside(item, match[3] or "")
        first = next((line for line in lines if line.strip(" ")), "")
        indicator = match[1] or match[2]
        indent = item.column + int(indicator) if indicator else len(first) - len(first.lstrip(" "))
        scalar.lines = tuple(line[indent:] for line in lines)
        return scalar

    def _collection(self, start: Any, item: Item) -> Collection:
        is_record = type(start) is MappingStartEvent
        is_flow = bool(start.flow_style)
        column = item.column + 2 if start.anchor else start.start_mark.column
        collection = Collection(is_record, is_flow, [], column, start.anchor or "")
        if is_flow:
            self._between(start.start_mark.index, item)
            self.at = start.end_mark.index
        elif not is_record and item.key is not None and column == item.column:
            collection.column += 1  # the list is not indented, so what lines up with it lines up with its field too
        event = self.parser.get_event()
        while type(event) not in (SequenceEndEvent, MappingEndEvent):
            child = Item(event.start_mark.column if is_record else column)
            collection.items.append(child)
            self.opened.append(child)
            if is_record:
                if not is_flow and len(collection.items) == 1:
                    collection.column = child.column
                child.key = self._node(event, child)
                event = self.parser.get_event()
            child.value = self._node(event, child)
            event = self.parser.get_event()
        if is_flow:
            self._between(event.start_mark.index, item, collection.tail)
            self.at = event.end_mark.index
        else:
            self.closed.append(collection)
        return collection

    def _between(self, end: int, item: Item | None, default: list[str] | None = None) -> None:
        """Attaches the comments up to the next value, or to the end of the file (no item)."""
        between = self.text[self.at : end]
        if "#" not in between and (item is None or default is not None or between.count("\n") < 2):
            if not _BETWEEN.match(between):
                raise NoTree
            self.last, self.opened, self.closed = item, [], []  # nothing to attach, as nearly always
            return
        rest, *lines = between.split("\n")
        column, following = -1, default
        if following is None and item is not None:
            following = (self.opened or [item])[0].before
            column = self.opened[0].column if self.opened else 10**9
        elif following is None:
            following = self.closed[-1].tail
        self._rest_of_line(rest, following)
        blank, decided = False, default is not None or not self.closed
        for number, line in enumerate(lines):
            code, comment = _parted(line)
            decided = decided or bool(code.strip())  # after a `-`
            if not comment:
                blank = blank or (not code.strip() and number < len(lines) - 1)
                continue
            target = following if decided else self._end_of(len(code), column)
            if target is None:
                target, decided = following, True
            target += ["", comment] if blank else [comment]
            blank = False
        if blank and item is not None and default is None:
            following.append("")
        self.last, self.opened, self.closed = item, [], []

    def _rest_of_line(self, rest: str, following: list[str]) -> None:
        code, comment = _parted(rest)
        if comment and self.last is None:
            following.append(comment)
        elif comment and self.last is not None:
            self._beside(self.last, f"{' ' * (len(code) - len(code.rstrip()))}{comment}")

    def _beside(self, item: Item, comment: str) -> None:
        comment = comment.rstrip()
        if comment and item.beside:
            item.before.append(comment.strip())
        elif comment:
            item.beside = comment if comment[0] == " " else f" {comment.strip()}"

    def _end_of(self, column: int, following: int) -> list[str] | None:
        """The tail that a comment at a column belongs to, if it is indented deeper than the next value."""
        return next((ended.tail for ended in self.closed if following < ended.column <= column), None)


def _parted(line: str) -> tuple[str, str]:
    """A line between two values, split into indicators and a comment. Raises NoTree if there is anything else."""
    code, sign, comment = line.partition("#")
    if not _BETWEEN.match(code):
        raise NoTree
    return code, f"{sign}{comment.rstrip()}"
