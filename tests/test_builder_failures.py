"""Builds on machines that fail, and in folders that others changed: the next build makes the site whole again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from building import EVIL, build, contents, differences, from_nothing, run, settle
from conftest import GOOD_SITE, write_site
from killing import killed_at
from matrix import sample

from explainer.build import content as build_content
from explainer.build import folder, publishing, workers
from explainer.build.manifest import Manifest, Output, TaskResult
from explainer.outputs.context import RenderContext
from explainer.resources.store import Store

pytestmark = pytest.mark.slow

DAM = GOOD_SITE["content/entries/dam.yml"]
WEIR = DAM.replace("Why the dam broke", "Why the weir broke")
TODAY = "2026-11-22"
BUILD = "build", "--today", TODAY, "--no-search"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site that was built, in a folder of its own."""
    root = write_site(tmp_path / "desk" / "small", {"content/entries/weir.yml": WEIR})
    settle(root)
    build(root)
    return root


def change(root: Path) -> None:
    """A new entry, a changed one, and one that is gone."""
    entries = root / "content" / "entries"
    (entries / "weir.yml").unlink()
    (entries / "dam.yml").write_text(DAM.replace("Why the dam broke", "How the dam broke"), encoding="utf-8")
    (entries / "levee.yml").write_text(WEIR.replace("weir", "levee"), encoding="utf-8")
    settle(root)


def leftovers(root: Path) -> list[str]:
    """What lies beside the site's own folders."""
    known = {"content", "site_data", "mkdocs.yml", "site", ".cache", "templates"}
    temporary = [
        path.name
        for path in (root / ".cache").glob("*")
        if path.name != "pictures" and not path.name.endswith((".bin", ".new"))
    ]
    return sorted({path.name for path in root.iterdir()} - known) + temporary


# --- builds that are killed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("previous", [True, False], ids=["with what the last build left", "from nothing"])
def test_readers_of_a_build_that_is_killed_get_the_old_site_or_the_new(
    root: Path, tmp_path: Path, previous: bool
) -> None:
    before = contents(root / "site")
    start = tmp_path / "start"
    change(root)
    if not previous:
        shutil.rmtree(root / ".cache")
    after = from_nothing(root, tmp_path / "fresh")
    shutil.copytree(root, start)
    status, moments = killed_at(0, root, *BUILD)
    assert status == 0
    assert moments > 20
    for moment in sample(range(1, moments + 1), 6):
        shutil.rmtree(root)
        shutil.copytree(start, root)  # with the times of its files
        status, _ = killed_at(moment, root, *BUILD)
        # What is kept is not written while files are too new to rely on: a run may have a few steps less.
        assert status == -signal.SIGKILL or moment > moments - 4
        assert contents(root / "site") in (before, after), moment
        build(root)
        assert differences(contents(root / "site"), after) == [], moment
        assert leftovers(root) == [], moment


def test_a_large_site_has_old_and_new_files_until_the_next_build(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And each of them is whole."""
    before = contents(root / "site")
    change(root)
    after = from_nothing(root, tmp_path / "fresh")
    monkeypatch.setattr(publishing, "LINKED", 0)
    monkeypatch.setattr(publishing, "delete", killed)
    with pytest.raises(Killed):
        build(root)
    left = contents(root / "site")
    assert left not in (before, after)
    assert {path for path, content in left.items() if content not in (before.get(path), after.get(path))} == set()
    monkeypatch.undo()
    build(root)
    assert differences(contents(root / "site"), after) == []
    assert leftovers(root) == []


class Killed(BaseException):
    """What nobody catches."""


def killed(*arguments: object) -> object:
    raise Killed


def test_folders_that_cannot_be_exchanged_or_linked_are_replaced_all_the_same(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("exchange", "link_files"):
        monkeypatch.setattr(folder, part, lambda *_: False)
        monkeypatch.setattr(publishing, part, lambda *_: False, raising=False)
    change(root)
    build(root)
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []
    shutil.rmtree(root / ".cache")
    (root / "content" / "entries" / "levee.yml").unlink()
    build(root)
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "again")) == []
    assert leftovers(root) == []


def test_a_site_that_was_only_put_aside_comes_back(root: Path) -> None:
    before = contents(root / "site")
    aside = root / ".site-999999999-old-abc"
    aside.mkdir()
    (root / "site").rename(aside / "site")
    (root / "templates" / "pages").mkdir(parents=True)
    (root / "templates" / "pages" / "topics.md.jinja").write_text("{{ nonsense }}")
    assert run(root, "build", "--today", TODAY).exit_code == 1
    assert differences(contents(root / "site"), before) == []
    assert leftovers(root) == []


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # pytest itself may have threads
@pytest.mark.parametrize("place", ["reading", "making"])
def test_a_process_that_is_killed_leaves_the_last_good_site(
    root: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        (root / "content" / "entries" / f"weir-{number}.yml").write_text(WEIR.replace("weir", f"weir {number}"))
    before, parent = contents(root / "site"), os.getpid()
    owner, name = {"reading": (build_content, "load_entry"), "making": (RenderContext, "execute")}[place]
    whole: Callable[..., object] = getattr(owner, name)

    def killed(*arguments: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*arguments)

    monkeypatch.setattr(owner, name, killed)
    for limit in ("AT_LEAST", "AT_ONCE", "SHIFT"):
        monkeypatch.setattr(workers, limit, 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    done = run(root, "build", "--today", TODAY, "--no-search")
    assert done.exit_code == 1
    assert "Error: a process of the build was ended from outside; was there enough memory?" in done.output
    assert differences(contents(root / "site"), before) == []
    assert leftovers(root) == []


ORPHANS = """
import os, sys, time
from pathlib import Path
from explainer.build import content, workers
from explainer.cli.main import main
workers.AT_LEAST = workers.AT_ONCE = 3
os.sched_getaffinity = lambda _: {0, 1}
def waits(*arguments):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(60)
content.load_entry = waits
main(sys.argv[2:], standalone_mode=False)
"""
"""Builds with two processes, which note who they are and then take a minute."""


def test_no_process_outlives_a_build_that_is_killed(root: Path, tmp_path: Path) -> None:
    for number in range(10):
        (root / "content" / "entries" / f"weir-{number}.yml").write_text(WEIR.replace("weir", f"weir {number}"))
    noted = tmp_path / "noted"
    noted.mkdir()
    arguments = [str(noted), "-C", str(root), "build", "--today", TODAY, "--no-search"]
    with subprocess.Popen([sys.executable, "-c", ORPHANS, *arguments], stderr=subprocess.PIPE) as parent:
        wait_for(lambda: len(list(noted.iterdir())) == 2)
        parent.kill()
    children = [int(one.name) for one in noted.iterdir()]
    assert parent.pid not in children
    wait_for(lambda: not any(map(runs, children)))


def wait_for(what: Callable[[], bool]) -> None:
    """Looks again and again whether something is so; half a minute at most."""
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def runs(process: int) -> bool:
    """Whether there is such a process; one that ended and waits to be noticed is none."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_two_builds_at_once_leave_a_whole_site(root: Path, tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("explainer"))
    command = [program, "-C", str(root), "build", "--today", TODAY, "--no-search"]
    change(root)
    after = from_nothing(root, tmp_path / "fresh")
    start = tmp_path / "start"
    shutil.copytree(root, start)
    for previous in (True, False):
        shutil.rmtree(root)
        shutil.copytree(start, root)
        if not previous:
            shutil.rmtree(root / ".cache")
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in "ab"]
        said = [one.communicate()[0] for one in both]
        assert "Traceback" not in "".join(said)
        assert 0 in [one.returncode for one in both], said
        build(root)
        assert differences(contents(root / "site"), after) == []
        assert leftovers(root) == []


# --- what was kept ----------------------------------------------------------------------------------------------------


def _flipped(place: float, content: bytes) -> bytes:
    number = int(len(content) * place)
    return content[:number] + bytes([content[number] ^ 0x55]) + content[number + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda content: content[: len(content) // 2],
    "cut off at its beginning": lambda content: content[4:],
    "of another program": lambda _: b"\x93\x01\x02\x03",
    "a text": lambda _: b"{}",
    "another's sum": lambda content: bytes(4) + content[4:],
    **{f"flipped at {place}": partial(_flipped, place) for place in (0.1, 0.45, 0.8)},
}


@pytest.mark.parametrize("damage", sample(list(DAMAGES), 5))
def test_what_is_damaged_is_made_anew(root: Path, tmp_path: Path, damage: str) -> None:
    for file in (path for path in (root / ".cache").rglob("*") if path.is_file()):
        file.write_bytes(DAMAGES[damage](file.read_bytes()))
    change(root)
    build(root)
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []


OF_CHANGES = (*sorted(DAMAGES.keys() - {"empty"}), "of another whole", "of a damaged whole", "the last one gone")


@pytest.mark.parametrize("damage", sample(OF_CHANGES, 5))
def test_what_is_damaged_of_the_changes_is_made_anew(
    root: Path, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "LINKED", 0)
    (file,) = (root / ".cache").glob("build-*.bin")
    whole = file.read_bytes()
    change(root)
    build(root)
    content = file.read_bytes()
    changes = content.removeprefix(whole)
    assert len(changes) < len(content), "what changed is appended"
    if damage == "the last one gone":  # it is written when the site is whole
        first = 12 + int.from_bytes(changes[:8])  # a frame's length stands in its head
        file.write_bytes(whole + changes[:first])
        assert Store(file, Manifest).value.pending
    elif damage == "of a damaged whole":
        file.write_bytes(_flipped(0.8, whole) + changes)
    elif damage == "of another whole":
        for kept in (root / ".cache").glob("*.bin"):
            kept.unlink()
        build(root)
        file.write_bytes(file.read_bytes() + changes)
    else:
        file.write_bytes(whole + DAMAGES[damage](changes))
    (root / "content" / "entries" / "levee.yml").unlink()
    settle(root)
    build(root)
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []


@pytest.mark.parametrize("way", ["kept", "pending"])
@pytest.mark.parametrize("path", EVIL)
def test_a_hostile_pull_request_deletes_nothing_elsewhere(root: Path, tmp_path: Path, path: str, way: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    (root / "site" / "link").symlink_to(tmp_path)
    path = path.replace("/{outside}", str(tmp_path))
    (file,) = (root / ".cache").glob("build-*.bin")
    store = Store(file, Manifest)
    evil = TaskResult("", "unknown table\nno table at all", (Output(path, 1, 1, b"", None, ""),))
    evils = {"tasks": {**store.value.tasks, "evil": evil, "topics/": evil}} if way == "kept" else {"pending": (path,)}
    assert store.save(msgspec.structs.replace(store.value, **evils))
    change(root)
    build(root)
    assert precious.read_text() == "precious"
    (root / "site" / "link").unlink(missing_ok=True)
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []


def test_where_nothing_can_be_kept_no_page_is_left_over(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refused(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if path.parent.name == ".cache" and mode != "rb":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", refused)
    entry = root / "content" / "entries" / "levee.yml"
    with entry.open("w") as file:
        file.write(WEIR.replace("weir", "levee"))
    build(root)
    assert (root / "site" / "explainers" / "levee" / "index.html").exists()
    entry.unlink()
    build(root)
    monkeypatch.undo()
    assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []


# --- the folder of the site -------------------------------------------------------------------------------------------

PAGE = "explainers/dam/index.html"


def _into_folder(site: Path, _: Path) -> None:
    (site / PAGE).unlink()
    (site / PAGE / "below").mkdir(parents=True)
    (site / PAGE / "below" / "x.txt").write_text("x")


def _folder_into_link(site: Path, elsewhere: Path) -> None:
    shutil.rmtree(site / "explainers")
    (site / "explainers").symlink_to(elsewhere)


def _into_link(site: Path, elsewhere: Path) -> None:
    (site / PAGE).unlink()
    (site / PAGE).symlink_to(elsewhere / "precious.txt")


def _folder_into_file(site: Path, _: Path) -> None:
    shutil.rmtree(site / "explainers")
    (site / "explainers").write_text("x")


def _same_size(site: Path, _: Path) -> None:
    content = (site / PAGE).read_bytes()
    (site / PAGE).write_bytes(content.replace(b"dam", b"DAM"))


CHANGED: dict[str, Callable[[Path, Path], object]] = {
    "a page is deleted": lambda site, _: (site / PAGE).unlink(),
    "a page is changed": _same_size,
    "a page is a folder": _into_folder,
    "a page is a link": _into_link,
    "a folder is a link": _folder_into_link,
    "a folder is a file": _folder_into_file,
    "a style is deleted": lambda site, _: (site / "assets" / "explainer" / "explainer.css").unlink(),
    "a feed is empty": lambda site, _: (site / "feed.xml").write_text(""),
    "the sitemap is deleted": lambda site, _: (site / "sitemap.xml").unlink(),
    "all is deleted": lambda site, _: shutil.rmtree(site),
}


@pytest.mark.parametrize("way", CHANGED)
def test_a_site_that_somebody_changed_is_mended(root: Path, tmp_path: Path, way: str) -> None:
    before = contents(root / "site")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious.txt").write_text("precious")
    CHANGED[way](root / "site", elsewhere)
    build(root)
    assert differences(contents(root / "site"), before) == []
    assert contents(elsewhere) == {"precious.txt": b"precious"}
    assert leftovers(root) == []


OTHERS: dict[str, Callable[[Path], object]] = {
    "a letter": lambda folder: (folder / "letter.txt").write_text("dear"),
    "a folder": lambda folder: (folder / "letters").mkdir(),
    "a working copy": lambda folder: [(folder / name).write_text("x") for name in (".git", "404.html", "sitemap.xml")],
}


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize("extra", ["", "strict: true\n"], ids=["ours", "by MkDocs"])
def test_a_folder_of_something_else_is_left_alone(root: Path, tmp_path: Path, what: str, extra: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    OTHERS[what](folder)
    before = contents(folder)
    (root / "mkdocs.yml").write_text(GOOD_SITE["mkdocs.yml"] + extra)
    done = run(root, "build", "--today", TODAY, "--no-search", "-d", folder)
    assert done.exit_code == 1
    assert f"{folder} holds something else than a site" in done.output
    assert contents(folder) == before
    assert folder.exists()


def test_an_empty_folder_and_an_older_site_will_do(root: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    build(root, "-d", tmp_path / "empty")
    assert differences(contents(tmp_path / "empty"), contents(root / "site")) == []
    shutil.rmtree(root / ".cache")
    (root / "site" / "stale.html").write_text("stale")
    build(root)
    assert differences(contents(tmp_path / "empty"), contents(root / "site")) == []
