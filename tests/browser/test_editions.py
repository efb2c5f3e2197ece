"""Readers choose among the editions that lie on a real branch, stay on their page, and are told what is old."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import GOOD_SITE, write_site
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenPage
from .host import Host, hosted
from .looking import Watcher
from .tools import TODAY, judge

pytestmark = pytest.mark.browser

DAM = GOOD_SITE["content/entries/dam.yml"]
GERMAN = DAM.replace("authors:", "language: de\nauthors:").replace("Why the dam broke", "Warum der Damm brach")
ARABIC = DAM.replace("authors:", "language: ar\nauthors:")
WEIR = DAM.replace("Why the dam broke", "Why the weir held")


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a bare repository received in three deploys: the files of its branch, in a folder of a host."""
    folder = tmp_path_factory.mktemp("editions")
    desk = folder / "desk"
    run(folder, "git", "init", "--quiet", "--bare", "origin.git")
    write_site(
        desk, {".gitignore": "/.cache/\n", "content/entries/deich.yml": GERMAN, "content/entries/sadd.yml": ARABIC}
    )
    run(desk, "git", "init", "--quiet", "--initial-branch=main")
    run(desk, "git", "remote", "add", "origin", "../origin.git")
    deploy = [str(Path(sys.executable).with_name("explainer")), "deploy", "--push", "--today", TODAY]
    for edition, title, files in (
        ("2026-09", "September 2026", {}),
        ("2026-10", "October 2026", {"content/entries/weir.yml": WEIR}),
        ("2026-11", "November 2026", {"content/entries/dam.yml": DAM.replace("at night", "at dawn")}),
    ):
        write_site(desk, {"content/entries/dam.yml": DAM, **files})
        run(desk, "git", "add", "--all")
        run(desk, "git", "commit", "--quiet", "--message", title)
        run(desk, *deploy, edition, "latest", "--title", title)
    (folder / "host" / "desk").mkdir(parents=True)
    run(folder, "git", "--git-dir=origin.git", "--work-tree=host/desk", "checkout", "--force", "gh-pages", "--", ".")
    return folder / "host"


def run(folder: Path, *command: str) -> None:
    author = {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_MKDOCS_2_WARNING": "1"}
    environment = {**os.environ, **author, **own}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module", params=["", "/desk"], ids=["at-the-root", "below-a-path"])
def site_info(branch: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address at which the branch is served."""
    path: str = request.param
    with hosted(Host(branch if path else branch / "desk")) as origin:
        yield origin + path


def selector(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Edition")


def titles(page: Page) -> list[str]:
    return selector(page).locator("option").all_inner_texts()


def test_the_front_door_leads_to_the_current_edition(open_page: OpenPage, site_info: str) -> None:
    page = open_page()
    page.goto(f"{site_info}/")
    page.wait_for_url(f"{site_info}/latest/")
    expect(selector(page).locator("option:checked")).to_have_text("November 2026")
    assert titles(page) == ["November 2026", "October 2026", "September 2026"]
    expect(page.locator(".x-old-edition")).to_have_count(0)


def test_a_reader_picks_an_edition_and_stays_on_the_page(open_page: OpenPage, site_info: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    page.goto(f"{site_info}/latest/explainers/dam/#a1b2")
    expect(page.get_by_text("The dam broke at dawn.").first).to_be_visible()
    selector(page).select_option("September 2026")
    page.wait_for_url(f"{site_info}/2026-09/explainers/dam/#a1b2")
    expect(page.get_by_text("The dam broke at night.").first).to_be_visible()
    note = page.locator(".x-old-edition")
    expect(note).to_contain_text("This is the edition “September 2026”, not the current one (“November 2026”).")
    expect(note.get_by_role("link")).to_have_attribute("href", f"{site_info}/latest/explainers/dam/#a1b2")
    note.get_by_role("link").click()
    page.wait_for_url(f"{site_info}/latest/explainers/dam/#a1b2")
    page.go_back()
    expect(selector(page).locator("option:checked")).to_have_text("September 2026")
    origin = "/".join(site_info.split("/")[:3])
    assert watcher.findings(origin) == []


def test_where_an_edition_lacks_the_page_its_front_page_is_shown(open_page: OpenPage, site_info: str) -> None:
    page = open_page()
    page.goto(f"{site_info}/2026-11/explainers/weir/")
    selector(page).select_option("September 2026")
    page.wait_for_url(f"{site_info}/2026-09/")
    selector(page).select_option("October 2026")
    page.wait_for_url(f"{site_info}/2026-10/")


def test_arrow_keys_alone_lead_nowhere(open_page: OpenPage, site_info: str) -> None:
    page = open_page()
    page.goto(f"{site_info}/latest/explainers/dam/")
    select = selector(page)
    select.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(select.locator("option:checked")).to_have_text("September 2026")
    page.wait_for_load_state("networkidle")
    assert page.url == f"{site_info}/latest/explainers/dam/"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_info}/2026-09/explainers/dam/")


@pytest.mark.parametrize(
    ("slug", "name", "said"),
    [
        ("deich", "Ausgabe", "Dies ist die Ausgabe „October 2026“, nicht die aktuelle („November 2026“)."),
        ("sadd", "الإصدار", "هذا هو الإصدار «October 2026» وليس الإصدار الحالي («November 2026»)."),
    ],
)
def test_the_note_speaks_the_language_of_the_page(
    open_page: OpenPage, site_info: str, slug: str, name: str, said: str
) -> None:
    page = open_page()
    page.goto(f"{site_info}/2026-10/explainers/{slug}/")
    expect(page.get_by_role("complementary", name=name)).to_contain_text(said)
    expect(page.get_by_role("combobox", name=name)).to_be_visible()


def test_without_scripts_nothing_is_shown(open_page: OpenPage, site_info: str) -> None:
    page = open_page(scripts=False)
    page.goto(f"{site_info}/2026-10/explainers/dam/")
    expect(page.get_by_text("The dam broke at night.").first).to_be_visible()
    expect(page.locator(".x-edition, .x-old-edition")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_selector_and_note_fit_and_everyone_can_use_them(
    open_page: OpenPage, site_info: str, width: int, scheme: str
) -> None:
    page = open_page(width, scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{site_info}/2026-10/explainers/sadd/")
    expect(page.locator(".x-old-edition a")).to_be_visible()
    expect(page.locator(".x-edition select")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".x-edition select").bounding_box()
    assert box is not None
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.evaluate(judge("axe").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))")
    assert found == []


def test_materials_frame_tells_of_an_old_edition_in_the_language_of_the_page(
    open_page: OpenPage, tmp_path: Path
) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("name: explainer", "name: material, font: false")
    desk = tmp_path / "desk"
    files = {".gitignore": "/.cache/\n", "mkdocs.yml": config, "content/entries/deich.yml": GERMAN}
    desk.mkdir()
    run(desk, "git", "init", "--quiet", "--initial-branch=main")
    for edition in ("2026-10", "2026-11"):
        write_site(desk, {**files, "content/pages/about.md": f"# {edition}\n"})
        run(desk, "git", "add", "--all")
        run(desk, "git", "commit", "--quiet", "--message", edition)
        explainer = str(Path(sys.executable).with_name("explainer"))
        run(desk, explainer, "deploy", "--today", TODAY, edition, "latest")
    (tmp_path / "host").mkdir()
    run(tmp_path, "git", "--git-dir=desk/.git", "--work-tree=host", "checkout", "--force", "gh-pages", "--", ".")
    with hosted(Host(tmp_path / "host")) as origin:
        page = open_page()
        page.goto(f"{origin}/2026-10/explainers/deich/")
        note = page.locator("[data-md-component=outdated]")
        expect(note).to_contain_text("Dies ist nicht die aktuelle Ausgabe.")
        expect(note).to_be_visible()
        note.get_by_role("link", name="Aktuelle Ausgabe lesen").click()
        page.wait_for_url(f"{origin}/latest/")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator("[data-md-component=outdated]")).to_be_hidden()


def test_a_site_that_lies_alone_shows_nothing(open_page: OpenPage, branch: Path) -> None:
    with hosted(Host(branch / "desk" / "2026-11")) as origin:
        page = open_page()
        page.goto(f"{origin}/explainers/dam/", wait_until="networkidle")
        expect(page.locator(".x-edition, .x-old-edition")).to_have_count(0)


def test_hostile_titles_stay_text(open_page: OpenPage, site_info: str) -> None:
    page = open_page()
    hostile = json.dumps(
        [
            {"version": "2026-10", "title": "<img src=x>", "aliases": []},
            {"version": "2026-11", "title": "{current}", "aliases": ["latest"]},
        ]
    )
    page.route("**/versions.json", lambda route: route.fulfill(body=hostile, content_type="application/json"))
    page.goto(f"{site_info}/2026-10/explainers/dam/")
    expect(page.locator(".x-old-edition")).to_contain_text("“<img src=x>”, not the current one (“{current}”)")
