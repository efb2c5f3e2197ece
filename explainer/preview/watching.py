"""Follows a site's files: the system tells what has changed, nobody looks for it. The only importer of watchdog."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

_FOLDERS = ("content", "site_data", "templates")
_QUIET = 0.015
"""Seconds. Editors write a file in several steps; it is read when nothing has happened for this time."""
_PATIENCE = 0.25
"""Seconds after which files are read even if something happens all the time."""
_IGNORED = ("opened", "closed_no_write")
_BESIDE = ("~", ".swp", ".tmp", ".bak", ".part")
"""Endings of what editors put beside a file while they write it."""


class Watch(FileSystemEventHandler):
    """Tells which files of a site have changed, by paths relative to its root: all that changed within a moment."""

    def __init__(self, root: Path, changed: Callable[[set[str]], None]) -> None:
        self._root = root
        self._changed = changed
        self._paths: SimpleQueue[str | None] = SimpleQueue()
        self._observer = Observer()
        self._observer.schedule(self, str(root), recursive=False)
        self._watches: dict[str, ObservedWatch] = {}
        self._observer.start()
        for name in _FOLDERS:
            self._watch(name)
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it."""
        self._paths.put(None)
        self._thread.join()
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, for reading too."""
        if event.event_type in _IGNORED or (event.is_directory and event.event_type in ("modified", "attrib")):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._paths.put(os.path.relpath(os.fsdecode(path), self._root).replace(os.sep, "/"))

    def _watch(self, name: str) -> None:
        """Watches a folder; one that was made anew is not the one that was watched before."""
        if name in self._watches:
            self._observer.unschedule(self._watches.pop(name))
        if (self._root / name).is_dir():
            self._watches[name] = self._observer.schedule(self, str(self._root / name), recursive=True)

    def _follow(self) -> None:
        while (path := self._paths.get()) is not None:
            paths = {path}
            end = time.monotonic() + _PATIENCE
            try:
                while time.monotonic() < end:
                    following = self._paths.get(timeout=_QUIET)
                    if following is None:
                        return
                    paths.add(following)
            except Empty:
                pass
            for name in paths.intersection(_FOLDERS):
                self._watch(name)
            if wanted := {path for path in paths if _matters(path)}:
                self._changed(wanted)


def _matters(path: str) -> bool:
    """Whether a file may be one that the site is made of."""
    first, *others = path.split("/")
    if not others:
        return first == "mkdocs.yml" or first in _FOLDERS
    return not any(part.startswith(".") for part in others) and not path.endswith(_BESIDE)
