"""Other sites show an explainer, or a point of it, in a frame that runs no scripts; no other page can be framed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from oembedpy.consumer import fetch_content
from oembedpy.discovery import find_from_content
from oembedpy.types import Rich
from pages import found as found_in
from pages import parsed
from playwright.sync_api import FrameLocator, Page, expect

from .conftest import OpenPage
from .host import Host, hosted
from .kinds import ARABIC, ENTRY, Kind
from .looking import SCHEMES, Watcher, sticking_out, violations

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("theme", ["explainer"], indirect=True)]

SITE = "https://explainers.example.org/"
EMBED = Kind("embed", f"{ENTRY.address}embed/")
EMBEDS = (EMBED, Kind("embed-arabic", f"{ARABIC.address}embed/"))
WITHDRAWN = Kind("embed-withdrawn", "/explainers/vacaciones-escolares-peru-2022/embed/")


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Another site: its folder, and its origin."""
    with hosted(Host(tmp_path)) as other:
        yield tmp_path, other


def codes(file: Path) -> list[str]:
    """The code that a page offers to copy."""
    return [code for code in found_in(parsed(file), "//pre/code") if "<iframe" in code]


def framed(page: Page, blog: tuple[Path, str], code: str, origin: str) -> FrameLocator:
    """What a page on another site shows that holds a code from the real site, which is served from `origin`."""
    folder, other = blog
    body = f"<!doctype html><title>A blog</title><p>Look:</p>{code.replace(SITE, f'{origin}/')}"
    name = f"{len(list(folder.iterdir()))}.html"  # the host keeps what it has once read
    (folder / name).write_text(body, encoding="utf-8")
    page.goto(f"{other}/{name}")
    return page.frame_locator("iframe")


def test_a_copied_code_shows_the_point_that_it_names_and_nothing_else(
    open_page: OpenPage, blog: tuple[Path, str], site: Path, origin: str
) -> None:
    code = next(one for one in codes(EMBED.file(site)) if "#bk7m" in one)  # below another point
    page = open_page()
    watcher = Watcher(page)
    frame = framed(page, blog, code, origin)
    expect(frame.locator("h1")).to_be_in_viewport()
    expect(frame.locator("#bk7m > div > p").first).to_be_in_viewport()
    expect(frame.locator("#bk7m .sources a").first).to_be_visible()
    expect(frame.locator("#bk7m .status")).to_be_visible()
    shown = frame.locator("li").evaluate_all(
        "all => all.filter(e => e.querySelector(':scope > div')?.checkVisibility()).map(e => e.id)"
    )
    assert shown == ["bk7m"]
    expect(frame.locator("h2:visible")).to_have_text(["What happened?"])
    expect(frame.locator(".whole:visible")).to_have_count(0)
    assert [one for one in watcher.findings(origin) if "example" in one or "policy" in one] == []


def test_a_section_stands_alone_and_without_a_fragment_all_is_there(
    open_page: OpenPage, blog: tuple[Path, str], site: Path, origin: str
) -> None:
    (whole,) = codes(ENTRY.file(site))
    page = open_page()
    frame = framed(page, blog, whole, origin)
    everything = frame.locator(".part li").count()
    expect(frame.locator(".part li:visible")).to_have_count(everything)
    assert everything > 5
    section = next(one for one in codes(EMBED.file(site)) if "#whats_next" in one)
    frame = framed(page, blog, section, origin)
    expect(frame.locator("h2:visible")).to_have_count(1)
    assert 0 < frame.locator(".part li:visible").count() < everything
    expect(frame.locator("h1")).to_be_in_viewport()


def test_a_frame_leads_to_the_page_and_only_if_a_reader_asks(
    open_page: OpenPage, blog: tuple[Path, str], site: Path, origin: str
) -> None:
    (code,) = codes(ENTRY.file(site))
    page = open_page()
    frame = framed(page, blog, code, origin)
    frame.locator("footer a").click()
    page.wait_for_url(f"{origin}{ENTRY.address}")
    # The strictest frame of all still shows it.
    bare = f'<iframe sandbox title="x" src="{origin}{EMBED.address}#c256"></iframe>'
    expect(framed(page, blog, bare, origin).locator("#c256 .sources a").first).to_be_visible()


def test_no_other_page_can_be_framed(open_page: OpenPage, blog: tuple[Path, str], origin: str) -> None:
    page = open_page()
    for address in (ENTRY.address, "/", "/about/", f"{ENTRY.address}changes/"):
        frame = framed(page, blog, f'<iframe title="x" src="{origin}{address}"></iframe>', origin)
        expect(frame.locator("h1")).to_have_count(0)


@pytest.mark.parametrize("embed", [*EMBEDS, WITHDRAWN], ids=lambda kind: kind.name)
def test_everyone_can_read_an_embed(open_page: OpenPage, embed: Kind, origin: str) -> None:
    page = open_page(300)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        embed.visit(page, origin)
        for summary in page.locator("summary").all():
            summary.click()
        assert violations(page) == []
        assert sticking_out(page) == ""
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(21, 23, 26)", "it is not dark where the reader's system is"


def test_readers_of_oembed_find_the_same_frame(site: Path, origin: str) -> None:
    endpoint, asked = find_from_content(f"{origin}{ENTRY.address}")
    assert asked.url == f"{SITE}{ENTRY.address[1:]}"
    found = fetch_content(endpoint.replace(SITE, f"{origin}/"), asked)
    assert isinstance(found, Rich)
    assert [found.html] == codes(ENTRY.file(site))
    told = json.loads((site / "explainers/russia-turkey-idlib/oembed.json").read_text(encoding="utf-8"))
    assert found.to_dict() == told | {"author_url": None, "cache_age": None}
