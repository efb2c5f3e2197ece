"""What a build made of what, so that the next one makes only what is missing, and deletes what no longer belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from explainer.build.content import ContentRecord
from explainer.build.snapshot import intact
from explainer.build.workers import aside
from explainer.resources.store import Store


class Output(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site, as the build left it."""

    path: str
    """Relative to the site's folder."""
    size: int
    modified: int
    """Nanoseconds."""
    content: bytes
    """The hash of what it holds."""
    changed: str | None
    """For a page that the sitemap lists: the day of its last change, or empty; None for what it does not list."""
    searched: str
    """For a page that readers can search: its language."""


class JobResult(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a job made."""

    key: str
    """The hash of what went into it, besides what was looked up."""
    dependencies: str
    """What was looked up, as `RenderContext` writes it down."""
    outputs: tuple[Output, ...]
    source: str = ""
    """The file that an editor changes to change it."""
    indexed: bytes = b""
    """What its pages add to the index of MkDocs' search plugin, where a site lists that."""


class Manifest(ContentRecord, frozen=True, array_like=True, gc=False):
    """All that is remembered of a build."""

    tables: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """All that could be looked up, as `RenderContext` writes it down."""
    jobs: dict[str, JobResult] = msgspec.field(default_factory=dict)
    pending: tuple[str, ...] = ()
    """Files that a build was about to write. It was killed if there are any."""

    def outputs(self) -> Iterator[Output]:
        """Every file of the site."""
        return (output for made in self.jobs.values() for output in made.outputs)

    def touched(self, folder: str) -> set[str]:
        """The paths of files that are not as the build left them."""
        return {one.path for one in self.outputs() if not intact(f"{folder}/{one.path}", one.size, one.modified)}


def opened(file: Path, folder: str, sources: int) -> tuple[Store[Manifest], Callable[[], set[str]]]:
    """What was kept of a site, and what gives the paths of its files that are not as they were left."""
    # Begun before there is much in the memory of this process: what both write to then must be copied.
    found = aside(partial(_touched, file, folder), sources)
    store = Store(file, Manifest)
    mark, previous = store.mark, store.value

    def touched() -> set[str]:
        mark_there, paths = found()
        return paths if mark_there == mark else previous.touched(folder)  # another build came between

    return store, touched


def _touched(file: Path, folder: str) -> tuple[int, set[str]]:
    store = Store(file, Manifest)
    return store.mark, store.value.touched(folder)


def is_inside(path: str) -> bool:
    """Whether a path stays in its folder. What was kept may come with a pull request, and says what to delete."""
    return ".." not in path and "\0" not in path and not path.startswith(("/", "\\"))
