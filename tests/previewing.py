"""A preview as tests use it: asks for pages, and waits for what it tells."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from conftest import GOOD_SITE
from lxml import html

from explainer.preview.server import PreviewServer

ENTRY = "content/entries/dam.yml"
DAM = GOOD_SITE[ENTRY]
BROKEN = DAM.replace("status: published", "statsu: published").replace("kind: whats_next", "kind: next")
PATIENCE = 15
"""Seconds to wait for an answer or an event; what takes longer is broken."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.body)


def problems(page: html.HtmlElement) -> list[str]:
    """What stands over a page: one text for each problem; none if nothing is shown."""
    (overlay,) = page.xpath("//aside[@id='preview_problems']")
    if "hidden" in overlay.attrib:
        return []
    return [" ".join(one.text_content().split()) for one in overlay.xpath(".//li | .//*[@data-error][self::p]")]


class Client:
    """One browser's side of a preview."""

    def __init__(self, server: PreviewServer) -> None:
        self.server = server
        self.port = server.server_address[1]
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self._connection.request("GET", "/.preview/events")
        self.stream: HTTPResponse = self._connection.getresponse()
        self.state = self.told()

    def get(self, path: str, *, method: str = "GET", host: str = "") -> Answer:
        """The answer to one request."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, headers={"Host": host or f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read())

    def told(self) -> str:
        """The next state that the preview tells."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and (line := self.stream.readline().decode()):
            if line.startswith("data: "):
                self.state = line.removeprefix("data: ").strip()
                return self.state
        raise AssertionError("the preview tells nothing")

    def close(self) -> None:
        self.stream.close()
        self._connection.close()


@contextmanager
def previewed(root: Path, port: int = 0) -> Iterator[Client]:
    """A running preview of a site; it listens on this machine alone."""
    with PreviewServer(root / "mkdocs.yml", ("127.0.0.1", port)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        client = Client(server)
        try:
            yield client
        finally:
            client.close()
            server.shutdown()
            thread.join()
