"""A correction quotes what readers could read; where it does not, `explainer check` says what stood there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from repository import begin, tell

from explainer.cli.main import main

pytestmark = pytest.mark.usefixtures("isolated")

POINT = "text: The dam broke at night."
LONG = "text: >-\n          The dam\n          “broke” **at** [night](https://courier.example.org/dam), they said."


def corrected(was: str, now: str = "text: The dam broke at three.", old: str = POINT) -> dict[str, Any]:
    """A step of a story: the point is corrected, and the note says what stood there."""
    note = f"{{at: 2026-05-05, type: correction, note: Wrong., point: a1b2, was: {json.dumps(was)}, now: at three}}"
    return {"replace": {"dam": {old: now}}, "append": {"dam": f"updates:\n  - {note}\n"}}


def told(root: Path, *arguments: str) -> list[str]:
    """What `check` says; a warning stops nothing."""
    done = CliRunner().invoke(main, ["-C", str(root), "check", "--today", "2026-11-22", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()[:-1]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return begin(tmp_path / "site")


def test_words_that_never_stood_there_are_told_with_those_that_did(site: Path) -> None:
    tell(site, [{"commit": "Publish"}, corrected("**at noon**")])
    line, hint = told(site)
    path, row, _, said = line.split(":", 3)
    assert (path, int(row)) == ("content/entries/dam.yml", 29)
    assert said == (
        " warning: `was` says “at noon”, which no earlier version of `a1b2` said; it was “The dam broke at night.”"
        " [correction-misquotes]"
    )
    assert "`was: three soldiers`" in hint
    tell(site, [{"commit": "Correct"}])
    assert len(told(site)) == len(told(site, "--since", "HEAD")) == 2


def test_in_a_new_correction_they_are_an_error(site: Path) -> None:
    tell(site, [{"commit": "Publish"}, corrected("at noon")])
    done = CliRunner().invoke(main, ["-C", str(site), "check", "--today", "2026-11-22", "--since", "HEAD"])
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if "[correction-misquotes]" in line] == [
        "content/entries/dam.yml:29:72: `was` says “at noon”, which no earlier version of `a1b2` said; it was “The dam "
        "broke at night.” [correction-misquotes]"
    ]


@pytest.mark.parametrize(
    "was",
    [
        "at night",
        "at  night.",
        "The Dam broke",
        "“broke” at *night*",
        "'broke' at night",
        "the dam … night",
        "[…] at night",
        "broke at [night](https://courier.example.org/other)",
    ],
)
@pytest.mark.parametrize("old", [POINT, LONG], ids=["plain", "marked up"])
def test_white_space_markup_and_quotation_marks_are_no_other_words(site: Path, was: str, old: str) -> None:
    tell(site, [{"replace": {"dam": {POINT: old}}, "commit": "Publish"}, corrected(was, old=old)])
    assert told(site) == []


def test_what_was_replaced_in_silence_stood_there_too(site: Path) -> None:
    tell(site, [{"commit": "Publish"}])
    tell(site, [{"replace": {"dam": {POINT: "text: The dam broke at dawn."}}, "commit": "In silence"}])
    tell(site, [{"rename": {"dam": "flood"}, "append": {"flood": "aliases: [dam]\n"}, "commit": "Rename"}])
    step = corrected("at night", old="text: The dam broke at dawn.")
    tell(site, [{kind: {"flood": texts["dam"]} for kind, texts in step.items()}])
    assert told(site) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: 2026-05-03", "when: 2026-05-02"),
        ("sources: [courier-0503]\n        when", "sources: [ministry-report]\n        when"),
        ("title: Dam breaks", "title: Dam fails"),
        ("when: 2026-05-03", "when: 2026-05-03\n        status: claimed"),
    ],
    ids=["its date", "its source", "what its source says of itself", "its status"],
)
def test_what_is_no_text_may_be_told_in_any_words(site: Path, old: str, new: str) -> None:
    tell(site, [{"commit": "Publish"}, corrected("Sunday", now=POINT), {"replace": {"dam": {old: new}}}])
    assert told(site) == []


def test_where_git_does_not_know_the_past_nothing_is_said(site: Path) -> None:
    tell(site, [corrected("at noon")])
    assert told(site) == []
    tell(site, [{"commit": "Imported with its corrections"}])
    assert told(site) == []
    tell(site, [{"delete": [".git"]}])
    assert told(site) == []
