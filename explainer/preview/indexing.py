"""Builds a preview's search index, in a separate process so that nothing waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from explainer.engine.search import index
from explainer.preview.site import Preview
from explainer.resources.staging import temporary

_REST = 3
"""How many times the duration of a build to wait before the next, so that a large site does not index all the time."""


class SearchIndexer:
    """Builds the search index in the background, when somebody searches and something has changed since."""

    def __init__(self, config_file: Path, address: str, ready: Callable[[], None]) -> None:
        """`ready` is called when there are new files, when a build has failed, and when it is time to request again."""
        self.command = [sys.executable, "-m", __name__, str(config_file), address]
        """Makes the files; the folder for them is its last argument."""
        self._ready = ready
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._of: int | None = None
        self._not_before = 0.0
        self._later: threading.Timer | None = None
        self._closed = False
        self.files: Mapping[str, bytes] = {}
        """By path in the site; empty before the first build."""
        self.builds = 0
        """How many builds have succeeded."""
        self.state: Literal["", "being built", "failed"] = ""

    def request(self, changes: int) -> bool:
        """Starts a build, now or soon, if the index is older than the site's last change; `changes` counts those.

        Returns whether a build has started. Changes that are saved meanwhile wait for the next one.
        """
        with self._lock:
            if self._closed or self._process is not None or self._of == changes:
                return False
            if (wait := self._not_before - time.monotonic()) > 0:
                if self._later is None:
                    self._later = threading.Timer(wait, self._retry)
                    self._later.daemon = True
                    self._later.start()
                return False
            self._of = changes
            stack = ExitStack()
            folder = stack.enter_context(temporary(Path(tempfile.gettempdir()), "explainer-preview-"))
            self._process = subprocess.Popen([*self.command, str(folder)], stdin=subprocess.PIPE)
            self.state = "being built"
        threading.Thread(target=self._wait, args=(self._process, folder, stack), daemon=True).start()
        return True

    def _retry(self) -> None:
        """Lets those who still search request a build again."""
        with self._lock:
            self._later = None
        self._ready()

    def _wait(self, process: subprocess.Popen[bytes], folder: Path, stack: ExitStack) -> None:
        began = time.monotonic()
        with stack:
            failed = process.wait() != 0
            if process.stdin is not None:
                process.stdin.close()
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
        with self._lock:
            now = time.monotonic()
            self._process, self._not_before = None, now + _REST * (now - began)
            self.state = "failed" if failed else ""
            if not failed:
                self.files, self.builds = files, self.builds + 1
        self._ready()

    def close(self) -> None:
        """Stops the build that is running."""
        with self._lock:
            self._closed = True
            if self._later is not None:
                self._later.cancel()
            if self._process is not None:
                self._process.kill()


def make(config_file: Path, address: str, folder: Path) -> None:
    """Writes the files of the search index to a folder. Raises SearchFailed and BuildFailed."""
    for name, content in index(Preview(config_file, address).searched()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _end_with_the_preview() -> None:
    """Exits when the preview does, which holds the other end of this pipe, even if it is killed."""
    while os.read(0, 1):  # not by `sys.stdin`, which must be free when a process ends
        pass
    os._exit(1)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # at 19 it would hardly run beside anything that keeps a core busy
    threading.Thread(target=_end_with_the_preview, daemon=True).start()
    make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
