"""A link to a quoted source opens at the words, in a real browser."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from explainer.text.passage import at_passage

pytestmark = pytest.mark.browser

PAGE = (
    "<!doctype html><title>Dam</title>" + "<p>Nothing to see here.</p>" * 300 + "<p id='here'>“The dam, built in "
    "1961 – and worn-out & never repaired – broke at night,” officials said on Monday.</p>"
    + "<p>Nothing to see here.</p>"
    * 300
)


@pytest.mark.parametrize(
    "quote",
    [
        "The dam, built in 1961",
        "worn-out & never repaired",
        "The dam […] broke at night",
        "“The dam, built in 1961 – and worn-out & never repaired – broke at night,” officials said on Monday.",
    ],
)
def test_a_link_opens_at_the_quoted_words(browser: Browser, quote: str) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        page = browser.new_page()
        page.goto(at_passage(f"http://127.0.0.1:{server.server_port}/", quote))
        page.wait_for_function("scrollY > 0", timeout=10_000)
        place = page.locator("#here").evaluate("e => e.getBoundingClientRect().top")
        height = page.evaluate("innerHeight")
        page.close()
        server.shutdown()
    assert 0 <= place <= height
