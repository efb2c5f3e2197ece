"""Puts a file into canonical form: `formatted(text, path) -> text` (decision 0015 gives the reasons)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any

from explainer.content import yamlfile
from explainer.content.load import MODELS, entry_of
from explainer.content.validation import fields_at, validated
from explainer.content.yamlfile import Collection, Item, NoTree, Scalar
from explainer.model import Publisher
from explainer.problems import ContentError, Pointer, Problem

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""Without `i`, `l`, `o`, `0` and `1`, which look alike. Letter, digit, letter, digit is never a word or a number."""
_SPAN = ["from", "to"]


def formatted(text: str, path: str) -> str:
    """The text of an entry or a file of shared records in canonical form, with an id on every point. Idempotent.

    `path` is relative to the site's root. Raises ContentError if the file cannot be read, or cannot be rewritten
    without losing something (`cannot-format`).
    """
    text = yamlfile.with_newlines(text.removeprefix("\ufeff"))
    model = _model(path)
    data = _read(text, path, model)
    try:
        root = yamlfile.tree(text)
        previous = yamlfile.comments(root)
        if model is MODELS["publishers"]:
            data = _rename(root, data)
        missing = [*_missing_ids(data)] if model is MODELS["entry"] else []
        for pointer, name in missing:
            _give_id(root, data, pointer, name)
        _part_from_header(root)
        _order(root, (), model)
        written = yamlfile.write(root)
        if written == text and not missing and model is not MODELS["publishers"]:  # most files, and nothing is lost
            return written
        # Where there is no comment, none can be lost, and what turned into one would be missing from the data.
        same_comments = not previous or yamlfile.comments(yamlfile.tree(written)) == previous
        if same_comments and _comparable(yamlfile.read(written, path)) == _comparable(data):
            return written
    except (NoTree, ContentError):
        pass
    message = "this file cannot be put into canonical form without losing something, so it was not changed"
    hint = "write out what `&` and `*` stand for, and delete lines that begin with `%`; an entry needs neither"
    raise ContentError([Problem(path, message, hint, "cannot-format")])


def _model(path: str) -> Any:
    folder, _, name = path.rpartition("/")
    kind = name.removesuffix(".yml")
    return MODELS[kind if folder == "site_data" and kind in MODELS else "entry"]


def _read(text: str, path: str, model: Any) -> Any:
    """The text's data. Raises ContentError if the text is not valid."""
    data = yamlfile.read(yamlfile.decode(text.encode(), path), path)
    if model is MODELS["entry"]:
        entry_of(data, text, path)
    elif data is not None:
        validated(model, data, text, path)
    return data


def _comparable(data: Any) -> Any:
    """The data without spaces around texts (the model strips them); types count, so that `1` is not `true`."""
    if isinstance(data, dict):
        return {key: _comparable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_comparable(value) for value in data]
    return data.strip() if isinstance(data, str) else (type(data), repr(data))


def _part_from_header(root: Item) -> None:
    """Leaves comments at the top with the file; moves those below an empty line to the field that they precede."""
    if "" in root.before and isinstance(root.value, Collection) and root.value.items:
        end = len(root.before) - root.before[::-1].index("")
        root.value.items[0].before[:0] = root.before[end:]
        del root.before[end:]


def _rename(root: Item, data: dict[str, Any]) -> dict[str, Any]:
    """Gives former fields of publishers today's names and values; returns the data with these."""
    for record in root.value.items if isinstance(root.value, Collection) else ():
        fields = record.value.items if isinstance(record.value, Collection) else []
        names = {*map(_name, fields)}
        for field in fields:
            new, values = Publisher.former.get(_name(field), ("", {}))
            if new and new not in names and isinstance(field.value, Scalar):
                value = values[field.value.value == "true"]
                field.key, field.value = Scalar(new, new, ""), Scalar(value, value, "")
    return {name: Publisher.renamed(record) for name, record in data.items()}


def _order(item: Item, pointer: Pointer, model: Any) -> None:
    """Puts the fields of every record into the order of its model."""
    if not isinstance(item.value, Collection):
        return
    items, is_record = item.value.items, item.value.is_record
    if is_record:
        names = _fields_at(model, tuple(0 if isinstance(part, int) else part for part in pointer)) or (
            _SPAN if {*map(_name, items)} == {*_SPAN} else []
        )
        items.sort(key=lambda field: names.index(_name(field)) if _name(field) in names else len(names))
    for number, child in enumerate(items):
        _order(child, (*pointer, _name(child) if is_record else number), model)


_fields_at = lru_cache(1000)(fields_at)


def _name(item: Item) -> str:
    return item.key.value if isinstance(item.key, Scalar) else ""


def _give_id(root: Item, data: Any, pointer: Pointer, name: str) -> None:
    """Writes an id into the tree and the data, unless several places share the record (`&` and `*`)."""
    item = root
    for part in pointer:
        if not isinstance(item.value, Collection) or item.value.anchor:
            return
        items = item.value.items
        item = items[part] if isinstance(part, int) else next(field for field in items if _name(field) == part)
        data = data[part]
    if isinstance(item.value, Collection) and not item.value.anchor:
        own = Item(item.value.column, Scalar("id", "id", ""), Scalar(name, name, ""))
        fields = item.value.items
        if empty := next((field for field in fields if _name(field) == "id"), None):
            own.before, own.beside = empty.before, empty.beside
        item.value.items = [own, *(field for field in fields if field is not empty)]
        data["id"] = name


def _points(data: dict[str, Any]) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every point and sub-point, with its pointer."""
    yield from _below(("background",), data.get("background"))
    for number, section in enumerate(data["sections"]):
        yield from _below(("sections", number, "points"), section.get("points"))


def _below(pointer: Pointer, points: Any) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    for number, point in enumerate(points or ()):
        yield (*pointer, number), point
        yield from _below((*pointer, number, "points"), point.get("points"))


def _missing_ids(data: dict[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """An id for each point without one, derived from its words so that two editors get the same."""
    points = [*_points(data)]
    taken = {point["id"] for _, point in points if point.get("id")}
    turns: Counter[str] = Counter()
    taken |= {update["point"] for update in data.get("updates") or () if update.get("point")}
    for pointer, point in points:
        if not point.get("id"):
            words = " ".join((point.get("text") or point["quotation"]["text"]).split())
            name = next(name for name in _ids(words, turns) if name not in taken)
            taken.add(name)
            yield pointer, name


def _ids(words: str, turns: Counter[str]) -> Iterator[str]:
    """Candidate ids for a text, in order: four characters, eight for a text that occurs a hundred times."""
    while True:
        number = int.from_bytes(sha256(f"{turns[words]}:{words}".encode()).digest())
        name = ""
        for _ in range(2 if turns[words] < 100 else 4):
            number, letter = divmod(number, len(_LETTERS))
            number, digit = divmod(number, len(_DIGITS))
            name += _LETTERS[letter] + _DIGITS[digit]
        turns[words] += 1
        yield name
