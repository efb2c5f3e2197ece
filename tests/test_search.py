"""The search index: the readable entries, only their texts, a bundle for each language, the same bytes every time."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import write_site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from explainer import search
from explainer.builder import BuildFailed, build
from explainer.cli import main
from explainer.search import SearchFailed, make_index

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
FILES = {
    "site_data/people.yml": "newsdesk: {name: Zanzibar Desk, kind: organisation}\n",
    "content/entries/damm.yml": """\
title: Warum der Damm brach
summary: Ein Damm brach im Mai.
status: published
published: 2026-05-05
as_of: 2025-12
language: de
translation_of: dam
topics: [floods]
sections:
  - kind: what_happened
    points: [{id: a1b2, text: "Der Damm brach bei Nacht, mit 3 < 4 Wachen.", unsourced: Allgemein bekannt}]
  - {kind: question, heading: Wer zahlt?, empty: Noch weiß es niemand.}
  - {kind: could_it_be_avoided, empty: Noch offen.}
  - {kind: whats_next, empty: Noch offen.}
updates:
  - {at: 2026-05-06, type: correction, note: Quarzsand war falsch., point: a1b2, was: Quarzsand, now: Nacht}
""",
    "content/entries/levee.yml": """\
title: The levee
summary: Withdrawn words.
status: withdrawn
published: 2026-05-01
sections:
  - {kind: what_happened, empty: Nothing.}
  - {kind: could_it_be_avoided, empty: Nothing.}
  - {kind: whats_next, empty: Nothing.}
withdrawn: {at: 2026-05-02, reason: It was not so.}
""",
    "content/entries/dyke.yml": """\
title: The dyke
summary: Unpublished words.
status: draft
sections:
  - {kind: what_happened, empty: Nothing.}
  - {kind: could_it_be_avoided, empty: Nothing.}
  - {kind: whats_next, empty: Nothing.}
""",
}


@pytest.fixture(autouse=True)
def _own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin sets this variable for the whole process; here it must not outlive a test."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with two entries that can be read, in two languages."""
    with pytest.MonkeyPatch.context() as context:
        context.setenv("SOURCE_DATE_EPOCH", "0")
        root = write_site(tmp_path_factory.mktemp("site"), FILES)
        return build(root / "mkdocs.yml", TODAY).folder


def bundles(site: Path) -> dict[str, Any]:
    """What each language's index says of itself."""
    return {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))["languages"]
        for path in sorted(site.glob("pagefind/*/pagefind-entry.json"))
    }


def texts(site: Path) -> dict[str, Any]:
    """What the index holds of each page, by its address."""
    found = [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in sorted(site.glob("pagefind/*/fragment/*"))
    ]
    return {one["url"]: one for one in found}


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert found
    return found


def test_the_index_has_a_bundle_for_each_language_and_every_readable_entry(site: Path) -> None:
    assert {name: {tag: one["page_count"] for tag, one in made.items()} for name, made in bundles(site).items()} == {
        "de": {"de": 1},
        "en": {"en": 1},
    }
    assert set(texts(site)) == {"/explainers/dam/", "/explainers/damm/"}


def test_only_what_browsers_ask_for_is_published(site: Path) -> None:
    for language in bundles(site):
        bundle = site / "pagefind" / language
        names = {path.name for path in bundle.iterdir() if path.suffix != ".pf_meta"}
        scripts = {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{language}.pagefind"}
        assert names == {*scripts, "filter", "fragment", "index"}


def test_only_the_text_of_an_entry_can_be_found(site: Path) -> None:
    english, german = texts(site)["/explainers/dam/"], texts(site)["/explainers/damm/"]
    assert " ".join(english["content"].split()) == (
        "A dam broke in May, and a village was flooded. The dam broke at night. Repairs had been put off twice. "
        "The ministry plans a report. Dam breaks State of the dams"
    )
    assert " ".join(german["content"].split()) == (
        "Ein Damm brach im Mai. Der Damm brach bei Nacht, mit 3 < 4 Wachen. Wer zahlt? Noch weiß es niemand. "
        "Noch offen. Noch offen."
    )


def test_what_results_show_and_filters_need_is_there(site: Path) -> None:
    english, german = texts(site)["/explainers/dam/"], texts(site)["/explainers/damm/"]
    assert english["meta"] == {"title": "Why the dam broke", "day": "2026-05-04"}
    assert english["filters"] == {"topic": ["floods"], "year": ["2026"]}
    # Readers look for the year of the events, as lists show it, not for that in which they were retold.
    assert german["meta"] == {"title": "Warum der Damm brach", "day": "2025-12"}
    assert german["filters"] == {"topic": ["floods"], "year": ["2025"]}


def test_the_index_is_the_same_however_the_files_came_to_lie_there(site: Path, tmp_path: Path) -> None:
    first = contents(site / "pagefind")
    for backwards in (False, True):
        copy = tmp_path / f"backwards-{backwards}"
        for path in sorted(site.rglob("*.html"), reverse=backwards):
            (copy / path.relative_to(site)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / path.relative_to(site))
        for _ in range(2):
            assert make_index(copy) == 2
            assert contents(copy / "pagefind") == first


def test_an_index_takes_the_place_of_the_one_before(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    shutil.rmtree(copy / "explainers" / "damm")
    assert make_index(copy) == 1
    assert set(texts(copy)) == {"/explainers/dam/"}
    assert list(bundles(copy)) == ["en"]
    shutil.rmtree(copy / "explainers")
    assert make_index(copy) == 0
    assert not (copy / "pagefind").exists()


def test_a_page_that_only_talks_of_the_mark_is_not_indexed(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        '<html lang="en"><p>Write &lt;main data-pagefind-body> there.', encoding="utf-8"
    )
    assert make_index(tmp_path) == 0


def test_without_search_no_index_is_made(tmp_path: Path) -> None:
    root = write_site(tmp_path / "asked", {})
    built = build(root / "mkdocs.yml", TODAY, search=False)
    assert (built.folder / "search" / "index.html").is_file()
    assert not (built.folder / "pagefind").exists()
    done = CliRunner().invoke(main, ["-C", str(root), "build", "--no-search", "--today", TODAY.isoformat()])
    assert done.exit_code == 0, done.output
    assert not (built.folder / "pagefind").exists()
    config = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("[explainer]", "[explainer: {search: false}]")
    root = write_site(tmp_path / "configured", {"mkdocs.yml": config})
    assert not (build(root / "mkdocs.yml", TODAY).folder / "pagefind").exists()


def test_the_preview_makes_no_index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = load_config(str(write_site(tmp_path, {}) / "mkdocs.yml"))
    plugin: Any = config.plugins["explainer"]
    plugin.config.today = TODAY.isoformat()
    monkeypatch.setattr(plugin, "preview", True)  # MkDocs keeps the plugin for the next build
    mkdocs_build(config)
    assert (tmp_path / "site" / "explainers" / "dam" / "index.html").is_file()
    assert not (tmp_path / "site" / "pagefind").exists()


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("#!/bin/sh\necho out of luck >&2\nexit 3\n", "out of luck"),
        ("#!/bin/sh\ncat > /dev/null &\nexit 0\n", "ended early"),
        (None, "No such file"),
    ],
)
def test_a_failing_pagefind_fails_the_build_and_leaves_the_last_site(
    program: str | None, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = write_site(tmp_path / "root", {})
    folder = build(root / "mkdocs.yml", TODAY).folder
    before = contents(folder)
    stand_in = tmp_path / "pagefind"
    if program:
        stand_in.write_text(program, encoding="utf-8")
        stand_in.chmod(0o755)
    monkeypatch.setattr(search, "get_executable", lambda: stand_in)
    with pytest.raises(SearchFailed, match=said):
        make_index(shutil.copytree(folder, tmp_path / "copy"))
    build(root / "mkdocs.yml", TODAY)  # what readers search is the same, so that nobody is asked to index it
    assert contents(folder) == before
    entry = root / "content" / "entries" / "dam.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("A dam broke", "The dam broke"), encoding="utf-8")
    with pytest.raises(BuildFailed, match=said):
        build(root / "mkdocs.yml", TODAY)
    assert contents(folder) == before


def test_pagefinds_own_complaint_is_passed_on(monkeypatch: pytest.MonkeyPatch, site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    monkeypatch.setattr(search, "_address", lambda path, site_dir: None)
    with pytest.raises(SearchFailed, match="source_path or url"):
        make_index(copy)


def test_an_index_that_is_written_otherwise_is_refused() -> None:
    for value in (0, 23, 24, 255, 256, 70_000, 1 << 40, "", "ü" * 300, [], [1, ["a", [2]]], list(range(300))):
        assert search._unpacked(search._packed(value)[1]) == value
    for data in (b"pagefind_dcd\x18\x01", b"pagefind_dcd\x01\x01", b"elsewhat_dcd\x01"):
        with pytest.raises(SearchFailed, match="otherwise"):
            search._unpacked(gzip.compress(data))
