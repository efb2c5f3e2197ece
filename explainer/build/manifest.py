"""The record of a build, so that the next one runs only stale tasks and deletes files that no longer belong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from explainer.build.snapshot import intact
from explainer.build.workers import aside
from explainer.outputs.base import Logged
from explainer.resources.store import Store


class Output(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site, as the build wrote it."""

    path: str
    """Relative to the site's folder."""
    size: int
    modified: int
    """Nanoseconds."""
    content: bytes
    """The SHA-256 of its content."""
    changed: str | None
    """For a page in the sitemap: the day of its last change, or empty; None for a file that the sitemap omits."""
    searched: str
    """For a page in the search index: its language."""

    @property
    def address(self) -> str:
        """Where readers find it, relative to the site's root."""
        return self.path.removesuffix("index.html")


class TaskResult(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The result of a task."""

    key: str
    """The fingerprint of its inputs, except those that it looked up."""
    dependencies: str
    """The inputs that it looked up, in `RenderContext`'s notation."""
    outputs: tuple[Output, ...]
    source: str = ""
    """The file to edit in order to change it."""
    indexed: bytes = b""
    """What its pages add to the index of MkDocs' search plugin, where a site lists that."""
    logged: tuple[Logged, ...] = ()
    """What it adds to the log of all versions."""


class Manifest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The record of a build."""

    tables: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """The fingerprints of everything that tasks can look up."""
    tasks: dict[str, TaskResult] = msgspec.field(default_factory=dict)
    pending: tuple[str, ...] = ()
    """Files that a build was about to write; there are some only if it was killed."""

    def outputs(self) -> Iterator[Output]:
        """Every file of the site."""
        return (output for result in self.tasks.values() for output in result.outputs)

    def touched(self, folder: str) -> set[str]:
        """The paths of files that have changed since the build."""
        return {file.path for file in self.outputs() if not intact(f"{folder}/{file.path}", file.size, file.modified)}


def opened(file: Path, folder: str, sources: int) -> tuple[Store[Manifest], Callable[[], set[str]]]:
    """The manifest of a site's last build, and a function for the paths of files that have changed since.

    `sources` is the number of the site's source files.
    """
    # Started while this process uses little memory, as pages that either process writes to must be copied.
    find_touched = aside(partial(_touched, file, folder), sources)
    store = Store(file, Manifest)
    mark, previous = store.mark, store.value

    def touched() -> set[str]:
        mark_read, paths = find_touched()
        return paths if mark_read == mark else previous.touched(folder)  # another build ran meanwhile

    return store, touched


def _touched(file: Path, folder: str) -> tuple[int, set[str]]:
    store = Store(file, Manifest)
    return store.mark, store.value.touched(folder)


def is_inside(path: str) -> bool:
    """Whether a path stays in its folder. A manifest may come with a pull request, and names files to delete."""
    return ".." not in path and "\0" not in path and not path.startswith(("/", "\\"))
