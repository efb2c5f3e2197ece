"""The published JSON Schemas say what the program accepts, and explain every field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import ENTRY, cases, write_case
from click.testing import CliRunner, Result
from conftest import GOOD_SITE
from jsonschema import Draft202012Validator
from previewing import previewed
from pydantic import TypeAdapter, ValidationError

from explainer.authoring.schemas import FOLDER, json_schema, refresh_schemas, site_schemas, write_schemas
from explainer.checks import CHECKS, check
from explainer.checks.schema_rules import RULES
from explainer.cli.main import main
from explainer.content import yamlfile
from explainer.content.load import SCHEMAS, load_records, load_site

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


# --- a site's own, for text editors -----------------------------------------------------------------------------------


def explainer(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "schema", *arguments])


@pytest.mark.parametrize(
    "change",
    [
        {"topics": ["storms"]},
        {"authors": ["nobody"]},
        {"sources": [{"id": "a", "title": "A", "publisher": "nobody"}]},
        {"sources": [{"id": "a", "title": "A", "via": "nobody"}]},
        {"sumary": "A dam broke."},
    ],
    ids=str,
)
def test_a_site_s_schema_takes_its_own_ids_alone(good_site: Path, change: dict[str, Any]) -> None:
    schema = site_schemas(load_records(good_site))["entry"]
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(GOOD)
    Draft202012Validator(schema).validate({**GOOD, "sources": [{"id": "a", "title": "A", "publisher": None}]})
    assert not Draft202012Validator(schema).is_valid({**GOOD, **change})


def test_every_field_that_names_a_shared_record_has_the_site_s_ids(good_site: Path) -> None:
    for name, record in records(site_schemas(load_records(good_site))["entry"]):
        for key, field in record["properties"].items():
            if named := re.search(r"[Ii]ds? in `site_data/(\w+)\.yml`", field["description"]):
                assert f"#/$defs/{named[1]}" in str(field), f"{name}.{key}"


def test_schemas_are_written_where_text_editors_look(good_site: Path) -> None:
    written = [f".vscode/schemas/{kind}.json" for kind in SCHEMAS]
    assert explainer(good_site, "--write").output == "".join(f"{path}: written\n" for path in written)
    assert explainer(good_site, "--write").output == ".vscode/schemas/ is up to date\n"
    topics = good_site / "site_data" / "topics.yml"
    topics.write_text(topics.read_text() + "storms: {name: Storms}\n")
    assert explainer(good_site, "--write").output == ".vscode/schemas/entry.json: written\n"
    assert '"storms"' in (good_site / ".vscode" / "schemas" / "entry.json").read_text()
    assert sorted(path.name for path in (good_site / ".vscode" / "schemas").iterdir()) == sorted(
        f"{kind}.json" for kind in SCHEMAS
    )


def test_broken_records_leave_the_schemas_as_they_were(good_site: Path) -> None:
    (good_site / "site_data" / "topics.yml").write_text("floods: {nam: Floods}\n")
    done = explainer(good_site, "--write")
    assert done.exit_code == 1
    assert "there is no field `nam` here" in done.output
    assert not (good_site / ".vscode").exists()


def test_all_or_one_but_not_both(good_site: Path) -> None:
    assert explainer(good_site, "entry", "--write").exit_code == 2


def test_the_preview_keeps_schemas_up_to_date_where_there_are_some(good_site: Path) -> None:
    site = load_records(good_site)
    refresh_schemas(site)
    assert not (good_site / ".vscode").exists()
    write_schemas(site)
    path = good_site / ".vscode" / "schemas" / "entry.json"
    current = path.read_bytes()
    path.write_text("{}")
    assert CliRunner().invoke(main, ["-C", str(good_site), "build", "--no-search"]).exit_code == 0
    assert path.read_text() == "{}", "a build writes into its own folder only"
    with previewed(good_site) as preview:
        assert path.read_bytes() == current
        topics = good_site / "site_data" / "topics.yml"
        topics.write_text(topics.read_text() + "storms: {name: Storms}\n")
        preview.told()
        assert '"storms"' in path.read_text()
    path.write_text("{}")
    done = CliRunner().invoke(main, ["-C", str(good_site), "new", "A storm", "--topic", "storms"])
    assert done.exit_code == 0, done.output
    assert '"storms"' in path.read_text()


def test_the_repository_s_schemas_are_those_of_the_model() -> None:
    current = site_schemas(load_records(ROOT))
    previous = {kind: json.loads((ROOT / FOLDER / f"{kind}.json").read_bytes()) for kind in SCHEMAS}
    for schemas in (current, previous):
        # A topic that was added in a web form has to wait for somebody's next preview.
        for file in ("topics", "publishers", "people"):
            del schemas["entry"]["$defs"][file]
    assert previous == current, "please run: make fix"


# --- what the checks ask, as far as JSON Schema can say it ------------------------------------------------------------

NOT_IN_A_SCHEMA = {
    "other values of the entry": """after-as-of dates-out-of-order duplicate-point-id duplicate-source-id said-twice
        single-publisher unknown-point unknown-source unused-source link-without-source""",
    "other entries": "alias-taken duplicate-id duplicate-slug translation-behind translation-unclear unknown-related",
    "files": "credit-in-file image-damaged image-missing language-without-words",
    "today": "impossible-date outlook-overdue review-overdue",
    "Markdown": "block-markdown raw-html",
    "warnings, of which a schema has none": """anonymous-without-reason dateline-no-place empty-with-points
        invisible-character long-point long-title mixed-scripts outlook-without-date""",
    "the site's ids, which its schema lists": "unknown-person unknown-publisher unknown-topic",
}
"""Checks by what a JSON Schema would have to know."""
UNSAID = {code for codes in NOT_IN_A_SCHEMA.values() for code in codes.split()}


def test_a_check_is_in_the_schema_or_there_is_a_reason() -> None:
    assert {rule.code for rule in CHECKS} == {*RULES, *UNSAID}
    assert not UNSAID & {*RULES}


def as_published(case: Any, root: Path) -> tuple[dict[str, Any], list[str], list[Any]]:
    """The schema of a case's site, the codes of the errors in its entries as published, and these."""
    write_case(root, case)
    site = load_site(root)
    schema = site_schemas(site)["entry"]
    entries = [data(root / entry.path) for entry in site.entries]
    seen = [{"published": "2026-05-04", **entry, "status": entry.get("status", "published")} for entry in entries]
    for entry, written in zip(site.entries, seen, strict=True):
        (root / entry.path).write_text(json.dumps(written))
    codes = [problem.code for problem in check(load_site(root), date(2026, 11, 22)) if problem.severity == "error"]
    return schema, codes, seen


@pytest.mark.parametrize("case", [case for case in cases("checks") if case.id in RULES])
def test_a_site_s_schema_refuses_what_a_check_refuses(case: Any, tmp_path: Path) -> None:
    schema, codes, wrong = as_published(case["wrong"], tmp_path / "wrong")
    assert codes
    assert not all(Draft202012Validator(schema).is_valid(entry) for entry in wrong)


@pytest.mark.parametrize("case", cases("checks"))
def test_a_site_s_schema_refuses_nothing_that_the_checks_accept(case: Any, tmp_path: Path) -> None:
    schema, codes, right = as_published(case["right"], tmp_path / "right")
    refused = [error for entry in right for error in Draft202012Validator(schema).iter_errors(entry)]
    assert codes or [error.message for error in refused] == []


def test_a_draft_may_have_errors_and_a_site_may_switch_a_check_off(good_site: Path) -> None:
    site = load_records(good_site)
    sourceless = {**GOOD, "status": "published", "background": [{"text": "It leaked."}]}
    assert not Draft202012Validator(site_schemas(site)["entry"]).is_valid(sourceless)
    Draft202012Validator(site_schemas(site)["entry"]).validate({**sourceless, "status": "draft"})
    lenient = site.settings.model_copy(update={"checks": {"point-without-source": "warning"}})
    Draft202012Validator(site_schemas(replace(site, settings=lenient))["entry"]).validate(sourceless)
