"""Every kind of page can be used by everyone: axe-core finds nothing, and the keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from .conftest import OpenPage, Scheme
from .kinds import ARABIC, ENTRY, FRONT, KINDS, Kind, is_looked_at
from .looking import SCHEMES, WIDTHS, Walk, violations

pytestmark = pytest.mark.browser

# --- axe-core ---------------------------------------------------------------------------------------------------------


CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "preload": False}
OURS = [".x-page", ".x-find"]
"""What we publish. Under Material the rest of a page is not ours."""
MATERIAL = "9.8.1"
MATERIAL_FINDINGS: set[str] = set()
"""What axe-core finds wrong in that release's frame, beside what this repository's `extra.css` puts right."""
MATERIAL_COLOURS = ("red", "indigo", "cyan", "light-green", "yellow", "brown", "black", "white")
"""Of what Material's palette knows as `primary`: the lightest, the darkest and some between."""


def test_axe_finds_no_violation(open_page: OpenPage, kind: Kind, origin: str, theme: str) -> None:
    found: dict[str, list[str]] = {}
    page = open_page()
    kind.visit(page, origin)
    # All four where most is to be seen; elsewhere each scheme and each width once.
    views = product(SCHEMES, WIDTHS) if kind in (FRONT, ENTRY, ARABIC) else zip(SCHEMES, WIDTHS, strict=True)
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for violation in violations(page, ours(page) if theme == "material" else None):
            found.setdefault(violation, []).append(f"{scheme} {width}")
    if found:
        pytest.fail(summary(found), pytrace=False)


@pytest.mark.parametrize("theme", ["material"], indirect=True)
def test_axe_finds_in_material_what_is_known(open_page: OpenPage, origin: str) -> None:
    assert version("mkdocs-material") == MATERIAL, "look at the new release, and pin what axe-core finds in it"
    found = set()
    for scheme in SCHEMES:
        page = open_page(scheme=scheme)
        for kind in (kind for kind in KINDS if is_looked_at(kind, "explainer", "")):
            kind.visit(page, origin)
            found |= {one.partition(" (")[0] for one in violations(page, {"exclude": ours(page)})}
    assert found == MATERIAL_FINDINGS


@pytest.mark.parametrize("theme", ["material"], indirect=True)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_in_each_of_materials_colours(open_page: OpenPage, origin: str, scheme: Scheme) -> None:
    page = open_page(scheme=scheme)
    ENTRY.visit(page, origin)
    found: dict[str, list[str]] = {}
    for colour in MATERIAL_COLOURS:
        page.evaluate("colour => document.body.setAttribute('data-md-color-primary', colour)", colour)
        for violation in violations(page, ours(page), CONTRAST):
            found.setdefault(violation, []).append(colour)
    assert not found, summary(found)


def ours(page: Page) -> list[str]:
    """The parts of a page that we make."""
    return [part for part in OURS if page.locator(part).count()]


@pytest.mark.parametrize("kind", [ENTRY, ARABIC], ids=lambda kind: kind.name)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_open_card_is_as_good(
    open_page: OpenPage, kind: Kind, origin: str, *, theme: str, width: int, scheme: Scheme
) -> None:
    page = open_page(width, scheme=scheme)
    kind.visit(page, origin)
    citation = page.locator("main a[href^='#source_']").first
    citation.focus()
    card = page.locator(f"#{citation.get_attribute('aria-describedby', timeout=2_000)}")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= width, f"the card lies outside the window: {box}"
    assert violations(page, ours(page) if theme == "material" else None) == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def summary(found: dict[str, list[str]]) -> str:
    """Each violation once, with where it was seen; of one rule's many only the first."""
    lines: list[str] = []
    rules: dict[str, int] = {}
    for violation, places in sorted(found.items()):
        rule = violation.partition(":")[0]
        rules[rule] = rules.get(rule, 0) + 1
        if rules[rule] <= 6:
            lines.append(f"{violation} [{', '.join(places)}]")
    return "\n".join([", ".join(f"{rule} × {count}" for rule, count in rules.items()), *lines])


def test_axe_would_notice(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    page = open_page()
    show(
        page,
        "<!doctype html><html><head><title>x</title></head><body style='background: #fff'><main>"
        "<p style='color: #aaa'>pale</p><img src='data:,'><a href='#a' style='font-size: 8px'>1</a>"
        "<a href='#b' style='font-size: 8px'>2</a></main></body></html>",
    )
    rules = {violation.partition(":")[0] for violation in violations(page)}
    assert rules >= {"color-contrast", "html-has-lang", "image-alt", "target-size"}


# --- the keyboard -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_reaches_everything(open_page: OpenPage, kind: Kind, origin: str, theme: str, width: int) -> None:
    page = open_page(width)
    kind.visit(page, origin)
    walk = Walk(page)
    assert len(walk.names) >= 5, "there is next to nothing to reach"
    findings = walk.findings
    if (
        theme == "material"
    ):  # the focus goes through its closed drawer, and its button of the palette is under a picture
        own = {what: [one for one in where if ".md-" not in one] for what, where in findings.items()}
        findings = {what: where for what, where in own.items() if where}
    if findings:
        report = [f"{what} ({len(where)}): {'; '.join(where[:8])}" for what, where in findings.items()]
        pytest.fail("\n".join(report), pytrace=False)


def test_the_first_stop_skips_to_the_content(open_page: OpenPage, kind: Kind, origin: str, theme: str) -> None:
    page = open_page()
    kind.visit(page, origin)
    if theme == "material" and not page.locator(".md-nav--secondary a").count():
        # Material leads to the first heading of the table of contents, and where there is none it makes no link.
        assert not page.locator(".md-skip").count()
        return
    page.keyboard.press("Tab")
    skip = page.locator("*:focus")
    href = skip.get_attribute("href") or ""
    assert href.startswith("#"), f"the first stop is no skip link but {skip.evaluate('e => e.outerHTML')}"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["y"] >= 0 and box["width"] > 10 and box["height"] > 10, "the skip link stays hidden"
    page.keyboard.press("Enter")
    inside = "() => Boolean(document.activeElement.closest('main'))"
    if not page.evaluate(inside):
        page.keyboard.press("Tab")
    assert page.evaluate(inside), "the skip link leads not into <main>"


def test_the_keyboard_walk_would_notice(open_page: OpenPage, show: Callable[[Page, str], None]) -> None:
    page = open_page()
    show(
        page,
        "<!doctype html><title>x</title><style>.bare:focus {outline: none}</style>"
        "<a href='#a'>first</a><a href='#b' tabindex='-1'>second</a><a class='bare' href='#c'>third</a>"
        "<a href='#d' style='position: absolute; left: -999px'>fourth</a>"
        "<input onkeydown='event.preventDefault()' aria-label='fifth'><a href='#f'>sixth</a>",
    )
    walk = Walk(page)
    assert {what: [name.rpartition(" ")[2] for name in where] for what, where in walk.findings.items()} == {
        "never reached": ["'second'", "'sixth'"],
        "focus not visible": ["'third'"],
        "focus covered or outside the window": ["'fourth'"],
        "the focus never comes round; at last it is on": ["'fifth'"],
    }


# The mean of red, green and blue behind a page, from 0 to 255.
GROUND = """() => {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  for (const e of [document.documentElement, document.body]) {
    context.fillStyle = getComputedStyle(e).backgroundColor
    context.fillRect(0, 0, 1, 1)
  }
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data
  return (red + green + blue) / 3
}"""


@pytest.mark.parametrize("kind", [FRONT, ENTRY], ids=lambda kind: kind.name)
def test_the_colour_scheme_follows_the_system(open_page: OpenPage, kind: Kind, origin: str) -> None:
    grounds = []
    for scheme in SCHEMES:
        page = open_page(scheme=scheme)
        kind.visit(page, origin)
        grounds.append(page.evaluate(GROUND))
    light, dark = grounds
    assert light > 200
    assert dark < 80
