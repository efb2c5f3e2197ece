"""With JavaScript off, every word, source and link is there: scripts only make them nearer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage
from .kinds import KINDS, SEARCH, Kind

pytestmark = pytest.mark.browser

TEXT = "root => root.innerText"
# Controls that only a script can serve (share, copy, switch) are no loss where there is none.
CONTROLS = """root => [...root.querySelectorAll('button, [role=button], select, option')]
  .filter(e => e.checkVisibility({visibilityProperty: true})).map(e => e.innerText).join(' ')"""
# With the focus on one link to each place on the page in turn, citations among them: what opens then is to be read
# elsewhere on the page without scripts.
OPENED = """async root => {
  const seen = []
  const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  const places = new Map([...root.querySelectorAll('main a[href^="#"]')].map(link => [link.hash, link]))
  for (const link of places.values()) {
    link.focus()
    link.dispatchEvent(new PointerEvent('pointerenter'))
    link.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))
    await frames()
    seen.push(root.innerText)
  }
  return seen.join(' ')
}"""
LINKS = """root => [...root.querySelectorAll('a[href]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => new URL(e.getAttribute('href'), document.baseURI).href)"""


def words(page: Page, script: str) -> Counter[str]:
    """What there is to read, as a script finds it in the page's body."""
    return Counter(re.findall(r"\w+", page.locator("body").evaluate(script)))


def links(page: Page) -> set[str]:
    """What there is to follow."""
    return set(page.locator("body").evaluate(LINKS))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != SEARCH], ids=lambda kind: kind.name)
def test_everything_is_there_without_javascript(open_page: OpenPage, kind: Kind, origin: str) -> None:
    with_scripts, without = open_page(), open_page(scripts=False)
    kind.visit(with_scripts, origin)
    kind.visit(without, origin)
    there = words(without, TEXT)
    assert there.total() > 10, "there is nothing to read"
    assert len(links(without)) > 5, "there is nothing to follow"
    controls = words(with_scripts, CONTROLS)
    lost = words(with_scripts, TEXT) - there - controls
    assert not lost, f"words that only scripts show: {' '.join(lost)}"
    assert not links(with_scripts) - links(without), "links that only scripts show"
    opened = set(words(with_scripts, OPENED)) - set(there) - set(controls)
    assert not opened, f"words that only scripts open: {' '.join(sorted(opened))}"


def test_without_javascript_the_search_leads_to_the_topics(open_page: OpenPage, origin: str) -> None:
    page = open_page(scripts=False)
    SEARCH.visit(page, origin)
    assert any(link.endswith("/topics/") for link in page.locator("main").evaluate(LINKS))


def test_what_only_scripts_show_would_be_noticed(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    text = "<!doctype html><p>Said <script>document.write('secretly <button>Copy</button>')</script><noscript>aloud"
    pages = open_page(), open_page(scripts=False)
    for page in pages:
        show(page, text)
    with_scripts, without = pages
    lost = words(with_scripts, TEXT) - words(without, TEXT)
    assert lost - words(with_scripts, CONTROLS) == Counter(["secretly"])
