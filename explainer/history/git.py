"""Reads files and their history from git; the only module that runs git."""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from explainer.history.order import searched


class NoHistory(Exception):
    """There is no history to read; the message says why and what to do."""


class NoRevision(NoHistory):
    """There is a history, but nothing in it has this name."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One file as one commit left it."""

    commit: str
    path: str
    """Relative to the repository's `root`."""
    blob: str
    """The blob's name; empty if the commit deleted the file."""
    main: bool
    """Whether the commit lies on the main line: the first parents of the newest."""
    added: bool
    """Whether the commit's first parent does not have the file."""


def git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Runs a git command; returns its output. Raises NoHistory with git's message if it fails.

    The environment is inherited; settings that would change the output are overridden.
    """
    result = subprocess.run(_command(root, *arguments), input=stdin, capture_output=True, check=False)
    if result.returncode != 0:
        raise _failure(root, result.stderr)
    return result.stdout


def _command(root: Path, *arguments: str) -> list[str]:
    program = shutil.which("git")
    if program is None:
        raise NoHistory("git is not installed; `apt-get install git`")
    return [program, *_SETTINGS, "--no-pager", "--no-replace-objects", "-C", str(root), *arguments]


_SETTINGS = (
    *("-c", "core.quotePath=off", "-c", "i18n.logOutputEncoding=UTF-8"),
    *("-c", "log.follow=false", "-c", "log.showRoot=true", "-c", "log.showSignature=false"),
)
"""What users may have set otherwise, and what would change the output."""


def _failure(root: Path, stderr: bytes) -> NoHistory:
    """Advice if there is no repository; otherwise git's message, on one line."""
    above = root.resolve()
    if "GIT_DIR" not in os.environ and not any((folder / ".git").exists() for folder in (above, *above.parents)):
        return NoHistory(
            f"this is not a git repository, and the history is read from git; create one: `git init`, {_FIRST}"
        )
    words = " ".join(stderr.decode("utf-8", "replace").split())
    return NoHistory(words.removeprefix("fatal: ") or "git failed")


_FIRST = "`git add .`, `git commit -m Begin`"


def head(root: Path) -> str:
    """The checked-out commit. Raises NoHistory outside a repository, before the first commit and in a shallow clone."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() == b"true":
        raise NoHistory("this clone has only the newest commits; `git fetch --unshallow` fetches the rest")
    try:
        return _commit(root, "HEAD")
    except NoHistory:
        raise NoHistory(
            f"nothing has been committed yet, and the history begins with the first commit: {_FIRST}"
        ) from None


def _commit(root: Path, revision: str) -> str:
    return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()


def follows(root: Path, older: str, newest: str) -> bool:
    """Whether `older` is `newest` or one of its ancestors along the first parents."""
    if older == newest:
        return True
    try:
        newer = git(root, "rev-list", "--first-parent", "--parents", "--end-of-options", f"{older}..{newest}", "--")
    except NoHistory:  # `older` is missing: after a rebase, or in another clone
        return False
    # The last line has the oldest commit in the range and its parent.
    return newer.rstrip().rpartition(b"\n")[2].split()[1:2] == [older.encode()]


def commit(root: Path, revision: str) -> str:
    """The commit that a revision names. Raises NoHistory if there is none."""
    if revision.startswith("-"):
        raise NoHistory(f"`{revision}` names no revision")
    try:
        return _commit(root, revision)
    except NoHistory:
        head(root)  # raises the more helpful error outside a repository, before the first commit or in a shallow clone
        raise NoRevision(f"`{revision}` names no revision here; `git log --oneline` lists them") from None


def has(root: Path, name: str) -> bool:
    """Whether an object is here."""
    try:
        git(root, "cat-file", "-e", name)
    except NoHistory:
        return False
    return True


def are_related(root: Path, one: str, other: str) -> bool:
    """Whether two commits have an ancestor in common; git merges no others unless told to."""
    with suppress(NoHistory):
        return bool(git(root, "merge-base", one, other))
    return False


def revisions(root: Path, folder: str, newest: str, *, after: str = "", only_main: bool = False) -> Iterator[Revision]:
    """Every change to a file below a folder in `after..newest`, in the order of `searched`.

    A merge counts as one change to the branch that it was merged into. With `only_main`, nothing else is read.
    """
    span = f"{after}..{newest}" if after else newest
    options = ["--parents", *(["--first-parent"] if only_main else [])]
    lines = git(root, "rev-list", *options, "--end-of-options", span, "--").decode().splitlines()
    parents = {name: above for name, *above in map(str.split, lines)}
    main = dict(searched(parents, newest))
    # Each commit and the parent to compare it with. (`git log -- folder` compares twice: to select and to show.)
    pairs = [" ".join((name, *parents[name][:1])) for name in main]
    batch_size = max(_AT_LEAST, -(-len(pairs) // _AT_ONCE))
    batches = ["".join(f"{pair}\n" for pair in pairs[at : at + batch_size]) for at in range(0, len(pairs), batch_size)]
    command = ("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--relative")
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for output in pool.map(lambda batch: git(root, *command, "--", folder, stdin=batch.encode()), batches):
            yield from _changes(output, main)


_AT_ONCE = min(os.cpu_count() or 1, 4)
"""How many processes compare commits."""
_AT_LEAST = 1_000
"""The fewest commits that are worth a process."""


def _changes(output: bytes, main: Mapping[str, bool]) -> Iterator[Revision]:
    """Parses `git diff-tree -z`: a commit's name, then two fields for each file, the second its path."""
    records = iter(output.split(b"\0"))
    name = ""
    for record in records:
        if record.startswith(b":"):
            # `:100644 100644 <old> <new> M`
            old, blob = (part.decode() for part in record.split(b" ")[2:4])
            path = next(records).decode("utf-8", "replace")
            yield Revision(name, path, "" if set(blob) == {"0"} else blob, main[name], set(old) == {"0"})
        else:
            name = record.decode()


def place_in_repository(root: Path) -> str:
    """The path of a folder in its repository: empty, or ending in a slash."""
    return git(root, "rev-parse", "--show-prefix").decode().removesuffix("\n")


def top_of_repository(root: Path) -> Path:
    """The folder that holds a repository's files."""
    return Path(git(root, "rev-parse", "--show-toplevel").decode().removesuffix("\n"))


def tree(root: Path, revision: str, folder: str) -> dict[str, str]:
    """The files below a folder at a revision: path to blob, both relative to `root`."""
    prefix = place_in_repository(root)
    within = posixpath.normpath(posixpath.join(prefix, folder))
    output = git(root, "ls-tree", "-r", "-z", "--full-tree", revision, "--", *([] if within == "." else [f"{within}/"]))
    files = {}
    for line in output.split(b"\0")[:-1]:
        description, _, path = line.partition(b"\t")
        kind = description.split(b" ")
        if kind[1] == b"blob" and kind[0] != b"120000":
            name = path.decode("utf-8", "replace")
            inside = name.removeprefix(prefix) if name.startswith(prefix) else posixpath.relpath(name, prefix)
            files[inside] = kind[2].decode()
    return files


def contents(root: Path, blobs: Iterable[str], *, whole: bool = False) -> Iterator[tuple[str, bytes]]:
    """The bytes of blobs in the given order, from one process; missing ones are left out.

    Only one blob is in memory at a time. Raises NoHistory if git fails, or with `whole` if one is missing.
    """
    names = list(blobs)
    if not names:
        return
    # Files, not pipes: with pipes, git could block on its output while we block on its input.
    with tempfile.TemporaryFile() as requests, tempfile.TemporaryFile() as errors:
        requests.write("".join(f"{name}\n" for name in names).encode())
        requests.seek(0)
        command = _command(root, "cat-file", "--batch", "--buffer")
        with subprocess.Popen(command, stdin=requests, stdout=subprocess.PIPE, stderr=errors) as process:
            assert process.stdout is not None  # noqa: S101 - for mypy
            for name in names:
                content = _answer(process.stdout)
                if content is not None:
                    yield name, content
                elif whole:
                    raise NoHistory(f"git lacks the text {name[:10]} of an older file; `git fetch --refetch` brings it")
        if process.returncode != 0:
            errors.seek(0)
            raise _failure(root, errors.read())


def _answer(output: IO[bytes]) -> bytes | None:
    """Reads one blob: `<name> blob <size>` and the bytes, or `<name> missing`; None if it is missing."""
    header = output.readline().split()
    if len(header) != 3:
        return None
    content = output.read(int(header[2]))
    output.read(1)  # the end of the line
    return content if header[1] == b"blob" else None


class Blobs:
    """Reads blobs one by one, from a git process that runs as long as this object lives."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self.missing = 0
        """How many blobs were asked for that git does not have."""

    def get(self, name: str) -> bytes | None:
        """The bytes of a blob; None if git does not have it. Raises NoHistory if git cannot run."""
        if self._process is None or self._owner != os.getpid():  # a forked process cannot share its parent's
            # Blobs are read one by one, so git's cache of delta bases is hardly used.
            command = _command(self._root, "-c", "core.deltaBaseCacheLimit=8m", "cat-file", "--batch")
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            self._owner = os.getpid()
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None  # noqa: S101 - for mypy
        content = None
        with suppress(BrokenPipeError):  # outside a repository git exits at once
            requests.write(f"{name}\n".encode())
            requests.flush()
            content = _answer(answers)
        self.missing += content is None
        return content

    def __del__(self) -> None:
        if self._process is not None and self._owner == os.getpid():
            self._process.communicate()


def arrival(root: Path, path: str, commit: str) -> date:
    """The committer date of the first commit, up to `commit`, that has a file; of `commit` if it does not have it."""
    added = git(root, "log", "--format=%cs", "--diff-filter=A", "--end-of-options", commit, "--", path).decode().split()
    days = added or git(root, "show", "-s", "--format=%cs", "--end-of-options", commit).decode().split()
    return date.fromisoformat(days[-1])


def last_changes(root: Path, folder: str, paths: Iterable[str]) -> dict[str, date]:
    """The committer date of the last commit that changed each file below a folder.

    Untracked files and files with uncommitted changes are left out. Raises NoHistory.
    """
    newest = head(root)
    working = git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", folder).decode("utf-8", "replace")
    committed = set(paths) - set(working.split("\0"))
    commits: dict[str, str] = {}
    for revision in revisions(root, folder, newest, only_main=True):
        if revision.path in committed:
            commits.setdefault(revision.path, revision.commit)
    if not commits:  # given no commits, git would show HEAD
        return {}
    names = "".join(f"{name}\n" for name in sorted(set(commits.values())))
    lines = git(root, "log", "--no-walk=unsorted", "--format=%H %cs", "--stdin", stdin=names.encode()).decode().split()
    days = {}
    for name, day in zip(lines[::2], lines[1::2], strict=True):
        with suppress(ValueError):  # a commit can claim any date
            days[name] = date.fromisoformat(day)
    return {path: days[commit] for path, commit in commits.items() if commit in days}
