"""Whole old paths lead to an entry, names work on every system, and `check` tells of what stands in the way."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from building import build, by_mkdocs, contents, run
from conftest import GOOD_SITE, PICTURE, write_site
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from repository import begin, git, tell

from explainer.authoring.uses import where
from explainer.content.load import load_site
from explainer.content.validation import validated
from explainer.model import Entry
from explainer.model.addresses import Alias, is_path, redirect_file
from explainer.outputs import shared_addresses
from explainer.outputs.redirects import LIMITS
from explainer.problems import ContentError
from explainer.publish.editions import at_root

ALIAS: TypeAdapter[str] = TypeAdapter(Alias)
DAM = GOOD_SITE["content/entries/dam.yml"]
OLD = {
    "/2015/09/27/dam.html": "2015/09/27/dam.html",
    "/2015/09/28/dam/": "2015/09/28/dam/index.html",
    "/story.php": "story.php/index.html",
    "/explainers/water": "explainers/water/index.html",
    "/a/%C3%BCber.htm": "a/über.htm",
}


def with_aliases(*aliases: str) -> dict[str, str | None]:
    return {"content/entries/dam.yml": f"{DAM}aliases: {json.dumps(aliases)}\n"}


def target(page: str, path: str) -> str:
    """Where a reader of a redirect ends, and its script and canonical link with it."""
    (refresh,) = re.findall(r'content="0; url=([^"]*)"', page)
    (canonical,) = re.findall(r'rel="canonical" href="([^"]*)"', page)
    assert refresh == canonical
    return urljoin(f"/{path}", str(refresh))


# --- whole old paths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "news/"])
def test_an_old_path_leads_to_the_entry_whoever_builds_the_site(tmp_path: Path, prefix: str) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f'[explainer: {{prefix: "{prefix}"}}]')
    root = write_site(tmp_path / "site", {**with_aliases("old", *OLD), "mkdocs.yml": config})
    build(root)
    ours = contents(root / "site")
    assert by_mkdocs(root, tmp_path / "other") == ours
    for file in OLD.values():
        page = ours[file].decode()
        assert target(page, file) == f"/{prefix}explainers/dam/"
        (script,) = re.findall(r'<script src="([^"]*)"', page)
        assert urljoin(f"/{file}", script).lstrip("/") in ours
        assert 'name="color-scheme" content="light dark"' in page, "a page without colours is white at night"
        assert "noindex" in page
    assert run(root, "export", tmp_path / "plain").exit_code == 0
    assert [file for file in OLD.values() if not (tmp_path / "plain" / "docs" / file).is_file()] == []
    assert not any("2015" in address for address in ours["sitemap.xml"].decode().split("<loc>"))
    assert f"{prefix}explainers/old/index.html" in ours
    (root / "content/entries/dam.yml").write_text(DAM, encoding="utf-8")
    build(root)
    assert not (root / "site" / "2015").exists()


@pytest.mark.parametrize("path", OLD)
def test_where_finds_an_old_address_in_any_spelling(good_site: Path, path: str) -> None:
    write_site(good_site, with_aliases(path, "old"))
    site = load_site(good_site)
    for asked in (path, "/" + redirect_file(path), "old"):
        (match,) = where(site, asked)
        assert [(use.path, use.field) for use in match.uses] == [("content/entries/dam.yml", "aliases")]


def test_at_the_root_of_a_branch_an_old_path_leads_into_the_current_edition() -> None:
    head = '<link rel="canonical" href="../explainers/dam/"><script src="../assets/moved.js"></script>'
    page = f'{head}; url=../explainers/dam/"'
    done = at_root(page, "2015/dam.html", "latest")
    assert re.findall(r'="([^"]*)"', done)[1:] == ["../latest/explainers/dam/", "../latest/assets/moved.js"]
    assert done.endswith('; url=../latest/explainers/dam/"')


@pytest.mark.parametrize(
    "alias",
    [
        *(
            "/",
            "//",
            "//example.org/x",
            "/a//b",
            "/./x",
            "/../x",
            "/a/../../x",
            "/%2e%2e/x",
            "/a%2fb",
            "/a%5cb",
            "/a\\b",
        ),
        *("/x?id=1", "/x#y", "/a b", "/%20", "/a%00", "/%zz", "/%ff", "/100%25-wool/", "/a\u200bb", "/.git/config"),
        *("/con", "/a/AUX.html", "/com1.txt/x", "/x./y", "/x.", "/a:b", "/a|b", "/404.html", "/assets/x/", "/Assets/x"),
        *("/feed.xml", "/images/a.PNG", "/robots.txt", "/a.css", f"/{'x' * 201}", "/" + "x/" * 500),
        *("https://example.org/x", "Dam", "a/b", "", "aux", "x" * 81),
    ],
)
def test_an_alias_is_a_slug_or_the_path_of_a_page_below_the_front_page(alias: str) -> None:
    with pytest.raises(ValidationError):
        ALIAS.validate_python(alias)


@given(st.text(alphabet="ab./%2e5cCüA~-_:\\?# \u202e0", max_size=30).map(lambda text: f"/{text}"))
def test_no_alias_leads_out_of_the_site(alias: str) -> None:
    try:
        ALIAS.validate_python(alias)
    except ValidationError:
        return
    file = redirect_file(alias)
    assert is_path(alias)
    assert file == os.path.normpath(file)
    assert not file.startswith(("/", "."))
    assert file.isprintable()
    assert file.endswith((".html", ".htm"))


def test_what_belongs_to_a_whole_address_is_told(good_site: Path) -> None:
    with pytest.raises(ContentError) as refused:
        validated(
            Entry, {"title": "A", "summary": "B", "sections": (), "aliases": ["https://a.org/2015/x.html"]}, "", "a.yml"
        )
    assert "write `/2015/x.html`" in refused.value.problems[0].message


# --- what stands in the way -------------------------------------------------------------------------------------------

TAKEN = {
    "the front page": ({"content/pages/index.md": "# Hello\n"}, "content/pages/index.md"),
    "a page of ours, by another case": ({"content/pages/Search.md": "# Find\n"}, "content/pages/Search.md"),
    "an alias that is a list": (with_aliases("/topics/"), "content/entries/dam.yml"),
    "an alias that is the front page": (with_aliases("/index.html"), "content/entries/dam.yml"),
    "an alias in capitals": ({**with_aliases("/About"), "content/pages/about.md": "# Us\n"}, "content/pages/about.md"),
    "a page where an entry is embedded": (
        {"content/pages/explainers/dam/embed.md": "# A\n"},
        "content/pages/explainers/dam/embed.md",
    ),
    "a file where an entry's data are": ({"content/api/v1/entries/dam.json": "{}"}, "content/api/v1/entries/dam.json"),
    "a page where an entry's file is": (
        {"content/explainers/dam/index.html.md": "#"},
        "content/explainers/dam/index.html.md",
    ),
    "a file where a cover is": ({"content/covers/dam.svg": "<svg/>"}, "content/covers/dam.svg"),
    "a file and a folder": (with_aliases("/a.html", "/a.html/b"), "content/entries/dam.yml"),
}


@pytest.mark.parametrize("files", TAKEN.values(), ids=TAKEN)
def test_check_tells_of_an_address_that_is_taken_and_so_does_a_build(
    good_site: Path, files: tuple[dict[str, str | None], str]
) -> None:
    write_site(good_site, files[0])
    for command in (["check"], ["build", "--no-search"]):
        done = run(good_site, *command, "--today", "2026-11-22")
        assert done.exit_code == 1
        assert [*re.findall(r"(\S+?):1:1: .* \[address-taken\]", done.output)] == [files[1]]


@pytest.mark.parametrize("name", ["v/1", "changes"])
def test_check_knows_the_versions_of_an_entry_where_a_page_may_stand_on_one(tmp_path: Path, name: str) -> None:
    root = begin(tmp_path / "site")
    note = DAM + 'updates:\n  - {at: 2026-05-05T10:00Z, type: update, note: "A third figure was added."}\n'
    tell(root, [{"commit": "Publish"}, {"write": {"dam": note}, "commit": "Update"}])
    page = f"content/pages/explainers/dam/{name}.md"
    tell(root, [{"write": {page: "# A page\n"}}])
    for command in (["check"], ["build", "--no-search"]):
        said = run(root, *command, "--today", "2026-11-22").output
        assert [*re.findall(r"(\S+?):1:1: .* \[address-taken\]", said)] == [page], said


OWN = {
    "its version": (("/explainers/dam/v/1/",), "belongs to content/entries/dam.yml"),
    "a version to come": (("/explainers/dam/v/12",), "belongs to content/entries/dam.yml"),
    "its changes, by a former name": (("old", "/Explainers/old/changes/"), "belongs to content/entries/dam.yml"),
    "itself": (("/x", "/explainers/dam/index.html"), "belongs to content/entries/dam.yml"),
    "another's version": (("/explainers/flood/v/2/",), "belongs to content/entries/flood.yml"),
    "by capitals": (("/Alt/x", "/alt/x/"), "`/Alt/x` and `/alt/x/` are one file"),
    "by how accents are stored": (("/Übung", "/U\u0308bung/"), "are one file"),
}


@pytest.mark.parametrize(("aliases", "message"), OWN.values(), ids=OWN)
def test_check_tells_at_the_alias_what_a_build_could_not_write(
    good_site: Path, aliases: tuple[str, ...], message: str
) -> None:
    flood = {"content/entries/flood.yml": DAM.replace("id: a2b3", "id: z2b3")}
    write_site(good_site, {**with_aliases(*aliases), **flood})
    done = run(good_site, "check", "--today", "2026-11-22")
    column = len(f"aliases: {json.dumps(aliases, ensure_ascii=True)}") - len(json.dumps(aliases[-1]))
    assert f"dam.yml:{DAM.count(chr(10)) + 1}:{column}: " in done.output
    assert message in done.output
    assert "[alias-taken]" in done.output


def test_one_path_written_twice_and_paths_below_an_entry_are_free(good_site: Path) -> None:
    write_site(good_site, with_aliases("/a/b", "/a/b/", "/explainers/dam/print/", "/explainers/gone/v/1/"))
    assert run(good_site, "build", "--no-search", "--today", "2026-11-22").exit_code == 0


def test_addresses_that_differ_are_not_taken() -> None:
    claims = [("", "a"), ("a/", "b"), ("a/b/", "c"), ("a.html", "d"), ("feed.xml", ""), ("a.html/", "")]
    assert [problem.path for problem in shared_addresses(claims[:-1])] == []
    assert [problem.path for problem in shared_addresses(claims)] == ["d"]


LINKS = """\
---
title: About
---
[old](nowhere.md) and [up](../explainers/dam/), [down](team/index.md), [mail](mailto:a@b.org), [top](../), [here](#x)

[made](explainers/dam/index.md#a1b2) [list](topics/floods/index.md) [self](about.md) `[code](gone.md)`
[gone](../explainer/dam/) [web](https://example.org/gone/) [root](/anywhere/) ![picture](gone.md)

    [code](gone.md)
"""


def test_check_tells_of_links_between_pages_that_lead_nowhere(good_site: Path) -> None:
    write_site(good_site, {"content/pages/about.md": LINKS, "content/pages/team/index.md": "# [Us](../abuot.md)\n"})
    done = run(good_site, "check", "--today", "2026-11-22")
    assert done.exit_code == 0
    assert re.findall(r"(\S+): warning: the link `(\S+)` leads to no page", done.output) == [
        ("content/pages/about.md:4:1", "nowhere.md"),
        ("content/pages/about.md:7:1", "../explainer/dam/"),
        ("content/pages/team/index.md:1:1", "../abuot.md"),
    ]
    assert "did you mean `about.md`" in done.output


# --- names and folders ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("content/entries/con.yml", "content/entries/aux/mill.yml", "content/pages/nul.md", "content/pages/LPT1.md"),
        *("content/images/prn.png", "content/images/a./b.png", "content/images/com1 .png/x.png"),
    ],
)
def test_names_that_windows_cannot_have_are_refused(good_site: Path, path: str) -> None:
    write_site(good_site, {path: DAM if path.endswith(".yml") else "# A page\n"})
    problems = [problem for problem in load_site(good_site).problems if problem.code == "bad-name"]
    assert len(problems) == (0 if "com1 ." in path else 1)


def test_names_that_differ_only_in_case_are_refused(good_site: Path) -> None:
    pictures = {"content/images/a.gif": PICTURE, "content/images/A.gif": PICTURE}
    write_site(good_site, {**pictures, "content/pages/é.md": "# 1\n"})
    write_site(good_site, {"content/pages/e\u0301.md": "# 2\n", "content/entries/2026/weir.yml": DAM})
    told = [(problem.code, problem.path) for problem in load_site(good_site).problems]
    assert told == [("bad-name", "content/pages/é.md"), ("bad-name", "content/images/a.gif")]


def test_a_read_only_folder_is_told_in_plain_words(good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = {good_site, good_site / "content" / "entries"}
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK or Path(path) not in closed)
    done = run(good_site, "check", "--today", "2026-11-22")
    assert done.exit_code == 0
    assert re.findall(r"(\S+):1:1: warning: (.*) \[read-only\]", done.output) == [
        (".", "this folder is read-only, and no site can be built in it"),
        ("content/entries", "this folder is read-only, and nothing can be saved in it"),
    ]


def test_what_a_build_may_not_write_is_named(good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied", str(good_site / "site"))

    monkeypatch.setattr("explainer.resources.staging.tempfile.mkdtemp", refuse)
    done = run(good_site, "build", "--no-search")
    assert done.exit_code == 1
    assert f"{good_site / 'site'} cannot be read or written (Permission denied)" in done.output


def test_a_host_that_redirects_needs_no_files_for_it_but_an_edition_and_a_preview_do(tmp_path: Path) -> None:
    files = {**with_aliases("one"), "site_data/site.yml": "host: netlify\n"}
    root = begin(tmp_path / "site", files)
    build(root)
    old = [path for name in ("one/", "dam/v/1/") if (path := f"explainers/{name}index.html")]
    assert not [path for path in old if (root / "site" / path).exists()]
    alone = contents(root / "site")
    assert by_mkdocs(root, tmp_path / "other") == alone
    tell(root, [{"commit": "Publish"}])
    assert run(root, "deploy", "latest", "--today", "2026-11-22").exit_code == 0
    published = git(root, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {f"latest/{path}" for path in old} <= {*published}, "a host reads `_redirects` at the root only"
    assert by_mkdocs(root, tmp_path / "again") == alone, "what was told for an edition is forgotten"


@pytest.mark.parametrize(("limit", "rules"), [((2, 1000), 2), ((1000, 70), 1)], ids=["rules", "bytes"])
def test_a_host_is_told_no_more_than_it_reads(
    limit: tuple[int, int], rules: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "cloudflare", limit)
    root = write_site(tmp_path, {**with_aliases("one", "two", "three"), "site_data/site.yml": "host: cloudflare\n"})
    build(root)
    told = (root / "site/_redirects").read_text(encoding="utf-8").splitlines()
    assert told == [f"/explainers/{name}/ /explainers/dam/ 301" for name in ("one", "two")[:rules]]
    assert (root / "site/explainers/three/index.html").is_file()
