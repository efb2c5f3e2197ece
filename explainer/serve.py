"""The preview's server: shows the site on this machine, drafts too, and what is saved at once."""

from __future__ import annotations

import json
import mimetypes
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from explainer.preview import Preview
from explainer.problems import Severity
from explainer.report import count
from explainer.resources import TEMPLATES
from explainer.templating import Templates

OURS = ".preview/"
"""Where the preview's own files are, below the front page."""
_TOGETHER = 0.015
"""Seconds. Editors write a file in several steps; what happens within this time is one change."""
_ALIVE = 20
"""Seconds after which a browser that is told nothing is told that there is nothing."""
_SHOWN = 50
"""How many problems are shown on a page."""


def serve(config_file: Path, address: tuple[str, int]) -> None:
    """Serves the site until it is interrupted. Raises OSError if it cannot listen there, BuildFailed for mkdocs.yml."""
    server = PreviewServer(config_file, address)
    print(f"Serving on {server.home} - it follows what you save; press Ctrl+C to end it", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.close()


class PreviewServer(ThreadingHTTPServer):
    """Answers browsers, and tells them what has changed."""

    daemon_threads = True

    def __init__(self, config_file: Path, address: tuple[str, int]) -> None:
        super().__init__(address, _Handler)
        host, port = address[0], self.server_address[1]
        shown = f"[{host}]" if ":" in host else host
        self.home = f"http://{shown}:{port}/"
        self.hosts = {f"{name}:{port}" for name in (shown, "localhost", "127.0.0.1", "[::1]")}
        self.root = config_file.resolve().parent
        self.preview = Preview(config_file, self.home)
        self.run = f"{os.getpid()}-{time.time_ns()}"
        """Tells one run of the preview from the next."""
        self._templates = Templates([TEMPLATES])
        self._listeners: set[queue.SimpleQueue[str]] = set()
        self._observer = _watching(self.root, self._changed)
        self._indexing = threading.Lock()

    def close(self) -> None:
        """Ends the watching."""
        self._observer.stop()
        self._observer.join()
        self.server_close()

    def _changed(self, paths: set[str]) -> None:
        for kind in self.preview.refresh(paths):
            self.tell(kind)

    def tell(self, kind: str) -> None:
        """Sends an event to every page that listens."""
        for listener in tuple(self._listeners):
            listener.put(kind)

    def events(self) -> Iterator[str]:
        """What one page is told; empty every now and then, so that a page that is gone is noticed."""
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listeners.add(listener)
        try:
            yield "hello"
            while True:
                try:
                    yield listener.get(timeout=_ALIVE)
                except queue.Empty:
                    yield ""
        finally:
            self._listeners.discard(listener)

    def problems(self) -> bytes:
        """What is wrong, as part of a page."""
        problems = self.preview.problems()
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        counts = ((errors, "error"), (len(problems) - errors, "warning"))
        parts = [count(number, word, f"{word}s") for number, word in counts if number]
        values = {
            "problems": problems[:_SHOWN],
            "more": max(0, len(problems) - _SHOWN),
            "errors": errors,
            "failure": self.preview.failure,
            "summary": ", ".join(parts) or "A page could not be made",
        }
        return self._templates.render("preview/problems.html.jinja", values).encode()

    def page(self, content: bytes) -> bytes:
        """A page with what the preview adds to it."""
        head, end, rest = content.rpartition(b"</body>")
        added = (
            self.problems()
            + f'<link rel="stylesheet" href="/{OURS}preview.css">'.encode()
            + f'<script src="/{OURS}preview.js?run={self.run}"></script>'.encode()
        )
        return head + added + end + rest if end else content + added

    def search(self) -> None:
        """Makes the search in the background, once it is asked for."""
        if self._indexing.acquire(blocking=False):
            threading.Thread(target=self._search, daemon=True).start()

    def _search(self) -> None:
        try:
            if self.preview.index():
                self.tell("changed")
        finally:
            self._indexing.release()


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("Host", "") not in self.server.hosts:
            # A page of somebody else's whose name leads here must not read drafts.
            self._answer(HTTPStatus.FORBIDDEN, b"The preview answers on this machine only.\n", "text/plain")
            return
        address = unquote(urlsplit(self.path).path).removeprefix("/")
        if address == f"{OURS}events":
            self._stream()
        elif address == f"{OURS}problems":
            self._answer(HTTPStatus.OK, self.server.problems(), "text/html")
        elif address in (f"{OURS}preview.js", f"{OURS}preview.css"):
            content = (TEMPLATES / "preview" / address.removeprefix(OURS)).read_bytes()
            self._answer(HTTPStatus.OK, content, mimetypes.guess_type(address)[0] or "")
        else:
            self._page(address)

    def _page(self, address: str) -> None:
        content = self.server.preview.file(address)
        if content is None and not address.endswith("/") and self.server.preview.file(f"{address}/") is not None:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{address}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if content is None and address.startswith("pagefind/"):
            self.server.search()
        kind = mimetypes.guess_type(address)[0] or ("text/html" if address.endswith("/") or not address else "")
        if content is None:
            self._answer(HTTPStatus.NOT_FOUND, self.server.page(self.server.preview.missing()), "text/html")
        elif kind == "text/html":
            self._answer(HTTPStatus.OK, self.server.page(content), kind)
        else:
            self._answer(HTTPStatus.OK, content, kind or "application/octet-stream")

    def _answer(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        textual = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if textual else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        for kind in self.server.events():
            said = json.dumps({"kind": kind, "run": self.server.run})
            try:
                self.wfile.write((f"data: {said}\n\n" if kind else ": still here\n\n").encode())
                self.wfile.flush()
            except OSError:  # the page is gone
                return

    def log_message(self, *_: object) -> None:
        """Nobody wants to read what a browser asks for."""


# --- watching ---------------------------------------------------------------------------------------------------------


class _Watcher(FileSystemEventHandler):
    """Gathers what happens within a moment, and tells it at once."""

    def __init__(self, root: Path, changed: Callable[[set[str]], None]) -> None:
        self._root = root
        self._changed = changed
        self._paths: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._follow, daemon=True).start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, for reading too."""
        if event.event_type in ("opened", "closed_no_write") or (event.is_directory and event.event_type == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._paths.put(os.fsdecode(path))

    def _follow(self) -> None:
        while True:
            paths = {self._paths.get()}
            time.sleep(_TOGETHER)
            while not self._paths.empty():
                paths.add(self._paths.get())
            ours = {os.path.relpath(path, self._root) for path in paths}
            if wanted := {path for path in ours if _matters(path)}:
                self._changed(wanted)


def _matters(path: str) -> bool:
    """Whether a file may be one that the site is made of: editors put others beside it while they write."""
    name = Path(path).name
    hidden = any(part.startswith(".") and part != ".." for part in Path(path).parts)
    return not hidden and not name.endswith(("~", ".swp", ".tmp")) and (os.sep in path or path == "mkdocs.yml")


def _watching(root: Path, changed: Callable[[set[str]], None]) -> BaseObserver:
    """Follows the site's folders; the system tells of changes, nobody looks for them."""
    watcher = _Watcher(root, changed)
    observer = Observer()
    observer.schedule(watcher, str(root), recursive=False)
    folders = (root / "content", root / "site_data", root / "templates", TEMPLATES)
    for folder in dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()):
        observer.schedule(watcher, str(folder), recursive=True)
    observer.start()
    return observer
