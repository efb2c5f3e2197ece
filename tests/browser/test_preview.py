"""A real browser before a preview: nobody touches it, and it shows what was saved and what is wrong."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import write_site
from playwright.sync_api import ConsoleMessage, Page, expect
from previewing import BROKEN, DAM, ENTRY, Client, previewed

from .conftest import OpenPage
from .tools import judge

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = DAM.replace(
    "  - kind: could_it", "".join(f"      - {{id: x{n}, text: Point {n}.}}\n" for n in range(60)) + "  - kind: could_it"
)
ERRORS = ".p-problems--errors"


@pytest.fixture
def preview(good_site: Path) -> Iterator[Client]:
    with previewed(good_site) as client:
        yield client


@pytest.fixture
def page(preview: Client, open_page: OpenPage) -> Iterator[Page]:
    """The entry's page; no script of it may fail."""
    page = open_page()
    failures: list[object] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            failures.append(message.text)

    page.on("pageerror", lambda error: failures.append(error))  # noqa: PLW0108 - Playwright takes no built-in method
    page.on("console", hear)
    page.goto(f"{preview.server.home}explainers/dam/")
    yield page
    assert failures == []


@pytest.fixture
def save(good_site: Path) -> Callable[[str], None]:
    def save(text: str, path: str = ENTRY) -> None:
        (good_site / path).parent.mkdir(parents=True, exist_ok=True)
        (good_site / path).write_text(text, encoding="utf-8")

    return save


@contextmanager
def serving(root: Path, *command: str, at: str = "", told: str = "") -> Iterator[tuple[str, Callable[[], bool]]]:
    """A server of a site in a process of its own: its address, and a wait for a line in which it says `told`."""
    if not at:
        with socket.create_server(("127.0.0.1", 0)) as free:
            at = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", *command, at],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        lines = server.stdout
        assert lines is not None
        try:
            assert any("Serving on" in line for line in lines)
            yield f"http://{at}/", lambda: any(told in line for line in lines)
        finally:
            server.terminate()
            server.communicate()


def test_the_page_changes_by_itself(page: Page, save: Callable[..., None]) -> None:
    for time in ("dawn", "noon"):
        save(DAM.replace("at night", f"at {time}"))
        expect(page.get_by_text(f"The dam broke at {time}.")).to_be_visible()
    expect(page.locator(".p-problems")).to_be_hidden()


def test_what_is_wrong_stands_over_the_last_good_page_until_it_is_mended(page: Page, save: Callable[..., None]) -> None:
    save(BROKEN)
    overlay = page.get_by_role("complementary", name="Problems in the content")
    expect(overlay.get_by_role("listitem")).to_have_count(2)
    expect(overlay.locator("summary")).to_have_text("2 errors")
    expect(overlay).to_contain_text("content/entries/dam.yml:3:1 there is no field `statsu` here")
    expect(overlay).to_contain_text("did you mean `status`?")
    expect(page.get_by_text("The dam broke at night.")).to_be_visible()
    expect(overlay.get_by_role("status")).to_have_text("2 errors")  # said to those who do not see it
    save(DAM)
    expect(overlay).to_be_hidden()


def test_what_is_not_affected_is_not_loaded_again(page: Page, save: Callable[..., None]) -> None:
    page.evaluate("() => { window.same = true }")
    save(BROKEN)
    expect(page.locator(ERRORS)).to_be_visible()
    save(DAM + "# a remark\n")
    expect(page.locator(ERRORS)).to_have_count(0)
    assert page.evaluate("() => window.same")


def test_folded_stays_folded_until_there_is_a_new_error(page: Page, save: Callable[..., None]) -> None:
    save(BROKEN)
    summary, list_ = page.locator(f"{ERRORS} summary"), page.locator(".p-problems ol")
    summary.focus()
    page.keyboard.press("Enter")
    expect(list_).to_be_hidden()
    page.reload()
    expect(summary).to_be_visible()
    expect(list_).to_be_hidden()
    save(BROKEN.replace("statsu", "status"))  # one error fewer
    expect(summary).to_have_text("1 error")
    expect(list_).to_be_hidden()
    save(BROKEN.replace("topics:", "topisc:"))
    expect(list_).to_be_visible()


def test_a_new_draft_and_a_new_name_are_shown(page: Page, save: Callable[..., None], good_site: Path) -> None:
    page.goto(page.url.replace("/explainers/dam/", "/explainers/"))
    save(DAM.replace("published\n", "draft\n", 1).replace("the dam broke", "the weir held"), "content/entries/weir.yml")
    page.get_by_role("link", name="Why the weir held").first.click()
    expect(page.get_by_text("Readers cannot see this page")).to_be_visible()
    entry = good_site / "content/entries/weir.yml"
    entry.rename(entry.with_name("lock.yml"))
    expect(page.locator("h1")).not_to_have_text("Why the weir held")
    page.goto(page.url.replace("weir", "lock"))
    expect(page.locator("h1")).to_have_text("Why the weir held")


def test_a_template_is_followed_and_its_error_told(page: Page, save: Callable[..., None]) -> None:
    template = "templates/pages/entry.md.jinja"
    save("\n{{ nothing }}", template)
    expect(page.locator(ERRORS)).to_contain_text(f"{template}:2")
    expect(page.get_by_text("The dam broke at night.")).to_be_visible()
    save("<p>All new</p>\n", template)
    expect(page.get_by_text("All new")).to_be_visible()
    expect(page.locator(ERRORS)).to_have_count(0)


def test_every_open_page_follows(page: Page, preview: Client, save: Callable[..., None]) -> None:
    pages = [page]
    for _ in range(8):  # more than a browser's connections to one place; those in front take none from the others
        other = page.context.new_page()
        other.goto(page.url, wait_until="domcontentloaded")
        pages.append(other)
        pages[-2].evaluate(
            """() => {
              Object.defineProperty(document, "hidden", {get: () => window.behind ?? true, configurable: true});
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    save(DAM.replace("at night", "at dawn"))
    expect(pages[-1].get_by_text("The dam broke at dawn.")).to_be_visible()
    page.evaluate("() => { window.behind = false; document.dispatchEvent(new Event('visibilitychange')) }")
    expect(page.get_by_text("The dam broke at dawn.")).to_be_visible()


def test_place_and_focus_are_kept(page: Page, save: Callable[..., None]) -> None:
    save(LONG)
    expect(page.get_by_text("Point 59.")).to_be_attached()
    page.wait_for_load_state()
    link = page.get_by_role("link", name="Water Ministry", exact=True)
    link.focus()
    place = link.bounding_box()
    assert page.evaluate("() => scrollY") > 500
    save(LONG.replace("at night", "at dawn"))
    expect(page.get_by_text("The dam broke at dawn.")).to_be_attached()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.wait_for_load_state()
    assert link.bounding_box() == place


def test_the_list_covers_no_end_of_a_page(page: Page, save: Callable[..., None]) -> None:
    save(BROKEN)
    expect(page.locator(ERRORS)).to_be_visible()
    page.keyboard.press("End")
    foot, overlay = page.locator("footer.x-foot"), page.locator(ERRORS)
    page.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    below, above = foot.bounding_box(), overlay.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] + below["height"] <= above["y"] + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_list_is_accessible(preview: Client, open_page: OpenPage, good_site: Path, scheme: str, width: int) -> None:
    write_site(good_site, {ENTRY: BROKEN})
    page = open_page(width, scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{preview.server.home}explainers/dam/")
    expect(page.locator(ERRORS)).to_be_visible()
    page.evaluate(judge("axe").read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    assert found == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_preview_that_was_started_again_is_found(good_site: Path, open_page: OpenPage) -> None:
    page = open_page()
    with serving(good_site, "explainer", "serve", "--address") as (home, _):
        page.goto(f"{home}explainers/dam/")
    write_site(good_site, {ENTRY: DAM.replace("at night", "at dawn")})
    with serving(good_site, "explainer", "serve", "--address", at=urlsplit(home).netloc):
        expect(page.get_by_text("The dam broke at dawn.")).to_be_visible(timeout=30_000)


def test_search_comes_when_it_is_asked_for(preview: Client, open_page: OpenPage, good_site: Path) -> None:
    page = open_page()
    page.goto(f"{preview.server.home}search/?q=dam")
    results = page.locator(".x-results > li")
    expect(results).to_have_count(1, timeout=60_000)
    # Another is made for who has the page open, some time after the last, and for nobody else.
    (good_site / "content/entries/weir.yml").write_text(DAM.replace("the dam broke", "the dam held"))
    expect(results).to_have_count(2, timeout=60_000)
    made = preview.server._searching.builds
    page.goto(f"{preview.server.home}explainers/dam/")
    (good_site / "content/entries/weir.yml").unlink()
    expect(page.get_by_text("The dam broke at night.")).to_be_visible()
    page.wait_for_timeout(500)
    assert preview.server._searching.builds == made


def test_while_search_is_being_made_the_page_says_so(
    preview: Client, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    searching = preview.server._searching
    monkeypatch.setattr(searching, "command", [sys.executable, "-c", "import os; os.read(0, 1)"])
    page = open_page()
    page.goto(f"{preview.server.home}search/?q=dam")
    expect(page.locator(".p-problems summary")).to_have_text("The search index is being built")
    told, found = page.locator("main .p-search"), page.locator(".x-found")
    page.get_by_label("Type what you are looking for.").fill("weir")
    page.wait_for_url("**/search/?q=weir")
    expect(page.locator(".x-results:not([aria-busy])")).to_be_attached()
    expect(told).to_have_text("The search index is being built. The results will then appear here.")
    expect(found).to_have_text("")  # not that nothing was found
    page.goto(f"{preview.server.home}explainers/dam/")
    expect(page.locator(".p-problems")).to_be_hidden()
    expect(page.locator(".p-search")).to_have_count(0)
    page.goto(f"{preview.server.home}search/?q=dam")
    assert searching._process
    searching._process.kill()
    expect(page.locator(".p-problems summary")).to_have_text("The search index could not be built")
    expect(told).to_have_text("The search index could not be built. The terminal that runs the preview says why.")
    expect(found).to_have_text("")


def test_mkdocs_serve_keeps_the_last_good_page(good_site: Path, open_page: OpenPage) -> None:
    page = open_page()
    wrong = "there is no field `statsu` here"
    with serving(good_site, "mkdocs", "serve", "--dev-addr", told=wrong) as (home, is_told):
        page.goto(f"{home}explainers/dam/")
        write_site(good_site, {ENTRY: BROKEN})
        assert is_told()  # in the terminal; MkDocs answers no request until it is mended
        expect(page.get_by_text("The dam broke at night.")).to_be_visible()
        write_site(good_site, {ENTRY: DAM.replace("at night", "at dawn")})
        expect(page.get_by_text("The dam broke at dawn.")).to_be_visible(timeout=30_000)
        expect(page.locator(".p-problems")).to_have_count(0)
