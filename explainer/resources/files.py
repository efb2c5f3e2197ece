"""Writes files atomically, and removes what processes that were killed have left behind."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from explainer.resources.locks import NOFOLLOW, PLAIN, lock

_NEW = re.compile(r"\..+\.[0-9a-f]{8}\.new")
"""The name of a file that is being written."""
_TRIES = 20
"""Where files cannot be locked at all, the last is as good as any."""


class FileChanged(Exception):
    """Somebody else saved the file in the meantime."""


def replace(path: Path, content: bytes, *, before: bytes | None = None, durable: bool = True) -> None:
    """Replaces a file atomically: readers find the old content or the new, even after a crash.

    The file keeps its permissions; a link is replaced itself. With `before`, raises FileChanged unless that is the
    file's content. Without `durable`, a power failure may lose the new content. Raises OSError.
    """
    with _temporary(path, content, durable=durable) as new:
        with suppress(FileNotFoundError):
            if not path.is_symlink():
                shutil.copymode(path, new)
        if before is not None and path.read_bytes() != before:
            raise FileChanged(path)
        new.replace(path)


def create(path: Path, content: bytes) -> None:
    """Creates a file atomically. Raises FileExistsError if there is one, or another OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(path, content, durable=True) as new:
        os.link(new, path)  # unlike a rename, it fails if there is a file


@contextmanager
def _temporary(path: Path, content: bytes, *, durable: bool) -> Iterator[Path]:
    _clear_once(str(path.parent))
    temporary, opened = _new_file(path)
    try:
        with opened as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
            yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()


def _new_file(path: Path) -> tuple[Path, BinaryIO]:
    """A new file beside a path, locked, which says that somebody is still at it.

    Before it is locked, another process may take it for left behind and delete it: then the next is made.
    """
    for left in reversed(range(_TRIES)):
        # Hidden, so that a preview that watches the folder ignores it. Opened like any: `tempfile` ignores the umask.
        temporary = path.with_name(f".{path.name}.{token_hex(4)}.new")
        file = temporary.open("xb")
        if (lock(file.fileno(), inherited=True) and temporary.exists()) or not left:
            break
        file.close()
        temporary.unlink(missing_ok=True)
    return temporary, file


def clear(folder: Path) -> None:
    """Deletes the unfinished files in a folder whose writers were killed."""
    with suppress(OSError):
        for item in os.scandir(folder):
            if _NEW.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                _delete_if_left(item.path)


_clear_once = cache(lambda folder: clear(Path(folder)))
"""A command that writes ten thousand files into a folder looks through it once."""


def _delete_if_left(path: str) -> None:
    with suppress(OSError):  # it is gone already
        opened = os.open(path, os.O_RDONLY | NOFOLLOW | PLAIN)
        try:
            if lock(opened, inherited=True):
                os.unlink(path)  # noqa: PTH108 - for each file of a folder
        finally:
            os.close(opened)
