"""What is checked out: which folders hold a branch, and what others do not have yet: neither committed nor merged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from explainer.history.git import NoHistory, git
from explainer.text.plain import count, printable

_SHOWN = 5
"""How many commits are named."""


def holding(root: Path, ref: str) -> str:
    """The folder in which a branch is checked out; empty if there is none."""
    folder = ""
    for line in git(root, "worktree", "list", "--porcelain").decode("utf-8", "replace").splitlines():
        key, _, value = line.partition(" ")
        if key == "worktree":
            folder = value
        elif key == "branch" and value == ref:
            return folder
    return ""


def uncommitted(root: Path, paths: Iterable[str]) -> list[str]:
    """The files among some paths, or below them, that are not as the checked-out commit has them; new ones too."""
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=none")
    output = git(root, "status", *options, "--", *(f":(literal){path}" for path in paths))
    prefix = git(root, "rev-parse", "--show-prefix").decode().removesuffix("\n")
    return [line.decode("utf-8", "replace")[3:].removeprefix(prefix) for line in output.split(b"\0")[:-1]]


def unmerged(root: Path, remote: str) -> str:
    """Which commits here the remote's default branch does not have, in words; empty if there are none.

    The branch is as the last fetch left it. A remote that is named by its address has no such branch here.
    """
    for name in ("HEAD", "main", "master"):
        ref = f"refs/remotes/{remote}/{name}"
        with suppress(NoHistory):
            branch = git(root, "rev-parse", "--verify", "--quiet", "--abbrev-ref", ref).decode("utf-8", "replace")
            log = git(root, "log", "--format=%h %s", f"{ref}..HEAD", "--").decode("utf-8", "replace")
            lines = log.split("\n")[:-1]  # a subject may have other signs at which Python would end a line
            return _listed(printable(branch.strip()), lines) if lines else ""
    return ""


def _listed(branch: str, commits: Sequence[str]) -> str:
    more = [f"and {len(commits) - _SHOWN} more"] * (len(commits) > _SHOWN)
    first = f"{count(len(commits), 'commit', 'commits')} that {branch}, as last fetched, does not have:"
    return "\n    ".join([first, *map(printable, commits[:_SHOWN]), *more])
