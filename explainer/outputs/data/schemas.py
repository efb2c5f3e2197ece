"""The JSON Schemas of the data (draft 2020-12), from the shapes that are written."""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec

from explainer.outputs.data import files, listings, shapes
from explainer.outputs.data.shapes import Shape

NAMES: dict[type[Shape], str] = {
    listings.Index: "index",
    listings.SiteChanges: "changes",
    listings.Topics: "topics",
    listings.Publishers: "publishers",
    listings.Predictions: "predictions",
    files.Explainer: "entry",
    files.Changes: "entry-changes",
    files.Record: "versions",
    listings.Log: "log",
}
"""The name of each kind of file; lists have it themselves."""
_KINDS = {name: kind for kind, name in NAMES.items()}


def schema_text(name: str, address: str) -> str:
    """The schema of a kind of file. A file has no other members; a later release may write more, and says so there."""
    made = msgspec.json.schema(_KINDS[name])
    meanings = _meanings()
    definitions = {title: _definition(made, meanings) for title, made in made["$defs"].items()}
    root = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, "$ref": made["$ref"]}
    return json.dumps({**root, "$defs": definitions}, ensure_ascii=False, indent=1) + "\n"


def _definition(made: dict[str, Any], meanings: dict[str, dict[str, str]]) -> dict[str, Any]:
    known = meanings[made["title"]]
    members = {
        name: {**_written(member), "description": known[name.removeprefix("$")]}
        for name, member in made["properties"].items()
    }
    return {**made, "properties": members}


def _written(member: dict[str, Any]) -> dict[str, Any]:
    """A member as files have it: one without a value is not there, so that none is `null`, and none has a default."""
    kinds = [kind for kind in member.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {name: value for name, value in member.items() if name not in ("anyOf", "default")}
    if "enum" in rest:
        rest["enum"] = [value for value in rest["enum"] if value is not None]
    return {**rest, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})}


@cache
def _meanings() -> dict[str, dict[str, str]]:
    """By the name of a shape, by the name of a member: the docstring below it."""
    found: dict[str, dict[str, str]] = {}
    for node in (one for module in (shapes, files, listings) for one in ast.parse(inspect.getsource(module)).body):
        if isinstance(node, ast.ClassDef):
            inherited = (found.get(base.id, {}) for base in node.bases if isinstance(base, ast.Name))
            found[node.name] = {name: text for known in inherited for name, text in known.items()} | {
                member.target.id: " ".join(inspect.cleandoc(below.value.value).split())
                for member, below in pairwise(node.body)
                if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name)
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                if isinstance(below.value.value, str)
            }
    return found
