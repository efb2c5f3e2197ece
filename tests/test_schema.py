"""The published JSON Schemas say what the program accepts, and explain every field."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import ENTRY
from conftest import GOOD_SITE
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from explainer import yamlfile
from explainer.cli import json_schema
from explainer.load import SCHEMAS

ROOT = Path(__file__).parents[1]
PUBLISHED: dict[str, dict[str, Any]] = {kind: json_schema(adapter) for kind, adapter in SCHEMAS.items()}


def records(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of record in a schema, by name."""
    for name, record in {schema.get("title", "top"): schema, **schema.get("$defs", {})}.items():
        if "properties" in record:
            yield name, record


FIELDS = [
    pytest.param(kind, field, id=f"{kind}: {name}.{key}")
    for kind, schema in PUBLISHED.items()
    for name, record in records(schema)
    for key, field in record["properties"].items()
]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_valid_and_closed_to_unknown_fields(kind: str) -> None:
    Draft202012Validator.check_schema(PUBLISHED[kind])
    found = dict(records(PUBLISHED[kind]))
    assert found
    assert [name for name, record in found.items() if record.get("additionalProperties") is not False] == []
    assert [name for name, record in found.items() if not record.get("description")] == []


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_a_field_has_a_description_and_examples_that_are_right(kind: str, field: dict[str, Any]) -> None:
    assert field["description"].strip()
    assert field["examples"]
    validator = Draft202012Validator({**field, "$defs": PUBLISHED[kind].get("$defs", {})})
    for example in field["examples"]:
        validator.validate(example)


def test_the_program_accepts_the_examples_of_an_entry() -> None:
    fields = PUBLISHED["entry"]["properties"]
    entry = {name: field["examples"][0] for name, field in fields.items()}
    SCHEMAS["entry"].validate_python(entry)
    for name, field in fields.items():
        for example in field["examples"]:
            SCHEMAS["entry"].validate_python({**entry, name: example})


@pytest.mark.parametrize("path", sorted((ROOT / "content" / "entries").rglob("*.yml")), ids=lambda path: path.stem)
def test_an_entry_follows_the_schema(path: Path) -> None:
    Draft202012Validator(PUBLISHED["entry"]).validate(data(path))


@pytest.mark.parametrize("kind", [kind for kind in SCHEMAS if kind != "entry"])
def test_a_file_of_shared_records_follows_the_schema(kind: str) -> None:
    Draft202012Validator(PUBLISHED[kind]).validate(data(ROOT / "site_data" / f"{kind}.yml"))


def data(path: Path) -> Any:
    return yamlfile.read(yamlfile.decode(path.read_bytes(), path.name), path.name)


GOOD = yamlfile.read(GOOD_SITE[ENTRY], ENTRY)
POINT = {"text": "It leaked.", "sources": ["courier-0503"]}


@pytest.mark.parametrize(
    "change",
    [
        {"sumary": "A dam broke."},
        {"sections": [{"kind": "what_happened", "titel": "What happened?"}]},
        {"background": [{**POINT, "txt": "It leaked."}]},
        {"background": [{**POINT, "points": [{**POINT, "points": []}]}]},
        {"background": [{**POINT, "when": {"from": 2019, "to": 2020, "until": 2021}}]},
        {"background": [{**POINT, "when": {"from": 2019}}]},
        {"sources": [{"id": "courier-0503", "title": "Dam breaks", "uri": "https://example.org"}]},
        {"image": {"file": "images/dam.png", "text": "A dam"}},
        {"title": 5},
        {"title": ""},
        {"title": None},
        {"sections": None},
        {"sections": [{"kind": "blame"}]},
        {"topics": "floods"},
        {"topics": ["Floods"]},
        {"key_points": ["a", "b", "c", "d", "e", "f"]},
        {"published": "yesterday"},
        {"published": "2026-05"},
        {"published": 2026},
        {"language": "English"},
        {"status": "live"},
        {"translated_from_version": 0},
        {"updates": [{"at": "2026-05-05", "type": "fix", "note": "A number."}]},
    ],
    ids=str,
)
def test_schema_and_program_refuse_the_same(change: dict[str, Any]) -> None:
    entry = {**GOOD, **change}
    assert not Draft202012Validator(PUBLISHED["entry"]).is_valid(entry)
    with pytest.raises(ValidationError):
        SCHEMAS["entry"].validate_python(entry)


@pytest.mark.parametrize("missing", ["title", "summary", "sections"])
def test_schema_and_program_need_the_same(missing: str) -> None:
    entry = {name: value for name, value in GOOD.items() if name != missing}
    assert not Draft202012Validator(PUBLISHED["entry"]).is_valid(entry)
    with pytest.raises(ValidationError):
        SCHEMAS["entry"].validate_python(entry)


def test_schema_and_program_accept_the_good_entry() -> None:
    Draft202012Validator(PUBLISHED["entry"]).validate(GOOD)
    adapter: TypeAdapter[Any] = SCHEMAS["entry"]
    assert adapter.validate_python(GOOD).title == "Why the dam broke"
