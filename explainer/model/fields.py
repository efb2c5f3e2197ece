"""Puts the docstrings of a model's fields into JSON Schemas, as the fields' descriptions."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from explainer.model.base import Model


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with descriptions of its fields.

    pydantic can do so while it makes a class (`use_attribute_docstrings`), but every command would wait 40 ms for it.
    """
    known = models()
    for record in (schema, *schema.get("$defs", {}).values()):
        if (model := known.get(record.get("title", ""))) and "properties" in record:
            fields = ((name, {**field, **_description(model, name)}) for name, field in record["properties"].items())
            record["properties"] = {name: dict(sorted(field.items())) for name, field in fields}
    return schema


def models() -> dict[str, type[Model]]:
    """Every model, by the name that schemas give it."""
    return {model.__name__: model for model in _below(Model)}


def _below(model: type[Model]) -> Iterator[type[Model]]:
    for subclass in model.__subclasses__():
        yield subclass
        yield from _below(subclass)


def _description(model: type[Model], field: str) -> dict[str, str]:
    docstrings = (_docstrings(ancestor) for ancestor in model.__mro__ if issubclass(ancestor, Model))
    return next(({"description": texts[field]} for texts in docstrings if field in texts), {})


@cache
def _docstrings(model: type[Model]) -> dict[str, str]:
    texts = {}
    (definition,) = ast.parse(inspect.getsource(model)).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 - for mypy
    for field, below in pairwise(definition.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                texts[name] = inspect.cleandoc(text)
    return texts
