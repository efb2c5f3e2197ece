"""Lines break where a reader expects it: a source's number stays with its word; Arabic letters are never slanted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage
from .kinds import ARABIC, ENTRY, Kind

pytestmark = pytest.mark.browser

ALONE = """() => [...document.querySelectorAll(".x-cites")].filter((cites) => {
  const words = document.createTreeWalker(cites.closest("li"), NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = words.nextNode(); node && !cites.contains(node); node = words.nextNode())
    if (node.textContent.trim()) last = node;
  const range = document.createRange(), end = last.textContent.trimEnd().length;
  range.setStart(last, end - 1);
  range.setEnd(last, end);
  const word = range.getBoundingClientRect(), number = cites.querySelector("a").getBoundingClientRect();
  return number.top >= word.bottom;
}).length"""
BROKEN_ZONES = """() => [...document.querySelectorAll("time")].filter((time) => {
  const text = time.firstChild, zone = text.textContent.indexOf("UTC");
  if (zone < 0) return false;
  const range = document.createRange();
  range.setStart(text, zone - 2);
  range.setEnd(text, text.textContent.length);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
}).length"""
SLANTED = """() => [...document.querySelectorAll(".x-page :lang(ar)")]
  .filter((element) => getComputedStyle(element).fontStyle !== "normal").length"""


def at_all_widths(page: Page, measure: str) -> set[int]:
    counts = set()
    for width in range(320, 760, 20):
        page.set_viewport_size({"width": width, "height": 900})
        counts.add(int(page.evaluate(measure)))
    return counts


@pytest.mark.parametrize("kind", [ENTRY, ARABIC], ids=["english", "arabic"])
def test_numbers_and_zones_stay_with_their_words(open_page: OpenPage, kind: Kind, origin: str) -> None:
    page = open_page(320)
    kind.visit(page, origin)
    assert page.locator(".x-cite").count() > 3
    assert at_all_widths(page, ALONE) == {0}
    assert at_all_widths(page, BROKEN_ZONES) == {0}


def test_arabic_is_never_slanted(open_page: OpenPage, origin: str) -> None:
    page = open_page(320)
    ARABIC.visit(page, origin)
    page.evaluate("document.querySelector('.x-dek').innerHTML = '<em>كلمة</em>'")
    assert page.evaluate(SLANTED) == 0
