"""Describes the fields of models, derived from their types and marks, and collects the values of a record by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel

from explainer.model.dates import PartialDate, Span
from explainer.model.expected import Deadline
from explainer.problems import Pointer

Kind: TypeAlias = Literal[
    "text", "markdown", "name", "address", "id", "language", "date", "choice", "flag", "number", "record"
]
Shared: TypeAlias = Literal["topics", "people", "publishers", "images", "entries", "sources", "points"]
"""What an id can name: records in `site_data/`, files, other entries, or parts of the same entry."""
Need: TypeAlias = Literal["note", "note-unless-added", "note-unless-later", "comment", "nothing"]
"""What a change of a published value needs. `note`: an update that tells readers; `comment`: `explainer diff` lists it,
and so does the comment on a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a field's type does not tell. A field without a mark is public, and its changes need a note."""

    kind: Kind = "text"
    names: Shared | None = None
    need: Need = "note"
    internal: bool = False
    """For editors only, or about the entry's place among others: no claim, so its changes are not compared."""
    paragraph: bool = False
    """Whether forms give it several lines."""
    words: str = ""
    """For a choice, the prefix of the site's words for its values: `status_` in `status_claimed`."""
    own: bool = False
    """Whether each translation has its own value, so that it is not copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Mark):
    """A model's field."""

    name: str
    many: bool
    """Whether it is a list."""
    model: type[BaseModel] | None
    """Of a record. With `names` too, a value is either an id or a record."""


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """A model's fields in the order of `explainer fmt`."""
    return tuple(_field(name, info.annotation, info.metadata) for name, info in model.model_fields.items())


@cache
def public_fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields that readers see, whose changes are compared."""
    return tuple(field for field in fields(model) if not field.internal)


def _field(name: str, annotation: Any, metadata: list[Any]) -> Field:
    parts = [*_unwrapped(annotation), *metadata]
    types = [part for part in parts if isinstance(part, type)]
    model = next((part for part in types if issubclass(part, BaseModel)), None)
    usual: Kind = "record" if model else "choice" if Literal in parts else _KINDS.get(types[-1], "text")
    marks = [part for part in parts if isinstance(part, Mark)]
    marked = {key: value for mark in marks for key, value in asdict(mark).items() if value != getattr(Mark(), key)}
    return Field(name=name, many=tuple in types, model=model, **{"kind": usual, **marked})


_KINDS: dict[type, Kind] = {PartialDate: "date", Span: "date", Deadline: "date", bool: "flag", int: "number"}


def _unwrapped(annotation: Any) -> Iterator[Any]:
    """The types and marks in an annotation, inner ones first."""
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


Values: TypeAlias = dict[Kind | Shared | None, list[tuple[Pointer, Any]]]
"""Values with their pointers, by kind (`markdown`), and again by what they name (`topics`)."""


def walk(record: BaseModel) -> Values:
    """Every value of a record and of the records in it."""
    values: Values = defaultdict(list)
    _walk(record, (), values)
    return values


def _walk(record: BaseModel, pointer: Pointer, values: Values) -> None:
    for field in fields(type(record)):
        value = record.__dict__[field.name]
        if value is None or value == ():
            continue
        path = (*pointer, field.name)
        items = [((*path, number), item) for number, item in enumerate(value)] if field.many else [(path, value)]
        for place, item in items:
            if isinstance(item, BaseModel):
                _walk(item, place, values)
            else:
                values[field.kind].append((place, item))
                if field.names:
                    values[field.names].append((place, item))
