"""What several tests stand on: a small site in which nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import html

settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("untimed")

GOOD_SITE = {
    "mkdocs.yml": """\
site_name: The Small Desk
site_url: https://small.example.org/
docs_dir: content
site_dir: site
plugins: [explainer]
theme: {name: explainer}
markdown_extensions: [attr_list, toc]
""",
    "site_data/topics.yml": """\
floods: {name: {en: Floods, de: Hochwasser}}
""",
    "site_data/publishers.yml": """\
courier: {name: The Courier, url: "https://courier.example.org/", country: GB, language: en}
ministry: {name: Water Ministry, url: "https://water.example.org/", state: owned}
""",
    "site_data/people.yml": """\
newsdesk: {name: Newsdesk, kind: organisation}
""",
    # Drawing a picture takes as long as all else of a small site; those of tests/test_social_images.py are drawn.
    "site_data/site.yml": "social_images: false\n",
    "content/entries/dam.yml": """\
title: Why the dam broke
summary: A dam broke in May, and a village was flooded.
status: published
published: 2026-05-04T09:00+01:00
topics: [floods]
authors: [newsdesk]
sections:
  - kind: what_happened
    points:
      - id: a1b2
        text: The dam broke at night.
        sources: [courier-0503]
        when: 2026-05-03
  - kind: could_it_be_avoided
    points:
      - id: c3d4
        text: Repairs had been put off twice.
        sources: [ministry-report, courier-0503]
  - kind: whats_next
    points:
      - id: e5f6
        text: The ministry plans a report.
        sources: [ministry-report]
        expected: 2027-03
sources:
  - {id: courier-0503, publisher: courier, title: Dam breaks, url: "https://courier.example.org/dam"}
  - {id: ministry-report, type: document, publisher: ministry, title: State of the dams}
""",
}
"""A site in which nothing is wrong, on any day before April 2027: its files by path."""

PICTURE = "GIF89a\1\0\1\0\0\0\0;"
"""The smallest file in which a browser finds a picture: one pixel."""


def write_site(root: Path, files: Mapping[str, str | None]) -> Path:
    """Writes the good site with other files over it; None stands for a file that is not there."""
    for path, text in {**GOOD_SITE, **files}.items():
        if text is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="")
    return root


@pytest.fixture
def good_site(tmp_path: Path) -> Path:
    """The folder of a small site in which nothing is wrong."""
    return write_site(tmp_path / "small", {})


@pytest.fixture
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's settings of git nor a repository around the test's folder plays a part."""
    from repository import ISOLATED  # it imports this module

    for name, value in {**ISOLATED, "GIT_CEILING_DIRECTORIES": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)


def words(element: html.HtmlElement) -> str:
    """What a reader reads in an element, with single spaces."""
    texts = [one if isinstance(one, str) else " " for one in element.xpath(".//text() | .//br")]
    return " ".join("".join(texts).split())
