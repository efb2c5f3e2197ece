"""A small server that nobody can keep busy: bounds on paths, headers, connections, and the time of a request."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any

_LONGEST = 2_000
"""Characters of a path; those of explainers have a hundred."""
_HEADERS = 32_000
"""Bytes of all the headers of a request."""
PATIENCE = 10.0
"""Seconds in which a request must be here, once it has begun."""
_BODY = 4_000_000
"""Bytes of what a form sends; an entry may have a megabyte, of which each byte can take three in a form."""
_AT_ONCE = 100
"""Connections; a browser holds six, and one more for each open page."""


class BoundedServer(ThreadingTCPServer):
    """Answers each connection on a thread of its own, and only so many at once."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._places = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*arguments, **options)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answers on a thread of its own; more connections than browsers need are closed."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Makes place for another connection afterwards."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores lost connections: a browser may close a page in the middle of a response."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Limited:
    """Reads the lines of headers up to a number of bytes; then it says that there are no more."""

    def __init__(self, file: Any, most: int) -> None:
        self._file, self._left = file, most

    def readline(self, most: int = -1) -> bytes:
        """A line; longer than anybody reads once the bytes are used up, so that the request is refused."""
        if self._left <= 0:
            return b"x" * most
        line: bytes = self._file.readline(most)
        self._left -= len(line)
        return line


class BoundedHandler(BaseHTTPRequestHandler):
    """Reads requests up to the bounds."""

    protocol_version = "HTTP/1.1"
    rfile: Any  # a BufferedReader
    raw_requestline: bytes
    timeout = 60  # of an idle connection, and of a browser that takes nothing more

    def handle_one_request(self) -> None:
        """Cuts off who sends a request byte by byte: each such connection keeps a thread."""
        try:
            begun = self.rfile.peek(1)
        except (TimeoutError, ConnectionError):
            begun = b""
        if not begun:
            self.close_connection = True
            return
        self._deadline = threading.Timer(PATIENCE, self._cut)
        self._deadline.daemon = True
        self._deadline.start()
        try:
            super().handle_one_request()
        finally:
            self._deadline.cancel()

    def _cut(self) -> None:
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def parse_request(self) -> bool:
        """Whether the request can be answered; one that is too large is refused before anything looks at it."""
        if len(self.raw_requestline) > _LONGEST + 100:
            self.requestline, self.request_version, self.command = "", "HTTP/1.1", ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            self.close_connection = True
            return False
        reading, self.rfile = self.rfile, _Limited(self.rfile, _HEADERS)
        try:
            return super().parse_request()
        finally:
            self.rfile = reading
            self._deadline.cancel()

    def body(self) -> bytes | None:
        """What a request brings, read within the same time as its headers; None if it is too much or does not say how
        much it is. Nothing more is read from the connection."""
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and int(length[:10]) <= _BODY):
            return None
        cut = threading.Timer(PATIENCE, self._cut)
        cut.daemon = True
        cut.start()
        try:
            content: bytes = self.rfile.read(int(length))
        except OSError:
            return None
        finally:
            cut.cancel()
        return content if len(content) == int(length) else None
