"""The search index: the readable entries, only their texts, a bundle for each language, the same bytes every time."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import write_site
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from explainer.build.errors import BuildFailed
from explainer.build.site import build
from explainer.cli.main import main
from explainer.engine import search
from explainer.engine.search import SearchFailed, joining, make_index, searched_part, service
from explainer.engine.search.packing import unpack
from explainer.engine.search.parts import Part, part_of
from explainer.engine.search.rewording import reworded
from explainer.engine.search.words import Words, limits

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
    heading: Wie brach der Deich?
    points: [{id: a1b2, text: "Der Damm brach bei Nacht, mit 3 < 4 Wachen.", unsourced: Allgemein bekannt}]
  - {kind: question, heading: Wer zahlt?, empty: Noch weiß es niemand.}
  - {kind: could_it_be_avoided, empty: Noch offen.}
  - {kind: whats_next, empty: Noch offen.}
sources:
  - {id: bericht, title: Bericht, author: Ada Öz, type: document}
  - {id: wache, title: Gespräch, type: interview, anonymous: {description: eine Wache, reason: darf nicht reden}}
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
        "de": {"unknown": 1},
        "en": {"unknown": 1},
    }
    assert set(texts(site)) == {"/explainers/dam/", "/explainers/damm/"}


def test_only_what_browsers_ask_for_is_published(site: Path) -> None:
    for language in bundles(site):
        bundle = site / "pagefind" / language
        names = {path.name for path in bundle.iterdir() if path.suffix != ".pf_meta"}
        scripts = {
            "pagefind.js",
            "pagefind-worker.js",
            "pagefind-entry.json",
            "wasm.unknown.pagefind",
            "words.js",
            "spellings.txt",
        }
        assert names == {*scripts, "filter", "fragment", "index"}


def test_only_the_text_of_an_entry_can_be_found(site: Path) -> None:
    english, german = texts(site)["/explainers/dam/"], texts(site)["/explainers/damm/"]
    assert " ".join(english["content"].split()) == (
        "A dam broke in May, and a village was flooded. The dam broke at night. Repairs had been put off twice. "
        "The ministry plans a report. Dam breaks State of the dams"
    )
    assert " ".join(german["content"].split()) == (
        "Ein Damm brach im Mai. Wie brach der Deich? Der Damm brach bei Nacht, mit 3 < 4 Wachen. Wer zahlt? "
        "Noch weiß es niemand. Noch offen. Noch offen. Bericht Ada Öz Gespräch eine Wache"
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
    monkeypatch.setattr(service, "get_executable", lambda: stand_in)
    with pytest.raises(SearchFailed, match=said):
        make_index(shutil.copytree(folder, tmp_path / "copy"))
    build(root / "mkdocs.yml", TODAY)  # what readers search is the same, so that nobody is asked to index it
    assert contents(folder) == before
    entry = root / "content" / "entries" / "dam.yml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("A dam broke", "The dam broke"), encoding="utf-8")
    with pytest.raises(BuildFailed, match=said):
        build(root / "mkdocs.yml", TODAY)
    assert contents(folder) == before


def test_pagefinds_own_complaint_is_passed_on(site: Path) -> None:
    page = site / "explainers" / "dam" / "index.html"
    with pytest.raises(SearchFailed, match="source_path or url"):
        service.bundle([(None, page.read_text("utf-8"))])  # type: ignore[list-item]


# --- what Pagefind is given -------------------------------------------------------------------------------------------


def noted(pages: list[tuple[str, str]]) -> list[Any]:
    """What Pagefind notes of pages for their results, and the words by which they are found."""
    whole = understood(service.bundle(pages))
    for fragment, _ in whole["pages"]:
        del fragment["anchors"]
    return [whole["pages"], whole["words"], whole["filters"]]


def understood(bundle: dict[str, bytes]) -> dict[str, Any]:
    """All that a search holds, without the names of its files."""
    (language, about), *others = json.loads(bundle["pagefind-entry.json"])["languages"].items()
    assert not others
    meta = unpack(bundle[f"pagefind.{about['hash']}.pf_meta"])
    filters = dict(unpack(bundle[f"filter/{name}.pf_filter"]) for _, name in meta[3])
    fragments = [(bundle[f"fragment/{name}.pf_fragment"], words) for name, words in meta[1]]
    return {
        "language": (language, about["wasm"], about["page_count"]),
        "pages": [(json.loads(gzip.decompress(one).removeprefix(b"pagefind_dcd")), words) for one, words in fragments],
        "words": [(*told, unpack(bundle[f"index/{name}.pf_index"])) for *told, name in meta[2]],
        "filters": {name: dict(values) for name, values in filters.items()},
        "fields": meta[5],
    }


DRAWING = '<figure class="x-timeline" aria-labelledby="timeline_" data-pagefind-ignore="all"><b>May</b></figure>'


@pytest.mark.parametrize("entry", ["dam", "damm"])
def test_pagefind_is_given_the_text_and_nothing_around_it(entry: str, site: Path) -> None:
    page = (site / "explainers" / entry / "index.html").read_text(encoding="utf-8")
    page = page.replace("</main>", DRAWING + "</main>")
    part = searched_part(page.encode(), "de" if entry == "damm" else "en").decode()
    for around in ("<head>", "<nav", "<form", "<footer", "<script", "x-timeline", "x-skip", 'id="a1b2"'):
        assert (around in page, around in part) == (True, False), around
    assert noted([("/", part)]) == noted([("/", page)])


@pytest.mark.parametrize(
    ("replaced", "by"),
    [
        ('<div class="x-page ', '<article class="x-page '),
        ("</main>", "</main><p data-pagefind-filter=place>Rome</p>"),
        ("<body", "<body data-pagefind-body"),
        (' data-pagefind-meta="title"', ""),
    ],
)
def test_a_page_from_another_template_is_given_whole(replaced: str, by: str, site: Path) -> None:
    page = (site / "explainers" / "dam" / "index.html").read_text(encoding="utf-8").replace(replaced, by)
    assert by in page
    assert searched_part(page.encode(), "en") == page.encode()


def test_what_stands_in_a_drawing_is_not_cut_in_the_middle(site: Path) -> None:
    nested = DRAWING.replace("<b>May</b>", "<figure>One</figure><b>Two</b>")
    page = (
        (site / "explainers" / "dam" / "index.html").read_text(encoding="utf-8").replace("</main>", nested + "</main>")
    )
    assert nested.encode() in searched_part(page.encode(), "en")


# --- an index in parts ------------------------------------------------------------------------------------------------


def written() -> list[tuple[str, str]]:
    """Pages with few words, some in other forms, some rare; with filters and meta fields that not all of them have."""
    pages = []
    for number in range(23):
        words = ["dam", "dams", "Dämme", "Damme"][number % 4 :] * (number % 3 + 1) + [
            f"only{number}",
            "naïve" * (number == 7),
        ]
        year = f'<i data-pagefind-filter="year:{2020 + number % 3}" data-pagefind-filter="one:more"></i>' * (
            number % 5 > 0
        )
        credit = f'<b data-pagefind-meta="credit">Photo né {number}</b>' * (number in {9, 16})
        text = f"<h1>The dam {number}</h1>{year}{credit}<h2>Was</h2><p>{' '.join(words)}</p>"
        pages.append((f"/{number:02}/", f"<html lang=en><body data-pagefind-body>{text}</body></html>"))
    return pages


@pytest.mark.parametrize("size", [1, 4, 22, 23])
@pytest.mark.parametrize("chunk", [10, 20_000])
def test_parts_make_what_pagefind_makes_of_the_whole(size: int, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE", str(chunk))
    monkeypatch.setattr(joining, "CHUNK", chunk)
    pages = written()
    whole = understood(service.bundle(pages))
    assert whole["fields"] == ["credit", "title"]
    assert len(whole["words"]) > 5 or chunk > 10
    made = [part_of(service.bundle(pages[place : place + size])) for place in range(0, len(pages), size)]
    parts = [part for part, _ in made]
    length = joining.name_length(parts)
    files = {name: content() for name, content in joining.join(parts, length)}
    for part, fragments in made:
        files |= {joining.fragment_path(part.fragments[at][0], length): file for at, file in enumerate(fragments)}
    assert understood(files) == whole


def test_the_index_is_the_same_however_many_parts_it_has(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "site"
    for name in ("dam", "dyke", "levee"):
        page = (site / "explainers" / "dam" / "index.html").read_text(encoding="utf-8").replace("A dam", f"A {name}")
        (copy / name).mkdir(parents=True)
        (copy / name / "index.html").write_text(page, encoding="utf-8")
    make_index(copy)
    whole = contents(copy / "pagefind")
    assert sum("fragment" in name for name in whole) == 3
    monkeypatch.setattr(search, "PAGES_AT_ONCE", 1)
    make_index(copy)
    assert contents(copy / "pagefind") == whole


def test_an_edit_indexes_only_the_pages_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "root", {})
    dam = root / "content" / "entries" / "dam.yml"
    for name in ("dyke", "levee", "weir"):
        dam.with_stem(name).write_text(dam.read_text("utf-8").replace("A dam", f"A {name}"), encoding="utf-8")
    monkeypatch.setattr(search, "PAGES_AT_ONCE", 1)
    build(root / "mkdocs.yml", TODAY)
    indexed, whole = list[str](), service.bundle

    def noted(pages: Iterable[tuple[str, str]]) -> service.Bundle:
        pages = list(pages)
        indexed.extend(address for address, _ in pages)
        return whole(pages)

    monkeypatch.setattr(service, "bundle", noted)
    levee = dam.with_stem("levee")
    levee.write_text(levee.read_text("utf-8").replace("at night", "in the morning"), encoding="utf-8")
    folder = build(root / "mkdocs.yml", TODAY).folder
    assert indexed == ["/explainers/levee/"]
    dam.with_stem("dyke").unlink()
    build(root / "mkdocs.yml", TODAY)
    assert "/explainers/weir/" not in indexed, "only its neighbours have other links now"
    copy = shutil.copytree(folder, tmp_path / "copy")
    monkeypatch.setattr(search, "PAGES_AT_ONCE", 250)
    make_index(copy)
    assert contents(folder / "pagefind") == contents(copy / "pagefind")


def test_pages_without_words_do_no_harm(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(f"<html lang={name}a><body data-pagefind-body></body></html>")
    (tmp_path / "c.html").write_text("<html lang=ba><body data-pagefind-body>Words</body></html>")
    assert make_index(tmp_path) == 3
    assert {name: one["unknown"]["page_count"] for name, one in bundles(tmp_path).items()} == {"ba": 1}


def test_two_pages_never_have_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "SHORTEST", 1)
    part = Part(fragments=tuple((sha256(str(number).encode()).hexdigest(), 1) for number in range(500)))
    length = joining.name_length([part])
    assert len({joining.fragment_path(hashed, length) for hashed, _ in part.fragments}) == 500
    assert len({joining.fragment_path(hashed, length - 1) for hashed, _ in part.fragments}) < 500


def test_another_pagefind_is_refused() -> None:
    with pytest.raises(SearchFailed, match=r"Pagefind 2.0.0 may have another format"):
        reworded({"pagefind-entry.json": b'{"version": "2.0.0", "languages": {}}'}, Words("en"))


# --- the words of the index -------------------------------------------------------------------------------------------


def test_rewording_leaves_what_pages_say_and_how_much_a_word_weighs() -> None:
    text = "<h1>L'ONU</h1><p>de l'ONU, 1 300 <b data-pagefind-weight=2>Straßen</b></p>"
    raw = service.bundle([("/", f"<html><body data-pagefind-body>{text}</body></html>")])
    made = understood(reworded(raw, Words("fr")))
    assert made["pages"] == understood(raw)["pages"]
    ((_, _, (words,)),) = made["words"]
    places = {word: pages[0][1] for word, pages, _ in words}
    assert places["onu_"] == [-25, 2, -169, 0]  # 24 in the text, 168 in the heading
    assert places["1300_"] == [-25, 3]
    assert places["strassen_"] == [-49, 5]


def test_text_without_spaces_is_cut_into_its_characters() -> None:
    raw = service.bundle([("/", "<html><body data-pagefind-body><p>大地震の後、GPSで 測定</p></body></html>")])
    ((page, words),) = understood(reworded(raw, Words("ja")))["pages"]
    assert page["content"] == "大\u200b地\u200b震\u200bの\u200b後、\u200bGPS\u200bで \u200b測\u200b定."
    assert words == 9


def test_what_search_cannot_do_in_a_language_is_said() -> None:
    assert {language: bool(limits(language)) for language in ("en", "ar", "de-at", "it", "uk", "zh-hant")} == {
        **dict.fromkeys(("en", "ar", "de-at"), False),
        **dict.fromkeys(("it", "uk", "zh-hant"), True),
    }
    assert len({limits(language) for language in ("it", "uk", "zh-hant")}) == 3


def test_a_build_says_what_its_search_cannot_do(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    entry = FILES["content/entries/damm.yml"].replace("language: de", "language: uk")
    root = write_site(tmp_path, {"content/entries/damm.yml": entry})
    caplog.set_level("INFO")
    for _ in range(2):
        build(root / "mkdocs.yml", TODAY)
    said = [record.getMessage() for record in caplog.records if "search in the language" in record.getMessage()]
    assert said == [f"explainer: search in the language `uk` {limits('uk')}; see docs/compatibility.md"]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_words_of_a_hostile_text_are_found_in_time(language: str) -> None:
    words = Words(language)
    for text in (
        "a" * 100_000,
        "straße" * 5_000,
        "'" * 50_000,
        "l'" * 20_000,
        "1,300" * 20_000,
        "大" * 20_000,
        "A1" * 9_000,
    ):
        words.keys(text)
        words.terms(text)
