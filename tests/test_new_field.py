"""A field that is added to every model is noticed by all who deal with fields, without a word to any of them.

The program is copied, and the copy's models get five fields each, as somebody would write them who adds a field.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PICTURE, write_site
from lxml import html
from repository import ISOLATED, begin, git

from explainer.content import yamlfile
from explainer.model import Entry, Source
from explainer.model.walk import fields, public_fields
from explainer.resources import UI

ROOT = Path(__file__).parents[1]
PROGRAM = "import sys; from explainer.cli.main import main; main(sys.argv[1:], prog_name='explainer')"
MODELS = (
    *("Entry", "Image", "Media", "Table", "Row", "Credit", "Section", "SubPoint", "Quotation", "Outcome", "Source"),
    *("Anonymous", "Update", "FirstPublished", "Note"),
    "Withdrawn",
)
TOLD = [model for model in MODELS if model != "Update"]
"""Changes of notes are no changes of the entry, and have a rule of their own."""
FIELDS = """\
    new_text: Text | None = Field(None, examples=["new"])
    \"\"\"A text.\"\"\"
    new_markdown: Markdown | None = Field(None, examples=["new"])
    \"\"\"Inline Markdown.\"\"\"
    new_publisher: PublisherId | None = Field(None, examples=["new"])
    \"\"\"An id.\"\"\"
    new_date: AnyDate | None = Field(None, examples=["2026"])
    \"\"\"A date.\"\"\"
    new_internal: Annotated[Text | None, INTERNAL] = Field(None, examples=["new"])
    \"\"\"What only editors see.\"\"\"
"""
IMPORTS = (
    "from explainer.model.base import INTERNAL, Markdown, PublisherId, Text\nfrom explainer.model.dates import AnyDate"
)


def record(model: str, side: str, **fields: Any) -> dict[str, Any]:
    """A record with its new fields, which say on which side and of which model they are."""
    year = {"Before": 1900, "After": 2000}[side] + MODELS.index(model)
    return {
        **fields,
        "new_text": f"{side} {model} <u>text</u>",
        "new_markdown": f"{side} *{model}* <i>markdown</i>",
        "new_publisher": f"{side}-{model}".lower(),
        "new_date": str(year),
        "new_internal": f"{side} {model} internal",
    }


def entry(side: str, *, withdrawn: bool) -> str:
    """An entry that has every record; JSON is YAML."""
    outcome = record("Outcome", side, result="happened", on="2026-05-05", text="It is out.", sources=["one"])
    quotation = record("Quotation", side, text="We had warned of it.", speaker="Ada Öz")
    fields = {"text": "The dam broke.", "quotation": quotation, "sources": ["one"], "outcome": outcome}
    point = record("SubPoint", side, id="a1b2", **fields)
    point["media"] = [record("Media", side, kind="map", title="The valley", url="https://maps.example.org/")]
    row = record("Row", side, cells=["Leeds"], sources=["one"])
    table = record("Table", side, caption="Dams", columns=["Dam"], rows=[row])
    fields = record(
        *("Entry", side),
        title="Why the dam broke",
        summary="A dam broke.",
        status="withdrawn" if withdrawn else "published",
        published="2026-05-04",
        topics=["floods"],
        authors=["newsdesk"],
        contributors=[record("Credit", side, name="Ada Öz", role="reporting")],
        image=record("Image", side, file="images/dam.gif", alt="A dam"),
        first_published=record("FirstPublished", side, publisher="courier"),
        notes=[record("Note", side, kind="method", text="We asked.")],
        sections=[
            record("Section", side, kind="what_happened", points=[point], table=table),
            record("Section", side, kind="could_it_be_avoided", empty="Not known."),
            record("Section", side, kind="whats_next", empty="Not known."),
        ],
        sources=[
            record(
                *("Source", side),
                id="one",
                title="Dam breaks",
                publisher="courier",
                anonymous=record("Anonymous", side, description="an engineer", reason="not authorised"),
            )
        ],
        updates=[record("Update", side, at="2026-05-06", type="update", note="More is known.")],
    )
    if withdrawn:
        fields["withdrawn"] = record("Withdrawn", side, at="2026-05-07", reason="It was false.")
    return json.dumps(fields, indent=1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of which every new field was changed after the last commit."""
    files = {
        "content/entries/dam.yml": entry("Before", withdrawn=False),
        "content/entries/gone.yml": entry("Before", withdrawn=True),
        "content/images/dam.gif": PICTURE,
    }
    root = begin(tmp_path_factory.mktemp("site"), files)
    git(root, "add", ".")
    git(root, "commit", "-qm", "published")
    after = {"dam": entry("After", withdrawn=False), "gone": entry("After", withdrawn=True)}
    return write_site(root, {f"content/entries/{name}.yml": text for name, text in after.items()})


@pytest.fixture(scope="module")
def explainer(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs the copied program, whose models have the new fields."""
    copy = tmp_path_factory.mktemp("program")
    shutil.copytree(ROOT / "explainer", copy / "explainer", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "site_data"):
        (copy / name).symlink_to(ROOT / name)
    names = ("about", "entry", "figures", "point", "source")
    for path in (copy / "explainer/model" / f"{name}.py" for name in names):
        text = path.read_text(encoding="utf-8").replace("import annotations\n", f"import annotations\n\n{IMPORTS}\n")
        for model in MODELS:
            text = re.sub(
                rf'(class {model}\(.*?\):\n    ".*?"""\n\n)', lambda match: match[1] + FIELDS, text, flags=re.S
            )
        path.write_text(text, encoding="utf-8")

    def run(*arguments: str, root: Path = site) -> str:
        command = [sys.executable, "-c", PROGRAM, *arguments]
        environment = {**os.environ, **ISOLATED, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, check=False)
        assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
        return done.stdout or done.stderr

    return run


@pytest.fixture(scope="module")
def changes(explainer: Callable[..., str]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(explainer("diff", "--from", "HEAD", "--format", "json"))
    return [change for slug in ("dam", "gone") for change in found[slug] if change["place"] != "updates"]


@pytest.mark.parametrize("model", TOLD)
def test_a_change_of_it_is_seen(model: str, changes: list[dict[str, Any]]) -> None:
    told_of = "\n".join(f"{change['text']}|{change['now']}" for change in changes)
    year = 2000 + MODELS.index(model)
    for text in (f"After {model} <u>text</u>", f"After {model} <i>markdown</i>", f"after-{model.lower()}", str(year)):
        assert text in told_of
    assert f"{model} internal" not in told_of


@pytest.fixture(scope="module")
def problems(explainer: Callable[..., str]) -> list[dict[str, Any]]:
    return json.loads(explainer("check", "--since", "HEAD", "--format", "json"))  # type: ignore[no-any-return]


def test_no_change_of_it_is_silent(problems: list[dict[str, Any]], changes: list[dict[str, Any]]) -> None:
    assert sum(problem["code"] == "unannounced-change" for problem in problems) == len(changes)
    assert sum(problem["code"] == "record-rewritten" for problem in problems) == 2


@pytest.mark.parametrize("model", MODELS)
def test_it_is_checked(model: str, problems: list[dict[str, Any]], site: Path) -> None:
    lines = {
        name: (site / f"content/entries/{name}.yml").read_text(encoding="utf-8").splitlines()
        for name in ("dam", "gone")
    }
    told_of: dict[str, list[str]] = {}
    for problem in problems:
        line = lines[Path(problem["path"]).stem][problem["line"] - 1]
        told_of.setdefault(problem["code"], []).append(line)
    assert any(f"After *{model}* <i>" in line for line in told_of["raw-html"])
    assert any(f'"after-{model.lower()}"' in line for line in told_of["unknown-publisher"])


@pytest.mark.parametrize("model", MODELS)
def test_what_names_something_is_found(model: str, explainer: Callable[..., str]) -> None:
    (found,) = json.loads(explainer("where", f"after-{model.lower()}", "--format", "json"))
    assert found["kind"] == "publisher"
    assert {use["field"] for use in found["uses"]} == {"new_publisher"}


def test_the_schema_explains_it_and_has_the_ids_of_the_site(explainer: Callable[..., str], site: Path) -> None:
    explainer("schema", "--write")
    schema = json.loads((site / ".vscode/schemas/entry.json").read_text(encoding="utf-8"))
    for model in MODELS:
        fields = (schema if model == "Entry" else schema["$defs"][model])["properties"]
        assert fields["new_publisher"]["oneOf"][0] == {"$ref": "#/$defs/publishers"}
        assert "A date." in fields["new_date"]["markdownDescription"]


def test_the_common_form_knows_its_place(explainer: Callable[..., str], site: Path) -> None:
    explainer("fmt", "content/entries/gone.yml")
    text = (site / "content/entries/gone.yml").read_text(encoding="utf-8")
    for model in MODELS:
        assert re.search(rf"new_text: After {model} .*\n *new_markdown: .*\n *new_publisher", text)


SHOWN = "{% for one in [entry] + (entry.sources | list) %}<p class='new'>{{ one.new_text }}</p>{% endfor %}\n"


@pytest.fixture(scope="module")
def published(explainer: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a site is published as whose editors changed every new field, and told readers."""
    sides = {}
    for side in ("Before", "After"):
        sides[side] = json.loads(entry(side, withdrawn=False).replace("<i>", "").replace("</i>", ""))
    del sides["Before"]["updates"]
    records = [f"{side}-{model}".lower() for side in sides for model in MODELS]
    template = (ROOT / "templates/pages/entry.md.jinja").read_text(encoding="utf-8")
    files = {
        "content/images/dam.gif": PICTURE,
        "site_data/publishers.yml": "".join(
            f"{name}: {{name: The {name}}}\n" for name in (*records, "courier", "ministry")
        ),
        "site_data/site.yml": "editor: {backend: github, repo: newsroom/explainers}\n",
        "site_data/ui/en.yml": "".join(
            f"field_{place}new_{name}: New {name}\n"
            for place in ("", "image_", "first_published_")
            for name in ("text", "markdown", "publisher", "date")
        ),
        "templates/pages/entry.md.jinja": template + SHOWN,
    }
    root = begin(tmp_path_factory.mktemp("published"), files)
    for side, day in (("Before", "2026-05-04"), ("After", "2026-05-06")):
        write_site(root, {**files, "content/entries/dam.yml": json.dumps(sides[side])})
        git(root, "add", ".")
        git(root, "commit", "-qm", side, date=f"{day}T10:00:00Z")
    told = explainer("build", "--no-search", "--today", "2026-06-01", root=root)
    assert (root / "site/admin/config.json").is_file(), told
    return root / "site"


@pytest.mark.parametrize("model", TOLD[:-1])
def test_readers_see_what_it_was_and_is(model: str, published: Path) -> None:
    page = html.parse(published / "explainers/dam/changes/index.html")
    text = " ".join(page.getroot().text_content().split())
    assert f"After {model} markdown" in re.sub("(Added|Deleted): |Before (?=After)", "", text)
    assert f"after-{model.lower()}" in text
    assert f"{model} internal" not in text
    assert not page.findall(".//u")


def test_where_a_template_places_it_no_markup_gets_through(published: Path) -> None:
    page = html.parse(published / "explainers/dam/index.html")
    assert [one.text_content() for one in page.findall(".//p[@class='new']")] == [
        f"After {model} <u>text</u>" for model in ("Entry", "Source")
    ]


def test_the_form_offers_it(published: Path) -> None:
    form = json.loads((published / "admin/config.json").read_text(encoding="utf-8"))
    fields = [*_fields(form["collections"][0]["fields"])]
    widgets = [(field["name"], field["widget"]) for field in fields if field["name"].startswith("new_")]
    # A point's stand in sections, in the background and under either; an outcome's too.
    assert dict(widgets) == {
        "new_text": "string",
        "new_markdown": "string",
        "new_publisher": "relation",
        "new_date": "string",
        "new_internal": "string",
    }
    assert sum(name == "new_publisher" for name, _ in widgets) == 37


def _fields(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from _fields([*field.get("fields", []), *field.get("types", [])])


def test_every_field_that_readers_are_told_of_has_a_name_for_them() -> None:
    path = UI / "en.yml"
    words = yamlfile.read(path.read_text(encoding="utf-8"), str(path))
    names = [
        field.name
        for field in (*public_fields(Entry), *public_fields(Source))
        if field.name not in ("image", "first_published", "sections", "sources")
    ]
    for field in public_fields(Entry):
        if field.model and not field.many:
            names += [f"{field.name}_{below.name}" for below in public_fields(field.model) if below.name != "reason"]
    assert [name for name in names if f"field_{name}" not in words] == []


def test_the_form_knows_the_lists_whose_items_are_ids_or_records() -> None:
    script = (ROOT / "templates/admin/format.js").read_text(encoding="utf-8")
    listed = re.search(r"const EITHER = (\[.*?\]);", script)
    assert listed and json.loads(listed[1]) == [field.name for field in fields(Entry) if field.names and field.model]
