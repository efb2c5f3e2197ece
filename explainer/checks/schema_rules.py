"""What checks ask of an entry, in JSON Schema (2020-12), as far as it can say that: for text editors and the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel

from explainer.checks import CHECKS
from explainer.checks.characters import WRITTEN
from explainer.checks.sections import FILLERS
from explainer.model import EXPECTED_KINDS, Entry, Image, Settings
from explainer.model.walk import Field, fields
from explainer.problems import Severity

Schema: TypeAlias = Mapping[str, Any]


def with_rules(schema: Schema, settings: Settings) -> dict[str, Any]:
    """An entry's schema that also refuses what the site's checks call an error; a draft may have errors."""
    severities = {rule.code: settings.checks.get(rule.code, rule.severity) for rule in CHECKS}
    rules = [rule for code, rule in RULES.items() if severities[code] == Severity.ERROR]
    seen = _has(status={"pattern": "^(published|withdrawn)$"})
    return {**schema, "if": seen, "then": {"$defs": _NAMED, "allOf": rules}}


def _all(*schemas: Schema) -> Schema:
    return {"allOf": list(schemas)}


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


_VALUE: Schema = {"not": {"type": "null"}}


def _needs(*names: str) -> Schema:
    """That fields are there; a field without a value is not."""
    return _has(**dict.fromkeys(names, _VALUE))


def _has(**properties: Schema) -> Schema:
    """That fields are there and follow a schema."""
    return {"required": list(properties), "properties": properties}


def _is(value: str) -> Schema:
    """A value of a choice. Of `const`, a text editor would propose the value again."""
    return {"pattern": f"^{value}$"}


def _each(name: str, schema: Schema) -> Schema:
    """What holds for each item of a list."""
    return {"properties": {name: {"items": schema}}}


def _when(condition: Schema, then: Schema) -> Schema:
    return {"if": condition, "then": then}


_NAMED: dict[str, Schema] = {}
"""Parts of rules that are used more than once."""


def _named(name: str, schema: Schema) -> Schema:
    _NAMED[name] = schema
    return {"$ref": f"#/then/$defs/{name}"}


def _everywhere(code: str, asked: Schema, of: Callable[[Field], bool], model: type[BaseModel] = Entry) -> Schema:
    """What is asked of some of the fields of an entry, and of those of all records in it."""
    properties: dict[str, Schema] = {}
    for field in fields(model):
        parts = [_named(code, asked)] if of(field) else []
        parts += [below] if field.model and (below := _everywhere(code, asked, of, field.model)) else []
        if parts:
            schema = parts[0] if len(parts) == 1 else _all(*parts)
            if field.names and field.model:  # an id, or a record: without this, text editors propose no ids
                schema = _when({"type": "object"}, schema)
            properties[field.name] = {"items": schema} if field.many else schema
    return _named(f"{code}-{model.__name__}", {"properties": properties}) if properties else {}


def _pattern(pattern: str, message: str) -> Schema:
    """A pattern of texts, and what a text editor says where it does not match."""
    return {"pattern": pattern, "patternErrorMessage": message}


_NOT_EMPTY: Schema = {"minItems": 1}
# Markdown has many ways to write an address, so this lets more pass than the check.
_CONTACT = _pattern(
    r"[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:",
    "this has no source; name one in `sources`; if a point needs none, say why: `unsourced: …`",
)
_TELLS_CONTACT = _any(_has(text=_CONTACT), _has(quotation=_has(text=_CONTACT)))
_SOURCED = _any(_has(sources=_NOT_EMPTY), _needs("unsourced"), _TELLS_CONTACT)
_POINT = _all(_SOURCED, _any(_TELLS_CONTACT, _each("points", _SOURCED)))
_OWN_REPORTING = _has(own_reporting={"const": True})
_ROW = _any(
    {"type": "object", **_has(sources=_NOT_EMPTY)},
    {"type": "object", **_has(cells={"contains": _CONTACT})},
    {"type": "array", "contains": _CONTACT},
)
_TABLE = _any(_has(sources=_NOT_EMPTY), _each("rows", _ROW))


def _is_left_out(kind: str) -> Schema:
    return _has(omits={"contains": _is(kind), "errorMessage": _missing(kind)})


def _is_there(kind: str) -> Schema:
    return _has(sections={"contains": _has(kind=_is(kind)), "errorMessage": _missing(kind)})


def _missing(kind: str) -> str:
    return f"the section `{kind}` is missing; write it, or leave it out with `omits: [{kind}]`"


def _is_not(kind: str) -> Schema:
    message = f"the section `{kind}` is here, so it is not left out; delete it here or in `omits`"
    return _each("sections", {"properties": {"kind": _pattern(f"^(?!{kind}$)", message)}})


RULES: Mapping[str, Schema] = {
    "missing-section": _all(*(_any(_is_left_out(kind), _is_there(kind)) for kind in EXPECTED_KINDS)),
    "omitted-section-present": _all(*(_when(_is_left_out(kind), _is_not(kind)) for kind in EXPECTED_KINDS)),
    "empty-section-without-reason": _each("sections", _any(_has(points=_NOT_EMPTY), _needs("table"), _needs("empty"))),
    "filler-text": _everywhere(
        "filler",
        _pattern(f"^(?!({'|'.join(map(re.escape, FILLERS))})$)", "this is still the text of a new draft"),
        lambda field: field.kind in ("text", "markdown"),
    ),
    "bidi-override": _everywhere(
        "bidi",
        _pattern("^[^\u202d\u202e]*$", "a character that nobody sees turns this text round; write it anew"),
        lambda field: field.kind in WRITTEN,
    ),
    "question-without-heading": _each(
        "sections", _when(_has(kind=_is("question")), _any(_needs("heading"), _needs("when")))
    ),
    "point-without-source": _any(
        _OWN_REPORTING, _all(_each("background", _POINT), _each("sections", _each("points", _POINT)))
    ),
    "image-without-alt": _everywhere("image", _needs("alt"), lambda field: field.model is Image),
    "row-without-source": _any(_OWN_REPORTING, _each("sections", {"properties": {"table": _TABLE}})),
    "uneven-table": _each(
        "sections", {"properties": {"table": {"properties": {"columns": _NOT_EMPTY, "rows": _NOT_EMPTY}}}}
    ),
    "missing-publication-date": _needs("published"),
    "correction-without-was-now": _each(
        "updates", _when(_all(_has(type=_is("correction")), _needs("note")), _needs("was", "now"))
    ),
    "withdrawn-without-reason": {
        **_when(_has(status=_is("withdrawn")), _has(withdrawn=_needs("reason"))),
        "else": {
            "properties": {
                "withdrawn": {"type": "null", "errorMessage": "write `status: withdrawn`, or delete `withdrawn`"}
            }
        },
    },
    "unsafe-url": _everywhere(
        "url",
        _pattern(r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^…]+$", "write the whole address: `https://example.org/story`"),
        lambda field: field.kind == "address",
    ),
}
"""By the code of the check. Each refuses no entry of which its check says nothing."""
