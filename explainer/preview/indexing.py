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
from typing import Literal

from explainer.engine.search import index
from explainer.preview.site import Preview

_REST = 3
"""How many times as long as it took is waited before it is made again: a large site must not be at it all the time."""


class Searching:
    """The files of the search, made in the background when somebody searches and something has changed since."""

    def __init__(self, config_file: Path, address: str, ready: Callable[[], None]) -> None:
        """`ready` is called when there are new files, when there will be none, and when it is time to ask again."""
        self.command = [sys.executable, "-m", __name__, str(config_file), address]
        """What makes the files; the folder for them is its last argument."""
        self._ready = ready
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._of: int | None = None
        self._not_before = 0.0
        self._later: threading.Timer | None = None
        self._closed = False
        self.files: Mapping[str, bytes] = {}
        """By path in the site; none before the first time."""
        self.made = 0
        """How often they were made."""
        self.state: Literal["", "being made", "failed"] = ""

    def want(self, changes: int) -> bool:
        """Somebody searches a site that has changed so often: if the files are older, new ones are begun, now or soon.

        Says whether they are. What is saved meanwhile changes nothing in what is being made: it is for the next time.
        """
        with self._lock:
            if self._closed or self._process is not None or self._of == changes:
                return False
            if (wait := self._not_before - time.monotonic()) > 0:
                if self._later is None:
                    self._later = threading.Timer(wait, self._ask_again)
                    self._later.daemon = True
                    self._later.start()
                return False
            self._of = changes
            folder = tempfile.TemporaryDirectory()
            self._process = subprocess.Popen([*self.command, folder.name], stdin=subprocess.PIPE)
            self.state = "being made"
        threading.Thread(target=self._wait, args=(self._process, folder), daemon=True).start()
        return True

    def _ask_again(self) -> None:
        """Who still searches wants it now."""
        with self._lock:
            self._later = None
        self._ready()

    def _wait(self, process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
        began = time.monotonic()
        with folder:
            failed = process.wait() != 0
            if process.stdin is not None:
                process.stdin.close()
            place = Path(folder.name)
            found = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*.*")}
        with self._lock:
            now = time.monotonic()
            self._process, self._not_before = None, now + _REST * (now - began)
            self.state = "failed" if failed else ""
            if not failed:
                self.files, self.made = found, self.made + 1
        self._ready()

    def close(self) -> None:
        """Ends what is being made."""
        with self._lock:
            self._closed = True
            if self._later is not None:
                self._later.cancel()
            if self._process is not None:
                self._process.kill()


def make(config_file: Path, address: str, folder: Path) -> None:
    """Writes the files of the search into a folder. Raises SearchFailed, BuildFailed."""
    for name, content in index(Preview(config_file, address).searched()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _end_with_the_preview() -> None:
    """Whoever asked holds the other end of this pipe, even if killed."""
    while os.read(0, 1):  # not by `sys.stdin`, which must be free when a process ends
        pass
    os._exit(1)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # at 19 it would hardly begin beside anything that takes a core for long
    threading.Thread(target=_end_with_the_preview, daemon=True).start()
    make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
