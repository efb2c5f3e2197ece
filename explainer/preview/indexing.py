"""Makes what readers search in a preview: in a process of its own, so that nothing else waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from explainer.preview.site import Preview
from explainer.search import index, language_of

_REST = 3
"""How many times as long as it took is waited before it is made again: a large site must not be at it all the time."""


class Searching:
    """The files of the search, made in the background when somebody searches and something has changed since."""

    def __init__(self, config_file: Path, address: str, ready: Callable[[], None]) -> None:
        """`ready` is called when there are new files."""
        self._command = [sys.executable, "-m", __name__, str(config_file), address]
        self._ready = ready
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._of: int | None = None
        self._not_before = 0.0
        self._closed = False
        self.files: Mapping[str, bytes] = {}
        """By path in the site; none before the first time."""
        self.made = 0
        """How often they were made."""

    def want(self, changes: int) -> None:
        """Somebody searches a site that has changed so often: if the files are older, new ones are begun."""
        with self._lock:
            if self._closed or self._process is not None or self._of == changes or time.monotonic() < self._not_before:
                return
            self._of = changes
            folder = tempfile.TemporaryDirectory()
            self._process = subprocess.Popen([*self._command, folder.name], stdin=subprocess.PIPE)
        threading.Thread(target=self._wait, args=(self._process, folder), daemon=True).start()

    def _wait(self, process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
        began = time.monotonic()
        with folder:
            failed = process.wait() != 0
            if process.stdin is not None:
                process.stdin.close()
            place = Path(folder.name, "made")
            found = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*.*")}
        with self._lock:
            now = time.monotonic()
            self._process, self._not_before = None, now + _REST * (now - began)
            if failed or not found:
                return
            self.files, self.made = found, self.made + 1
        self._ready()

    def close(self) -> None:
        """Ends what is being made."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()


def make(config_file: Path, address: str, folder: Path) -> None:
    """Writes the files of the search into `made` in a folder. Raises SearchFailed, BuildFailed."""
    preview = Preview(config_file, address)
    pages = []
    for number, entry in enumerate(preview.entries()):
        page = preview.shown(entry).content
        if page and (language := language_of(page)):
            path = folder / str(number)
            path.write_bytes(page)
            pages.append((f"/{entry}", language, path))
    for name, content in index(pages):
        path = folder / "made" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _end_with_the_preview() -> None:
    """Whoever asked holds the other end of this pipe, even if killed."""
    while os.read(0, 1):  # not by `sys.stdin`, which must be free when a process ends
        pass
    os._exit(1)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(19)
    threading.Thread(target=_end_with_the_preview, daemon=True).start()
    make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
