"""A web host in small: text travels compressed, files may be kept, what is missing gets the site's own page."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

# Not `mimetypes`, which says something else on each system.
TEXT = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
}
COMPRESSED = {
    ".gif": "image/gif",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
TYPES = TEXT | COMPRESSED
LASTING = "public, max-age=31536000"
FLEETING = "no-cache"


class Answer(NamedTuple):
    """What a host says to a request."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes = b""


_WILD = {"*": ".*", ":": "[^/]+"}
_JOINED = "Content-Security-Policy"
"""The policies of all rules that match are sent, and browsers keep to each of them."""


class Host:
    """A folder as a site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.late_fonts = 0.0
        """Seconds that a font is on its way: a slow line, on which the words are there before it."""
        self.rules = list(header_rules(folder / "_headers"))
        self._answers: dict[str, Answer] = {}

    def publish(self, folder: Path) -> None:
        """Another state of the site takes the old one's place."""
        self.folder = folder
        self._answers.clear()

    def answer(self, path: str) -> Answer:
        """The answer to a request for a path."""
        if path not in self._answers:
            self._answers[path] = self._made(path)
        if path.endswith(".woff2"):
            time.sleep(self.late_fonts)
        return self._answers[path]

    def _made(self, path: str) -> Answer:
        file = self.folder / path.lstrip("/")
        if ".." in file.parts:
            return Answer(HTTPStatus.BAD_REQUEST, {})
        if file.is_dir() and not path.endswith("/"):
            return Answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": path + "/"})
        if path.endswith("/"):
            file = file / "index.html"
        status = HTTPStatus.OK
        if not file.is_file():
            status, file = HTTPStatus.NOT_FOUND, self.folder / "404.html"
            if not file.is_file():
                return Answer(status, {})
        headers = {
            "Content-Type": TYPES.get(file.suffix, "application/octet-stream"),
            "Cache-Control": FLEETING if file.suffix == ".html" else LASTING,
        }
        body = file.read_bytes()
        if file.suffix in TEXT:
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            body = gzip.compress(body, 6, mtime=0)
        for matches, name, value in self.rules:
            if matches(path):
                headers[name] = f"{headers[name]}, {value}" if name == _JOINED and name in headers else value
        return Answer(status, headers, body)


def header_rules(file: Path) -> Iterator[tuple[Callable[[str], object], str, str]]:
    """What a `_headers` file (of Netlify and Cloudflare Pages) asks for: a test for the path, a header, its value."""
    matches: Callable[[str], object] | None = None
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        name, colon, value = line.strip().partition(":")
        if not line.strip() or line.startswith("#"):
            continue
        if not line[0].isspace():
            parts = (_WILD.get(part[:1]) or re.escape(part) for part in re.split(r"(\*|:\w+)", line.strip()))
            matches = re.compile("".join(parts)).fullmatch
        elif matches and colon:
            yield matches, name.strip(), value.strip()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def __init__(self, host: Host, *arguments: object) -> None:
        self.host = host
        super().__init__(*arguments)  # type: ignore[arg-type]  # what the server hands over

    def do_GET(self) -> None:
        status, headers, body = self.host.answer(unquote(urlsplit(self.path).path))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """A browser's every request is no news."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        """A browser that closes a page hangs up in the middle of an answer."""


@contextmanager
def hosted(host: Host) -> Iterator[str]:
    """The origin at which a host answers, for as long as the block runs."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, host))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
