"""The repository's own explainers: nothing is wrong in them, and they show what the format can do."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from conftest import write_site

from explainer.authoring.new import new_entry
from explainer.checks import check
from explainer.content.load import load_site
from explainer.model import Entry, Site
from explainer.problems import Severity
from explainer.text.language import Language

TODAY = date(2026, 11, 22)


@cache
def site() -> Site:
    return load_site(Path(__file__).parents[1])


def published() -> list[Entry]:
    return [entry for entry in site().entries if entry.status == "published"]


def test_nothing_is_wrong() -> None:
    assert [str(problem) for problem in check(site(), TODAY) if problem.severity is Severity.ERROR] == []


def test_there_are_twelve_explainers_in_four_languages_one_of_them_right_to_left() -> None:
    assert len(published()) >= 12
    languages = {entry.language for entry in published()}
    assert len(languages) >= 4
    assert "rtl" in {Language(tag, tag, {}, {}).direction for tag in languages}


def test_one_is_the_translation_of_another() -> None:
    languages = {entry.slug: entry.language for entry in published()}
    pairs = [entry for entry in published() if entry.translation_of]
    assert pairs
    assert all(languages[entry.translation_of or ""] != entry.language for entry in pairs)


def test_one_is_withdrawn_and_says_why() -> None:
    withdrawn = [entry for entry in site().entries if entry.status == "withdrawn"]
    assert withdrawn
    assert all(entry.withdrawn is not None and entry.withdrawn.reason for entry in withdrawn)


def test_one_outlook_came_true_and_one_is_overdue() -> None:
    outcomes = {point.outcome.result for entry in published() for _, _, point, _ in entry.points() if point.outcome}
    assert "happened" in outcomes
    assert "outlook-overdue" in {problem.code for problem in check(site(), TODAY)}


def test_a_new_draft_cannot_be_published_as_it_is(tmp_path: Path) -> None:
    path = new_entry(load_site(write_site(tmp_path, {})), "A flood", questions=["Who pays?"])
    text = path.read_text(encoding="utf-8").replace("status: draft", "status: published\npublished: 2026-05-04")
    path.write_text(text, encoding="utf-8")
    codes = [problem.code for problem in check(load_site(tmp_path), TODAY) if problem.path.endswith("a-flood.yml")]
    assert codes == ["filler-text"] * 5
