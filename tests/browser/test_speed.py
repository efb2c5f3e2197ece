"""Pages are light and quick, on a slow phone too."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from statistics import median_low
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage
from .kinds import ARABIC, ENTRY, FRONT, RUSSIAN, SEARCH, WORD, Kind
from .tools import CHROMIUM_ARGUMENTS, HERE, judge, program

pytestmark = pytest.mark.browser

MOST_PAGE = 150_000
"""Bytes that an entry page moves before images: HTML, style, fonts and scripts as they travel, with their headers."""
MOST_SEARCH = 200_000
"""Bytes that a search's first result moves beyond that."""
LEAST_PERFORMANCE = 0.98
RUNS = 3
"""Lighthouse's performance is a measurement on a machine that does other things too: the median of so many counts."""

# --- what travels -----------------------------------------------------------------------------------------------------


class Weight:
    """Counts the bytes that a page moves, by kind of file."""

    def __init__(self, page: Page) -> None:
        self.bytes: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[self._kinds.get(event["requestId"], "Other")] += round(event["encodedDataLength"])

    def before_images(self) -> int:
        """All but images."""
        return self.bytes.total() - self.bytes["Image"]


@pytest.mark.parametrize("kind", [ENTRY, ARABIC, RUSSIAN], ids=lambda kind: kind.name)
def test_an_entry_is_light(open_page: OpenPage, kind: Kind, origin: str) -> None:
    page = open_page()
    weight = Weight(page)
    kind.visit(page, origin)
    page.wait_for_load_state("networkidle")
    print(dict(weight.bytes))
    assert weight.bytes["Document"] > 1000 and weight.bytes["Stylesheet"] > 1000, "next to nothing was loaded"
    assert weight.before_images() <= MOST_PAGE, dict(weight.bytes)


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


def lighthouse(url: str) -> list[dict[str, Any]]:
    """Lighthouse's reports on a page for a phone; every category in the first, only the performance in the others.

    There are fewer than RUNS when the first settle what the median will be.
    """
    judge("lighthouse")
    script = str(HERE / "lighthouse.mjs")
    arguments = [url, str(RUNS), str(LEAST_PERFORMANCE), program("chromium"), *CHROMIUM_ARGUMENTS]
    command = [program("node"), script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    reports: list[dict[str, Any]] = json.loads(done.stdout)
    assert not [report["runtimeError"] for report in reports if report.get("runtimeError")]
    return reports


def faults(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost a category points."""
    audits = report["audits"]
    return [
        f"{ref['id']}: {audits[ref['id']]['score']} {audits[ref['id']].get('displayValue') or ''}".strip()
        for ref in report["categories"][category]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    ]


@pytest.mark.slow
@pytest.mark.xdist_group("lighthouse")  # two at a time would measure each other
@pytest.mark.parametrize("kind", [FRONT, ENTRY, SEARCH], ids=lambda kind: kind.name)
def test_lighthouse_is_content(origin: str, kind: Kind) -> None:
    reports = lighthouse(origin + kind.address)
    scores = [report["categories"]["performance"]["score"] for report in reports]
    print("performance", scores)
    wrong = {
        category: faults(reports[0], category)
        for category in ("accessibility", "best-practices", "seo")
        if reports[0]["categories"][category]["score"] != 1
    }
    if median_low(scores) < LEAST_PERFORMANCE:
        slow = next(report for report, score in zip(reports, scores, strict=True) if score == median_low(scores))
        wrong[f"performance {scores}"] = faults(slow, "performance")
    assert not wrong
