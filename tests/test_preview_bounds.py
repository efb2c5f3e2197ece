"""The preview refuses what no browser asks for, at once, and goes on serving others."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from conftest import write_site
from previewing import BROKEN, DAM, PATIENCE, Client, previewed

from explainer.preview import bounds
from explainer.preview.server import PreviewServer


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    evil = {"content/images/x.html": "<script>alert(1)</script>", "content/x.txt": "x"}
    root = write_site(tmp_path_factory.mktemp("preview") / "small", evil)
    with PreviewServer(root / "mkdocs.yml", ("127.0.0.1", 0)) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def answer(port: int, request: bytes) -> bytes:
    """All that the preview says to some bytes, until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        parts = []
        try:
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionResetError:
            pass
        return b"".join(parts)


def get(port: int, path: str, more: str = "") -> bytes:
    return answer(port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}Connection: close\r\n\r\n".encode())


@pytest.mark.parametrize("path", ["/" + "a/" * 30_000, "/" + "a" * 60_000, "/?" + "a" * 60_000, "/" + "%2f" * 20_000])
def test_a_path_that_is_too_long_is_refused(path: str, port: int) -> None:
    assert b" 414 " in get(port, path).partition(b"\r\n")[0]


@pytest.mark.parametrize("more", ["X: " + "y" * 70_000 + "\r\n", "X: y\r\n" * 200, ("X: " + "y" * 1_000 + "\r\n") * 50])
def test_headers_that_are_too_large_are_refused(more: str, port: int) -> None:
    assert b" 431 " in get(port, "/", more).partition(b"\r\n")[0]


def test_a_body_is_not_taken_for_the_next_request(port: int) -> None:
    head = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 50\r\n\r\n"
    said = answer(port, (head + "GET /explainers/ HTTP/1.1\r\nHost: localhost\r\n\r\n").encode())
    assert said.count(b"HTTP/1.1 ") == 1


def test_who_sends_a_request_byte_by_byte_is_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "PATIENCE", 0.1)
    assert answer(port, b"GET / HTTP/1.1\r\nHost: ") == b""


def test_more_connections_than_browsers_need_are_closed(port: int) -> None:
    waiting = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in range(bounds._AT_ONCE)]
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one_more:
            assert one_more.recv(1) == b""
    finally:
        for connection in waiting:
            connection.close()
    while not get(port, "/").startswith(b"HTTP/1.1 200 "):  # as soon as the others are gone
        pass


def test_a_file_that_no_build_would_publish_is_not_shown(port: int) -> None:
    assert get(port, "/images/x.html").startswith(b"HTTP/1.1 404 ")
    assert b"only pictures belong here" in get(port, "/")
    assert get(port, "/x.txt").startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("path", "headers", "text", "answered"),
    [
        (
            "/explainers/dam/",
            {"Sec-Fetch-Site": "same-origin"},
            DAM.replace("Why the", "How a"),
            (200, "How a dam broke"),
        ),
        ("/explainers/new/", {"Sec-Fetch-Site": "same-origin"}, DAM, (200, "Why the dam broke")),
        ("/explainers/dam/", {"Sec-Fetch-Site": "same-origin"}, BROKEN, (422, "there is no field `statsu` here")),
        ("/explainers/dam/", {"Sec-Fetch-Site": "cross-site"}, DAM, (403, "Only the form")),
        ("/explainers/dam/", {}, DAM, (403, "Only the form")),
        (
            "/explainers/dam/",
            {"Sec-Fetch-Site": "same-origin", "Content-Length": "4000001"},
            "",
            (403, "Only the form"),
        ),
        ("/explainers/dam/", {"Sec-Fetch-Site": "same-origin", "Host": "evil.example"}, DAM, (403, "Only the form")),
        ("/topics/", {"Sec-Fetch-Site": "same-origin"}, DAM, (403, "Only the form")),
    ],
)
def test_only_the_form_of_the_preview_is_shown_what_is_not_saved(
    forms: Client, path: str, headers: dict[str, str], text: str, answered: tuple[int, str]
) -> None:
    with closing(HTTPConnection("127.0.0.1", forms.port, timeout=PATIENCE)) as connection:
        connection.request("POST", path, urlencode({"text": text}), {"Host": f"127.0.0.1:{forms.port}", **headers})
        answer = connection.getresponse()
        assert answer.status == answered[0]
        assert answered[1] in answer.read().decode()
    assert "Why the dam broke" in forms.get("/explainers/dam/").text, "nothing is kept"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    root = write_site(tmp_path_factory.mktemp("forms"), {})
    with previewed(root) as preview:
        yield preview
