"""Puts a file into canonical form: `formatted(text, path) -> text`. The reasons are in decision 0015."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from explainer.content import yamlfile
from explainer.content.load import MODELS, load_entry
from explainer.content.validation import fields_at, validated
from explainer.content.yamlfile import Collection, Item, NoTree, Scalar
from explainer.problems import ContentError, Pointer, Problem

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
"""No `i`, `l`, `o`, `0` and `1`, which look alike. Letter, digit, letter, digit is never a word, nor a number."""

_SPAN = ["from", "to"]


def formatted(text: str, path: str) -> str:
    """The text of an entry, or of a file of shared records, in canonical form, with an id on every point.

    `path` is relative to the site's root. Formatting twice changes nothing more. Raises ContentError where the file
    cannot be read, or could not be written anew without losing something (`cannot-format`).
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    model = _model(path)
    data = _read(text, path, model)
    try:
        root = yamlfile.tree(text)
        previous = yamlfile.comments(root)
        for pointer, name in _missing_ids(data) if model is MODELS["entry"] else ():
            _give_id(root, data, pointer, name)
        _part_from_header(root)
        _order(root, (), model)
        written = yamlfile.write(root)
        again = yamlfile.tree(written)
        if _canonical(_read(written, path, model)) == _canonical(data) and yamlfile.comments(again) == previous:
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
    """What the text holds. Raises ContentError where it would not be loaded."""
    if model is MODELS["entry"]:
        load_entry(text.encode(), path)
    data = yamlfile.read(text, path)
    if data is not None and model is not MODELS["entry"]:
        validated(model, data, text, path)
    return data


def _canonical(data: Any) -> str:
    """What the data say: the order of fields says nothing, nor do spaces around a text (the model strips them)."""
    return json.dumps(_stripped(data), sort_keys=True)


def _stripped(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _stripped(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_stripped(value) for value in data]
    return data.strip() if isinstance(data, str) else data


def _part_from_header(root: Item) -> None:
    """Comments at the top are the file's own; those below an empty line go with the field that they stand above."""
    if "" in root.before and isinstance(root.value, Collection) and root.value.items:
        end = len(root.before) - root.before[::-1].index("")
        root.value.items[0].before[:0] = root.before[end:]
        del root.before[end:]


def _order(item: Item, pointer: Pointer, model: Any) -> None:
    """Puts the fields of every record into the order of its model."""
    if not isinstance(item.value, Collection):
        return
    below = item.value
    if below.is_record:
        names = fields_at(model, pointer) or (_SPAN if {*map(_name, below.items)} == {*_SPAN} else [])
        below.items.sort(key=lambda one: names.index(_name(one)) if _name(one) in names else len(names))
    for number, one in enumerate(below.items):
        _order(one, (*pointer, _name(one) if below.is_record else number), model)


def _name(item: Item) -> str:
    return item.key.value if isinstance(item.key, Scalar) else ""


def _give_id(root: Item, data: Any, pointer: Pointer, name: str) -> None:
    """Writes an id into the tree and into the data; not where several places share one record (`&` and `*`)."""
    item = root
    for part in pointer:
        if not isinstance(item.value, Collection) or item.value.anchor:
            return
        items = item.value.items
        item = items[part] if isinstance(part, int) else next(one for one in items if _name(one) == part)
        data = data[part]
    if isinstance(item.value, Collection) and not item.value.anchor:
        own = Item(item.value.column, Scalar("id", "id", ""), Scalar(name, name, ""))
        replaced = [one for one in item.value.items if _name(one) == "id"]
        own.before, own.beside = (replaced[0].before, replaced[0].beside) if replaced else ([], "")
        item.value.items = [own, *(one for one in item.value.items if one not in replaced)]
        data["id"] = name


def _points(data: dict[str, Any]) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every point and sub-point, with the way to it."""
    lists: list[tuple[Pointer, Any]] = [(("background",), data.get("background"))]
    lists += [(("sections", n, "points"), one.get("points")) for n, one in enumerate(data["sections"])]
    for pointer, points in lists:
        for number, point in enumerate(points or ()):
            yield (*pointer, number), point
            for below, sub_point in enumerate(point.get("points") or ()):
                yield (*pointer, number, "points", below), sub_point


def _missing_ids(data: dict[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """An id for each point that has none, made of its words, so that two editors get the same."""
    points = [*_points(data)]
    taken = {point["id"] for _, point in points if point.get("id")}
    turns: Counter[str] = Counter()
    taken |= {update["point"] for update in data.get("updates") or () if update.get("point")}
    for pointer, point in points:
        if not point.get("id"):
            words = " ".join(point["text"].split())
            name = next(name for name in _ids(words, turns) if name not in taken)
            taken.add(name)
            yield pointer, name


def _ids(words: str, turns: Counter[str]) -> Iterator[str]:
    """Ids for a text, the first one first: four signs, and more for one that stands there a hundred times."""
    while True:
        number = int.from_bytes(sha256(f"{turns[words]}:{words}".encode()).digest())
        name = ""
        for _ in range(2 if turns[words] < 100 else 4):
            number, letter = divmod(number, len(_LETTERS))
            number, digit = divmod(number, len(_DIGITS))
            name += _LETTERS[letter] + _DIGITS[digit]
        turns[words] += 1
        yield name
