"""Tells at a glance whether a build would change anything: neither MkDocs nor the content is read for it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from explainer.history.git import NoHistory, head
from explainer.keys import digest
from explainer.resources import TEMPLATES, UI
from explainer.resources.store import Store

_PROGRAM = Path(__file__).parent.parent
_FRESH = 100_000_000
"""Nanoseconds. A file that was changed so shortly ago may be changed once more without getting another time."""


Stamp: TypeAlias = tuple[str, int, int]


class Snapshot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A site when it was built."""

    state: str = ""
    """That of all that was read."""
    zone: str = "UTC"
    """The newsroom's time zone, which tells what day it is."""
    folder: str = ""
    said: str = ""
    """How many entries there are, and how many warnings, in words."""
    files: tuple[Stamp, ...] = ()
    """The paths in the folder, the sizes, the times of the last changes in nanoseconds."""


def store_of(root: Path) -> Store[Snapshot]:
    """Keeps the snapshot of the last build."""
    return Store(root / ".cache" / "site.bin", Snapshot)


def unchanged(scan: Scan, root: Path, today: date | None, *options: object) -> Snapshot | None:
    """The site as it was built the last time, if building it again with these options would change nothing."""
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
    """Whether a file has the size and the time that it was left with."""
    try:
        about = os.lstat(path)
    except (OSError, ValueError):  # no file has this name, or none can have it
        return False
    return about.st_mtime_ns == modified and about.st_size == size


class Scan(NamedTuple):
    """What a look at a site's files shows, without reading them."""

    settings: str | None
    """What mkdocs.yml says; None if it cannot be read."""
    stamps: Mapping[str, tuple[int, int]]
    """The size and the time of the last change, in nanoseconds, of all that a build reads, by path."""
    commit: str
    """Where git stands."""
    newest: int
    """When the last of these changed, in nanoseconds."""

    @classmethod
    def of(cls, root: Path) -> Scan:
        """Looks at a site."""
        try:
            settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            settings = None
        found = [stamp for name in ("content", "site_data", "templates") for stamp in _stamps(f"{root}/{name}")]
        try:
            commit = head(root)
        except NoHistory as error:
            commit = str(error)
        newest = max((modified for _, _, modified in found), default=0)
        return cls(settings, {path: (size, modified) for path, size, modified in sorted(found)}, commit, newest)

    def state(self, today: date, *options: object) -> str | None:
        """That of everything that a build on a day, with options, goes on to read; None where a look does not tell."""
        signs = ("INHERIT", "!ENV", "hooks", "custom_dir", "plugins: {", "snippets")  # there is more to read
        if is_fresh(self.newest) or self.settings is None or any(sign in self.settings for sign in signs):
            return None
        return digest(
            list(map(str, options)),
            self.settings,
            today.isoformat(),
            self.commit,
            os.environ.get("SOURCE_DATE_EPOCH", ""),
            code(),
            self.stamps,
        )


def is_fresh(modified: int) -> bool:
    """Whether a time of change is too new to rely on; file systems that know only seconds need two of them."""
    return modified > time.time_ns() - (_FRESH if modified % 1_000_000_000 else 2_000_000_000)


@cache  # as the program runs, whatever becomes of its files meanwhile
def code() -> str:
    """The hash of the program: its own files, and the packages that it stands on."""
    stamps = sorted(stamp for folder in (_PROGRAM, TEMPLATES, UI) for stamp in _stamps(str(folder)))
    installed = [Path(folder).stat().st_mtime_ns for folder in sys.path if folder.endswith("-packages")]
    return digest(sys.version, stamps, installed)


def _stamps(folder: str) -> Iterator[tuple[str, int, int]]:
    """Each file below a folder with its size and the time of its last change."""
    try:
        items = list(os.scandir(folder))
    except OSError:
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            if item.name != "__pycache__":
                yield from _stamps(item.path)
        else:
            about = item.stat(follow_symlinks=False)
            # What a link leads to may change at any time.
            yield item.path, about.st_size, time.time_ns() if item.is_symlink() else about.st_mtime_ns
