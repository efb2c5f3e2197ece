"""A stand-in for GitHub, on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


class GitHub:
    """As much of GitHub's REST API as the job uses, on this machine: https://docs.github.com/en/rest/issues/issues."""

    def __init__(self) -> None:
        self.issues: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.takes_labels = True
        self.fails = False
        github = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                github.calls.append("GET")
                if github.fails:
                    self.send_error(403)
                    return
                asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                assert urlsplit(self.path).path == "/repos/desk/news/issues"
                assert (asked["labels"], asked["state"]) == ("agenda", "open")
                size, number = int(asked["per_page"]), int(asked["page"])
                found = [one for one in github.issues if one["state"] == "open" and {"name": "agenda"} in one["labels"]]
                self.answer(200, found[size * (number - 1) : size * number])

            def do_POST(self) -> None:
                body = self.body("POST")
                assert self.path == "/repos/desk/news/issues"
                self.answer(201, github.open(body["title"], body["body"], body["labels"] * github.takes_labels))

            def do_PATCH(self) -> None:
                body = self.body("PATCH")
                issue = github.issues[int(self.path.removeprefix("/repos/desk/news/issues/")) - 1]
                issue.update(body)
                self.answer(200, issue)

            def body(self, method: str) -> dict[str, Any]:
                github.calls.append(method)
                assert self.headers["Authorization"] == "Bearer token"
                read: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                return read

            def answer(self, status: int, value: object) -> None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(value).encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.job = {
            "GITHUB_API_URL": f"http://127.0.0.1:{self.server.server_port}",
            "GITHUB_REPOSITORY": "desk/news",
            "GITHUB_TOKEN": "token",
            "no_proxy": "127.0.0.1",
        }
        """What a job finds in its environment."""

    def open(self, title: str, body: str | None, labels: list[str]) -> dict[str, Any]:
        named = [{"name": label} for label in labels]
        issue = {"number": len(self.issues) + 1, "title": title, "body": body, "state": "open", "labels": named}
        self.issues.append(issue)
        return issue

    def states(self) -> dict[str, str]:
        return {issue["title"]: issue["state"] for issue in self.issues}


@contextmanager
def running() -> Iterator[GitHub]:
    """GitHub, answering."""
    github = GitHub()
    thread = Thread(target=github.server.serve_forever)
    thread.start()
    try:
        yield github
    finally:
        github.server.shutdown()
        github.server.server_close()
        thread.join()
