"""What the fields of models are, derived from their types and marks, and a walk to the values of a kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from explainer.model.dates import PartialDate, Span
from explainer.problems import Pointer

Kind: TypeAlias = Literal[
    "text", "markdown", "name", "address", "id", "language", "date", "choice", "flag", "number", "record"
]
Shared: TypeAlias = Literal["topics", "people", "publishers", "images", "entries", "sources", "points"]
"""What an id can name: records in `site_data/`, files, other entries, or parts of the same entry."""
Need: TypeAlias = Literal["note", "note-unless-added", "note-unless-later", "nothing"]
"""What a change of a published value needs. `note`: an update that tells readers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a field's type does not say. Without a mark readers see the field, and a change of it needs a note."""

    kind: Kind | None = None
    names: Shared | None = None
    need: Need | None = None
    internal: bool | None = None
    """No claim of the entry: for editors only, or about its place among others. Its changes are not compared."""
    paragraph: bool | None = None
    """Whether forms give it several lines."""
    words: str | None = None
    """What the site's words for the values of a choice begin with: `status_` for `status_claimed`."""
    translated: bool | None = None
    """False: a translation has its own from the beginning."""


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of a field."""

    name: str
    kind: Kind
    many: bool
    """Whether it is a list."""
    model: type[BaseModel] | None
    """Of a record."""
    names: Shared | None
    need: Need
    internal: bool
    paragraph: bool
    words: str
    translated: bool


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """A model's fields in the order of the common form."""
    return tuple(_field(name, info.annotation, info.metadata) for name, info in model.model_fields.items())


def told(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields that readers see, so that their changes are compared."""
    return tuple(field for field in fields(model) if not field.internal)


def _field(name: str, annotation: Any, metadata: list[Any]) -> Field:
    parts = [*_unwrapped(Annotated[(annotation, *metadata)] if metadata else annotation)]
    mark = Mark()
    for part in parts:
        if isinstance(part, Mark):
            given = {key: value for key in Mark.__slots__ if (value := getattr(part, key)) is not None}
            mark = replace(mark, **given)
    types = [part for part in parts if isinstance(part, type)]
    model = next((part for part in types if issubclass(part, BaseModel)), None)
    usual: Kind = "record" if model else "choice" if Literal in parts else _KINDS.get(types[-1], "text")
    return Field(
        *(name, mark.kind or usual, tuple in types, model, mark.names, mark.need or "note"),
        *(bool(mark.internal), bool(mark.paragraph), mark.words or "", mark.translated is not False),
    )


_KINDS: dict[type, Kind] = {PartialDate: "date", Span: "date", bool: "flag", int: "number"}


def _unwrapped(annotation: Any) -> Iterator[Any]:
    """The types and the marks in an annotation, the inner ones first."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _unwrapped(parts[0])
        yield from parts[1:]
    elif origin in (Union, UnionType, tuple):
        if origin is tuple:
            yield tuple
        for part in parts:
            if part not in (NoneType, ...):
                yield from _unwrapped(part)
    else:
        yield origin or annotation


@cache
def _ways(model: type[BaseModel], wanted: str) -> tuple[Field, ...]:
    """The fields that are of a kind, or name something of a kind, or have such fields below them."""
    return tuple(
        field
        for field in fields(model)
        if (_ways(field.model, wanted) if field.model else wanted in (field.kind, field.names))
    )


def walk(record: BaseModel, wanted: Kind | Shared, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Every value of a kind (`markdown`), or every id of something (`topics`), with the way to it."""
    for field in _ways(type(record), wanted):
        value = getattr(record, field.name)
        if not field.many:
            if value is not None:
                way = (*pointer, field.name)
                if field.model:
                    yield from walk(value, wanted, way)
                else:
                    yield way, value
        elif field.model:
            for number, item in enumerate(value):
                yield from walk(item, wanted, (*pointer, field.name, number))
        else:
            for number, item in enumerate(value):
                yield (*pointer, field.name, number), item
