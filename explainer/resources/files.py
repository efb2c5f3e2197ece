"""Writes files atomically."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex


class FileChanged(Exception):
    """Somebody else saved the file in the meantime."""


def replace(path: Path, content: bytes, *, before: bytes | None = None, durable: bool = True) -> None:
    """Replaces a file atomically: readers find the old content or the new, even after a crash.

    The file keeps its permissions. With `before`, raises FileChanged unless that is the file's content. Without
    `durable`, a power failure may lose the new content. Raises OSError.
    """
    with _temporary(path, content, durable=durable) as new:
        with suppress(FileNotFoundError):
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
    # Hidden, so that a preview that watches the folder ignores it. Opened like any file: `tempfile` ignores the umask.
    temporary = path.with_name(f".{path.name}.{token_hex(4)}.new")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink()
