"""Holds parsed entries on disk while a site is built."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from explainer.model import Entry


class EntrySpool:
    """Parsed entries on disk, until their pages are rendered: they would fill the memory. The file has no name, so no
    other program can write to it; forked processes can read it."""

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        usable = os.access(folder, os.W_OK) and not folder.is_symlink()
        self._file = TemporaryFile(dir=folder if usable else None)  # noqa: SIM115 - see below
        self._end = 0
        self._places: dict[str, tuple[int, int]] = {}

    def __del__(self) -> None:
        self._file.close()

    def put(self, path: str, pickled: bytes) -> None:
        """Stores an entry."""
        self._file.write(pickled)
        self._places[path] = (len(pickled), self._end)
        self._end += len(pickled)

    def flush(self) -> None:
        """Lets processes that are forked from now on read all stored entries."""
        self._file.flush()

    def take(self, path: str) -> Entry | None:
        """An entry, if it is stored."""
        place = self._places.get(path)
        return place and pickle.loads(os.pread(self._file.fileno(), *place))  # noqa: S301 - only we write to it
