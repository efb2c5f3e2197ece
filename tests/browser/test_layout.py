"""Pages keep their shape: nothing sticks out of a small screen, nothing jumps while loading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import OpenPage
from .host import Host
from .kinds import ARABIC, ENTRY, FRONT, Kind
from .looking import SHIFTS, SMALLEST, shifts, sticking_out

pytestmark = pytest.mark.browser

MOST_SHIFT = 0.02


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
    page.add_init_script(SHIFTS)
    kind.visit(page, origin)
    page.wait_for_load_state("networkidle")
    value, moved = shifts(page)
    assert "font" in loaded, "no font was loaded, so none was late"
    assert value < MOST_SHIFT, moved


def test_what_jumps_would_be_noticed(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    page = open_page()
    page.add_init_script(SHIFTS)
    show(
        page,
        "<!doctype html><h1>Title</h1><div id='late'></div><p class='moved' style='height: 400px'>Text</p><script>"
        "setTimeout(() => { late.style.height = '300px'; document.title = 'late' }, 200)</script>",
    )
    page.wait_for_function("() => document.title === 'late'")
    value, moved = shifts(page)
    assert value > MOST_SHIFT
    assert any("p.moved" in one for one in moved)


# --- what comes first on a phone --------------------------------------------------------------------------------------


def test_the_first_point_is_on_a_phone_s_first_two_screens(open_page: OpenPage, origin: str, site: Path) -> None:
    page = open_page(360)  # and 740 high, as Playwright knows the Galaxy S8
    names = sorted(path.parent.name for path in (site / "explainers").glob("*/index.html"))
    for name in names:
        page.goto(f"{origin}/explainers/{name}/")
        top = page.evaluate("document.querySelector('.x-point')?.getBoundingClientRect().top ?? 0")
        assert top < 2 * 740, name
    assert len(names) > 20
