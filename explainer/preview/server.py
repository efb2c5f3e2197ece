"""The preview's server: shows the site on this machine, drafts included, and notifies browsers of changes."""

from __future__ import annotations

import ipaddress
import mimetypes
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from explainer.keys import digest
from explainer.preview import overlay
from explainer.preview.bounds import BoundedHandler, BoundedServer
from explainer.preview.indexing import SearchIndexer
from explainer.preview.site import Preview, Shown
from explainer.preview.watching import Watch
from explainer.problems import ContentError
from explainer.text.plain import printable

OWN_PATH = ".preview/"
"""The path of the preview's own files."""
_FORM = "admin/"
"""The form editor, an application that fills the window and may hold unsaved work: nothing is added to it."""
_DRAFTED = re.compile(r"/(?:[\w-]+/)*explainers/([a-z0-9][a-z0-9-]{0,79})/")
"""The addresses of entries."""
_ALIVE = 20
"""Seconds of silence after which a stream of events sends a comment, so that a closed connection is noticed."""
_TYPES = {
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yml": "text/plain",
}
"""Media types that differ between systems."""


def serve(config_file: Path, address: tuple[str, int]) -> None:
    """Serves the site until interrupted. Raises OSError if it cannot listen, BuildFailed for a faulty mkdocs.yml."""
    with PreviewServer(config_file, address) as server:
        for note in notes(address[0], server.preview.left_out()):
            print(note, file=sys.stderr)
        print(f"Serving on {server.home} - pages reload when you save; press Ctrl+C to stop", flush=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            server.serve_forever(poll_interval=3600)
        except KeyboardInterrupt:
            print()


def notes(host: str, left_out: str) -> list[str]:
    """Notes for whoever starts a preview: what it cannot show, and that others can read it."""
    lines = [f"Note: {left_out}. This preview leaves that out; `mkdocs serve` shows it."] if left_out else []
    if not _is_loopback(host):
        lines.append(f"Warning: anyone who can reach {host} can read this site, drafts included, without a password")
    return lines


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class PreviewServer(BoundedServer):
    """Serves pages, and notifies browsers of changes."""

    def __init__(self, config_file: Path, address: tuple[str, int]) -> None:
        host = address[0]
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__(address, _Handler, bind_and_activate=False)
        try:
            self.server_bind()
            self.server_activate()
            shown = f"[{host}]" if ":" in host else host
            self.home = f"http://{shown}:{self.server_address[1]}/"
            self._names = {"localhost", host.lower()}
            # Distinguishes this run of the preview from the next.
            self._run = f"{os.getpid()}.{time.time_ns()}"
            self._closed = False
            self._news = threading.Condition()
            self._revision = 0
            self.preview = Preview(config_file, self.home)
            self._searching = SearchIndexer(config_file, self.home, self._notify)
            self._watch = Watch(config_file.resolve().parent, self._changed)
        except BaseException:
            super().server_close()
            raise

    def server_close(self) -> None:
        """Stops the server, the watcher and the indexer."""
        super().server_close()
        self._closed = True
        self._notify()
        self._watch.close()
        self._searching.close()

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this machine. Other names that resolve to it are refused, as their pages could
        read drafts (DNS rebinding)."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
            return name in self._names or bool(ipaddress.ip_address(name))
        except ValueError:
            return False

    # --- notifications ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> str:
        """Identifies the site's state; differs whenever something may have changed."""
        return f"{self._run}.{self._revision}"

    def _changed(self, paths: set[str]) -> None:
        try:
            self.preview.refresh(paths)
        except Exception as error:  # none is known, but the preview must survive it
            print(f"Error: a change could not be read: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        self._notify()

    def _notify(self) -> None:
        with self._news:
            self._revision += 1
            self._news.notify_all()

    def events(self) -> Iterator[str]:
        """The state and each that follows; empty now and then, so that a closed connection is noticed."""
        sent = ""
        while not self._closed:
            with self._news:
                changed = sent != self.state or self._news.wait(_ALIVE)
                sent = self.state
            yield sent if changed else ""

    # --- responses ----------------------------------------------------------------------------------------------------

    def shown(self, address: str) -> Shown:
        """What is at an address. The search index is built in the background when it is first requested."""
        if address.startswith("pagefind/"):
            if self._searching.request(self.preview.changes):
                self._notify()
            return Shown(self._searching.files.get(address))
        return self.preview.shown(address)

    def drafted(self, slug: str, text: bytes) -> tuple[HTTPStatus, bytes]:
        """A status, and the page of an entry with this text, or what is wrong with that."""
        try:
            return HTTPStatus.OK, self.preview.drafted(slug, text)
        except ContentError as error:
            wrong = [f"{problem.line}: {problem.message}" for problem in error.problems]
        except Exception as error:  # of a template, say
            wrong = [f"{type(error).__name__}: {error}"]
        items = "".join(f"<li>{escape(printable(one))}</li>" for one in wrong)
        return HTTPStatus.UNPROCESSABLE_ENTITY, f"<!doctype html><meta charset=utf-8><ul>{items}</ul>".encode()

    def page(self, address: str, shown: Shown, state: str) -> bytes:
        """A page with the preview's additions; `state` is the one from before the page was rendered."""
        content = shown.content or b"<!doctype html><html lang=en><title>No page</title><body><h1>No page</h1></body>"
        head, end, rest = content.rpartition(b"</body>")
        added = (
            f'<link rel="stylesheet" href="/{OWN_PATH}preview.css">'
            + self.overlay(address, shown)
            + f'<script src="/{OWN_PATH}preview.js" data-state="{escape(state)}"></script>'
        ).encode()
        return head + added + end + rest if end else content + added

    def overlay(self, address: str, shown: Shown) -> str:
        """The overlay with problems for a page."""
        searching = address == "search/"
        if searching:
            self._searching.request(self.preview.changes)
        fingerprint = digest(shown.content or b"", self._searching.builds if searching else 0)[:16]
        search = self._searching.state if searching else ""
        return overlay.overlay(self.preview.problems(), failure=shown.failure, page=fingerprint, search=search)

    def response(self, shown: Shown) -> tuple[HTTPStatus, Shown]:
        """A status and a page: what is at an address, or an error page."""
        if shown.content is not None:
            return HTTPStatus.OK, shown
        if shown.failure:
            return HTTPStatus.INTERNAL_SERVER_ERROR, shown
        return HTTPStatus.NOT_FOUND, self.preview.missing()


class _Handler(BoundedHandler):
    server: PreviewServer

    def do_GET(self) -> None:
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True  # nobody reads what follows
        if not self.server.answers_to(self.headers.get("Host", "")):
            message = f"The preview answers only at {self.server.home}; `-a NAME:PORT` gives it another name.\n"
            self._answer(HTTPStatus.FORBIDDEN, message.encode(), "text/plain")
            return
        target = urlsplit(self.path)
        address = unquote(target.path).removeprefix("/")
        name = address.removeprefix(OWN_PATH) if address.startswith(OWN_PATH) else ""
        if name == "events":
            self._stream()
        elif name == "problems":
            page = unquote(parse_qs(target.query).get("at", ["/"])[0]).removeprefix("/")
            overlay_html = self.server.overlay(page, self.server.response(self.server.shown(page))[1])
            self._answer(HTTPStatus.OK, overlay_html.encode(), "text/html")
        elif name in overlay.FILES:
            self._answer(HTTPStatus.OK, overlay.FILES[name].read_bytes(), _kind(name))
        else:
            self._show(address)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """The page of an entry as it stands in the form, sent to the entry's own address, so that its links lead where
        they always do. Nothing is kept. Other sites' pages cannot ask for it (Sec-Fetch-Site, W3C)."""
        here = (
            self.server.answers_to(self.headers.get("Host", "")) and self.headers.get("Sec-Fetch-Site") == "same-origin"
        )
        place = _DRAFTED.fullmatch(urlsplit(self.path).path)
        sent = self.body() if here and place else None
        if sent is None or place is None:
            self.close_connection = True
            self._answer(HTTPStatus.FORBIDDEN, b"Only the form of this preview may ask for this.\n", "text/plain")
            return
        text = parse_qs(sent.decode("ascii", errors="replace"), max_num_fields=2).get("text", [""])[0]
        status, page = self.server.drafted(place[1], text.encode("utf-8", errors="replace"))
        self._answer(status, page, "text/html")

    def _show(self, address: str) -> None:
        state = self.server.state
        kind = "text/html" if address.endswith("/") or not address else _kind(address)
        shown = self.server.shown(address)
        if shown.content is None and not shown.failure and self.server.shown(f"{address}/").content is not None:
            self._answer(HTTPStatus.FOUND, b"", "text/plain", {"Location": f"/{quote(address.lstrip('/'))}/"})
        elif shown.content is not None and (kind != "text/html" or address.startswith(_FORM)):
            self._answer(HTTPStatus.OK, shown.content, kind)
        else:
            status, shown = self.server.response(shown)
            self._answer(status, self.server.page(address, shown, state), "text/html")

    def _answer(self, status: HTTPStatus, content: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        textual = kind.startswith("text/") or kind.endswith(("json", "xml"))
        headers = {
            "Content-Type": f"{kind}; charset=utf-8" if textual else kind,
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            **(more or {}),
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.close_connection = True
        for state in self.server.events():
            # A browser that loses the connection tries again after a second.
            self.wfile.write(f"retry: 1000\ndata: {state}\n\n".encode() if state else b": still here\n\n")
            self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Requests are not logged."""


def _kind(path: str) -> str:
    """A file's media type."""
    return _TYPES.get(Path(path).suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
