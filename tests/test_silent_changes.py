"""A published point cannot change in silence: every route is tried, and refused."""

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


PICTURE = """\
image:
  file: images/dam.png
  alt: A dam with a breach
  caption: The dam on Monday.
  credit: Ada Öz
"""
COPY = "    archive_url: https://web.archive.org/web/2026/https://example.org/dam\n    archived_at: 2026-05-05\n"
SOURCES = """\
  - id: engineer
    type: interview
    title: An engineer of the dam
    language: en
    accessed: 2026-05-04
    anonymous: {description: an engineer of the dam, reason: fears for the job}
  - id: archived
    title: Dam breaks
    url: https://example.org/dam
"""
QUOTATION = "  - {quotation: {text: Run before it breaks!, speaker: Ida Ek, role: engineer}, unsourced: known}\n"
STORY = (
    TEXT.replace("authors:", "dateline: Istanbul\ncontributors: [{name: Ada Öz, role: reporting}]\nauthors:")
    + SOURCES
    + COPY
    + PICTURE
    + "first_published: {publisher: courier, at: 2026-05-01}\n"
    + "notes: [{kind: method, text: 'We asked [ten](https://example.org/ten).'}]\n"
    + "own_reporting: true\n"
    + "credit: The [Courier](https://courier.example.org) helped.\n"
    + "background:\n"
    + "  - {text: It was known., sources: [engineer, archived]}\n"
    + "  - {text: Two died., points: [{text: One was an officer., unsourced: known}], unsourced: known}\n"
    + "  - {text: Three fled., unsourced: known}\n"
    + QUOTATION
)
SILENT = {
    "who an unnamed source is": ("description: an engineer of the dam", "description: the minister of water"),
    "why a source is not named": ("reason: fears for the job", "reason: on leave"),
    "that a source is not named": (
        "    anonymous: {description: an engineer of the dam, reason: fears for the job}\n",
        "",
    ),
    "the language of a source": ("    language: en\n    accessed", "    language: ru\n    accessed"),
    "a day of access that moves back": ("accessed: 2026-05-04", "accessed: 2019-05-04"),
    "a day of access that says less": ("accessed: 2026-05-04", "accessed: 2026"),
    "a day of access that goes": ("    accessed: 2026-05-04\n", ""),
    "another archived copy": ("https://web.archive.org/web/2026/", "https://evil.example.net/"),
    "an archived copy that goes": (COPY, ""),
    "the day of an archived copy": ("archived_at: 2026-05-05", "archived_at: 2026-05-06"),
    "where a line of thanks leads": ("https://courier.example.org)", "https://other.example.org)"),
    "who wrote it": ("authors: [newsdesk]", "authors: [newsdesks]"),
    "who helped": ("name: Ada Öz, role", "name: Ida Öz, role"),
    "where it was written": ("dateline: Istanbul", "dateline: Ankara"),
    "the role of a helper": ("role: reporting", "role: photography"),
    "where it was first": ("at: 2026-05-01}", "at: 2026-05-02}"),
    "that it was elsewhere first": ("first_published: {publisher: courier, at: 2026-05-01}\n", ""),
    "a note about the explainer": ("We asked [ten]", "We asked [nine]"),
    "the kind of a note": ("kind: method", "kind: legal"),
    "where a note leads": ("https://example.org/ten", "https://example.org/nine"),
    "a note about a section": (
        "  - kind: whats_next\n",
        "  - kind: whats_next\n    notes: [{kind: legal, text: The trial goes on.}]\n",
    ),
    "that it is own reporting": ("own_reporting: true\n", ""),
    "the picture": ("images/dam.png", "images/dan.png"),
    "what the picture shows": ("A dam with a breach", "A dam without a breach"),
    "the line under the picture": ("The dam on Monday.", "The dam on Tuesday."),
    "who made the picture": ("credit: Ada Öz", "credit: Ada Ek"),
    "that the picture is only an example": ("credit: Ada Öz", "credit: Ada Öz\n  symbolic: true"),
    "the picture that goes": (PICTURE, ""),
    "what a point belongs to": (
        ", points: [{text: One was an officer., unsourced: known}], unsourced: known}\n  - {text: Three fled.",
        ", unsourced: known}\n  - {text: Three fled., points: [{text: One was an officer., unsourced: known}]",
    ),
    "who said the words": ("speaker: Ida Ek", "speaker: Eva Ek"),
    "what somebody said": ("Run before it breaks!", "Stay until it breaks!"),
    "what a speaker is": ("role: engineer}", "role: minister}"),
    "a quotation that goes": (QUOTATION, ""),
    "a status that is stronger": ("when: 2026-05-03", "when: 2026-05-03\n        status: likely"),
    "a number": ("published: 2026-05-04T09:00+01:00", "published: 2026-05-05T09:00+01:00"),
    "a word": ("The dam broke at night.", "The dam was blown up at night."),
    "a negation": ("Repairs had been put off twice.", "Repairs had not been put off twice."),
    "the headline": ("title: Why the dam broke", "title: Who broke the dam"),
    "the summary": ("a village was flooded", "two villages were flooded"),
    "a source": ("sources: [courier-0503]", "sources: [ministry-report]"),
    "what a source is": ("title: Dam breaks, url", "title: Dam holds, url"),
    "the address of a source": ("courier.example.org/dam", "courier.example.org/other"),
    "a date": ("when: 2026-05-03", "when: 2026-05-02"),
    "a status": ("when: 2026-05-03", "when: 2026-05-03\n        status: disputed"),
    "an expected date": ("expected: 2027-03", "expected: 2028-03"),
    "an outcome": (
        "expected: 2027-03",
        "expected: 2027-03\n        outcome: {result: partly, on: 2026-06-01, text: It did.}",
    ),
    "a new point": (
        "      - id: a1b2",
        "      - {id: n3w1, text: A bridge fell., sources: [courier-0503]}\n      - id: a1b2",
    ),
    "a point that goes": (
        "      - id: c3d4\n        text: Repairs had been put off twice.\n",
        "      - text: Nobody knows.\n",
    ),
}


@pytest.mark.parametrize(("old", "new"), SILENT.values(), ids=SILENT)
def test_a_silent_change_is_refused(old: str, new: str, tmp_path: Path) -> None:
    assert "unannounced-change" in refusals(tmp_path, STORY, edit(old, new))


OMITS = "omits: [whats_next]\n"


def test_that_a_question_is_left_out_may_be_added_but_not_taken_back(tmp_path: Path) -> None:
    before = TEXT.partition("  - kind: whats_next")[0] + "sources:" + TEXT.rpartition("\nsources:")[2]
    assert refusals(tmp_path / "a", before, edit("sources:\n  -", f"{OMITS}sources:\n  -")) == []
    gone = refusals(tmp_path / "b", before.replace("sources:\n  -", f"{OMITS}sources:\n  -"), edit(OMITS, ""))
    assert gone == ["missing-section", "unannounced-change"]


def test_a_section_does_not_go_in_silence(tmp_path: Path) -> None:
    section = TEXT[TEXT.index("  - kind: whats_next") : TEXT.rindex("sources:\n")]
    assert refusals(tmp_path, TEXT, edit(section, OMITS)) == ["unannounced-change"]


FREE = {
    "a day of access that moves on": ("accessed: 2026-05-04", "accessed: 2026-05-05"),
    "a day of access that says more": ("accessed: 2026-05-04", "accessed: 2026-05-04T09:00+01:00"),
    "a day of access that comes": (
        "url: https://example.org/dam",
        "url: https://example.org/dam\n    accessed: 2026-05-05",
    ),
}


@pytest.mark.parametrize(("old", "new"), FREE.values(), ids=FREE)
def test_what_says_nothing_else_to_readers_needs_no_note(old: str, new: str, tmp_path: Path) -> None:
    assert refusals(tmp_path, STORY.replace(PICTURE, ""), edit(old, new)) == []


def test_a_machine_may_add_an_archived_copy(tmp_path: Path) -> None:
    before = STORY.replace(PICTURE, "").replace(COPY, "")
    assert refusals(tmp_path, before, edit("org/dam\n", f"org/dam\n{COPY}")) == []


@pytest.mark.parametrize(("old", "new"), SILENT.values(), ids=SILENT)
def test_an_announced_change_is_not(old: str, new: str, tmp_path: Path) -> None:
    assert "unannounced-change" not in refusals(
        tmp_path,
        STORY,
        lambda root: (edit(old, new)(root), edit("sources:\n  - {id", UPDATE + "sources:\n  - {id")(root)),
    )


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - {at: 2026-06-01, type: update, note: The number was too low.}\n", ""),
        ("at: 2026-06-01", "at: 2026-05-31"),
        ("The number was too low.", "The number was right."),
        (RECORD, ""),
    ],
    ids=["the first is gone", "its date is another", "its note says something else", "all are gone"],
)
def test_the_record_stays_as_readers_saw_it(old: str, new: str, tmp_path: Path) -> None:
    assert "record-rewritten" in refusals(tmp_path, TEXT + RECORD, edit(old, new))


def test_a_draft_may_change(tmp_path: Path) -> None:
    draft = TEXT.replace("status: published", "status: draft")
    assert refusals(tmp_path, draft, edit("The dam broke at night.", "The dam held.")) == []


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
