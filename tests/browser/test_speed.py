"""Pages are light: few requests, few bytes, nothing that moves. `make bench` measures how quick that makes them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .kinds import ARABIC, ENTRY, FRONT, RUSSIAN, SEARCH, WORD, Kind
from .looking import SHIFTS, shifts
from .tools import lighthouse

pytestmark = pytest.mark.browser

MOST_PAGE = {"explainer": 150_000, "material": 215_000}
"""Bytes that an entry page moves before images: HTML, style, fonts and scripts as they travel, with their headers.

Material's own style and scripts are some 60 kB of them.
"""
MOST_SEARCH = 200_000
"""Bytes that a search's first result moves beyond that."""
MOST_REQUESTS = 20
"""What any page asks for before images, itself included, until nothing more is asked for."""
MOST_SHIFT = 0.1
"""The sum of all layout shifts: up to here the cumulative layout shift is good (web.dev/articles/cls)."""

# --- what travels -----------------------------------------------------------------------------------------------------


class Weight:
    """Counts the bytes that a page moves, by kind of file."""

    def __init__(self, page: Page) -> None:
        self.bytes: Counter[str] = Counter()
        self.requests: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]
        self.requests[event["type"]] += 1

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[self._kinds.get(event["requestId"], "Other")] += round(event["encodedDataLength"])

    def before_images(self) -> int:
        """All but images."""
        return self.bytes.total() - self.bytes["Image"]


def test_every_kind_of_page_is_light_and_stands_still(open_page: OpenPage, kind: Kind, origin: str, theme: str) -> None:
    page = open_page(360, motion=True)
    weight = Weight(page)
    page.add_init_script(SHIFTS)
    kind.visit(page, origin)
    page.wait_for_load_state("networkidle")
    moved, what = shifts(page)
    assert weight.requests["Document"] == 1
    assert weight.requests.total() - weight.requests["Image"] <= MOST_REQUESTS, dict(weight.requests)
    most = MOST_PAGE[theme] + (MOST_SEARCH if "?" in kind.address else 0)
    assert 1000 < weight.before_images() <= most, dict(weight.bytes)
    assert moved < MOST_SHIFT, what


@pytest.mark.parametrize("kind", [ENTRY, ARABIC, RUSSIAN], ids=lambda kind: kind.name)
def test_an_entry_is_light(open_page: OpenPage, kind: Kind, origin: str, theme: str) -> None:
    page = open_page()
    weight = Weight(page)
    kind.visit(page, origin)
    page.wait_for_load_state("networkidle")
    print(dict(weight.bytes))
    assert weight.bytes["Document"] > 1000 and weight.bytes["Stylesheet"] > 1000, "next to nothing was loaded"
    assert weight.before_images() <= MOST_PAGE[theme], dict(weight.bytes)


def test_a_search_is_light(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    Kind("other entry", "/explainers/obr-explained/").visit(page, origin)
    result = page.locator(f"a[href*='{ENTRY.address.strip('/').rpartition('/')[2]}/']:visible").first
    expect(result).to_have_count(0)
    page.wait_for_load_state("networkidle")
    weight = Weight(page)
    field = page.locator("input[type=search]:visible").first
    field.fill(WORD)
    field.press("Enter")
    expect(result).to_be_visible()
    print(dict(weight.bytes))
    assert weight.before_images() > 1000, "nothing was loaded for the search"
    assert weight.before_images() <= MOST_SEARCH, dict(weight.bytes)


# --- Lighthouse -------------------------------------------------------------------------------------------------------


def faults(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost a category points."""
    audits = report["audits"]
    return [
        f"{ref['id']}: {audits[ref['id']]['score']} {audits[ref['id']].get('displayValue') or ''}".strip()
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [FRONT, ENTRY, SEARCH], ids=lambda kind: kind.name)
def test_lighthouse_is_content(origin: str, kind: Kind) -> None:
    categories = ("accessibility", "best-practices", "seo")
    report = lighthouse(origin + kind.address, *categories)
    assert {name: faults(report, name) for name in categories if report["categories"][name]["score"] != 1} == {}
