"""What is checked out: folders that hold the branch to publish on, and changes that nobody has committed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from explainer.history.git import git


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
