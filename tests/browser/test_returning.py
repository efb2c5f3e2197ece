"""Readers who return are told what is new since the version that they saw; nothing of it leaves their browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import GOOD_SITE
from playwright.sync_api import Locator, Page, expect
from repository import ISOLATED, begin, tell

from .conftest import OpenPage, Scheme
from .host import Host, hosted
from .looking import SCHEMES, WIDTHS, Walk, Watcher, sticking_out, violations
from .tools import TODAY

pytestmark = pytest.mark.browser

DAM = GOOD_SITE["content/entries/dam.yml"]
BOTH = ("dam", "sadd")
"""The same entry in English and, with the site's words, in Arabic."""
CORRECTION = """\
updates:
  - {at: 2026-05-05, type: correction, note: It was later., point: a1b2, was: at night, now: at three}
"""
MOVED = """\
      - id: g7h8
        text: >-
          The village is to move up the hill, which is safer, as the mayor, who lives there herself and has asked for
          it for years, said."""
STORY: list[dict[str, Any]] = [
    {"commit": "Publish"},
    {
        "replace": {slug: {"broke at night.": "broke at three.", "put off twice": "put  off twice"} for slug in BOTH},
        "append": dict.fromkeys(BOTH, CORRECTION),
        "commit": "Correct the hour",
    },
    {
        "replace": {slug: {"      - id: e5f6\n        text: The ministry plans a report.": MOVED} for slug in BOTH},
        "append": dict.fromkeys(BOTH, "  - {at: 2026-05-06, type: update, note: The village moves.}\n"),
        "commit": "Say that the village moves",
    },
]
"""Version 2 corrects a point, and writes another with more white space; version 3 brings a point and takes one away."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The site as it was published with each version."""
    folder = tmp_path_factory.mktemp("returning")
    arabic = DAM.replace("authors:", "language: ar\nauthors:")
    root = begin(folder / "desk", {"content/entries/sadd.yml": arabic})
    built = {}
    for number, step in enumerate(STORY, 1):
        tell(root, [step])
        built[number] = folder / f"v{number}"
        explainer = str(Path(sys.executable).with_name("explainer"))
        command = [explainer, "build", "-d", str(built[number]), "--today", TODAY, "--no-search"]
        environment = {**os.environ, **ISOLATED, "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return built


class Desk:
    """A site that publishes version after version at one address, and a reader of one of its entries."""

    def __init__(self, host: Host, origin: str, versions: dict[int, Path]) -> None:
        self.host = host
        self.origin = origin
        self.versions = versions

    def publish(self, number: int) -> None:
        self.host.publish(self.versions[number])

    def open(self, page: Page, slug: str = "dam") -> Locator:
        """Goes to the page of the entry; returns the place where it says what is new."""
        page.clock.install()
        page.goto(f"{self.origin}/explainers/{slug}/")
        return page.locator(".x-news")

    def read(self, page: Page, number: int, slug: str = "dam") -> Locator:
        """Reads a version for some seconds."""
        self.publish(number)
        whats_new = self.open(page, slug)
        page.clock.fast_forward(5_000)
        return whats_new


@pytest.fixture
def desk(versions: dict[int, Path]) -> Iterator[Desk]:
    host = Host(versions[1])
    with hosted(host) as origin:
        yield Desk(host, origin, versions)


BEHIND = (
    "window.shown = false;"
    "Object.defineProperty(document, 'visibilityState', {get: () => window.shown ? 'visible' : 'hidden'})"
)
"""Makes a page believe that its tab is behind others."""
TURN = "shown => { window.shown = shown; document.dispatchEvent(new Event('visibilitychange')) }"
"""Brings that tab to the front, or takes it back."""


def marks(page: Page) -> dict[str, str]:
    """By id: what the marked points are marked with."""
    found = page.locator(".x-point:has(> .x-point-text > .x-new)").all()
    return {one.get_attribute("id") or "": one.locator("> .x-point-text > .x-new").inner_text() for one in found}


def test_who_returns_is_told_once_what_is_new(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    watcher = Watcher(page)
    expect(desk.read(page, 1)).to_have_count(0)
    expect(desk.read(page, 1)).to_have_count(0)
    whats_new = desk.read(page, 2)
    heading = whats_new.get_by_role(
        "heading", name="What’s new since you last looked (version of May 4, 2026)", exact=True
    )
    expect(heading).to_be_in_viewport()
    expect(whats_new.locator(".x-news-points li")).to_have_text(["Corrected The dam broke at three."])
    expect(whats_new.locator(".x-news-versions li")).to_have_text(["Version 2 · Correction"])
    expect(whats_new.get_by_text("removed")).to_have_count(0)
    assert marks(page) == {"a1b2": "Corrected"}
    whats_new.get_by_role("link", name="The dam broke at three.").click()
    expect(page.locator("#a1b2")).to_be_in_viewport()
    expect(desk.read(page, 2)).to_have_count(0)
    assert marks(page) == {}
    assert watcher.findings(desk.origin) == []


def test_who_missed_versions_is_told_of_all(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.read(page, 1)
    whats_new = desk.read(page, 3)
    expect(whats_new.locator(".x-news-points li")).to_have_text(
        [
            "Corrected The dam broke at three.",
            "New The village is to move up the hill, which is safer, as the mayor, who lives there herself …",
        ]
    )
    expect(whats_new).to_contain_text("Something that was here has been removed.")
    assert marks(page) == {"a1b2": "Corrected", "g7h8": "New"}


def test_who_comes_back_from_a_link_goes_on_reading(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()  # with a real clock: a false one hides how the reader came
    page.add_init_script("localStorage.seen ??= JSON.stringify([['dam', [1, 1]]])")
    desk.publish(3)
    page.goto(f"{desk.origin}/explainers/dam/")
    page.wait_for_function("() => JSON.parse(localStorage.seen)[0][1][0] === 3")
    whats_new = page.locator(".x-news")
    whats_new.get_by_role("link", name="Version 3").click()
    page.wait_for_url("**/explainers/dam/changes/#v3")
    page.go_back()
    expect(whats_new.get_by_role("heading")).to_be_visible()
    assert marks(page) == {"a1b2": "Corrected", "g7h8": "New"}
    page.goto(f"{desk.origin}/explainers/dam/")
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    expect(whats_new).to_have_count(0)


def test_only_what_came_after_the_version_that_was_seen_is_new(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.read(page, 2)
    whats_new = desk.read(page, 3)
    expect(whats_new.get_by_role("heading")).to_have_text("What’s new since you last looked (version of May 5, 2026)")
    expect(whats_new.locator(".x-news-versions li")).to_have_text(["Version 3 · Update"])
    assert marks(page) == {"g7h8": "New"}


def test_who_comes_for_the_first_time_is_told_nothing(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    expect(desk.read(page, 3)).to_have_count(0)
    expect(desk.read(page, 2)).to_have_count(0)  # an older edition
    expect(desk.read(page, 3)).to_have_count(0)


def test_a_page_that_nobody_looked_at_is_not_seen(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.read(page, 1)
    page.add_init_script(BEHIND)
    desk.read(page, 2)
    expect(desk.open(page)).to_be_attached()
    page.evaluate(TURN, True)
    page.clock.fast_forward(2_000)
    page.evaluate(TURN, False)  # left at once
    page.clock.fast_forward(60_000)
    expect(desk.open(page)).to_be_attached()
    page.clock.fast_forward(86_400_000)
    page.evaluate(TURN, True)  # a day later
    page.clock.fast_forward(5_000)
    expect(desk.open(page)).to_have_count(0)


def test_a_tab_left_open_at_an_old_version_forgets_nothing(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.read(page, 1)
    page.add_init_script(BEHIND)  # all tabs have one clock here: two in view would write at the same instant
    desk.open(page)
    other = page.context.new_page()
    desk.read(other, 3)
    page.wait_for_function("() => JSON.parse(localStorage.seen)[0][1][0] === 3")  # tabs hear of it a moment later
    page.evaluate(TURN, True)
    page.clock.fast_forward(5_000)
    expect(desk.open(other)).to_have_count(0)


def test_the_keyboard_marks_it_as_read(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.read(page, 1)
    desk.publish(3)
    whats_new = desk.open(page)
    walk = Walk(page)
    assert any("Mark as read" in name for name in walk.names)
    assert walk.findings == {}
    whats_new.get_by_role("button", name="Mark as read").focus()
    page.keyboard.press("Enter")
    expect(whats_new).to_have_count(0)
    assert marks(page) == {}
    assert page.locator(".x-head").evaluate("head => head === document.activeElement")
    page.get_by_role("link", name="Version 3").first.click()
    page.wait_for_url("**/explainers/dam/changes/")
    page.go_back()
    expect(page.get_by_role("heading", name="What happened?")).to_be_visible()
    expect(whats_new).to_have_count(0)
    expect(desk.open(page)).to_have_count(0)


def test_where_nothing_can_be_kept_nothing_is_told(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    watcher = Watcher(page)
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError') }})"
    )
    for number in (1, 2, 3):
        expect(desk.read(page, number)).to_have_count(0)
    assert watcher.findings(desk.origin) == []


@pytest.mark.parametrize(
    "previous",
    ["{", "null", "7", '"dam"', '{"dam": 1}', "[null]", '[["dam"]]', '[["dam", ["1", {}]]]', '[[["dam"], [1, 1]]]'],
)
def test_what_others_kept_there_does_no_harm(open_page: OpenPage, desk: Desk, previous: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    desk.open(page)
    page.evaluate("previous => localStorage.setItem('seen', previous)", previous)
    expect(desk.read(page, 2)).to_have_count(0)
    expect(desk.read(page, 3)).to_have_count(1)
    assert watcher.findings(desk.origin) == []


def test_what_is_kept_is_bounded_and_the_latest(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.open(page)
    page.evaluate("rows => localStorage.setItem('seen', rows)", json.dumps([[f"e{n}", [1, 1]] for n in range(1000)]))
    desk.read(page, 1)
    previous = json.loads(page.evaluate("() => localStorage.getItem('seen')"))
    assert previous[-2:] == [["e999", [1, 1]], ["dam", [1, 1]]]
    assert len(previous) == 300


def test_without_javascript_the_changes_are_a_link_away(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(scripts=False)
    desk.publish(3)
    page.goto(f"{desk.origin}/explainers/dam/")
    assert "What’s new" not in page.inner_text("body")
    page.locator("header").get_by_role("link", name="Version 3").click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()


def test_a_correction_is_marked_where_it_applies_and_leads_to_its_note(open_page: OpenPage, desk: Desk) -> None:
    page = open_page()
    desk.publish(3)
    desk.open(page)
    page.locator("#a1b2").get_by_role("link", name="Corrected May 5, 2026").click()
    expect(page.locator("#update_2:target del")).to_have_text("at night")


@pytest.mark.parametrize("slug", BOTH)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_everyone_can_use_it(open_page: OpenPage, desk: Desk, slug: str, width: int, scheme: Scheme) -> None:
    page = open_page(width, scheme=scheme)
    desk.read(page, 1, slug)
    expect(desk.read(page, 3, slug).get_by_role("button")).to_be_visible()
    assert violations(page) == []
    if width == min(WIDTHS):
        assert not sticking_out(page)
