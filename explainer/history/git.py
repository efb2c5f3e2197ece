"""Asks git what the entries' files were; the only module that runs git."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


class NoHistory(Exception):
    """There is no history to read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One file as one commit left it."""

    commit: str
    path: str
    """Relative to the folder that was asked about."""
    blob: str
    """The object's name; empty where the commit deleted the file."""


def git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What a git command prints. Raises NoHistory with git's own words when it fails.

    The environment of the caller is kept, but nothing of it changes the output: no pager, no replace refs.
    """
    program = shutil.which("git")
    if program is None:
        raise NoHistory("git is not installed; `apt-get install git`")
    command = [program, "-c", "core.quotePath=off", "--no-pager", "--no-replace-objects", "-C", str(root), *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode != 0:
        raise NoHistory(done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ") or "git failed")
    return done.stdout


def head(root: Path) -> str:
    """The commit that is checked out. Raises NoHistory outside a repository, before the first commit, in a part."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoHistory("this clone has only the newest commits; `git fetch --unshallow` brings the rest")
    return git(root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()


def commit(root: Path, revision: str) -> str:
    """The commit that a revision names. Raises NoHistory when there is none."""
    if revision.startswith("-"):
        raise NoHistory(f"`{revision}` names no revision")
    try:
        return (
            git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        )
    except NoHistory:
        raise NoHistory(
            f"`{revision}` names no revision here; is the history complete? (`git fetch --unshallow`)"
        ) from None


def revisions(root: Path, folder: str, newest: str, *, after: str = "") -> Iterator[Revision]:
    """Every change of a file below a folder along the first parents, newest first: `after..newest`.

    A merge counts as one change: what it brought to the branch that it went into.
    """
    wanted = f"{after}..{newest}" if after else newest
    output = git(
        root,
        "log",
        "--first-parent",
        "--diff-merges=first-parent",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--relative",
        "--no-show-signature",
        "-z",
        "--format=%x01%H",
        wanted,
        "--",
        folder,
    )
    for record in output.split(b"\x01")[1:]:
        name, _, rest = record.partition(b"\0")
        fields = rest.lstrip(b"\n").split(b"\0")
        # `:100644 100644 <old> <new> M`, then the path.
        for about, path in zip(fields[::2], fields[1::2], strict=False):
            parts = about.lstrip(b"\n").split(b" ")
            blob = parts[3].decode()
            yield Revision(name.decode(), path.decode("utf-8", "replace"), "" if set(blob) == {"0"} else blob)


def tree(root: Path, revision: str, folder: str) -> dict[str, str]:
    """The files below a folder at a revision: path to blob."""
    output = git(root, "ls-tree", "-r", "-z", "--full-tree", revision, "--", f"{_prefix(root)}{folder}/")
    prefix = _prefix(root)
    found = {}
    for line in output.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        kind = about.split(b" ")
        if kind[1] == b"blob" and kind[0] != b"120000":
            found[path.decode("utf-8", "replace").removeprefix(prefix)] = kind[2].decode()
    return found


def contents(root: Path, blobs: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of blobs, all asked for at once."""
    names = list(dict.fromkeys(blobs))
    if not names:
        return
    output = git(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    place = 0
    for name in names:
        end = output.index(b"\n", place)
        about = output[place:end].split(b" ")
        if about[-1] == b"missing":
            place = end + 1
            continue
        size = int(about[2])
        yield name, output[end + 1 : end + 1 + size]
        place = end + size + 2


def _prefix(root: Path) -> str:
    """The way from the repository's top to the site's folder: empty, or it ends in a slash."""
    return git(root, "rev-parse", "--show-prefix").decode().strip()
