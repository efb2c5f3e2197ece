"""Asks git what the entries' files were; the only module that runs git."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path


class NoHistory(Exception):
    """There is no history to read; the text says why and what to do."""


class NoRevision(NoHistory):
    """There is a history, and nothing in it has this name."""


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
        raise _failure(root, done.stderr)
    return done.stdout


def _command(root: Path, *arguments: str) -> list[str]:
    program = shutil.which("git")
    if program is None:
        raise NoHistory("git is not installed; `apt-get install git`")
    return [program, "-c", "core.quotePath=off", "--no-pager", "--no-replace-objects", "-C", str(root), *arguments]


def _failure(root: Path, complaints: bytes) -> NoHistory:
    """What to do where there is no repository; else git's own words, on one line."""
    above = root.resolve()
    if "GIT_DIR" not in os.environ and not any((folder / ".git").exists() for folder in (above, *above.parents)):
        return NoHistory(
            f"this is not a git repository, and the past is read from git; begin one: `git init`, {_FIRST}"
        )
    words = " ".join(complaints.decode("utf-8", "replace").split())
    return NoHistory(words.removeprefix("fatal: ") or "git failed")


_FIRST = "`git add .`, `git commit -m Begin`"


def head(root: Path) -> str:
    """The commit that is checked out. Raises NoHistory outside a repository, before the first commit, in a part."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoHistory("this clone has only the newest commits; `git fetch --unshallow` brings the rest")
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").decode().strip()
    except NoHistory:
        raise NoHistory(
            f"nothing has been committed yet, and the history begins with the first commit: {_FIRST}"
        ) from None


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
        head(root)  # says it where there is no repository, no commit, or only a part of them
        raise NoRevision(
            f"`{revision}` names no revision here; `git log --oneline` lists those that there are"
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
            raise _failure(root, complaints.read())


class Blobs:
    """Blobs by name, when they are wanted: one process of git answers for as long as this lives."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def get(self, name: str) -> bytes | None:
        """The bytes of a blob; None where git does not have it. Raises NoHistory when git cannot be run."""
        if self._process is None or self._owner != os.getpid():  # a forked process cannot share its parent's
            # Blobs are asked for one by one: what git would keep to find the next ones sooner is hardly used.
            command = _command(self._root, "-c", "core.deltaBaseCacheLimit=8m", "cat-file", "--batch")
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            self._owner = os.getpid()
        asked, said = self._process.stdin, self._process.stdout
        assert asked is not None and said is not None  # noqa: S101 - for mypy
        try:
            asked.write(f"{name}\n".encode())
            asked.flush()
        except BrokenPipeError:  # outside a repository it has ended at once
            return None
        about = said.readline().split()
        if len(about) != 3:
            return None
        content = said.read(int(about[2]))
        said.read(1)  # the end of the line
        return content if about[1] == b"blob" else None

    def __del__(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()


def last_changes(root: Path, folder: str, paths: Iterable[str]) -> dict[str, date]:
    """The day of the last commit that changed each file below a folder, as its committer's clock had it.

    Left out are files that git does not know, and those with changes that are not committed yet. Raises NoHistory.
    """
    newest = head(root)
    working = git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", folder).decode("utf-8", "replace")
    wanted = set(paths) - set(working.split("\0"))
    commits: dict[str, str] = {}
    for revision in revisions(root, folder, newest):
        if revision.path in wanted:
            commits.setdefault(revision.path, revision.commit)
    if not commits:  # git would take nothing for HEAD
        return {}
    names = "".join(f"{name}\n" for name in sorted(set(commits.values())))
    lines = git(root, "log", "--no-walk=unsorted", "--format=%H %cs", "--stdin", given=names.encode()).decode().split()
    days = dict(zip(lines[::2], lines[1::2], strict=True))
    return {path: day for path, commit in commits.items() if (day := _day(days[commit])) is not None}


def _day(text: str) -> date | None:
    """None for what no calendar has: a commit can claim any day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _prefix(root: Path) -> str:
    """The way from the repository's top to the site's folder: empty, or it ends in a slash."""
    return git(root, "rev-parse", "--show-prefix").decode().strip()
