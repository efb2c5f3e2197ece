"""What the browser tests share: the built site, a host that serves it, a Chromium that opens its pages."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urljoin

import pytest
from matrix import WHOLE
from playwright.sync_api import Browser, Page, sync_playwright

from .host import Host, hosted
from .kinds import KINDS, Kind, is_looked_at
from .tools import CHROMIUM_ARGUMENTS, THEMES, build_site, chromium

Scheme = Literal["light", "dark"]


class OpenPage(Protocol):
    """Opens an empty page in a browser that has seen nothing yet."""

    def __call__(
        self, width: int = 1280, *, scheme: Scheme = "light", scripts: bool = True, motion: bool = False
    ) -> Page: ...


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out kinds of pages that differ in nothing between the two frames."""
    left_out = [item for item in items if isinstance(item, pytest.Function) and not _is_looked_at(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _is_looked_at(item: pytest.Function) -> bool:
    parameters: dict[str, object] = item.callspec.params if hasattr(item, "callspec") else {}
    kind, theme = parameters.get("kind"), parameters.get("theme")
    # The way through a page is the same at both widths, but for the frame's own.
    walked = item.originalname == "test_the_keyboard_reaches_everything" and parameters.get("width") != 320
    if walked and not WHOLE and isinstance(kind, Kind) and not kind.is_framed:
        return False
    return not isinstance(kind, Kind) or not isinstance(theme, str) or is_looked_at(kind, theme, item.originalname)


@pytest.fixture(scope="session", params=THEMES)
def theme(request: pytest.FixtureRequest) -> str:
    """The theme whose frame stands around our pages."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def site(theme: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site with a theme, built once however many workers run the tests."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent  # a worker's own folder lies in the run's
    folder = shared / f"browser-site-{theme}"
    with (shared / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return folder if folder.is_dir() else build_site(folder, theme)


@pytest.fixture(scope="session")
def host(site: Path) -> Host:
    """The site's host: tests may slow it down."""
    return Host(site)


@pytest.fixture(scope="session")
def origin(host: Host) -> Iterator[str]:
    """`http://127.0.0.1:PORT` of the hosted site."""
    with hosted(host) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This system's Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages, each in a context of its own, and closes them when the test is done."""
    contexts = []

    def open_page(width: int = 1280, *, scheme: Scheme = "light", scripts: bool = True, motion: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 640 if width < 600 else 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
            # Most tests look at what a movement comes to, and need not wait for it.
            reduced_motion="no-preference" if motion else "reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def show(origin: str) -> Callable[[Page, str], None]:
    """Goes to a page of the test's own making, with which it proves that it would notice."""

    def show(page: Page, html: str) -> None:
        address = urljoin(origin, "/made-by-a-test/")
        page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        page.goto(address)

    return show


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest, site: Path) -> Kind:
    """Each kind of page in turn. Where there is no such page, there is nothing to look at, and the test fails."""
    kind: Kind = request.param
    if not kind.file(site).is_file():
        pytest.fail(f"the site has no page {kind.address} ({kind.name})", pytrace=False)
    return kind
