"""What a build made of what, so that the next one makes only what is missing, and deletes what no longer belongs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from explainer.builder.state import intact
from explainer.model.brief import Brief
from explainer.problems import Problem

_FORMAT = 1
"""Another number makes what was kept be forgotten."""


class Reading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the file of an entry said when it was last read."""

    path: str
    """Relative to the site's root."""
    size: int
    modified: int
    """Nanoseconds; 0 if it was changed so shortly before that it may change again unnoticed."""
    content: str
    """The hash of what it holds."""
    brief: Brief | None
    """None if it could not be read."""
    problems: tuple[Problem, ...]
    """What is wrong with it, whatever other entries say."""


class Output(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site, as the build left it."""

    path: str
    """Relative to the site's folder."""
    size: int
    modified: int
    """Nanoseconds."""
    content: str
    """The hash of what it holds."""
    source: str
    """The file that an editor changes to change it."""
    changed: str | None
    """For a page that the sitemap lists: the day of its last change, or empty; None for what it does not list."""
    searched: str
    """For a page that readers can search: its language."""

    def intact(self, folder: str) -> bool:
        """Whether the file is as the build left it."""
        return intact(f"{folder}/{self.path}", self.size, self.modified)


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a job made."""

    key: str
    """The hash of all that went into it."""
    looked_up: tuple[tuple[str, str], ...]
    outputs: tuple[Output, ...]


class Manifest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that is remembered of a build."""

    rules: str = ""
    """What decides how an entry is judged, as a hash."""
    records: str = ""
    """What entries share, as a hash."""
    readings: tuple[Reading, ...] = ()
    jobs: dict[str, Made] = {}
    pending: tuple[str, ...] = ()
    """What a build was about to write; empty unless it was ended before it was done."""
    format: int = _FORMAT

    def outputs(self) -> Iterator[Output]:
        """Every file of the site."""
        return (output for made in self.jobs.values() for output in made.outputs)


_DECODER = msgspec.msgpack.Decoder(Manifest)


def load(file: Path) -> Manifest:
    """What was kept; nothing where it is missing, damaged, or of another format."""
    try:
        kept = _DECODER.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError):
        return Manifest()
    # It may come with a pull request, and names files that will be deleted.
    inside = all(".." not in path and not path.startswith(("/", "\\")) for path in _paths(kept))
    return kept if kept.format == _FORMAT and inside else Manifest()


def _paths(manifest: Manifest) -> Iterator[str]:
    yield from (output.path for output in manifest.outputs())
    yield from manifest.pending


def save(file: Path, manifest: Manifest) -> None:
    """Keeps it for the next build. Where nothing can be written, that one begins anew."""
    new = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(msgspec.msgpack.encode(manifest))
        new.replace(file)
