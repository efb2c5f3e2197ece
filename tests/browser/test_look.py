"""What an owner chooses of the look in mkdocs.yml is what readers see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write_site

from explainer.cli.main import main

from .conftest import OpenPage
from .host import Host, hosted
from .tools import TODAY

pytestmark = pytest.mark.browser

LOOK = """\
site_name: The Lantern
docs_dir: content
use_directory_urls: true
plugins: [explainer]
theme:
  name: explainer
  covers: none
  colors:
    paper: "light-dark(#fbf7ef, #1d1a16)"
  fonts:
    serif: monospace
markdown_extensions: [attr_list, toc]
"""


@pytest.fixture(scope="module")
def lantern(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root: Path = write_site(tmp_path_factory.mktemp("look"), {"mkdocs.yml": LOOK})
    done = CliRunner().invoke(main, ["-C", str(root), "build", "--no-search", "--today", TODAY])
    assert done.exit_code == 0, done.output
    with hosted(Host(root / "site")) as origin:
        yield origin


def test_covers_can_be_left_out_and_leave_no_gap(lantern: str, open_page: OpenPage) -> None:
    page = open_page()
    for address in ("/", "/explainers/", "/explainers/dam/"):
        page.goto(f"{lantern}{address}")
        covers = page.locator("img[src*='covers/']")
        assert covers.count() > 0, address
        assert not any(cover.is_visible() for cover in covers.all()), address
    page.goto(lantern)
    lead = page.locator(".x-lead").bounding_box()
    words = page.locator(".x-lead > div").bounding_box()
    assert lead and words and words["width"] == lead["width"]


def test_colours_and_type_are_those_of_the_settings(lantern: str, open_page: OpenPage) -> None:
    for scheme, colour in (("light", "rgb(251, 247, 239)"), ("dark", "rgb(29, 26, 22)")):
        page = open_page(scheme="light" if scheme == "light" else "dark")
        page.goto(lantern)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == colour
        assert page.evaluate("getComputedStyle(document.querySelector('.x-lead h2')).fontFamily") == "monospace"
