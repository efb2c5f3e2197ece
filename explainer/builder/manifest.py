"""What a build made of what, so that the next one makes only what is missing, and deletes what no longer belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zlib import crc32

import msgspec

from explainer.model.brief import Brief
from explainer.problems import Problem
from explainer.snapshot import intact

_FORMAT = 2
"""Another number makes what was kept be forgotten."""


_PENDING = ".pending"


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
    seal: str
    """The hash of the brief."""
    problems: tuple[Problem, ...]
    """What is wrong with it, whatever other entries say."""


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

    def intact(self, folder: str) -> bool:
        """Whether the file is as the build left it."""
        return intact(f"{folder}/{self.path}", self.size, self.modified)


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a job made."""

    key: str
    """The hash of all that went into it."""
    looked_up: str
    """What was looked up for that, as `Press` writes it down."""
    outputs: tuple[Output, ...]
    source: str = ""
    """The file that an editor changes to change it."""


class Manifest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that is remembered of a build."""

    rules: str = ""
    """What decides how an entry is judged, as a hash."""
    records: str = ""
    """What entries share, as a hash."""
    readings: tuple[Reading, ...] = ()
    jobs: dict[str, Made] = {}
    format: int = _FORMAT

    def outputs(self) -> Iterator[Output]:
        """Every file of the site."""
        return (output for made in self.jobs.values() for output in made.outputs)

    def touched(self, folder: str) -> set[str]:
        """The paths of files that are not as the build left them."""
        return {output.path for output in self.outputs() if not output.intact(folder)}


_DECODER = msgspec.msgpack.Decoder(Manifest)


def load(file: Path) -> Manifest:
    """What was kept; nothing where it is missing, damaged, or of another format."""
    try:
        content = file.read_bytes()
        if not content.startswith(_sum(content[_SUM:])):
            return Manifest()
        kept = _DECODER.decode(content[_SUM:])
    except (OSError, msgspec.DecodeError):
        return Manifest()
    return kept if kept.format == _FORMAT and all(is_inside(output.path) for output in kept.outputs()) else Manifest()


def pending(file: Path) -> tuple[str, ...]:
    """What a build was about to write that was ended before it was done."""
    try:
        paths = file.with_suffix(_PENDING).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ()
    return tuple(path for path in paths if path and is_inside(path))


def note_pending(file: Path, paths: Iterable[str]) -> bool:
    """Notes what a build is about to write, for the next one should this be ended; whether it could."""
    known = dict.fromkeys((*pending(file), *paths))
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(_PENDING).write_text("\n".join(known), encoding="utf-8")
        return True
    return False


def is_inside(path: str) -> bool:
    """Whether a path stays in its folder. What was kept may come with a pull request, and says what to delete."""
    return ".." not in path and "\0" not in path and not path.startswith(("/", "\\"))


def save(file: Path, manifest: Manifest) -> bool:
    """Keeps it for the next build; whether it could. Where nothing can be written, that one has more to do."""
    new = file.with_suffix(".new")  # one name for all builds, so that one that is killed leaves nothing for ever
    content = msgspec.msgpack.encode(manifest)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(_sum(content) + content)
        new.replace(file)
        file.with_suffix(_PENDING).unlink(missing_ok=True)
        return True
    return False


_SUM = 4


def _sum(content: bytes) -> bytes:
    """Another one, most probably, where something has been damaged."""
    return crc32(content).to_bytes(_SUM)
