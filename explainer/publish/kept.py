"""What a deploy keeps for the next one: the site and the records of its build, in a ref beside the branch.

Readers never fetch it, and it has no history: each deploy replaces it. A clone in which nothing was built yet goes on
from there, so that a change costs what it changes. Whoever can push it can push the site itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import msgspec
from mike import git_utils  # type: ignore[import-untyped]

from explainer.build.built import Base
from explainer.build.site import build
from explainer.content.layout import layout_of
from explainer.history import git
from explainer.history.git import NoHistory
from explainer.publish.branch import Branch, own_ref, tip
from explainer.publish.checkout import uncommitted
from explainer.resources.files import replace
from explainer.resources.reading import read

_SITE, _CACHE, _MANIFEST, _TIMES = "site", "cache", "manifest.bin", "times.bin"
_AUTHOR = ("-c", "user.name=explainer", "-c", "user.email=explainer@localhost")
_CACHED = re.compile(r"(content|search-[0-9a-f]+)\.bin")
_PAST = re.compile(r"(history|versions)\.bin")
"""What commands keep in `.cache` and can use in any clone; this only in one that has the whole history."""


class Kept(NamedTuple):
    """A site in git, with the records of its build."""

    whole: str
    """The tree of it all."""
    tree: str
    """The tree of the site's files."""
    former: tuple[str, ...] = ()
    """As in `Built`, and so are the next."""
    rendered: int = 0
    files: int = 0


class _Times(msgspec.Struct, frozen=True, array_like=True):
    """When files were changed last, by which the records know them."""

    commit: str
    """The commit of the files."""
    files: dict[str, tuple[int, int]]
    """Sizes and nanoseconds by path."""


def ref_of(branch: Branch) -> str:
    """The ref for what is kept of a branch."""
    return f"refs/explainer-kept/{branch.name}"


def found(branch: Branch) -> str:
    """The commit that the last deploy kept, here or, of a branch that is pushed, at the remote; empty if there is none.

    What cannot be had is no error: without it, a build takes longer.
    """
    ref = ref_of(branch)
    if branch.push:
        with suppress(NoHistory):
            if git.git(branch.root, "ls-remote", branch.remote, ref).strip():
                git.git(branch.root, "fetch", "--quiet", "--no-tags", branch.remote, f"+{ref}:{ref}")
    return tip(branch.root, ref)


def restore(branch: Branch, commit: str, site: Path) -> None:
    """Gives a clone in which nothing was built yet the records of the last build, and its files the times of then."""
    folder = site / ".cache"
    if not commit or os.path.lexists(folder):
        return
    with suppress(NoHistory, OSError, msgspec.MsgspecError):
        times = msgspec.msgpack.decode(git.git(branch.root, "show", f"{commit}:{_TIMES}"), type=_Times)
        changed = git.git(site, "diff", "--name-only", "-z", "--relative", times.commit, "--").decode(
            "utf-8", "replace"
        )
        different = set(changed.split("\0"))
        shallow = git.git(site, "rev-parse", "--is-shallow-repository").strip() == b"true"
        for path in git.git(branch.root, "ls-tree", "--name-only", f"{commit}:{_CACHE}").decode().split():
            if _CACHED.fullmatch(path) or (_PAST.fullmatch(path) and not shallow):
                folder.mkdir(exist_ok=True)
                replace(folder / path, git.git(branch.root, "show", f"{commit}:{_CACHE}/{path}"))
        for path, (size, modified) in times.files.items():
            file = site / path
            ours = path not in different and ".." not in path and file.is_file() and not file.is_symlink()
            if ours and file.stat().st_size == size:
                os.utime(file, ns=(modified, modified))


class Building:
    """Builds a site on what is kept, for one address or several."""

    def __init__(self, branch: Branch, config_file: Path, today: date, folder: Path) -> None:
        """`folder` is for temporary files."""
        self._branch, self._config_file, self._today, self._folder = branch, config_file, today, folder
        self._before = found(branch)
        self._sites: dict[str, Kept] = {}
        self._blobs, self._lock = git.Blobs(branch.root), Lock()

    def site(self, address: str) -> Kept:
        """The site for an address, which is built once. Raises BuildFailed."""
        if address not in self._sites:
            self._sites[address] = self._built(address, self._folder / f"site-{len(self._sites)}")
        return self._sites[address]

    def _built(self, address: str, folder: Path) -> Kept:
        root, before = self._branch.root, self._before
        manifest = folder.with_suffix(".bin")
        if before:
            with suppress(NoHistory):
                manifest.write_bytes(git.git(root, "show", f"{before}:{_MANIFEST}"))
        base = Base(manifest, self._read)
        built = build(self._config_file, self._today, folder, edition_url=address, base=base)
        message = "What a deploy keeps for the next"
        with own_ref(root) as ref:
            if before:
                git.git(root, "update-ref", ref, before)
            with git_utils.Commit(ref, message, allow_empty=True) as changes:
                if built.is_whole:
                    changes.delete_files("*")
                changes.delete_files([_CACHE, *(f"{_SITE}/{path}" for path in built.gone)])
                for path in built.changed:
                    changes.add_file(git_utils.FileInfo(f"{_SITE}/{path}", read(built.folder / path)))
                for name, content in _records(self._config_file.resolve().parent, manifest):
                    changes.add_file(git_utils.FileInfo(name, content))
            tree = git.git(root, "rev-parse", f"{ref}:{_SITE}").decode().strip()
            whole = git.git(root, "rev-parse", f"{ref}^{{tree}}").decode().strip()
        return Kept(whole, tree, built.former, built.rendered, built.files)

    def _read(self, path: str) -> bytes:
        """A file of the site that is kept; several threads ask, and git answers one at a time."""
        with self._lock:
            return self._blobs.get(f"{self._before}:{_SITE}/{path}") or b""

    def keep(self, published: str) -> Kept:
        """Keeps the site that was built last, at the remote too if that has its sources, and returns it.

        The records tell of drafts, of which a remote for the site alone must not learn. That the kept commit follows
        the published one tells git which files the other side has.
        """
        branch, ref, last = self._branch, ref_of(self._branch), [*self._sites.values()][-1]
        message = ("-p", published, "-m", "What a deploy keeps for the next")
        commit = git.git(branch.root, *_AUTHOR, "commit-tree", last.whole, *message).decode().strip()
        git.git(branch.root, "update-ref", ref, commit)
        if branch.push:
            with suppress(NoHistory):  # a host that takes no such refs: the next build takes longer
                known = git.git(branch.root, "for-each-ref", "--contains", "HEAD", f"refs/remotes/{branch.remote}/")
                if known.strip():
                    git.git(branch.root, "push", "--quiet", "--force", branch.remote, f"{commit}:{ref}")
        return last


def _records(site: Path, manifest: Path) -> Iterator[tuple[str, bytes]]:
    """The records of a build, and the times by which they know the files."""
    if manifest.is_file():  # MkDocs leaves none, where it builds the whole site
        yield _MANIFEST, read(manifest, follow=False)
    for file in sorted((site / ".cache").glob("*.bin")):
        if _CACHED.fullmatch(file.name) or _PAST.fullmatch(file.name):
            yield f"{_CACHE}/{file.name}", read(file, follow=False)
    different = set(uncommitted(site, ["."]))
    listed = git.git(site, "ls-files", "-z", "--", *layout_of(site).folders).decode("utf-8", "surrogateescape")
    times = {}
    for name in listed.split("\0")[:-1]:
        with suppress(OSError, UnicodeEncodeError):  # of a name that is not UTF-8
            status = (site / name).lstat()
            if name.encode() and name not in different:
                times[name] = status.st_size, status.st_mtime_ns
    yield _TIMES, msgspec.msgpack.encode(_Times(git.git(site, "rev-parse", "HEAD").decode().strip(), times))
