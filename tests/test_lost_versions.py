"""What a build could show, the next one shows too, or says which version it is that git has lost."""

from __future__ import annotations

import re
import shlex
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from building import run
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.exceptions import Abort
from pages import built
from repository import begin, git, tell

from explainer.content.load import load_site
from explainer.history.lost import lost_versions
from explainer.history.order import searched
from explainer.history.silent_changes import silent_changes
from explainer.history.versions import read_history

pytestmark = pytest.mark.usefixtures("isolated")

THREE_VERSIONS: list[dict[str, Any]] = [
    {"commit": "Publish"},
    {
        "append": {"dam": "updates:\n  - {at: 2026-05-05, type: update, note: The hour is known.}\n"},
        "replace": {"dam": {"at night": "at three"}},
        "commit": "Say when",
    },
    {"append": {"dam": "  - {at: 2026-05-06, type: update, note: More is known.}\n"}, "commit": "Say more"},
]
DAM = "content/entries/dam.yml"


def squash(root: Path) -> None:
    """All in one commit, as a button on a website does it."""
    git(root, "reset", "--soft", git(root, "rev-list", "--max-parents=0", "HEAD"))
    git(root, "commit", "--quiet", "--message=Squashed")


def test_a_version_that_a_squash_took_is_named_with_the_command_that_brings_it_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    built(root)
    having = git(root, "rev-parse", "HEAD~1")
    squash(root)
    said = run(root, "build", "--no-search", "--today", "2026-11-22")
    assert said.exit_code == 1
    line = "content/entries/dam.yml:29:5: an earlier build showed version 2, and its text is not in git any more"
    assert f"{line} [version-lost]" in said.output
    assert line in run(root, "check", "--today", "2026-11-22").output
    with pytest.raises(Abort):
        built(root)
    assert "showed version 2" in caplog.text
    (command,) = set(re.findall(r"`git (merge [^`]*)`", said.output))
    assert having.startswith(command.split()[-1])
    files = git(root, "rev-parse", "HEAD^{tree}")
    git(root, *shlex.split(command))
    assert git(root, "rev-parse", "HEAD^{tree}") == files
    assert run(root, "check", "--today", "2026-11-22").exit_code == 0
    assert [one.number for one in read_history(load_site(root)).versions["dam"]] == [1, 2, 3]


def test_a_version_is_brought_back_from_a_history_that_has_nothing_in_common_with_this_one(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    built(root)
    git(root, "checkout", "--quiet", "--orphan", "anew")
    git(root, "commit", "--quiet", "--message=Begin again")
    *_, hint = [problem.hint for problem in lost_versions(load_site(root), root / ".cache")]
    (command,) = re.findall(r"`git (merge [^`]*)`", hint)
    git(root, *shlex.split(command))
    assert [one.number for one in read_history(load_site(root)).versions["dam"]] == [1, 2, 3]
    assert lost_versions(load_site(root), root / ".cache") == []


def test_a_clone_that_became_shallow_is_told_how_to_become_whole(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    built(root)
    tell(root, [{"shallow": True}])
    hints = [problem.hint for problem in lost_versions(load_site(root), root / ".cache")]
    assert len(hints) == 2
    assert all("git fetch --unshallow" in hint for hint in hints)


def test_another_branch_and_a_withdrawal_lose_nothing(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    built(root)
    git(root, "checkout", "--quiet", "HEAD~2")
    assert lost_versions(load_site(root), root / ".cache") == []
    git(root, "checkout", "--quiet", "main")
    squash(root)
    text = (root / DAM).read_text(encoding="utf-8").replace("status: published", "status: withdrawn")
    (root / DAM).write_text(f"{text}withdrawn: {{at: 2026-05-07, reason: It was wrong.}}\n", encoding="utf-8")
    assert lost_versions(load_site(root), root / ".cache") == []


@pytest.mark.parametrize("content", [b"", b"[", b"\x00\x00\x00\x00\x00\x00\x00\x01abcde"])
def test_a_damaged_record_loses_nothing(tmp_path: Path, content: bytes) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    (root / ".cache").mkdir()
    (root / ".cache/versions.bin").write_bytes(content)
    assert lost_versions(load_site(root), root / ".cache") == []


# --- folders that moved -----------------------------------------------------------------------------------------------


def moved(root: Path, folder: str) -> Path:
    """The site in a folder of its own, as `git mv` puts it there."""
    (root / folder).mkdir()
    for name in ("content", "site_data", "mkdocs.yml"):
        git(root, "mv", name, f"{folder}/{name}")
    git(root, "commit", "--quiet", "--message=Move")
    return root / folder


def texts(root: Path) -> dict[int, str]:
    """What each old version says happened."""
    site = load_site(root)
    history = read_history(site, root / ".cache")
    assert history.versions == read_history(site).versions
    versions = history.texts(history.versions["dam"], site).items()
    return {number: str(entry.sections[0].points[0].text) for number, entry in versions}


def test_a_site_keeps_its_versions_when_its_folder_moves_there_and_back(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, THREE_VERSIONS)
    expected = {1: "The dam broke at night.", 2: "The dam broke at three."}
    assert texts(root) == expected
    site = moved(root, "news")
    assert texts(site) == expected
    for name in ("content", "site_data", "mkdocs.yml"):
        git(root, "mv", f"news/{name}", name)
    git(root, "commit", "--quiet", "--message=And back")
    assert texts(root) == expected


def test_a_site_that_came_as_a_subtree_brings_its_versions(tmp_path: Path) -> None:
    desk = begin(tmp_path / "desk")
    tell(desk, THREE_VERSIONS)
    house = tmp_path / "house"
    house.mkdir()
    git(house, "init", "--quiet", "--initial-branch=main")
    (house / "README.md").write_text("All that we do\n", encoding="utf-8")
    git(house, "add", "README.md")
    git(house, "commit", "--quiet", "--message=Begin")
    git(house, "fetch", "--quiet", str(desk), "main")
    git(house, "merge", "--quiet", "--strategy=ours", "--no-commit", "--allow-unrelated-histories", "FETCH_HEAD")
    git(house, "read-tree", "--prefix=news/", "-u", "FETCH_HEAD")
    git(house, "commit", "--quiet", "--message=Add news")
    assert texts(house / "news") == {1: "The dam broke at night.", 2: "The dam broke at three."}


def test_the_gate_finds_a_silent_change_in_a_folder_that_moved(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [{"commit": "Publish"}])
    site = moved(root, "news")
    assert silent_changes(load_site(site), "HEAD~1", date(2026, 11, 22)) == ()
    tell(site, [{"replace": {"dam": {"at night": "at noon"}}, "commit": "Silently"}])
    assert [problem.code for problem in silent_changes(load_site(site), "HEAD~2", date(2026, 11, 22))] == [
        "unannounced-change"
    ]


def test_content_that_another_repository_holds_is_told_as_such(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [{"commit": "Publish"}])
    git(root / "content", "init", "--quiet")
    assert read_history(load_site(root)).missing.startswith("content/ is a repository of its own, as submodules are")
    said = run(root, "check", "--since", "HEAD")
    assert said.exit_code == 2
    assert "content/ is a repository of its own" in said.output


# --- the order of commits ---------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.integers(0, 30), max_size=3), min_size=1, max_size=30))
def test_every_commit_is_searched_once_and_newer_ones_change_no_order(merges: list[list[int]]) -> None:
    parents = {
        str(number): [str(other) for other in dict.fromkeys(above) if other < number]
        for number, above in enumerate(merges)
    }
    newest = str(len(merges) - 1)
    order = list(searched(parents, newest))
    names = [name for name, _ in order]
    reachable, todo = set(), [newest]
    while todo:
        name = todo.pop()
        if name not in reachable:
            reachable.add(name)
            todo += parents[name]
    assert sorted(names) == sorted(reachable)
    line = [name for name, main in order if main]
    assert line[:1] == [newest]
    assert all(parents[name][:1] == [after] for name, after in pairwise(line))
    for name in names:  # what was merged comes after a commit that merged it
        children = [other for other in names if name in parents[other]]
        assert name == newest or any(names.index(other) < names.index(name) for other in children)
    for name in line:  # an older state is searched as it always was
        assert list(searched(parents, name)) == order[names.index(name) :]
