"""Stories in golden/stories/, told in commits: a repository is written, built, and read as readers would.

Besides the `story` (see `repository.tell`; `below` is the site's folder in the repository) a case says

- `versions`: by slug, the versions that git knows, and the message of the commit that each is from
- `changes`: by slug, its page of changes, each version a list: its heading, what it is, its note, its differences
- `redirects`: where readers who come to an address are sent
- `feed`: what `changes.xml` tells of: the address after the site's own, the title
- `pages`, `absent`: as in golden/outputs
- `told`: what a build says about the history
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zlib import crc32

import msgspec
import pytest
from cases import cases
from conftest import GOOD_SITE, words
from lxml import etree, html
from pages import built, found, parsed
from repository import ISOLATED, begin, git, tell
from standards import faults

from explainer.content.load import load_entry, load_site
from explainer.history import git as git_history
from explainer.history.versions import Changes, Version, read_history
from explainer.resources.store import Store
from explainer.text.inline import to_text

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://small.example.org/"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's settings of git nor a repository around the tests' folder plays a part."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in {**ISOLATED, "GIT_CEILING_DIRECTORIES": str(tmp_path), "SOURCE_DATE_EPOCH": "0"}.items():
        monkeypatch.setenv(name, value)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the build said about the history; `…` stands for the name of a commit."""
    said = [record.getMessage() for record in caplog.records if record.name.endswith("explainer.notices")]
    return [re.sub(r"\b[0-9a-f]{10}\b", "…", line.removeprefix("explainer: ")) for line in said]


@pytest.mark.parametrize("case", cases("stories"))
def test_a_story_is_published_as_its_case_says(
    case: Mapping[str, Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    known = {"story", "below", "versions", "changes", "redirects", "feed", "pages", "absent", "told"}
    assert not set(case) - known
    root = begin(tmp_path / "repository", below=case.get("below", ""))
    tell(root, case["story"])
    history = read_history(load_site(root))
    assert {
        slug: {one.number: git(root, "show", "-s", "--format=%s", one.commit) for one in versions if one.commit}
        for slug, versions in history.versions.items()
        if slug in case.get("versions", {})
    } == case.get("versions", {})
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        site = built(root)
    assert told(caplog) == case.get("told", [])
    for slug, expected in case.get("changes", {}).items():
        assert list(changes(parsed(site / "explainers" / slug / "changes" / "index.html"))) == expected
    for address, target in case.get("redirects", {}).items():
        assert followed(site, address) == target
    if "feed" in case:
        feed = etree.parse(site / "changes.xml").getroot()
        told_of = [
            [
                str(item.xpath("string(a:link/@href)", namespaces=ATOM)).removeprefix(SITE),
                item.findtext("a:title", "", ATOM),
            ]
            for item in feed.findall("a:entry", ATOM)
        ]
        assert told_of == case["feed"]
    for address, expected in case.get("pages", {}).items():
        page = parsed(site / address / "index.html")
        for way, texts in expected.items():
            assert found(page, way) == texts, f"/{address}: {way}"
    assert [path for path in case.get("absent", []) if (site / path).exists()] == []
    for slug, versions in history.versions.items():
        for version in versions:
            page = site / "explainers" / slug / "v" / str(version.number) / "index.html"
            if version.commit and page.exists() and not parsed(page).xpath("//meta[@http-equiv='refresh']"):
                reads_as_it_did(page, slug, version, root)
    every_link_to_a_version_leads_somewhere(site)
    assert faults(site) == []
    for path in site.glob("explainers/*/changes.json"):
        told_ = json.loads(path.read_text(encoding="utf-8"))["versions"]
        removed = [one for version in told_ for one in version.get("changes", []) if one["kind"] == "removed"]
        # In the stories every point that has an id has sources.
        assert [one for one in removed if one.get("point") and not one.get("sources")] == []


def reads_as_it_did(file: Path, slug: str, version: Version, root: Path) -> None:
    """An old version says every word of the file at its commit, that it is old, and where the new one is."""
    path = version.path if version.path.startswith("..") else f"./{version.path}"
    then = load_entry(git(root, "show", f"{version.commit}:{path}").encode(), version.path)
    page = parsed(file)
    here = f"/explainers/{slug}/v/{version.number}/"
    assert found(page, "//h1") == [then.title]
    shown = words(page.xpath("//main")[0])
    assert [place.point.text for place in then.points() if to_text(place.point.text or "") not in shown] == []
    assert found(page, "//meta[@name='robots']/@content") == ["noindex"]
    assert found(page, "//link[@rel='canonical']/@href") == [f"{SITE}explainers/{slug}/"]
    (banner,) = page.find_class("x-notice--old")
    assert [urljoin(here, str(link)) for link in banner.xpath(".//a/@href")] == [
        f"/explainers/{slug}/",
        f"/explainers/{slug}/changes/#v{version.number + 1}",
    ]


def changes(page: html.HtmlElement) -> Any:
    """What a page of changes says, version by version."""
    for version in page.find_class("x-version"):
        heading = version.getprevious()
        parts = version.xpath("./p | .//li")
        yield [f"{heading.get('id')}: {words(heading).rstrip('¶')}", *map(words, parts)]


def followed(site: Path, address: str) -> str:
    """Where a reader ends who comes to an address."""
    page = parsed(site / address / "index.html")
    (rule,) = page.xpath("//meta[@http-equiv='refresh']/@content")
    target = urljoin(f"/{address}", str(rule).partition("url=")[2])
    place, _, anchor = target.partition("#")
    there = parsed(site / place.lstrip("/") / "index.html")
    assert not there.xpath("//meta[@http-equiv='refresh']"), "a redirect leads to a redirect"
    assert not anchor or there.xpath(f"//*[@id='{anchor}']"), f"nothing at {target}"
    return target.lstrip("/")


def every_link_to_a_version_leads_somewhere(site: Path) -> None:
    """Every link from and to the pages of changes and old versions has a target, and every anchor."""
    for path in site.rglob("*.html"):
        here = "/" + path.relative_to(site).as_posix().removesuffix("index.html")
        for link in parsed(path).xpath("//main//a/@href"):
            target = urljoin(here, str(link))
            if not target.startswith("/") or not ("/changes/" in here + target or "/v/" in here + target):
                continue
            place, _, anchor = target.partition("#")
            file = site / place.lstrip("/")
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), f"{here}: {link}"
            assert not anchor or parsed(file).xpath(f"//*[@id='{anchor}']"), f"{here}: {link}"


def test_there_are_stories() -> None:
    assert len(cases("stories")) > 10


# --- around the stories ---------------------------------------------------------------------------------------------

UPDATED = {"append": {"dam": "updates:\n  - {at: 2026-05-05, type: update, note: The hour is known.}\n"}}
TWO_VERSIONS: list[dict[str, Any]] = [{"commit": "Publish"}, {**UPDATED, "commit": "Say when it broke"}]


def test_without_git_there_are_notes_and_one_line_about_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = begin(tmp_path / "site")
    tell(root, TWO_VERSIONS)
    monkeypatch.setenv("PATH", str(tmp_path))
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        site = built(root)
    assert told(caplog) == [
        "earlier versions are shown by their notes only: git is not installed; `apt-get install git`"
    ]
    (newest, first) = changes(parsed(site / "explainers" / "dam" / "changes" / "index.html"))
    assert newest[2] == "The hour is known."
    assert first[1].endswith("First publication")


def test_the_build_command_says_so_too(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [*TWO_VERSIONS, {"shallow": True}])
    command = [sys.executable, "-m", "explainer", "-C", str(root), "build", "--no-search", "--today", "2026-11-22"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.count("only the newest commits; `git fetch --unshallow`") == 1


@pytest.mark.slow
@pytest.mark.parametrize("entries", [2, 30])
def test_building_starts_few_processes_of_git_however_many_entries_there_are(
    entries: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def text(number: int) -> str:
        return GOOD_SITE["content/entries/dam.yml"].replace("Why", f"No. {number}, or why", 1)

    root = begin(tmp_path / "site", {f"content/entries/dam-{n}.yml": text(n) for n in range(entries)})
    tell(root, [{"commit": "Publish"}])
    for update in ("updates:\n", ""):
        more = f"{update}  - {{at: 2026-05-05, type: update, note: More is known.}}\n"
        tell(root, [{"append": {f"dam-{n}": more for n in range(entries)}, "commit": "Say more"}])
    counted = tmp_path / "counted"
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {counted}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}:{os.environ['PATH']}")
    started = []
    for _ in range(2):
        site = built(root)
        started.append(counted.read_text(encoding="utf-8").splitlines())
        counted.unlink()
    assert len(list(site.glob("explainers/dam-*/v/*/index.html"))) == 3 * entries
    # Is the clone whole, what is checked out, its commits, their changes, the blobs; and the texts that are shown.
    assert [len(commands) for commands in started] == [6, 3]


# --- what is kept from run to run -------------------------------------------------------------------------------------


def known(root: Path) -> Mapping[str, Any]:
    return read_history(load_site(root), root / ".cache").versions


def test_what_was_kept_says_the_same_as_git(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [*TWO_VERSIONS, {"branch": "theirs"}])
    assert known(root) == known(root)
    tell(root, [{"branch": "main"}, {"replace": {"dam": {"twice": "2 times"}}, "commit": "Ours"}])
    assert known(root) == read_history(load_site(root)).versions
    # Their branch becomes the first parent of the merge: what was kept is no longer on the way.
    tell(root, [{"branch": "theirs"}, {"write": {"content/pages/about.md": "# About\n"}, "commit": "Theirs"}])
    tell(root, [{"merge": "main"}, {"append": {"dam": "  - {at: 2026-05-06, type: update, note: More.}\n"}}])
    versions = known(root)
    assert versions == read_history(load_site(root)).versions
    assert git(root, "show", "-s", "--format=%s", versions["dam"][1].commit) == "Merge"
    tell(root, [{"run": ["reset", "--quiet", "--hard", "HEAD~2"]}])
    assert known(root) == read_history(load_site(root)).versions


def test_only_new_commits_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = begin(tmp_path / "site")
    tell(root, TWO_VERSIONS)
    known(root)
    read: list[str] = []
    contents = git_history.contents

    def noted(root: Path, blobs: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        read.extend(blobs)
        return contents(root, blobs)

    monkeypatch.setattr(git_history, "contents", noted)
    tell(root, [{"append": {"dam": "  - {at: 2026-05-06, type: update, note: More.}\n"}, "commit": "Say more"}])
    assert len(known(root)["dam"]) == 3
    assert len(read) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"{",
        [],
        None,
        ["NEWEST", 2],
        ["HEAD", []],
        ["--output=spoilt", []],
        ["NEWEST", [["NEWEST", "content/entries/dam.yml", "--batch", 0]]],
        ["NEWEST", [["NEWEST", "content/entries/dam.yml", "e", 0]]],
        ["NEWEST", [["NEWEST", "content/entries/dam.yml", "NEWEST\n", 0]]],
        ["NEWEST", [["NEWEST", "content/entries/dam.yml", "NEWEST", "1"]]],
    ],
)
def test_a_kept_file_that_is_damaged_or_hostile_is_read_anew(tmp_path: Path, spoilt: Any) -> None:
    root = begin(tmp_path / "site")
    tell(root, TWO_VERSIONS)
    right = known(root)
    previous = root / ".cache" / "history.bin"
    if isinstance(spoilt, bytes):
        previous.write_bytes(spoilt)
    else:
        newest = git(root, "rev-parse", "HEAD")
        value = json.loads(json.dumps(spoilt).replace("NEWEST", newest))
        start = Store(tmp_path / "none", Changes).mark
        body = msgspec.msgpack.encode([value, []])
        previous.write_bytes(struct.pack(">QI", len(body), crc32(body, start)) + body)
    assert known(root) == right
    assert list(tmp_path.rglob("*spoilt*")) == []


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, TWO_VERSIONS)
    (root / ".cache").write_text("a file where the folder should be", encoding="utf-8")
    assert known(root) == read_history(load_site(root)).versions
