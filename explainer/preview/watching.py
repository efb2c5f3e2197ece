"""Watches a site's files with the operating system's notifications. The only importer of watchdog."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from explainer.content.layout import layout_of

_QUIET = 0.015
"""Seconds without an event before changes are reported, as editors write a file in several steps."""
_PATIENCE = 0.25
"""Seconds after which changes are reported even if events keep coming."""
_IGNORED = ("opened", "closed_no_write")
_BESIDE = ("~", ".swp", ".tmp", ".bak", ".part")
"""Suffixes of temporary files that editors write beside a file."""


class Watch(FileSystemEventHandler):
    """Calls `changed` with the paths, relative to the site's root, of all files that changed within a moment."""

    def __init__(self, root: Path, changed: Callable[[set[str]], None]) -> None:
        self._root = root
        self._changed = changed
        self._paths: SimpleQueue[str | None] = SimpleQueue()
        self._observer = Observer()
        self._observer.schedule(self, str(root), recursive=False)
        self._watches: dict[str, ObservedWatch] = {}
        self._observer.start()
        self._folders = layout_of(root).folders
        for name in self._folders:
            self._watch(name)
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops watching."""
        self._paths.put(None)
        self._thread.join()
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, even when a file is only read."""
        if event.event_type in _IGNORED or (event.is_directory and event.event_type in ("modified", "attrib")):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._paths.put(os.path.relpath(os.fsdecode(path), self._root).replace(os.sep, "/"))

    def _watch(self, name: str) -> None:
        """Watches a folder; one that was recreated must be watched anew."""
        if name in self._watches:
            self._observer.unschedule(self._watches.pop(name))
        if (self._root / name).is_dir():
            self._watches[name] = self._observer.schedule(self, str(self._root / name), recursive=True)

    def _follow(self) -> None:
        while (path := self._paths.get()) is not None:
            paths = {path}
            end = time.monotonic() + _PATIENCE
            with suppress(Empty):
                while time.monotonic() < end:
                    if (following := self._paths.get(timeout=_QUIET)) is None:
                        return
                    paths.add(following)
            for name in paths.intersection(self._folders):
                self._watch(name)
            if relevant := {path for path in paths if self._matters(path)}:
                self._changed(relevant)

    def _matters(self, path: str) -> bool:
        """Whether a path may belong to the site."""
        if "/" not in path:
            return path == "mkdocs.yml" or path in self._folders
        inside = any(path.startswith(f"{folder}/") for folder in self._folders)
        return inside and not any(part.startswith(".") for part in path.split("/")) and not path.endswith(_BESIDE)
