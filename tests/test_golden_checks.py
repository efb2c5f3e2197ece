"""Checks, as golden/checks says: for each, what is right, what is wrong, and what an editor is told about it.

A case runs its own check only, so that a new check breaks no old case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import ENTRY, GOLDEN, as_golden, cases, with_fields, write_case
from conftest import PICTURE, write_site

from explainer.checks import CHECKS, check
from explainer.content.load import load_site
from explainer.problems import Problem, Severity

BY_CODE = {rule.code: rule for rule in CHECKS}
TODAY = date(2026, 11, 22)


def problems(root: Path, case: Mapping[str, Any], code: str, today: date) -> tuple[Problem, ...]:
    """What one check says about the site of a case, in which everything can be read."""
    write_case(root, case)
    site = load_site(root)
    assert not site.problems
    return check(site, today, [BY_CODE[code]])


@pytest.mark.parametrize("case", cases("checks"))
def test_right(case: Mapping[str, Any], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    code = request.node.callspec.id
    assert as_golden(problems(tmp_path / "site", case["right"], code, case["today"])) == []


@pytest.mark.parametrize("case", cases("checks"))
def test_wrong(case: Mapping[str, Any], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    code = request.node.callspec.id
    found = problems(tmp_path / "site", case["wrong"], code, case["today"])
    assert as_golden(found) == case["problems"]


def test_every_check_has_its_case_and_its_manual() -> None:
    assert {path.stem for path in (GOLDEN / "checks").glob("*.yml")} == set(BY_CODE)
    assert len(BY_CODE) == len(CHECKS)
    assert [rule.code for rule in CHECKS if not rule.find.__doc__] == []


def test_nothing_is_wrong_with_the_good_site(good_site: Path) -> None:
    assert check(load_site(good_site), TODAY) == ()


WITHOUT_SOURCE = with_fields("status: published\nbackground: [{text: It leaked.}]\n")
DRAFT = with_fields("status: draft\nbackground: [{text: It leaked.}]\n")


@pytest.mark.parametrize(
    ("entry", "settings", "severities"),
    [
        (WITHOUT_SOURCE, "", [Severity.ERROR]),
        (WITHOUT_SOURCE, "checks: {point-without-source: error}", [Severity.ERROR]),
        (WITHOUT_SOURCE, "checks: {point-without-source: warning}", [Severity.WARNING]),
        (WITHOUT_SOURCE, "checks: {point-without-source: off}", []),
        (DRAFT, "", [Severity.WARNING]),
        (DRAFT, "checks: {point-without-source: error}", [Severity.WARNING]),
        (DRAFT, "checks: {point-without-source: off}", []),
    ],
)
def test_a_site_says_how_much_a_check_matters_and_a_draft_stops_nothing(
    entry: str, settings: str, severities: list[Severity], tmp_path: Path
) -> None:
    write_site(tmp_path, {ENTRY: entry, "site_data/site.yml": settings})
    assert [problem.severity for problem in check(load_site(tmp_path), TODAY)] == severities


def test_a_name_that_only_looks_right_is_told_as_such(tmp_path: Path) -> None:
    picture = {"content/images/cafe\u0301.gif": PICTURE}
    write_site(tmp_path, {ENTRY: with_fields("image: {file: images/caf\u00e9.gif}\n"), **picture})
    (found,) = check(load_site(tmp_path), TODAY, [BY_CODE["image-missing"]])
    assert found.hint.endswith("name both in plain letters, as in `images/cafe.gif`")
    assert "did you mean" not in found.hint


def test_a_check_that_does_not_exist_cannot_be_switched_off(tmp_path: Path) -> None:
    write_site(tmp_path, {"site_data/site.yml": "language: en\nchecks:\n  long-pont: off\n"})
    assert as_golden(check(load_site(tmp_path), TODAY)) == [
        {
            "problem": "site_data/site.yml:3:3: there is no check `long-pont` [unknown-check]",
            "hint": "did you mean `long-point`? Otherwise delete the line",
        }
    ]
