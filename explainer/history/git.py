"""Asks git what the entries' files were; the only module that runs git."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
    done = subprocess.run(_command(root, *arguments), input=given, capture_output=True, check=False)
    if done.returncode != 0:
        raise _failure(done.stderr)
    return done.stdout


def _command(root: Path, *arguments: str) -> list[str]:
    program = shutil.which("git")
    if program is None:
        raise NoHistory("git is not installed; `apt-get install git`")
    return [program, "-c", "core.quotePath=off", "--no-pager", "--no-replace-objects", "-C", str(root), *arguments]


def _failure(complaints: bytes) -> NoHistory:
    """Git's own words, on one line."""
    words = " ".join(complaints.decode("utf-8", "replace").split())
    return NoHistory(words.removeprefix("fatal: ") or "git failed")


def head(root: Path) -> str:
    """The commit that is checked out. Raises NoHistory outside a repository, before the first commit, in a part."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoHistory("this clone has only the newest commits; `git fetch --unshallow` brings the rest")
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except NoHistory:
        raise NoHistory("nothing has been committed yet; the first commit begins the history") from None


def follows(root: Path, older: str, newest: str) -> bool:
    """Whether one commit comes after another along the first parents, or is the same."""
    if older == newest:
        return True
    try:
        since = git(root, "rev-list", "--first-parent", "--parents", "--end-of-options", f"{older}..{newest}", "--")
    except NoHistory:  # the older one is not here: a rebase, another clone
        return False
    # The oldest of them, and the commit that it was made on.
    return since.rstrip().rpartition(b"\n")[2].split()[1:2] == [older.encode()]


def commit(root: Path, revision: str) -> str:
    """The commit that a revision names. Raises NoHistory when there is none."""
    if revision.startswith("-"):
        raise NoHistory(f"`{revision}` names no revision")
    try:
        return (
            git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        )
    except NoHistory:
        git(root, "rev-parse", "--git-dir")  # outside a repository git says that
        raise NoHistory(
            f"`{revision}` names no revision here; is the history complete? (`git fetch --unshallow`)"
        ) from None


def revisions(root: Path, folder: str, newest: str, *, after: str = "") -> Iterator[Revision]:
    """Every change of a file below a folder along the first parents, newest first: `after..newest`.

    A merge counts as one change: what it brought to the branch that it went into.
    """
    wanted = f"{after}..{newest}" if after else newest
    chain = git(root, "rev-list", "--first-parent", "--parents", "--end-of-options", wanted, "--").splitlines()
    # A commit and the parent to compare it with. (`git log -- folder` compares twice: to choose a commit, to show it.)
    asked = [b" ".join(line.split()[:2]) + b"\n" for line in chain]
    size = max(_AT_LEAST, -(-len(asked) // _AT_ONCE))
    parts = [b"".join(asked[place : place + size]) for place in range(0, len(asked), size)]
    command = ("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--relative")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for output in pool.map(lambda part: git(root, *command, "--", folder, given=part), parts):
            yield from _changes(output)


_AT_ONCE = min(os.cpu_count() or 1, 4)
"""How many processes compare commits."""
_AT_LEAST = 1_000
"""How many commits are worth a process of their own."""


def _changes(output: bytes) -> Iterator[Revision]:
    """What `git diff-tree -z` says: a commit's name; then for each file a line about it, and its path."""
    records = iter(output.split(b"\0"))
    name = ""
    for record in records:
        if record.startswith(b":"):
            # `:100644 100644 <old> <new> M`
            blob = record.split(b" ")[3].decode()
            yield Revision(name, next(records).decode("utf-8", "replace"), "" if set(blob) == {"0"} else blob)
        else:
            name = record.decode()


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
    """The bytes of blobs in the order in which they are asked for, by one process; what is not there is left out.

    Only one is held in memory at a time. Raises NoHistory when git fails.
    """
    names = list(blobs)
    if not names:
        return
    # Files, not pipes: git would wait for us to read what it says while we wait for it to read what we ask.
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as complaints:
        asked.write("".join(f"{name}\n" for name in names).encode())
        asked.seek(0)
        command = _command(root, "cat-file", "--batch", "--buffer")
        with subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=complaints) as process:
            assert process.stdout is not None  # noqa: S101 - for mypy
            for name in names:
                # `<name> blob <size>` and the bytes, or `<name> missing`.
                about = process.stdout.readline().split()
                if len(about) == 3:
                    content = process.stdout.read(int(about[2]) + 1)[:-1]
                    if about[1] == b"blob":
                        yield name, content
                elif not about:
                    break
        if process.returncode != 0:
            complaints.seek(0)
            raise _failure(complaints.read())


def _prefix(root: Path) -> str:
    """The way from the repository's top to the site's folder: empty, or it ends in a slash."""
    return git(root, "rev-parse", "--show-prefix").decode().strip()
