"""Our pages keep their look and their scripts in the frame of a theme, and change nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .host import Host, hosted
from .kinds import ARABIC, ENTRY, FRONT, WORD, Kind
from .looking import Watcher
from .tools import build_site

pytestmark = pytest.mark.browser

WRITTEN = Kind("written", "/about/")
INSTANT = "[navigation.instant, navigation.tabs, navigation.tracking, toc.follow]"


@pytest.fixture
def instant(site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site where Material loads only the content of the next page."""
    host = Host(site)
    with hosted(host) as origin:  # its sitemap must name the address at which it is served
        settings = f"site_url: {origin}/\ntheme: {{name: material, features: {INSTANT}}}"
        host.publish(build_site(tmp_path / "site", settings=settings))
        yield origin


def suggestions(page: Page) -> list[str]:
    """What the field in the header suggests for `WORD`, once it suggests something."""
    page.keyboard.press("/")
    page.keyboard.type(WORD)
    expect(page.get_by_role("option").first).to_be_visible()
    return page.get_by_role("option").all_inner_texts()


@pytest.mark.parametrize("theme", ["material"], indirect=True)
def test_scripts_run_on_each_page_under_instant_navigation(open_page: OpenPage, instant: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    WRITTEN.visit(page, instant)
    page.wait_for_load_state("networkidle")  # Material asks for the sitemap first
    page.evaluate("() => { window.stays = true }")
    page.get_by_role("link", name="Explainers", exact=True).locator("visible=true").first.click()
    page.locator(".x-lead h2 a").click()
    page.wait_for_url(f"**{ENTRY.address}")
    citation = page.locator(".x-cite").first
    citation.focus()
    expect(page.locator(".x-source-card")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".x-source-card")).to_have_count(0)
    page.wait_for_function("() => localStorage.getItem('seen')")  # after some seconds, by the other script
    assert page.evaluate("() => window.stays"), "the page was loaded whole"
    assert watcher.findings(instant) == []


def test_the_header_suggests_explainers(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    WRITTEN.visit(page, origin)
    assert "Russia and Turkey in Idlib, explained" in suggestions(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{ENTRY.address}")
    assert watcher.findings(origin) == []


def test_the_header_says_nothing_where_nothing_is_found(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    FRONT.visit(page, origin)
    suggestions(page)
    page.locator("#x_find").fill("Atlantis")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Atlantis")


def test_a_page_in_arabic_runs_from_the_right_whatever_the_frame_does(
    open_page: OpenPage, origin: str, theme: str
) -> None:
    page = open_page()
    ARABIC.visit(page, origin)
    point = page.locator(".x-point").first
    edges = "point => [getComputedStyle(point).borderRightWidth, getComputedStyle(point).borderLeftWidth]"
    assert point.evaluate(edges) == ["3px", "0px"]
    expected = "ltr" if theme == "material" else "rtl"
    assert page.locator("body").evaluate("body => getComputedStyle(body).direction") == expected


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_there_are_text_and_sources(open_page: OpenPage, origin: str, scripts: bool) -> None:
    page = open_page(scripts=scripts, scheme="dark")
    page.emulate_media(media="print")
    ENTRY.visit(page, origin)
    for gone in (
        "form",
        ".x-permalink",
        ".x-cite-this",
        ".x-neighbours",
        ".md-sidebar",
        ".x-toc",
        ".md-tabs",
        ".x-nav",
    ):
        for one in page.locator(gone).all():
            expect(one).to_be_hidden()
    expect(page.locator(".x-sources li").first).to_be_visible()
    address = page.locator(".x-source-title a").first
    printed = address.evaluate("a => getComputedStyle(a, '::after').content")
    assert str(address.get_attribute("href")) in printed
    assert page.locator(".x-page").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"


def test_our_styles_change_nothing_outside(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    ENTRY.visit(page, origin)
    look = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('.x-page, .x-find')).map(e => {
      const style = getComputedStyle(e)
      return [e.localName, e.className.toString(), style.color, style.font, style.textDecoration, style.margin].join()
    })"""
    with_ours = page.evaluate(look)
    page.evaluate("() => document.querySelector('link[href*=\"explainer.css\"]').remove()")
    assert page.evaluate(look) == with_ours
