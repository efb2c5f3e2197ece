"""The form editor's own parts: its words in each language, and the rules by which it refuses to save."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cases import cases, write_case
from conftest import write_site
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from explainer.checks.schema_rules import RULES, with_rules
from explainer.content import yamlfile
from explainer.content.load import load_site
from explainer.model import Entry, Person, Publisher, Topic
from explainer.model.walk import fields
from explainer.outputs import render

ROOT = Path(__file__).parents[1]
WORDS = {
    path.stem: yamlfile.read(path.read_text("utf-8"), path.name)
    for path in (ROOT / "explainer/outputs/form/words").glob("*.yml")
}


def places(model: type[BaseModel]) -> Iterator[str]:
    """Each field of a record and of the records in it, under the model that defines it."""
    for field in fields(model):
        owner = next(one for one in reversed(model.__mro__) if field.name in getattr(one, "__annotations__", ()))
        yield f"{owner.__name__}.{field.name}"
        if field.model:
            yield from places(field.model)


def test_every_field_is_named_in_every_language() -> None:
    assert set(WORDS) == {"ar", "de", "en", "es", "fr", "ru", "tr"}
    shared = {f"{model.__name__}.id" for model in (Topic, Person, Publisher)}
    named = {place for model in (Entry, Topic, Person, Publisher) for place in places(model)} | shared
    for words in WORDS.values():
        assert {f"{record}.{name}" for record in words if record[0].isupper() for name in words[record]} == named
        hinted = {place for place in named if " | " in words[place.partition(".")[0]][place.partition(".")[2]]}
        assert len(hinted) > 40
        assert set(words["choices"]) == set(WORDS["en"]["choices"])
        assert set(words) == set(WORDS["en"])


def texts(form: Any) -> Iterator[str]:
    """Every label and hint of a form."""
    if isinstance(form, dict):
        yield from (form[key] for key in ("label", "hint") if key in form)
        form = list(form.values())
    for below in form if isinstance(form, list) else ():
        yield from texts(below)


def test_the_german_form_speaks_german_and_names_places_of_the_article(tmp_path: Path) -> None:
    write_site(tmp_path, {"site_data/site.yml": "language: de\neditor: {backend: github, repo: a/b}\n"})
    made = {one.path: one.body for one in render(load_site(tmp_path), date(2026, 11, 22))}
    found = {*texts(json.loads(made["admin/config.json"]))}
    assert {"Quellen", "Abschnitte", "Was ist passiert?", "Entwurf", "Vorher"} <= found
    english = {*WORDS["en"]["Entry"].values(), *WORDS["en"]["Update"].values()}
    assert found & {part for text in english for part in text.split(" | ")} == set()
    assert [text for text in found if "_" in text or ".yml" in text] == []


JUDGE = """
const { readFileSync } = require("fs");
eval(readFileSync(process.argv[1], "utf8") + "; globalThis.faultsOf = faultsOf;");
const [schema, entries] = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(entries.map((entry) => faultsOf(schema)(entry).length > 0)));
"""


def test_the_form_judges_as_json_schema_does(tmp_path: Path) -> None:
    """Every case of a check, as published and as draft, and the same with one field of each record left out."""
    node = shutil.which("node")
    assert node, "this test needs Node.js; please run: sudo apt-get install -y nodejs"
    entries = []
    for number, case in enumerate(
        case for one in cases("checks") for case in (one.values[0]["right"], one.values[0]["wrong"])
    ):
        root = tmp_path / str(number)
        write_case(root, case)
        for entry in load_site(root).entries:
            data = yamlfile.read(yamlfile.decode((root / entry.path).read_bytes(), entry.path), entry.path)
            entries += [data, {**data, "status": "published"}, {**data, "sections": data["sections"][1:]}]
            entries += [{key: value for key, value in data.items() if key != left_out} for left_out in data]
    schema = with_rules(Entry.model_json_schema(), load_site(tmp_path / "0").settings)
    validator = Draft202012Validator(schema)
    command = [node, "-e", JUDGE, str(ROOT / "templates/admin/schema.js")]
    done = subprocess.run(command, input=json.dumps([schema, entries]), capture_output=True, text=True, check=True)
    refused = json.loads(done.stdout)
    assert refused == [not validator.is_valid(entry) for entry in entries]
    assert len(RULES) < sum(refused) < len(entries)
