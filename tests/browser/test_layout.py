"""Pages keep their shape: nothing sticks out of a small screen, nothing jumps while loading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage
from .host import Host
from .kinds import ARABIC, ENTRY, FRONT, Kind

pytestmark = pytest.mark.browser

SMALLEST = 320
"""CSS pixels: what WCAG 2.1's reflow (1.4.10) asks for, a window of 1280 at 400 %."""
MOST_SHIFT = 0.02

# With `overflow-x: hidden` on the root nothing would scroll, and what sticks out would be cut off instead.
STICKING_OUT = """width => {
  for (const e of [document.documentElement, document.body]) e.style.setProperty('overflow-x', 'visible', 'important')
  const root = document.documentElement
  const culprits = [...document.body.querySelectorAll('*')].filter(e => {
    const r = e.getBoundingClientRect()
    return r.width && r.height && (r.right > width + 1 || r.left < -1) && e.checkVisibility({visibilityProperty: true})
  })
  return {
    width: root.scrollWidth,
    culprits: culprits.slice(0, 8).map(e => {
      const r = e.getBoundingClientRect()
      const classes = [...e.classList].map(one => '.' + one).join('')
      return `${e.localName}${classes} from ${Math.round(r.left)} to ${Math.round(r.right)}`
    }),
  }
}"""


def sticking_out(page: Page) -> str:
    """What is wider than the smallest screen; empty when the page scrolls only one way."""
    found = page.evaluate(STICKING_OUT, SMALLEST)
    return "" if found["width"] <= SMALLEST else f"{found['width']} pixels wide: {'; '.join(found['culprits'])}"


def test_nothing_scrolls_sideways(open_page: OpenPage, kind: Kind, origin: str) -> None:
    page = open_page(SMALLEST)
    kind.visit(page, origin)
    assert len(page.inner_text("main")) > 40, "there is nothing to look at"
    assert not sticking_out(page)


def test_what_sticks_out_would_be_noticed(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    page = open_page(SMALLEST)
    show(page, "<!doctype html><style>html {overflow-x: hidden} p {width: 400px}</style><p class='wide'>Wide")
    assert "p.wide" in sticking_out(page)


# --- what jumps -------------------------------------------------------------------------------------------------------

WATCH = """
  window.shifts = []
  const name = e => !e ? '(gone)' : e.nodeType === 3 ? `text in ${name(e.parentElement)}`
    : e.localName + [...e.classList].map(one => '.' + one).join('')
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push({
      value: entry.value,
      sources: entry.sources.map(source => name(source.node)),
    })
  }).observe({type: 'layout-shift', buffered: true})
"""
# Down to the end, as a reader goes, for what loads only then; two frames at each stop, in which a shift is measured.
SCROLL = """async () => {
  const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y)
    await frames()
  }
  await document.fonts.ready
  await frames()
}"""


def shifts(page: Page) -> tuple[float, list[str]]:
    """The sum of all layout shifts, which is more than the CLS when they are far apart, and what moved."""
    page.evaluate(SCROLL)
    found = page.evaluate("() => shifts")
    return sum(one["value"] for one in found), [f"{one['value']:.4f}: {', '.join(one['sources'])}" for one in found]


@pytest.fixture
def late_fonts(host: Host) -> Iterator[None]:
    """Fonts that arrive when the words have been on the screen for a while."""
    host.late_fonts = 0.3
    yield
    host.late_fonts = 0


@pytest.mark.usefixtures("late_fonts")
@pytest.mark.parametrize("width", [SMALLEST, 1280])
@pytest.mark.parametrize("kind", [FRONT, ENTRY, ARABIC], ids=lambda kind: kind.name)
def test_nothing_jumps(open_page: OpenPage, kind: Kind, origin: str, width: int) -> None:
    page = open_page(width, motion=True)
    loaded: list[str] = []
    page.on("requestfinished", lambda request: loaded.append(request.resource_type))
    page.add_init_script(WATCH)
    kind.visit(page, origin)
    page.wait_for_load_state("networkidle")
    value, moved = shifts(page)
    assert "font" in loaded, "no font was loaded, so none was late"
    assert value < MOST_SHIFT, moved


def test_what_jumps_would_be_noticed(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    page = open_page()
    page.add_init_script(WATCH)
    show(
        page,
        "<!doctype html><h1>Title</h1><div id='late'></div><p class='moved' style='height: 400px'>Text</p><script>"
        "setTimeout(() => { late.style.height = '300px'; document.title = 'late' }, 200)</script>",
    )
    page.wait_for_function("() => document.title === 'late'")
    value, moved = shifts(page)
    assert value > MOST_SHIFT
    assert any("p.moved" in one for one in moved)
