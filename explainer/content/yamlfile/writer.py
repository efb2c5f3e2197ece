"""Writes a YAML tree with uniform indentation, quotation marks and line breaks (decision 0015 gives the reasons)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import groupby, pairwise
from typing import Any

import yaml

from explainer.content.yamlfile.reader import read
from explainer.content.yamlfile.tree import Alias, Collection, Item, Node, Scalar
from explainer.problems import ContentError

WIDTH = 100
"""The column at which long text is wrapped."""
LONGEST = 120
"""A line of at most this length is left alone: rewrapping everything would hide the changed words in a diff."""

_WORD = re.compile(r"(?:\[[^\[\]]{0,200}\]\([^()\s]{0,2000}\)|[^ ]|[ ]{2,})+")
"""Never broken: words, links and double spaces (a break there would make one space of them)."""
_ADDRESS = re.compile(r"\]\([^()\s]{1,2000}\)")
_RESOLVER: Any = yaml.resolver.Resolver()
_EARLIER = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp")


def write(root: Item) -> str:
    """The text of a tree."""
    lines = [*root.before]
    if isinstance(root.value, Collection) and root.value.items:
        root.value.is_flow = False
        lines += _block(root.value, 0)
    else:
        lines += _inline(root.value, flow=False).split("\n")
    single_blanks = (line for previous, line in pairwise(["", *lines]) if line or previous)
    return "\n".join(single_blanks) + "\n"


def _block(collection: Collection, indent: int) -> Iterator[str]:
    """The lines of a list or record that is not in brackets."""
    pad = " " * indent
    for number, item in enumerate(collection.items):
        above = [line for line in item.before if line or number]  # no blank line below the name of a field
        if collection.is_record:
            opening = f"{pad}{_inline(item.key, flow=False)}:"
        else:
            opening = f"{pad}-"
            above += _hoisted(item)
        yield from (f"{pad}{line}" if line else "" for line in above)
        yield from _item(item, opening, indent)
    yield from (f"{pad}{line}" if line else "" for line in collection.tail)


def _hoisted(item: Item) -> list[str]:
    """Removes the comments of a record in a list that would stand between its `- ` and its first field."""
    if not _is_block(item.value, 0, item) or not isinstance(item.value, Collection) or item.value.anchor:
        return []
    first = item.value.items[0]
    lines = [line for line in (item.beside.strip(), *first.before) if line]
    item.beside, first.before = "", []
    return lines


def _item(item: Item, opening: str, indent: int) -> Iterator[str]:
    """The lines of a field or list item, from its name or `-` on."""
    value = item.value
    if isinstance(value, Collection) and _is_block(value, len(opening) + 1, item):
        anchor = f" &{value.anchor}" if value.anchor else ""
        lines = [*_block(value, indent + 2)]
        if item.key is None and not anchor:
            lines[0] = f"{opening} {lines[0].lstrip()}"
        else:
            yield f"{opening}{anchor}{item.beside}"
        yield from lines
    elif isinstance(value, Scalar) and (lines := _folded(value, len(opening) + 1, indent + 2)):
        mark = "|" if value.style == "|" or (value.style != ">" and "\n" in value.value) else ">"
        anchor = f" &{value.anchor}" if value.anchor else ""
        yield f"{opening}{anchor} {mark}{'2' if lines[0].startswith(' ') else ''}-{item.beside}"
        yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in lines)
    else:
        written = _inline(value, flow=False)
        yield f"{opening}{' ' if written else ''}{written}{item.beside}"


def _is_block(value: Node | None, column: int, item: Item) -> bool:
    """Whether a list or record goes below its name: it did before, or it does not fit beside it."""
    if not isinstance(value, Collection) or not value.items:
        return False
    return not value.is_flow or _has_comments(value) or column + len(_inline(value, flow=False)) > LONGEST


def _has_comments(collection: Collection) -> bool:
    return bool(collection.tail) or any(
        item.before or item.beside or (isinstance(item.value, Collection) and _has_comments(item.value))
        for item in collection.items
    )


def _folded(scalar: Scalar, column: int, indent: int) -> list[str]:
    """The lines of a text that goes below its name; none for a text beside it."""
    if scalar.style == "|" or any(line.startswith(" ") for line in scalar.lines):  # such lines keep their breaks
        return [*scalar.lines]
    if scalar.style == ">":
        paragraphs = ([*lines] for _, lines in groupby(scalar.lines, bool))
        return [line for lines in paragraphs for line in _wrapped(lines, indent)]
    text = scalar.value
    if text != text.strip() or any(line != line.strip() for line in text.split("\n")):
        return []
    if "\n" in text and "\n" in scalar.written:
        return text.split("\n")
    if "\n" in text or _length(_inline(scalar, flow=False)) + column <= LONGEST or len(_WORD.findall(text)) == 1:
        return []
    return _wrap(text, indent)


def _wrapped(lines: list[str], indent: int) -> list[str]:
    """The lines of a paragraph, rewrapped only if one is too long, not counting links' addresses."""
    if all(_length(line) + indent <= LONGEST or len(_WORD.findall(line)) == 1 for line in lines):
        return lines
    return _wrap(" ".join(lines), indent)


def _wrap(text: str, indent: int) -> list[str]:
    lines = [""]
    for word in _WORD.findall(text):
        if lines[-1] and indent + len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def _length(text: str) -> int:
    return len(_ADDRESS.sub("]", text))


def _inline(node: Node | None, *, flow: bool) -> str:
    """A value on one line; within brackets (`flow`) more texts need quotation marks."""
    if node is None:
        return ""
    if isinstance(node, Alias):
        return f"*{node.anchor}"
    anchor = f"&{node.anchor} " if node.anchor else ""
    if isinstance(node, Scalar):
        return f"{anchor}{_scalar(node, flow=flow)}"
    inner = ", ".join(
        (f"{_inline(item.key, flow=True)}: " if node.is_record else "") + _inline(item.value, flow=True)
        for item in node.items
    )
    return f"{anchor}{{{inner}}}" if node.is_record else f"{anchor}[{inner}]"


def _scalar(scalar: Scalar, *, flow: bool) -> str:
    text, written = scalar.value, scalar.written
    if "\n" not in written:
        if not scalar.style:
            return written
        if scalar.style == '"' and "\\" in re.sub(r'\\["\\]', "", written):
            return written  # a deliberate escape, such as \u00a0
    if _needs_no_quotes(text, flow=flow):
        return text
    if "\n" in text:
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'"


def plain_or_quoted(text: str, *, flow: bool) -> str:
    """A text on one line, in quotation marks if it needs them."""
    return _scalar(Scalar(text, "", "'"), flow=flow)


def records(items: Iterable[Mapping[str, str]], column: int) -> Iterator[str]:
    """The lines of a list of records, with each `-` at a column."""
    new = [Item(column, None, Collection(True, False, [_field(*field) for field in item.items()], 0)) for item in items]
    return _block(Collection(False, False, new, column), column)


def _field(name: str, text: str) -> Item:
    return Item(0, Scalar(name, name, ""), Scalar(text, "", "'"))


def _needs_no_quotes(text: str, *, flow: bool) -> bool:
    """Whether a text without quotation marks is the same text, also in YAML 1.1 (where `no` is not a text)."""
    if not text or "\n" in text or len(text) > LONGEST * 10:
        return False
    if _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) not in _EARLIER:
        return False
    document, value = (f"{{{text}: [{text}]}}\n", [text]) if flow else (f"{text}: {text}\n", text)
    with suppress(ContentError):
        return bool(read(document, "") == {text: value})
    return False
