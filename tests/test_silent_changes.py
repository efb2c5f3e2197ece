"""What the gate says of changes that take more than one step; `golden/silent` has the others."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import GOOD_SITE, write_site

from explainer.cli.main import main

DAM = "content/entries/dam.yml"
TEXT = GOOD_SITE[DAM]
UPDATE = "updates:\n  - {at: 2026-06-01, type: update, note: The number was too low.}\n"
RECORD = UPDATE + "  - {at: 2026-06-02, type: update, note: And the hour.}\n"


def git(root: Path, *arguments: str) -> None:
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(
        ["git", "-C", str(root), *names, *arguments], check=True, env={**os.environ, **alone}, capture_output=True
    )


def refusals(tmp_path: Path, before: str, change: Callable[[Path], object]) -> list[str]:
    """The codes with which `check --since HEAD` refuses a change of what was committed."""
    root = write_site(tmp_path, {DAM: before})
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "published")
    change(root)
    done = CliRunner().invoke(
        main, ["-C", str(root), "check", "--since", "HEAD", "--format", "json", "--today", "2026-11-22"]
    )
    assert done.exit_code in (0, 1), done.output
    codes = [line.split('"')[3] for line in done.output.splitlines() if '"code"' in line]
    assert done.exit_code == bool(codes)
    return sorted(set(codes))


def edit(old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        text = (root / DAM).read_text(encoding="utf-8")
        assert old in text
        (root / DAM).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def rename(alias: str = "") -> Callable[[Path], object]:
    def change(root: Path) -> None:
        text = (root / DAM).read_text(encoding="utf-8")
        (root / DAM).unlink()
        (root / "content/entries/burst.yml").write_text(text + alias, encoding="utf-8")

    return change


OMITS = "omits: [whats_next]\n"


def test_that_a_question_is_left_out_may_be_added_but_not_taken_back(tmp_path: Path) -> None:
    before = TEXT.partition("  - kind: whats_next")[0] + "sources:" + TEXT.rpartition("\nsources:")[2]
    assert refusals(tmp_path / "a", before, edit("sources:\n  -", f"{OMITS}sources:\n  -")) == []
    gone = refusals(tmp_path / "b", before.replace("sources:\n  -", f"{OMITS}sources:\n  -"), edit(OMITS, ""))
    assert gone == ["missing-section", "unannounced-change"]


def test_a_section_does_not_go_in_silence(tmp_path: Path) -> None:
    section = TEXT[TEXT.index("  - kind: whats_next") : TEXT.rindex("sources:\n")]
    assert refusals(tmp_path, TEXT, edit(section, OMITS)) == ["unannounced-change"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        pytest.param(edit("The dam broke at night.", "The dam  broke at night."), [], id="white space"),
        pytest.param(edit("topics: [floods]", "topics: []"), [], id="a topic"),
        pytest.param(lambda root: (root / DAM).unlink(), ["entry-deleted", "no-entries"], id="deleted"),
        pytest.param(rename(), ["alias-missing"], id="renamed"),
        pytest.param(rename("aliases: [dam]\n"), [], id="renamed with an alias"),
        pytest.param(rename("aliases: [weir, dam]\n"), ["id-changed"], id="renamed with another alias before it"),
        pytest.param(rename("aliases: [weir, dam]\nid: dam\n"), [], id="renamed, with its id"),
        pytest.param(edit("topics: [floods]", "aliases: [weir]"), ["id-changed"], id="an alias that was no name"),
        pytest.param(edit("status: published", "status: draft"), ["entry-unpublished"], id="unpublished"),
        pytest.param(
            lambda root: (
                edit("id: a1b2", "id: tmp1")(root),
                edit("id: c3d4", "id: a1b2")(root),
                edit("id: tmp1", "id: c3d4")(root),
            ),
            ["id-reused", "unannounced-change"],
            id="ids that change places",
        ),
        pytest.param(
            edit(
                "sources:\n  - {id",
                "updates:\n  - {at: 2026-06-01, type: correction, note: Wrong., was: a, now: b}\nsources:\n  - {id",
            ),
            ["correction-incomplete"],
            id="a correction of nothing in particular",
        ),
        pytest.param(
            edit(
                "sources:\n  - {id",
                "updates:\n  - {at: 2026-05-01, type: update, note: Before it all.}\nsources:\n  - {id",
            ),
            ["dates-out-of-order"],
            id="an update from before",
        ),
    ],
)
def test_the_other_ways_round(change: Callable[[Path], object], codes: list[str], tmp_path: Path) -> None:
    assert refusals(tmp_path, TEXT, change) == codes


OLD = """\
title: An old flood
summary: Water came.
status: published
published: 2016-05-04
sections: []
omits: [what_happened, could_it_be_avoided, whats_next]
"""
FLOOD = "content/entries/flood.yml"
"""The commits of these tests are of the day on which they run; `at: 2999` is never older than the file."""


@pytest.mark.parametrize(
    ("updates", "codes"),
    [
        ("updates: [{at: 2016-05-06, type: update}, {at: 2016-05-07, type: correction}]\n", []),
        ("updates: [{at: 2999-05-06, type: update}]\n", ["dates-out-of-order", "update-without-note"]),
    ],
)
def test_only_an_old_update_may_lack_its_note(updates: str, codes: list[str], tmp_path: Path) -> None:
    assert refusals(tmp_path / "a", TEXT, lambda root: write_site(root, {FLOOD: OLD + updates})) == codes

    def publish(root: Path) -> None:
        draft = OLD.replace("published", "draft", 1).replace("published: 2016-05-04\n", "")
        write_site(root, {FLOOD: draft})
        git(root, "add", ".")
        git(root, "commit", "-qm", "draft")
        write_site(root, {FLOOD: OLD + updates})

    assert refusals(tmp_path / "b", TEXT, publish) == codes


def test_a_new_update_of_a_published_explainer_never_lacks_its_note(tmp_path: Path) -> None:
    for day in ("2026-06-01", "2026-05-05"):
        update = UPDATE.replace("2026-06-01", day).replace(", note: The number was too low.", "")
        assert refusals(tmp_path / day, TEXT, edit("sources:\n  - {id", update + "sources:\n  - {id")) == [
            "update-without-note"
        ]


def test_a_note_that_was_not_known_may_be_found_but_not_lost(tmp_path: Path) -> None:
    unknown = RECORD.replace(", note: The number was too low.", "")
    assert refusals(tmp_path / "a", TEXT + unknown, edit(unknown, RECORD)) == []
    assert refusals(tmp_path / "b", TEXT + RECORD, edit(RECORD, unknown)) == ["record-rewritten"]
