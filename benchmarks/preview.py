"""Measures the preview's latency: from saving a file to the event that makes a browser reload."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from queue import Empty, Queue

EVENTS = "/.preview/events"
"""The address of the preview's event stream (`text/event-stream`)."""
_FIRST_BUILD = 1200
_ANSWER = 60
"""Seconds to wait, at most."""


def latencies(root: Path, saves: int, save: Callable[[int], None]) -> list[float]:
    """Seconds from each save to the event."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "explainer", "-C", str(root), "serve", "-a", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        events: Queue[float] = Queue()
        threading.Thread(target=_listen, args=(_connected(port), events), daemon=True).start()
        return [_latency(events, save, turn) for turn in range(saves)]
    finally:
        server.terminate()
        server.wait()


def _latency(events: Queue[float], save: Callable[[int], None], turn: int) -> float:
    with suppress(Empty):
        while True:  # drop events that follow the previous save
            events.get(timeout=0.5)
    start = time.perf_counter()
    save(turn)
    return events.get(timeout=_ANSWER) - start


def _connected(port: int) -> HTTPResponse:
    """The event stream, as soon as the server has built the site for the first time."""
    end = time.monotonic() + _FIRST_BUILD
    while True:
        connection = HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", EVENTS, headers={"Accept": "text/event-stream"})
            return connection.getresponse()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _listen(stream: HTTPResponse, events: Queue[float]) -> None:
    while line := stream.readline():
        if line.startswith(b"data:"):
            events.put(time.perf_counter())
