"""What the text below each field of a model says that it is for, put into JSON Schemas."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from explainer.model.base import Model


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose fields say what they are for.

    pydantic does so while it makes a class (`use_attribute_docstrings`), which every command would wait for: 40 ms.
    """
    known = models()
    for record in (schema, *schema.get("$defs", {}).values()):
        if (model := known.get(record.get("title", ""))) and (fields := record.get("properties")):
            said = _said(model)
            fields.update(
                {name: dict(sorted({**field, **said.get(name, {})}.items())) for name, field in fields.items()}
            )
    return schema


def models() -> dict[str, type[Model]]:
    """Every model, by the name that schemas give it."""
    return {model.__name__: model for model in _below(Model)}


def _below(model: type[Model]) -> Iterator[type[Model]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


@cache
def _said(model: type[Model]) -> dict[str, dict[str, str]]:
    """By field: its description."""
    said = _said(model.__base__) if model.__base__ not in (None, Model) else {}
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(definition, ast.ClassDef)  # noqa: S101 - it is the source of a class
    for field, below in pairwise(definition.body):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                said = {**said, name: {"description": inspect.cleandoc(text)}}
    return said
