"""Finds out quickly whether a build would change anything, without MkDocs and without reading the content."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from explainer.content.layout import layout_of
from explainer.history.git import NoHistory, head
from explainer.keys import digest
from explainer.resources import TEMPLATES, UI
from explainer.resources.reading import read
from explainer.resources.store import Store

_PROGRAM = Path(__file__).parent.parent
_FRESH = 100_000_000
"""Nanoseconds. A file that changed so recently may change again without getting another time."""


class Snapshot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A site as it was last built."""

    state: str = ""
    """The fingerprint of the build's inputs."""
    zone: str = "UTC"
    """The newsroom's time zone, which decides what day it is."""
    folder: str = ""
    summary: str = ""
    """The numbers of entries and warnings, in words."""
    files: tuple[tuple[str, int, int], ...] = ()
    """The paths in the folder, sizes, and times of the last change in nanoseconds."""


def store_of(root: Path) -> Store[Snapshot]:
    """The store for the snapshot of the last build."""
    return Store(root / ".cache" / "site.bin", Snapshot)


def unchanged(scan: Scan, root: Path, today: date | None, *options: object) -> Snapshot | None:
    """The snapshot of the last build, if another build with these options would change nothing."""
    previous = store_of(root).value
    try:
        day = today or datetime.now(UTC).astimezone(ZoneInfo(previous.zone)).date()
    except (OSError, ZoneInfoNotFoundError, ValueError):
        return None
    same = scan.state(day, *options) == previous.state and all(
        intact(f"{previous.folder}/{path}", size, time) for path, size, time in previous.files
    )
    return previous if same else None


def intact(path: str, size: int, modified: int) -> bool:
    """Whether a file still has this size and time of the last change."""
    with suppress(OSError, ValueError):  # no file has this name, or none can have it
        status = os.lstat(path)
        return status.st_mtime_ns == modified and status.st_size == size
    return False


class Scan(NamedTuple):
    """The state of a site's files, without their content."""

    settings: str | None
    """The text of mkdocs.yml; None if it cannot be read."""
    stamps: Mapping[str, tuple[int, int]]
    """The size and time of the last change, in nanoseconds, of all files that a build reads, by path."""
    commit: str
    """git's HEAD, or why there is none."""
    newest: int
    """The time of the newest change, in nanoseconds."""

    @classmethod
    def of(cls, root: Path) -> Scan:
        """Scans a site's folder."""
        settings = None
        with suppress(OSError, UnicodeDecodeError):
            settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
        stamps = [stamp for name in layout_of(root).folders for stamp in _stamps(f"{root}/{name}")]
        try:
            commit = head(root)
        except NoHistory as error:
            commit = str(error)
        newest = max((modified for _, _, modified in stamps), default=0)
        return cls(settings, {path: (size, modified) for path, size, modified in sorted(stamps)}, commit, newest)

    def state(self, today: date, *options: object) -> str | None:
        """The fingerprint of the inputs of a build for a day, with options; None if the scan does not cover them."""
        signs = ("INHERIT", "!ENV", "hooks", "custom_dir", "plugins: {", "snippets")  # the build reads more files
        if is_fresh(self.newest) or self.settings is None or any(sign in self.settings for sign in signs):
            return None
        environment = (today.isoformat(), self.commit, os.environ.get("SOURCE_DATE_EPOCH", ""), code())
        return digest([*map(str, options)], self.settings, *environment, self.stamps)


def is_fresh(modified: int) -> bool:
    """Whether a time of change is too recent to rely on; file systems with whole seconds need two of them."""
    return modified > time.time_ns() - (_FRESH if modified % 1_000_000_000 else 2_000_000_000)


@cache  # the running program stays the same, even if its files change
def code() -> str:
    """The fingerprint of the program: its own files, and installed packages."""
    stamps = sorted(stamp for folder in (_PROGRAM, TEMPLATES, UI) for stamp in _stamps(str(folder)))
    installed = [Path(folder).stat().st_mtime_ns for folder in sys.path if folder.endswith("-packages")]
    return digest(sys.version, stamps, installed)


@cache
def program() -> str:
    """The fingerprint of the program that is the same on every machine: what is in its files, and what is installed."""
    names = sorted(path for folder in (_PROGRAM, TEMPLATES, UI) for path, _, _ in _stamps(str(folder)))
    contents = [(os.path.basename(path), digest(read(Path(path)))) for path in names]  # noqa: PTH119
    folders = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    return digest(
        sys.version, contents, sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
    )


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Each file below a folder, with its size and time of the last change."""
    try:
        items = list(os.scandir(folder))
    except OSError:
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            if item.name != "__pycache__":
                yield from _stamps(item.path)
        else:
            status = item.stat(follow_symlinks=False)
            # The target of a link may change at any time.
            yield item.path, status.st_size, time.time_ns() if item.is_symlink() else status.st_mtime_ns
