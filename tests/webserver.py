"""A server on this machine that behaves as the web does, and clocks that cost no time."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from explainer.authoring.web.client import Client
from explainer.authoring.web.manners import Manners

CERTIFICATE = Path(__file__).parent / "golden" / "web" / "secure.test.pem"
"""Made for these tests, for `secure.test` alone; its key is no secret."""
_TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
STORY = "<!doctype html><title>Dam breaks</title><p>The dam broke at night, officials said.</p>"
MEMENTO = "Fri, 21 Feb 2020 10:20:30 GMT"

_PAGES: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/": (200, {}, b"<title>The Courier</title>"),
    "/story": (200, {}, STORY.encode()),
    "/404": (404, {}, b"<title>No</title>"),
    "/410": (410, {}, b""),
    "/403": (403, {}, b"robots are not welcome"),
    "/999": (999, {}, b""),
    "/500": (500, {}, b""),
    "/503": (503, {}, b""),
    "/loop": (302, {"Location": "/loop2"}, b""),
    "/loop2": (302, {"Location": "/loop"}, b""),
    "/itself": (301, {"Location": "/itself"}, b""),
    "/cookies": (302, {"Location": "/cookies", "Set-Cookie": "seen=1"}, b""),
    "/nowhere": (302, {}, b""),
    "/soft": (200, {}, b"<title>Page not found | The Courier</title>"),
    "/home": (302, {"Location": "/"}, b""),
    "/to-private": (302, {"Location": "http://10.0.0.1/secret"}, b""),
    "/to-metadata": (302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""),
    "/to-name": (302, {"Location": "http://inside.test/secret"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/to-gopher": (302, {"Location": "gopher://127.0.0.1:25/_HELO"}, b""),
    "/to-nonsense": (302, {"Location": "http://[::1"}, b""),
    "/to-umlaut": (302, {"Location": "/st\u00c3\u00b6ry"}, b""),
    "/st%C3%B6ry": (200, {}, STORY.encode()),
    "/429-long": (429, {"Retry-After": "86400"}, b""),
    "/429-silent": (429, {}, b""),
    "/429-nonsense": (429, {"Retry-After": "soon\u00e9"}, b""),
    "/bomb": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(40_000_000), 1)),
    "/bombs": (200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(bytes(40_000_000), 1), 1)),
    "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(STORY.encode())),
    "/packed-wrong": (200, {"Content-Encoding": "gzip"}, STORY.encode()),
    "/header": (200, {"Content-Type": "text/html; charset=windows-1251"}, "<p>Плотина прорвана ночью".encode("cp1251")),
    "/meta": (200, {}, '<meta charset="koi8-r"><p>Плотина прорвана ночью'.encode("koi8-r")),
    "/utf-16": (200, {}, "<p>Плотина прорвана ночью".encode("utf-16")),
    "/bom": (200, {"Content-Type": "text/html; charset=latin1"}, "\ufeff<p>Плотина прорвана ночью".encode()),
    "/lies": (200, {"Content-Type": "text/html; charset=punycode"}, "<p>Плотина прорвана ночью".encode()),
    "/western": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, "<p>“Die Mühle” – stand".encode("cp1252")),
    "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
    "/deep": (200, {}, b"<div>" * 100_000 + b"The dam broke"),
    "/web/http://good.test/story": (302, {"Location": "/copy/story"}, b""),
    "/copy/story": (200, {"Memento-Datetime": MEMENTO}, STORY.encode()),
    "/web/http://good.test/gone-copy": (302, {"Location": "/copy/gone"}, b""),
    "/copy/gone": (404, {"Memento-Datetime": MEMENTO}, b""),
    "/web/http://good.test/odd-copy": (200, {"Memento-Datetime": "yesterday"}, b""),
}


class Web:
    """The server, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        """Hosts and paths, in order."""
        self.headers: list[dict[str, str]] = []
        self.pages = dict(_PAGES)
        self.times: Counter[str] = Counter()
        self.port = 0
        self.now = 0.0
        self.slept: list[float] = []
        self.names: dict[str, list[str]] = {"inside.test": ["10.0.0.5"], "both.test": ["127.0.0.1", "192.168.0.1"]}
        """Where names lead; those that end in `.test` lead here."""
        self.looked_up: Counter[str] = Counter()
        self.stopping = threading.Event()
        self._lock = threading.Lock()

    def forget(self) -> Web:
        """The server without a memory of what it was asked."""
        for memory in (self.asked, self.headers, self.times, self.slept):
            memory.clear()
        return self

    def url(self, path: str, host: str = "good.test") -> str:
        """An address of this server."""
        return f"http://{host}:{self.port}{path}"

    def clock(self) -> float:
        """The time, which passes only while somebody sleeps."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Lets time pass."""
        with self._lock:
            self.slept.append(seconds)
            self.now += seconds

    def resolve(self, host: str, port: int) -> list[str]:
        """What names lead to."""
        self.looked_up[host] += 1
        if host in self.names:
            return self.names[host]
        if host.endswith(".test"):
            return ["127.0.0.1"]
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        raise OSError("no such host")

    def client(self, *, minutes: float = 1e9, **options: Any) -> Client:
        """A client that may ask this server."""
        manners = Manners(60 * minutes, clock=self.clock, sleep=self.sleep)
        also = {("127.0.0.1", self.port)}
        options.setdefault("tls", _TRUSTING_NOBODY)
        return Client("test (+https://news.example.org/)", manners, also=also, resolver=self.resolve, **options)


@contextmanager
def running(tls: bool = False) -> Iterator[Web]:
    """A server that runs while the block does."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.replace(f":{web.port}/", "/")
            web.asked.append((self.headers["Host"].partition(":")[0], path))
            web.headers.append(dict(self.headers))
            web.times[path] += 1
            special: Callable[[], None] | None = getattr(
                self, "_" + path.strip("/").replace("-", "_").split("/")[0], None
            )
            if path not in web.pages and special is not None:
                special()
            else:
                self._send(*web.pages.get(path, (404, {}, b"")))

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", **headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def _chain(self) -> None:
            left = int(self.path.rpartition("/")[2])
            self._send(302, {"Location": f"/chain/{left - 1}" if left else "/story"}, b"")

        def _500_once(self) -> None:
            self._send(*web.pages["/500" if web.times["/500-once"] == 1 else "/story"])

        def _429_once(self) -> None:
            if web.times["/429-once"] == 1:
                self._send(429, {"Retry-After": "30"}, b"")
            else:
                self._send(*web.pages["/story"])

        def _429_date(self) -> None:
            if web.times["/429-date"] == 1:
                self.send_response_only(429)
                self.send_header("Date", "Fri, 21 Feb 2020 10:20:30 GMT")
                self.send_header("Retry-After", "Fri, 21 Feb 2020 10:20:50 GMT")
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._send(*web.pages["/story"])

        def _slow(self) -> None:
            self.send_response(200)
            self.end_headers()
            self._drip(b"<title>Dam breaks</title>")

        def _slow_head(self) -> None:
            self._drip(b"HTTP/1.1 200 OK\r\nX: ")

        def _silent(self) -> None:
            web.stopping.wait(5)

        def _drip(self, start: bytes) -> None:
            try:
                self.wfile.write(start)
                while not web.stopping.is_set():
                    self.wfile.write(b".")
                    time.sleep(0.02)
            except OSError:
                self.close_connection = True

        def _huge(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not web.stopping.is_set():
                    self.wfile.write(bytes(65_536))
            except OSError:
                self.close_connection = True

        def _garbage(self) -> None:
            self.wfile.write(b"\0\0\0 this is not HTTP\n\n")
            self.close_connection = True

        def _many(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000)
            self.close_connection = True

        def _cut(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(STORY.encode())
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.stopping.set()
        server.shutdown()
        server.server_close()
