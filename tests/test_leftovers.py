"""What a killed run leaves behind is gone after the next, and nobody builds what somebody else is building."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write_site
from repository import begin, git

from explainer.cli.main import main
from explainer.publish.branch import own_ref
from explainer.resources import files
from explainer.resources.files import _clear_once
from explainer.resources.locks import lock
from explainer.resources.staging import Locked, beside, locked, temporary

TODAY = "2026-11-22"
HOLDING = """
import sys, time
from pathlib import Path
from explainer.resources.staging import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that builds a folder."""
    command = [sys.executable, "-c", HOLDING, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("command", [["build", "--no-search"], ["export", "site"]])
def test_a_second_build_of_a_folder_says_who_is_building_it(command: list[str], good_site: Path) -> None:
    with held(good_site / "site") as other:
        os.chdir(good_site)
        done = CliRunner().invoke(main, ["-C", str(good_site), *command, "--today", TODAY])
        assert done.exit_code != 0
        assert re.search(rf"is running \(process {other.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d\)", done.output)
        assert not (good_site / "site").exists()
    done = CliRunner().invoke(main, ["-C", str(good_site), *command, "--today", TODAY])  # it was killed
    assert done.exit_code == 0, done.output
    assert list(good_site.rglob("*.lock")) == []


def test_mkdocs_keeps_to_the_same_lock(good_site: Path) -> None:
    with held(good_site / "site") as other:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build"], cwd=good_site, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"process {other.pid}" in done.stderr


def test_one_process_cannot_hold_a_folder_twice_and_lets_it_go(tmp_path: Path) -> None:
    with locked(tmp_path / "site"):
        with pytest.raises(Locked), locked(tmp_path / "site"):
            pass
        with locked(tmp_path / "other"):
            pass
    with locked(tmp_path / "site"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("data")
    (tmp_path / ".site.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic links"), locked(tmp_path / "site"):
        pass
    assert (tmp_path / "precious").read_text() == "data"


def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_temporary_folders_of_dead_processes_go_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / f".site-{dead()}-abc").mkdir()
    (tmp_path / f".site-{os.getppid()}-abc").mkdir()
    (tmp_path / ".site-mine").mkdir()
    (tmp_path / f".site-{dead()}-link").symlink_to(tmp_path)
    with beside(tmp_path / "site"), temporary(tmp_path, "explainer-deploy-"):
        pass
    left = {path.name for path in tmp_path.iterdir() if not path.is_symlink()}
    assert left == {f".site-{os.getppid()}-abc", ".site-mine"}


@pytest.mark.parametrize("command", [["fmt"], ["new", "A flood"]])
def test_files_that_a_killed_run_was_writing_go(command: list[str], good_site: Path) -> None:
    _clear_once.cache_clear()
    (good_site / "content/entries/.dam.yml.0a1b2c3d.new").write_text("half")
    (good_site / "content/entries/.gitkeep").write_text("")
    assert CliRunner().invoke(main, ["-C", str(good_site), *command]).exit_code == 0
    assert [path.name for path in (good_site / "content/entries").glob(".*")] == [".gitkeep"]


def test_a_file_that_somebody_is_writing_stays(tmp_path: Path) -> None:
    from explainer.resources.files import clear

    writing = "import fcntl, sys; f = open(sys.argv[1], 'x'); fcntl.flock(f, 2); print(flush=True); sys.stdin.read()"
    path = tmp_path / ".dam.yml.0a1b2c3d.new"
    with subprocess.Popen([sys.executable, "-c", writing, str(path)], stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        clear(tmp_path)
        assert path.exists()
        process.send_signal(signal.SIGKILL)
        process.wait()
        clear(tmp_path)
        assert not path.exists()


@pytest.mark.usefixtures("isolated")
def test_temporary_refs_of_dead_processes_go(good_site: Path) -> None:
    begin(good_site)
    git(good_site, "add", ".")
    git(good_site, "commit", "--quiet", "-m", "Begin")
    for name in (f"{dead()}-ab", "0123456789abcdef", f"{os.getppid()}-cd"):
        git(good_site, "update-ref", f"refs/explainer/{name}", "HEAD")
    with own_ref(good_site) as ref:
        git(good_site, "update-ref", ref, "HEAD")
    assert git(good_site, "for-each-ref", "--format=%(refname)", "refs/explainer").split() == [
        f"refs/explainer/{os.getppid()}-cd"
    ]


@pytest.mark.usefixtures("isolated")
def test_a_blob_that_git_lacks_is_told_in_words(good_site: Path) -> None:
    begin(good_site)
    git(good_site, "add", ".")
    git(good_site, "commit", "--quiet", "-m", "Begin")
    blob = git(good_site, "rev-parse", "HEAD:content/entries/dam.yml").strip()
    (good_site / ".git/objects" / blob[:2] / blob[2:]).unlink()
    write_site(good_site, {"content/entries/dam.yml": "title: Gone\nsummary: It went.\nstatus: draft\nsections: []\n"})
    for command in (["diff"], ["check", "--since", "HEAD"]):
        done = CliRunner().invoke(main, ["-C", str(good_site), *command])
        assert isinstance(done.exception, SystemExit)
        assert f"git lacks the text {blob[:10]}" in done.output


def test_deploy_and_preview_use_folders_that_are_cleared() -> None:
    left = Path(tempfile.gettempdir(), f"explainer-deploy-{dead()}-abc")
    left.mkdir()
    with temporary(left.parent, "explainer-deploy-") as folder:
        assert folder.is_dir()
        assert not left.exists()


def test_a_file_that_was_taken_for_left_behind_before_it_was_locked_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, seen = lock, list[int]()

    def late(opened: int, *, inherited: bool = False) -> bool:
        seen.append(opened)
        if len(seen) == 1:
            for path in tmp_path.glob(".*.new"):
                path.unlink()  # as another process that clears the folder does at this moment
        return whole(opened, inherited=inherited)

    monkeypatch.setattr(files, "lock", late)
    files.replace(tmp_path / "a.txt", b"all of it")
    assert (tmp_path / "a.txt").read_bytes() == b"all of it"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    monkeypatch.setattr(files, "lock", lambda opened, inherited=False: False)
    files.replace(tmp_path / "a.txt", b"where nothing can be locked")
    assert (tmp_path / "a.txt").read_bytes() == b"where nothing can be locked"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
