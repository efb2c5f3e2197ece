"""Builds for tests: with what the last one left, from nothing, and by MkDocs itself."""

from __future__ import annotations

import os
import re
import shutil
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner, Result
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from explainer.cli.main import main

TODAY = "2026-11-22"
SECOND = 1_000_000_000
"""In nanoseconds."""
STORIES = sorted((Path(__file__).parent / "golden" / "builder").glob("*.yml"))
TOLD = ("step", "today", "search", "mkdocs", "made", "read", "different")
"""What of a step is not done to the files."""
EVIL = [
    "../../precious.txt",
    "a/../../../precious.txt",
    "/{outside}/precious.txt",
    "link/precious.txt",
    "a\0b",
    "",
    ".",
]
"""Paths that a forged file may name, to write or delete elsewhere."""


class Counts(NamedTuple):
    """What a build says of its work."""

    pages: int
    files: int
    made: int
    different: int


def run(root: Path, *arguments: str | Path) -> Result:
    """`explainer` with these arguments."""
    return CliRunner().invoke(main, ["-C", str(root), *map(str, arguments)])


def build(root: Path, *arguments: str | Path, today: str = TODAY, search: bool = False) -> str:
    """What a build says that must succeed."""
    done = run(root, "build", "--today", today, *([] if search else ["--no-search"]), *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def counts(said: str) -> Counts:
    """The numbers in what a build says."""
    if same := re.search(r"Nothing has changed \((\d+) files\)", said):
        return Counts(0, int(same[1]), 0, 0)
    found = re.search(r"Built (\d+) pages \((\d+) files, (\d+) rendered, (\d+) changed\)", said)
    assert found, said
    return Counts(*map(int, found.groups()))


def copied(root: Path, elsewhere: Path) -> Path:
    """The sources of a site in another place, without what builds left."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    return Path(shutil.copytree(root, elsewhere, symlinks=True, ignore=shutil.ignore_patterns("site", ".cache")))


def from_nothing(root: Path, elsewhere: Path, *, today: str = TODAY, search: bool = False) -> dict[str, bytes]:
    """The files of a site that is built where nothing was before."""
    build(copied(root, elsewhere), today=today, search=search)
    return contents(elsewhere / "site")


def by_mkdocs(root: Path, folder: Path, *, today: str = TODAY, search: bool = False) -> dict[str, bytes]:
    """The files of a site that MkDocs builds with its own command."""
    shutil.rmtree(folder, ignore_errors=True)
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder))
    config.plugins["explainer"].config.today = date.fromisoformat(today)
    config.plugins["explainer"].config.search = search
    config.plugins.on_startup(command="build", dirty=False)  # MkDocs keeps plugins, and what another test told them
    mkdocs_build(config)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder; of a link, where it leads."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {
        path.relative_to(folder).as_posix(): bytes(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in found
    }


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files that only one of two sites has, or that are not the same in both."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def settle(root: Path) -> None:
    """Makes what has just been written ten seconds old: a build relies on no file that may still be changing."""
    now = time.time_ns()
    for folder in ("content", "site_data", "templates"):
        for path in (root / folder).rglob("*"):
            if path.stat().st_mtime_ns > now - 5 * SECOND:
                os.utime(path, ns=(now, path.stat().st_mtime_ns - 10 * SECOND))
