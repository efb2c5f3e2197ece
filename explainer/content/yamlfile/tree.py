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


class NoTree(Exception):
    """The file holds what this tree has no place for (a directive, say)."""


@dataclass(slots=True)
class Scalar:
    """Text, a number, a date: whatever is no list and no record."""

    value: str
    """What YAML takes for its text."""
    written: str
    """As it stands in the file, without its anchor."""
    style: str
    """`'`, `"`, `|`, `>`, or empty for one without quotes."""
    lines: tuple[str, ...] = ()
    """The lines of a block (`|` or `>`), without their indentation."""
    anchor: str = ""


@dataclass(slots=True)
class Alias:
    """`*name`: what has this anchor, once more."""

    anchor: str


@dataclass(slots=True)
class Collection:
    """A record with fields, or a list."""

    is_record: bool
    is_flow: bool
    """Whether it is written in brackets or braces."""
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
    """The comment behind it on its line, with the spaces in front."""


def tree(text: str) -> Item:
    """The one document in a text that `read` accepts. Raises NoTree."""
    return _Builder(text).document()


def comments(item: Item) -> list[str]:
    """Every comment of the tree, sorted."""
    found = [line for line in (*item.before, item.beside.strip()) if line]
    if isinstance(item.value, Collection):
        found += [line for line in item.value.tail if line]
        for below in item.value.items:
            found += comments(below)
    return sorted(found)


_BETWEEN = re.compile(r"(?:[\s\-:,?.]|&[\w-]+)*\Z")
"""What may stand between two values beside comments."""
_BLOCK = re.compile(r"[|>]([0-9]?)[-+]?([0-9]?)([ \t]+#.*)?")
_ANCHOR = re.compile(r"&[\w-]+\s*")


class _Builder:
    """Follows libyaml's events, and gives each comment to the value that it is about.

    A comment behind a value is about that value. One on a line of its own is about what follows; only if it is indented
    deeper than that, it is the end of the list or record that it lines up with.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.parser: Any = CBaseLoader(text)
        self.at = 0
        """Up to here the text is dealt with."""
        self.last: Item | None = None
        """What the last thing on the line belongs to."""
        self.opened: list[Item] = []
        """What has begun since then, the outermost first."""
        self.closed: list[Collection] = []
        """What has ended since then, the innermost first."""

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
        root.before += [root.beside.strip()] if root.beside else []  # behind the brace that closes the file
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
        style = event.style or ""
        written = self.text[start:end]
        if style in "|>" and style:
            written = written.rstrip(" \t\n")  # libyaml counts the blank lines behind it to the block
            self.at = start + len(written)
        written = _ANCHOR.sub("", written, count=1) if anchor else written
        if style in "|>" and style:
            return self._block(Scalar(event.value, written, style, (), anchor), item)
        return Scalar(event.value, written, style, (), anchor)

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
        made = Collection(is_record, is_flow, [], column, start.anchor or "")
        if is_flow:
            self._between(start.start_mark.index, item)
            self.at = start.end_mark.index
        elif not is_record and item.key is not None and column == item.column:
            made.column += 1  # a list that is not indented: what lines up with it lines up with its field too
        event = self.parser.get_event()
        while type(event) not in (SequenceEndEvent, MappingEndEvent):
            below = Item(event.start_mark.column if is_record else column)
            made.items.append(below)
            self.opened.append(below)
            if is_record:
                if not is_flow and len(made.items) == 1:
                    made.column = below.column
                below.key = self._node(event, below)
                event = self.parser.get_event()
            below.value = self._node(event, below)
            event = self.parser.get_event()
        if is_flow:
            self._between(event.start_mark.index, item, made.tail)
            self.at = event.end_mark.index
        else:
            self.closed.append(made)
        return made

    def _between(self, end: int, item: Item | None, default: list[str] | None = None) -> None:
        """Deals with the text up to the next value, or to the end of the file (no item)."""
        rest, *others = self.text[self.at : end].split("\n")
        column, following = -1, default
        if following is None and item is not None:
            following = (self.opened or [item])[0].before
            column = self.opened[0].column if self.opened else 10**9
        elif following is None:
            following = self.closed[-1].tail
        self._rest_of_line(rest, following)
        blank, decided = False, default is not None or not self.closed
        for number, line in enumerate(others):
            code, sign, comment = line.partition("#")
            if not _BETWEEN.match(code):
                raise NoTree
            decided = decided or bool(code.strip())  # behind a `-`
            if not sign:
                blank = blank or (not code.strip() and number < len(others) - 1)
                continue
            target = following if decided else self._end_of(len(code), column)
            if target is None:
                target, decided = following, True
            target += [*([""] if blank else []), f"#{comment.rstrip()}"]
            blank = False
        if blank and item is not None and default is None:
            following.append("")
        self.last, self.opened, self.closed = item, [], []

    def _rest_of_line(self, rest: str, following: list[str]) -> None:
        code, sign, comment = rest.partition("#")
        if not _BETWEEN.match(code):
            raise NoTree
        if not sign:
            return
        spaces = " " * (len(code) - len(code.rstrip()))
        if self.last is None:
            following.append(f"#{comment.rstrip()}")
        else:
            self._beside(self.last, f"{spaces}#{comment}")

    def _beside(self, item: Item, comment: str) -> None:
        comment = comment.rstrip()
        if comment and item.beside:
            item.before.append(comment.strip())
        elif comment:
            item.beside = comment if comment[0] == " " else f" {comment.strip()}"

    def _end_of(self, column: int, following: int) -> list[str] | None:
        """The tail that a comment at a column belongs to, if it stands deeper than what follows."""
        for collection in self.closed:
            if following < collection.column <= column:
                return collection.tail
        return None
