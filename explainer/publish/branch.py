"""Advances a git branch, here and at its remote, without losing others' commits."""

from __future__ import annotations

import os
import secrets
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from explainer.history.git import NoHistory, git
from explainer.publish.checkout import holding
from explainer.resources.staging import runs

_TRIES = 20
"""How often to start again after somebody else moved the branch first."""


class NotMoved(Exception):
    """The branch is unchanged; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch to publish on."""

    root: Path
    """The top of the repository."""
    name: str
    remote: str
    """The name of a git remote, or an address."""
    push: bool
    """Whether the remote's branch moves too."""

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"refs/heads/{self.name}"


class Moved(NamedTuple):
    """What became of a branch."""

    commit: str
    """The new commit; empty if nothing changed here."""
    tip: str
    """The commit that it points to now."""
    upstream: str
    """The commit that the remote's branch pointed to before; empty if there was none."""


def advance(branch: Branch, committed: Callable[[str], str]) -> Moved:
    """Moves a branch to the commit that `committed` makes on a parent (empty for none); retries if others moved it.

    The remote moves first, and refuses anything but a
    fast-forward; then this repository's branch, by compare and swap. A branch that is checked out stays where it is,
    as its files would not follow. Raises NotMoved, and NoHistory with git's message.
    """
    if folder := holding(branch.root, branch.ref):
        raise NotMoved(
            f"`{branch.name}` is checked out in {folder}, whose files would not follow it; "
            f"to let go of it there: `git -C {shlex.quote(folder)} switch --detach`"
        )
    for _ in range(_TRIES):
        local = tip(branch.root, branch.ref)
        upstream = _fetched(branch) if branch.push else tip(branch.root, f"refs/remotes/{branch.remote}/{branch.name}")
        parent = _newer(branch, local, upstream)
        new = committed(parent)
        if branch.push and new != upstream:
            try:
                git(branch.root, "push", "--quiet", branch.remote, f"{new}:{branch.ref}")
            except NoHistory as error:
                if _fetched(branch) != upstream:
                    continue
                raise NotMoved(f"{branch.remote} refused the push; `{branch.name}` is unchanged\n{error}") from error
        try:
            git(branch.root, "update-ref", "-m", "explainer deploy", branch.ref, new, local or "0" * len(new))
        except NoHistory:
            if tip(branch.root, branch.ref) == local:
                raise
            continue
        return Moved(new if new != parent else "", new, upstream)
    raise NotMoved(f"others kept changing `{branch.name}` at the same time; try again")


def tip(root: Path, ref: str) -> str:
    """The commit that a ref points to; empty if there is no such ref."""
    try:
        return git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}").decode().strip()
    except NoHistory:
        return ""


@contextmanager
def own_ref(root: Path) -> Iterator[str]:
    """A temporary ref outside the branches, with a name that nobody else uses."""
    _delete_left(root)
    ref = f"refs/explainer/{os.getpid()}-{secrets.token_hex(8)}"
    try:
        yield ref
    finally:
        git(root, "update-ref", "-d", ref)


def _delete_left(root: Path) -> None:
    """Deletes the temporary refs of processes that were killed."""
    for ref in git(root, "for-each-ref", "--format=%(refname)", "refs/explainer/").decode("utf-8", "replace").split():
        process = ref.rpartition("/")[2].partition("-")[0]
        if not (process.isdecimal() and runs(int(process))):
            git(root, "update-ref", "-d", ref)


def _fetched(branch: Branch) -> str:
    """Fetches the branch from the remote; returns its newest commit, empty if the remote has no such branch."""
    if not git(branch.root, "ls-remote", branch.remote, branch.ref).strip():
        return ""
    with own_ref(branch.root) as ref:
        git(branch.root, "fetch", "--quiet", "--no-tags", branch.remote, f"+{branch.ref}:{ref}")
        return tip(branch.root, ref)


def _newer(branch: Branch, local: str, upstream: str) -> str:
    """The commit that contains the other. Like mike, refuses branches that have diverged."""
    if not local or not upstream or local == upstream:
        return local or upstream
    try:
        common = git(branch.root, "merge-base", local, upstream).decode().strip()
    except NoHistory:
        common = ""
    if common not in (local, upstream):
        raise NotMoved(
            f"`{branch.name}` here and at {branch.remote} have diverged; to continue from the remote one: "
            f"`git branch --force {branch.name} {branch.remote}/{branch.name}`"
        )
    return upstream if common == local else local
