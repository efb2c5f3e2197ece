"""A site with every setting of Material's that goes together: nothing is blocked by its policy, and buttons work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from building import build
from conftest import write_site
from material_settings import ENTRY, GUIDE, with_settings
from playwright.sync_api import Route, expect

from .conftest import OpenPage
from .host import Host, hosted
from .looking import Watcher

pytestmark = pytest.mark.browser

KNOWN = ("Failed to construct 'URL'", "/tr/sitemap.xml", "versions.json")
"""Material's script for an old edition is wrong with relative addresses; the others are not there in this test."""
TYPES = {"script": "text/javascript", "stylesheet": "text/css"}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site's origin."""
    folder = tmp_path_factory.mktemp("busy")
    host = Host(folder)
    with hosted(host) as origin:
        files = dict(with_settings("main"))
        # Material's script asks the sitemap which pages are the site's own.
        files["mkdocs.yml"] = files["mkdocs.yml"].replace("https://small.example.org", origin)
        build(write_site(folder, files))
        host.publish(folder / "site")
        yield origin


def answer(route: Route) -> None:
    """What others would say whom the owner named: nothing."""
    route.fulfill(body="{}" if "api." in route.request.url else "", content_type=TYPES.get(route.request.resource_type))


@pytest.mark.parametrize("name", [ENTRY, GUIDE, "", "nowhere"])
def test_no_setting_breaks_the_policy(open_page: OpenPage, busy: str, name: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    page.route(lambda url: not url.startswith(busy), answer)
    page.goto(f"{busy}/{name}{'/' if name else ''}")
    with page.expect_navigation():  # the page is loaded again, and now may ask
        page.get_by_role("button", name="Accept").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#__consent")).to_be_hidden()
    asked = {url.split("/")[2] for url in watcher.requests if not url.startswith(busy)}
    assert {"fonts.googleapis.com", "www.googletagmanager.com", "api.github.com", "cdn.example.org"} <= asked
    page.locator("label[for='__palette_1']:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator(".md-banner__button").click()
    expect(page.locator(".md-banner").first).to_be_hidden()
    assert page.evaluate("() => violations") == []
    assert [one for one in watcher.complaints if not any(known in one for known in KNOWN)] == []


def test_instant_navigation_keeps_to_the_policy(open_page: OpenPage, busy: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    page.route(lambda url: not url.startswith(busy), answer)
    page.goto(f"{busy}/{GUIDE}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Reject").click()
    page.wait_for_load_state("networkidle")
    page.evaluate("() => { window.kept = true }")
    page.get_by_role("navigation", name="Tabs").get_by_text("Front").click()
    page.wait_for_url(f"{busy}/")
    page.locator(f"main a[href*='{ENTRY}/']").first.click()
    page.wait_for_url(f"{busy}/{ENTRY}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => window.kept"), "the frame was loaded again"
    assert page.evaluate("() => violations") == []
    assert [one for one in watcher.complaints if not any(known in one for known in KNOWN)] == []
