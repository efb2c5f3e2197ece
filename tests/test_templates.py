"""A site's own templates, as golden/templates says: which of them are used, and what is told of a mistake in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import TODAY, build, run
from cases import as_golden, cases, write_case
from conftest import words, write_site
from lxml import html

from explainer.checks import check
from explainer.checks.templates import replaceable
from explainer.content.load import load_site

ROOT = Path(__file__).parents[1]


def of(kind: str) -> list[Any]:
    return [case for case in cases("templates") if kind in case.values[0]]


@pytest.mark.parametrize("case", of("problems"))
def test_what_nothing_loads_is_told_and_stops_nothing(case: Mapping[str, Any], tmp_path: Path) -> None:
    write_case(tmp_path / "site", case)
    assert as_golden(check(load_site(tmp_path / "site"), date.fromisoformat(TODAY), [])) == case["problems"]


@pytest.mark.parametrize("case", of("fails"))
def test_a_mistake_is_told_with_its_place_and_what_is_right(case: Mapping[str, Any], tmp_path: Path) -> None:
    write_case(tmp_path, case)
    done = run(tmp_path, "build", "--today", TODAY, "--no-search")
    assert done.exit_code == 1
    assert done.output.replace(f"{tmp_path}/", "") == f"Error: {case['fails']}"


PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def test_the_manual_lists_every_template_that_can_be_replaced() -> None:
    rows = [row.split(" | ")[0] for row in PAGE.splitlines() if row.startswith("| `")]
    assert {name for row in rows for name in re.findall(r"`([^`]+)`", row)} == replaceable()


def test_the_manuals_example_works(good_site: Path) -> None:
    (example,) = re.findall(r"```jinja\n(.*?)```", PAGE, re.DOTALL)
    write_site(good_site, {"templates/pages/topics.md.jinja": example})
    assert "warning" not in build(good_site)
    page = html.document_fromstring((good_site / "site" / "topics" / "index.html").read_text(encoding="utf-8"))
    assert "Floods 1 explainer" in words(page)
    assert page.xpath("//p[contains(., 'Is a topic missing?')]/a/@href") == ["../corrections/"]


def test_the_manuals_mistake_is_told_in_these_words(good_site: Path) -> None:
    (example,) = re.findall(r"```jinja\n(.*?)```", PAGE, re.DOTALL)
    (told,) = re.findall(r"```\n(templates/.*?)```", PAGE, re.DOTALL)
    write_site(good_site, {"templates/pages/topics.md.jinja": example.replace("in topics", "in topic")})
    done = run(good_site, "build", "--today", TODAY, "--no-search")
    assert done.output.replace(f"{good_site}/", "") == f"Error: {told}"


def test_a_build_counts_what_nothing_loads_and_goes_on(good_site: Path) -> None:
    write_site(good_site, {"templates/pages/entri.md.jinja": "<p>Mine</p>\n"})
    assert "1 entry: no errors, 1 warning; `explainer check` shows them" in build(good_site)
    done = run(good_site, "check", good_site / "templates", "--today", TODAY)
    assert done.exit_code == 0
    assert "warning: nothing loads `pages/entri.md.jinja`" in done.output


def test_a_theme_may_include_what_may_be_missing(good_site: Path) -> None:
    ours = (ROOT / "templates" / "theme" / "main.html").read_text(encoding="utf-8")
    write_site(good_site, {"templates/theme/main.html": "{% include 'partials/desk.html' ignore missing %}\n" + ours})
    build(good_site)
    write_site(good_site, {"templates/theme/partials/desk.html": "<!-- The desk -->"})
    build(good_site)
    assert "<!-- The desk -->" in (good_site / "site" / "index.html").read_text(encoding="utf-8")
