"""JSON Schemas of what editors write: those that hold for every site, and one site's own, for text editors."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from explainer.checks import CHECKS
from explainer.checks.schema_rules import with_rules
from explainer.content import yamlfile
from explainer.content.load import SCHEMAS
from explainer.content.validation import hint_of_pattern
from explainer.model import Entry, Person, Publisher, Site, Topic
from explainer.model.base import localized
from explainer.model.fields import described, models
from explainer.model.walk import fields
from explainer.resources.files import replace
from explainer.resources.reading import is_linked

FOLDER = Path(".vscode") / "schemas"
"""Where a site keeps its own; `.vscode/settings.json` says which files each is for."""

_NO_VALUE = {"not": {"type": ["array", "boolean", "number", "object", "string"]}}
"""Means `{"type": "null"}`. Of that, a text editor would offer the word `null` to those who look for an id."""


def json_schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what editors write in a file, on any site."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described(adapter.json_schema())}


def as_text(schema: Mapping[str, Any]) -> str:
    """A schema as it is printed and kept."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def site_schemas(site: Site) -> dict[str, dict[str, Any]]:
    """The schemas with the site's own ids and what a text editor shows beside the text, by kind of file.

    For that they use words which VS Code has added to JSON Schema's and yaml-language-server knows:
    `markdownDescription`, `markdownEnumDescriptions`, `errorMessage`, `patternErrorMessage`.
    """
    schemas: dict[str, dict[str, Any]] = {kind: json.loads(_explained(kind)) for kind in SCHEMAS}
    _name_ids(schemas["entry"], site)
    schemas["entry"] = with_rules(schemas["entry"], site.settings)
    _name_checks(schemas["site"]["properties"]["checks"])
    return schemas


def write_schemas(site: Site) -> tuple[str, ...]:
    """Writes the site's schemas into its folder, and gives the files that changed. Raises OSError."""
    folder = site.root / FOLDER
    if is_linked(folder, site.root):
        raise OSError(errno.ELOOP, "it is a link, or lies behind one", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(path for path, text in schema_files(site).items() if _written(site.root / path, text))


def schema_files(site: Site) -> dict[str, bytes]:
    """The files that hold a site's schemas: their texts, by path."""
    return {
        (FOLDER / f"{kind}.json").as_posix(): as_text(schema).encode() for kind, schema in site_schemas(site).items()
    }


def refresh_schemas(site: Site) -> None:
    """Brings a site's schemas up to date where it keeps some."""
    if (site.root / FOLDER).is_dir():
        with suppress(OSError):  # a tree that cannot be written to is shown all the same
            write_schemas(site)


def _written(path: Path, text: bytes) -> bool:
    """Writes a file that says something else. Whole or not at all, as a text editor may read it at any time."""
    if path.is_file() and not path.is_symlink() and path.read_bytes().replace(b"\r\n", b"\n") == text:
        return False
    replace(path, text)
    return True


@cache  # the preview asks at each save
def _explained(kind: str) -> str:
    """A schema whose fields say what they are for and show examples, as JSON."""
    schema = json_schema(SCHEMAS[kind])
    for record in (schema, *schema.get("$defs", {}).values()):
        fields = record.get("properties", {})
        fields.update({name: _field(name, field) for name, field in fields.items()})
    return json.dumps(schema)


def _field(name: str, field: Mapping[str, Any]) -> dict[str, Any]:
    """A field that shows its examples. As `examples` or `default` they would be typed for the editor, and stay."""
    usual = f" Usually `{field['default']}`." if isinstance(field.get("default"), str) else ""
    examples = [
        yamlfile.write(yamlfile.tree(json.dumps({name: example}, ensure_ascii=False))) for example in field["examples"]
    ]
    previous = {key: value for key, value in field.items() if key not in ("default", "examples", "title")}
    shown = f"{field['description']}{usual}\n\n```yaml\n{''.join(examples)}```"
    return {"markdownDescription": shown, **_with_hints(previous, f"`{examples[0].strip()}`")}


def _with_hints(part: Any, example: str) -> Any:
    """A part of a schema that says in our words how to write what has a certain form."""
    if isinstance(part, list):
        return [_with_hints(item, example) for item in part]
    if not isinstance(part, dict):
        return part
    if part == {"type": "null"}:
        return _NO_VALUE
    hint = {"patternErrorMessage": hint_of_pattern(part["pattern"], example)} if "pattern" in part else {}
    return {key: _with_hints(value, example) for key, value in part.items()} | hint


def _name_ids(entry: dict[str, Any], site: Site) -> None:
    """Lets fields that name shared records have the ids of the site's own alone."""
    files = ("topics", "people", "publishers")
    for file in files:
        records: Mapping[str, Topic | Publisher | Person] = getattr(site, file)
        entry["$defs"][file] = {
            "enum": [*records],
            "markdownEnumDescriptions": [localized(record.name, site.settings.language) for record in records.values()],
            "errorMessage": f"`site_data/{file}.yml` had no such id when `explainer schema --write` was last run; "
            "choose another, or add it there and run that again",
        }
    for model in models().values():
        record = entry if model is Entry else entry["$defs"].get(model.__name__, {})
        for field in fields(model) if record else ():
            if field.names in files:
                _name(record["properties"][field.name], f"#/$defs/{field.names}")


def _name(field: dict[str, Any], reference: str) -> None:
    ids = {"$ref": reference}
    if "oneOf" in field.get("items", ()):  # ids or records
        field["items"]["oneOf"] = [part if "$ref" in part else ids for part in field["items"]["oneOf"]]
    elif "items" in field:
        field["items"] = ids
    elif "anyOf" in field:
        del field["anyOf"]  # of which yaml-language-server would show each part's name, and not the field's text
        field["oneOf"] = [ids, _NO_VALUE]
    else:
        del field["pattern"], field["maxLength"], field["type"], field["patternErrorMessage"]
        field.update(ids)


def _name_checks(field: dict[str, Any]) -> None:
    """Lets the severities have the codes of checks alone; each explains itself."""
    severity = field.pop("additionalProperties")
    manuals = {check.code: (check.find.__doc__ or "").partition("\n")[0] for check in CHECKS}
    field["additionalProperties"] = False
    field["properties"] = {code: {"markdownDescription": manual, **severity} for code, manual in manuals.items()}
