"""What the fields of models are, derived from their types and marks, and a walk to the values of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a field's type does not say. Without a mark readers see the field, and a change of it needs a note."""

    kind: Kind = "text"
    names: Shared | None = None
    need: Need = "note"
    internal: bool = False
    """No claim of the entry: for editors only, or about its place among others. Its changes are not compared."""
    paragraph: bool = False
    """Whether forms give it several lines."""
    words: str = ""
    """What the site's words for the values of a choice begin with: `status_` for `status_claimed`."""
    own: bool = False
    """Whether a translation has its own from the beginning, so that it is not copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Mark):
    """What is known of a field."""

    name: str
    many: bool
    """Whether it is a list."""
    model: type[BaseModel] | None
    """Of a record."""


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """A model's fields in the order of the common form."""
    return tuple(_field(name, info.annotation, info.metadata) for name, info in model.model_fields.items())


@cache
def public_fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """The fields that readers see, so that their changes are compared."""
    return tuple(field for field in fields(model) if not field.internal)


def _field(name: str, annotation: Any, metadata: list[Any]) -> Field:
    parts = [*_unwrapped(annotation), *metadata]
    types = [part for part in parts if isinstance(part, type)]
    model = next((part for part in types if issubclass(part, BaseModel)), None)
    usual: Kind = "record" if model else "choice" if Literal in parts else _KINDS.get(types[-1], "text")
    marks = [part for part in parts if isinstance(part, Mark)]
    marked = {key: value for mark in marks for key, value in asdict(mark).items() if value != getattr(Mark(), key)}
    return Field(name=name, many=tuple in types, model=model, **{"kind": usual, **marked})


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


def walk(record: BaseModel) -> dict[Kind | Shared | None, list[tuple[Pointer, Any]]]:
    """Every value, with the way to it: by its kind (`markdown`), and again by what it names (`topics`)."""
    found: dict[Kind | Shared | None, list[tuple[Pointer, Any]]] = defaultdict(list)
    _walk(record, (), found)
    return found


def _walk(record: BaseModel, pointer: Pointer, found: dict[Kind | Shared | None, list[tuple[Pointer, Any]]]) -> None:
    values = record.__dict__
    for field in fields(type(record)):
        value = values[field.name]
        if value is None or value == ():
            continue
        way = (*pointer, field.name)
        for place, item in (
            [((*way, number), item) for number, item in enumerate(value)] if field.many else ((way, value),)
        ):
            if field.model:
                _walk(item, place, found)
            else:
                found[field.kind].append((place, item))
                if field.names:
                    found[field.names].append((place, item))
