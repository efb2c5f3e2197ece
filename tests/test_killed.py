"""Commands that are killed while they write: every file is whole, old or new, and the next run finishes the work."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import TODAY, run
from conftest import GOOD_SITE, write_site
from killing import killed_at
from matrix import sample
from repository import ISOLATED, begin, git, tell
from webserver import running

pytestmark = pytest.mark.slow

ENTRY = "content/entries/dam.yml"
WEIR = "content/entries/weir.yml"
TESTS = str(Path(__file__).parent)
ASKING = """
import explainer.cli.sources, webserver
web = webserver.Web()
web.port = {port}
explainer.cli.sources.client_for = lambda root, minutes: web.client()
"""
"""Has the command ask the server of these tests."""
UNTIDY = GOOD_SITE[ENTRY].replace("title: ", "title:   ").replace("authors: [newsdesk]", "authors:   [newsdesk]")
ARTICLE = "# Why the weir held\n\nIt was built of stone, the ministry said.\n\n## What happened?\n\n- It held.\n"


def each_moment(start: Path, root: Path, *arguments: str | Path, **more: str) -> Iterator[int]:
    """Kills a command before each of its steps in turn, each time in a fresh copy of the folder `start`."""
    shutil.copytree(start, root, symlinks=True)
    status, moments = killed_at(0, root, *arguments, **more)
    assert (status, moments > 0) == (0, True)
    for moment in sample(range(1, moments + 1), 3):
        shutil.rmtree(root)
        shutil.copytree(start, root, symlinks=True)
        status, _ = killed_at(moment, root, *arguments, **more)
        # What is kept is not written while files are too new to rely on: a run may have a few steps less.
        assert status == -signal.SIGKILL or moment > moments - 4
        yield moment


def strangers(root: Path) -> list[str]:
    """Hidden files among the entries, which a killed run left."""
    return [path.name for path in (root / "content").rglob(".*")]


def test_fmt_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    start, root = write_site(tmp_path / "start", {ENTRY: UNTIDY}), tmp_path / "site"
    for moment in each_moment(start, root, "fmt"):
        text = (root / ENTRY).read_text(encoding="utf-8")
        assert text in (UNTIDY, GOOD_SITE[ENTRY]) or "title: Why the dam broke\n" in text, moment
        assert run(root, "fmt").exit_code == 0
        assert run(root, "fmt", "--check").exit_code == 0
        assert strangers(root) == [], moment


def test_import_leaves_a_whole_draft_or_none(tmp_path: Path) -> None:
    start, root = write_site(tmp_path / "start", {"weir.md": ARTICLE}), tmp_path / "site"
    command = "import", start / "weir.md"
    assert run(start, *command, "--to", "-").exit_code == 0
    expected = run(start, *command, "--to", "-").stdout
    for moment in each_moment(start, root, *command):
        made = [path.read_text(encoding="utf-8") for path in (root / "content/entries").glob("why*.yml")]
        assert all("It was built of stone" in text or "It held" in text for text in made), moment
        assert all(len(text) >= len(expected) // 2 for text in made), moment
        assert run(root, *command).exit_code == 0 or made, moment
        assert run(root, "fmt").exit_code == 0  # the next command that looks through the folder
        assert strangers(root) == [], moment


def test_archive_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    story = "{id: s0, title: Dam, url: 'http://good.test:PORT/story'}"
    with running() as web:
        archive = f"archive: {{timegate: '{web.url('/web/', 'archive.test')}'}}\n"
        sources = "".join(f"  - {story.replace('s0', name)}\n" for name in ("courier", "second"))
        head = GOOD_SITE[ENTRY].partition("sources:\n  - ")[0]
        text = f"{head}sources: # of one day\n{sources}".replace("PORT", str(web.port))
        files = {ENTRY: text, WEIR: text, "site_data/site.yml": archive}
        start, root = write_site(tmp_path / "start", files), tmp_path / "site"
        added = f", archive_url: {web.url('/copy/story', 'archive.test')}, archived_at: 2020-02-21"
        for moment in each_moment(start, root, "archive", before=ASKING.format(port=web.port), PYTHONPATH=TESTS):
            texts = [(root / path).read_text(encoding="utf-8") for path in (ENTRY, WEIR)]
            assert {one.replace(added, "") for one in texts} == {text}, moment
            killed_at(0, root, "archive", before=ASKING.format(port=web.port), PYTHONPATH=TESTS)
            assert [(root / path).read_text(encoding="utf-8").count(added) for path in (ENTRY, WEIR)] == [2, 2], moment
            assert strangers(root) == [], moment


def test_deploy_leaves_the_old_branch_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ISOLATED.items():
        monkeypatch.setenv(name, value)
    start, root = begin(tmp_path / "start"), tmp_path / "site"
    tell(start, [{"commit": "Publish"}])
    command = "deploy", "2026-11", "latest", "--today", TODAY
    assert run(start, *command).exit_code == 0
    before = git(start, "rev-parse", "gh-pages")
    tell(start, [{"replace": {"dam": {"a village was flooded": "a village drowned"}}, "commit": "A word"}])
    for moment in each_moment(start, root, *command):
        after = git(root, "rev-parse", "gh-pages")
        page = git(root, "show", "gh-pages:2026-11/explainers/dam/index.html")
        assert ("a village drowned" in page) == (after != before), moment
        done = run(root, *command)
        assert done.exit_code == 0, done.output
        assert "a village drowned" in git(root, "show", "gh-pages:2026-11/explainers/dam/index.html"), moment
        assert git(root, "for-each-ref", "refs/explainer") == "", moment
        assert git(root, "fsck", "--connectivity-only", "--no-dangling") == "", moment
