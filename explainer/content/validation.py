"""Turns data into models, and pydantic's errors into an editor's words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeGuard, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from explainer.content.yamlfile import positions
from explainer.model.base import ID
from explainer.model.dates import ANY_DATE, WHEN, WHOLE_DATE
from explainer.problems import ContentError, Pointer, Problem, nearest_of

T = TypeVar("T")

_KINDS = {
    **{dict: "a record with fields", list: "a list", bool: "a yes or no"},
    **{int: "a number", float: "a number", str: "text"},
}
"""What a value is, by its type."""
_WANTED = {
    **{"string_type": "text", "tuple_type": "a list", "bool_type": "`true` or `false`", "int_type": "a whole number"},
    **{"model_type": "a record with fields", "dict_type": "a record with fields"},
}
"""What a value must be, by pydantic's type of error."""
_DAY = "this field takes a day, or a minute with its zone: `2020-02-21` or `2020-02-21T17:20+03:00`"
_HINTS = {
    "bad-date": "this field takes a year, a month, a day or a minute: `2020`, `2020-02`, `2020-02-21` or `2020-02-21T"
    "17:20+03:00`; if it is vague, `1990~` (about then), `199X` (the 1990s), `2020-22` (summer) or `2020-Q3`",
    "bad-day": _DAY,
    "no-day": _DAY,
    "no-words": "add what it says: `text: A dam broke.`; if the point is a quotation, "
    "`quotation: {text: …, speaker: …}`",
    "no-outcome": "add `on: 2020-03-15` and `text: …`; of a forecast that nobody follows, say only "
    "`outcome: {result: not_followed}`",
    "image-outside": "put the file into `content/images/` and write `file: images/name.webp`; "
    "avif, gif, jpg, png and webp can be shown",
    "bad-alias": "write a former slug, as in `old-slug`, or the path of a page that readers know, as in "
    "`/2015/09/27/dam.html`, from the site's front page on",
    "reserved-name": "choose another id, as in `console`, and write it wherever the old one stands",
    "one-name": "write one of `person: ada-oz` (an id in `people.yml`), `name: Ada Öz` and `organisation: Reuters`",
    "unknown-zone": "write a name as in the time zone database: `time_zone: Europe/London`",
    "bad-word": "write `newest: Newest`; for a counted word, "
    "`source_count: {one: '{count} source', other: '{count} sources'}`",
    "wrong-type": "write `name: Syria`, or `name: {en: Syria, ru: Сирия}`",
}
_SPAN = "; for a span `{from: 2019-12, to: 2020-02}`, or `2019-12/..` if it goes on"
"""What `when` and `expected` may also hold."""
_WORDS = "; in words `{text: before the summer break, by: 2026-07-15}`"
"""What `expected` may also hold."""
_ADDRESS = re.compile(r"[a-z+]+://|www\.", re.IGNORECASE)
_ODD_SPACE = re.compile(r"[^\S ]")
_CURLY = "“”‘’‚„«»"
_CURLY_CODES = {
    **{"literal_error": "not-one-of", "string_pattern_mismatch": "bad-name"},
    **dict.fromkeys(("bad-date", "bad-day"), "bad-date"),
    **dict.fromkeys(("no-words", "no-outcome"), "missing-field"),
    **dict.fromkeys(("tuple_type", "model_type", "bool_type", "int_type"), "wrong-type"),
}
"""Our codes for pydantic's errors in values that are not prose."""


@cache
def adapter(model: Any) -> TypeAdapter[Any]:
    """pydantic's adapter for a model or a type such as `dict[str, Topic]`."""
    return TypeAdapter(model)


def validated(model: type[T], data: Any, text: str, path: str) -> T:
    """The data as a model. Raises ContentError with every problem and its position in the text."""
    try:
        return adapter(model).validate_python(data)  # type: ignore[arg-type, no-any-return]
    except ValidationError as error:
        details = error.errors(include_url=False)
    known = positions(text, path)
    lines = text.splitlines()
    problems = []
    for detail in details:
        # `[key]` stands for a key, and `[id]` or `[record]` for the form that a value has.
        pointer = tuple(part for part in detail["loc"] if not str(part).startswith("["))
        line, column = known.find(pointer, key=detail["type"] == "extra_forbidden")
        written = re.match(r"[^\s,\]}]*", "".join(lines[line - 1 : line])[column - 1 :])
        code, message, hint = _in_our_words(detail, pointer, model, written[0] if written else "…")
        problems.append(Problem(path, message, hint, code, pointer, line, column))
    raise ContentError(problems)


def _in_our_words(detail: ErrorDetails, pointer: Pointer, model: Any, written: str) -> tuple[str, str, str]:
    """Code, message and hint for one of pydantic's errors."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    name = next((f"`{part}`" for part in reversed(pointer) if part and isinstance(part, str)), "the file")
    if pointer and isinstance(pointer[-1], int):
        name = f"item {pointer[-1] + 1} of {name}"
    example = _example(model, pointer)
    if kind == "missing":
        return "missing-field", f"{name} is missing", f"add it, as in {example}"
    if odd := _typed_oddly(kind, value, pointer, name) or _address_for_id(
        context.get("pattern"), value, pointer, model
    ):
        return odd
    if kind == "extra_forbidden":
        hint = nearest_of(str(pointer[-1]).lower(), fields_at(model, pointer[:-1]))
        return "unknown-field", f"there is no field {name} here", hint
    if kind in _HINTS:
        return _CURLY_CODES.get(kind, kind), str(detail["msg"]), _HINTS[kind] + _more(kind, pointer)
    if value is None or value == "" or (isinstance(value, str) and kind == "string_too_short"):
        rest = "" if _is_required(model, pointer) else ", or delete the line"
        return "empty-field", f"{name} is empty", f"write it, as in {example}{rest}"
    if kind == "literal_error":
        annotation, _ = _walk(model, pointer)
        choices = get_args(annotation) if get_origin(annotation) is Literal else ()
        hint = nearest_of(str(value), [*map(str, choices)])
        if isinstance(value, str):
            return "not-one-of", f"{name} cannot be `{_short(value)}`", hint
        return "wrong-type", f"{name} must be text, and this is {_kind_of(value)}", hint
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        own = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-") if pattern == ID else ""
        # Whoever writes `Bundestag` means `bundestag`, not the example.
        hint = f"write `{own}`: lower-case letters, digits and hyphens" if own else hint_of_pattern(pattern, example)
        return "bad-name", f"{name} cannot be `{_short(value)}`", hint
    if kind in ("greater_than_equal", "too_long", "string_too_long"):
        limit = context.get("ge") or context.get("max_length")
        words = "must be at least" if kind == "greater_than_equal" else "may have at most"
        unit = {"string_too_long": " characters", "too_long": " items"}.get(kind, "")
        return "out-of-range", f"{name} {words} {limit}{unit}", f"as in {example}"
    hint = f"as in {example}"
    if kind == "string_type" and isinstance(value, int | float):
        hint = f"put quotes around it: `'{written}'`"
    if kind == "tuple_type" and isinstance(value, dict):
        hint = f"begin each item with `- `, or write them in brackets: {example}"
    return "wrong-type", f"{name} must be {_WANTED.get(kind, 'something else')}, and this is {_kind_of(value)}", hint


def _more(kind: str, pointer: Pointer) -> str:
    """What a date may also be in some fields."""
    if kind != "bad-date" or not {"when", "expected"} & {*pointer}:
        return ""
    return _SPAN + (_WORDS if "expected" in pointer else "")


def _typed_oddly(kind: str, value: Any, pointer: Pointer, name: str) -> tuple[str, str, str] | None:
    """Code, message and hint for characters that word processors put in place of those typed."""
    if kind == "extra_forbidden" and _ODD_SPACE.search(str(pointer[-1])):
        shown = " ".join(str(pointer[-1]).split())
        message = f"the name `{shown}` has a space of another kind in it (a no-break space, say)"
        return "unknown-field", message, "delete it, and press the space bar"
    if kind in _CURLY_CODES and isinstance(value, str) and value[:1] in [*_CURLY]:
        message = f"{name} begins with a typographic quotation mark, which is a part of the text to YAML"
        return _CURLY_CODES[kind], message, f"write `{_short(value.strip(_CURLY))}`, without quotation marks"
    return None


def _address_for_id(pattern: Any, value: Any, pointer: Pointer, model: Any) -> tuple[str, str, str] | None:
    """Code, message and hint for a web address where the name of an entry or a record belongs."""
    if pattern != ID or not _ADDRESS.match(str(value)):
        return None
    field = next(f"`{part}`" for part in reversed(pointer) if isinstance(part, str))
    message = f"`{_short(value)}` is an address, and {field} names something of this site"
    if "url" in fields_at(model, pointer):
        return "bad-name", message, f"for a piece elsewhere, write `- {{title: …, url: '{value}'}}`"
    return "bad-name", message, f"write an id, as in {_example(model, pointer)}; addresses belong in a field `url`"


def hint_of_pattern(pattern: str, example: str) -> str:
    """How to write a value that must match a pattern of the model."""
    if pattern in (ANY_DATE, WHOLE_DATE):
        return _HINTS["bad-date" if pattern == ANY_DATE else "no-day"]
    if pattern == WHEN:
        return _HINTS["bad-date"] + _SPAN
    if "https:" in pattern or r"\w" in pattern:
        return f"write it as in {example}"
    wanted = "a standard code" if "A-Z" in pattern else "lower-case letters, digits and hyphens"
    return f"use {wanted}: {example}"


def _is_required(model: Any, pointer: Pointer) -> bool:
    annotation, _ = _walk(model, pointer[:-1])
    return bool(pointer) and _is_model(annotation) and annotation.model_fields[str(pointer[-1])].is_required()


def _kind_of(value: Any) -> str:
    return _KINDS.get(type(value), "something else")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _walk(model: Any, pointer: Pointer) -> tuple[Any, Any]:
    """The annotation of a place in a model, and a valid example (None if the model gives none)."""
    annotation = model
    example: Any = None
    for part in pointer:
        annotation = _bare(annotation)
        if _is_model(annotation):
            field = annotation.model_fields.get(str(part))
            annotation = field.annotation if field is not None else Any
            example = field.examples[0] if field is not None and field.examples else None
        else:
            inner = [item for item in get_args(annotation) if item is not Ellipsis]
            annotation = inner[-1] if inner else Any
            if isinstance(example, Mapping):
                example = example.get(part, next(iter(example.values())))
            elif isinstance(example, list):
                example = example[0]
    annotation = _bare(annotation)
    if example is None and _is_model(annotation):
        fields = annotation.model_fields.items()
        example = {name: field.examples[0] for name, field in fields if field.is_required() and field.examples}
    return annotation, example


def _is_model(annotation: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _bare(annotation: Any) -> Any:
    """An annotation without Annotated and without `| None`."""
    while True:
        if get_origin(annotation) in (Union, UnionType):
            annotation = next(item for item in get_args(annotation) if item is not type(None))
        elif hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        else:
            return annotation


def fields_at(model: Any, pointer: Pointer) -> list[str]:
    """The fields that a record at a place may have, in the model's order; none if it may have any."""
    annotation, _ = _walk(model, pointer)
    return list(annotation.model_fields) if _is_model(annotation) else []


def _example(model: Any, pointer: Pointer) -> str:
    """A valid example for a place: `summary: …`."""
    _, value = _walk(model, pointer)
    if not pointer:
        name, value = next(iter(value.items())) if value else ("name", "value")
        return f"`{name}: {_flow(value)}`"
    if value is None:
        return "a right value"
    return f"`- {_flow(value)}`" if isinstance(pointer[-1], int) else f"`{pointer[-1] or 'en'}: {_flow(value)}`"


def _flow(value: Any) -> str:
    """A value as an editor would write it on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return json.dumps(value)
