"""Canonical form, as golden/format shows it: nothing is lost, and formatting twice changes nothing."""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from cases import ENTRY, cases
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, write_site
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from repository import begin, tell

from explainer.authoring import fmt as rewriting
from explainer.authoring.new import new_entry
from explainer.cli.main import main
from explainer.content.format import formatted
from explainer.content.load import load_entry, load_site
from explainer.model import Entry
from explainer.problems import ContentError

ROOT = Path(__file__).parents[1]
DAM = GOOD_SITE[ENTRY]
UNTIDY = DAM.replace("topics: [floods]\n", "").replace("sections:\n", "topics:   [ floods ]\nsections:\n")
"""The good entry with its fields in another order."""


@pytest.mark.parametrize("case", cases("format"))
def test_the_common_form(case: Mapping[str, str]) -> None:
    path = case.get("path", ENTRY)
    after = formatted(case["before"], path)
    assert after == case["after"]
    assert formatted(after, path) == after


def test_what_the_program_itself_writes_and_shows_is_in_this_form(tmp_path: Path) -> None:
    draft = new_entry(load_site(write_site(tmp_path, {})), "A flood").read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(title:.*?)```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert len(shown) == 1
    for text in (draft, *shown):
        assert formatted(text, ENTRY) == text


# --- whatever is written, nothing is lost -----------------------------------------------------------------------------

SIGNS = st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
TEXT = st.text(SIGNS | st.sampled_from(" \n:#-'\"[]{}&*!|>%@`,?~"), min_size=1, max_size=300) | st.sampled_from(
    ["no", "null", "12:30", "2020-02-21", "1e3", "0x1F", "- a", "a: b", "a #b", "# a", "[x](https://example.org/y) z"]
)
POINT = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "unsourced": TEXT,
        "when": st.sampled_from(["2020", 2020, "2020-02-21", {"to": "2020-03", "from": 2020}]),
        "id": st.none() | st.from_regex(r"[a-z0-9-]{1,6}", fullmatch=True).filter(lambda name: name[0] != "-"),
        "sources": st.lists(st.sampled_from(["courier", "no", "1984", "a-b"]), max_size=3),
    },
)
ENTRIES = st.fixed_dictionaries(
    {
        "sections": st.lists(
            st.fixed_dictionaries(
                {"kind": st.just("what_happened"), "points": st.lists(POINT, max_size=3)}, optional={"heading": TEXT}
            ),
            max_size=3,
        ),
        "summary": TEXT,
        "title": TEXT,
    },
    optional={"key_points": st.lists(TEXT, max_size=3), "image": st.just({"symbolic": True, "file": "images/a.png"})},
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """An entry as one of many programs may have written it, and as somebody has commented it."""
    text: str = yaml.safe_dump(
        draw(ENTRIES),
        allow_unicode=draw(st.booleans()),
        default_style=draw(st.sampled_from([None, None, "'", '"', "|", ">"])),
        default_flow_style=draw(st.sampled_from([True, False, None])),
        width=draw(st.sampled_from([20, 80, 1000])),
        indent=draw(st.sampled_from([2, 4])),
        sort_keys=draw(st.booleans()),
    )
    before = load(re.sub(r"!!\w+ ", "", text))
    lines = re.sub(r"!!\w+ ", "", text).split("\n")
    for number in range(draw(st.integers(0, 5))):
        place = draw(st.integers(0, len(lines) - 1))
        comment = draw(st.sampled_from(["# c", "# c  ", "", "#"])) and f"# {number}"
        changed = [*lines]
        if draw(st.booleans()):
            changed[place] += f"  {comment}"
        else:
            changed.insert(place, " " * draw(st.integers(0, 8)) + comment)
        if load("\n".join(changed)) == before:
            lines = changed
    return "\n".join(lines)


def load(text: str) -> Entry | None:
    try:
        return load_entry(text.encode(), ENTRY)
    except ContentError:
        return None


def without_ids(entry: Entry) -> dict[str, Any]:
    """What an entry says, beside the ids of points."""
    said = entry.model_dump(mode="json")
    for points in (said["background"], *(section["points"] for section in said["sections"])):
        for point in points:
            for one in (point, *point["points"]):
                del one["id"]
    return said


@settings(derandomize=True, deadline=None, max_examples=300)
@given(files())
def test_the_form_changes_neither_what_is_said_nor_comments_and_twice_is_once(text: str) -> None:
    before = load(text)
    assume(before is not None)
    after = formatted(text, ENTRY)
    entry = load_entry(after.encode(), ENTRY)
    assert before is not None
    assert without_ids(entry) == without_ids(before)
    for old, new in zip(before.points(), entry.points(), strict=True):
        assert new.point.id
        assert old.point.id in (None, new.point.id)
    assert {*re.findall(r"# [0-4]\b", text)} <= {*re.findall(r"# [0-4]\b", after)}
    assert formatted(after, ENTRY) == after


# --- the command ------------------------------------------------------------------------------------------------------

UNTIDY = DAM.replace("title: Why the dam broke\n", "") + 'title:   "Why the dam broke"\n'
BROKEN = DAM.replace("summary:", "sumary:")


def fmt(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "fmt", *map(str, arguments)])


def test_all_entries_are_put_into_the_common_form_and_then_stay(tmp_path: Path) -> None:
    site = write_site(
        tmp_path, {ENTRY: UNTIDY, "content/entries/floods/mill.yml": "\ufeff" + UNTIDY.replace("\n", "\r\n")}
    )
    (site / ENTRY).chmod(0o640)
    done = fmt(site)
    assert (done.exit_code, done.output) == (
        0,
        "content/entries/dam.yml: formatted\ncontent/entries/floods/mill.yml: formatted\n2 files: 2 formatted\n",
    )
    text = (site / ENTRY).read_bytes()
    assert text.startswith(b"title: Why the dam broke\nsummary:")
    assert (site / "content/entries/floods/mill.yml").read_bytes() == text.replace(b"\n", b"\r\n")
    assert stat.S_IMODE((site / ENTRY).stat().st_mode) == 0o640
    changed = (site / ENTRY).stat().st_mtime_ns
    assert fmt(site).output == "2 files: 2 already formatted\n"
    assert (site / ENTRY).stat().st_mtime_ns == changed


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_file_that_differs_only_by_its_line_ends_is_in_canonical_form(tmp_path: Path, end: str) -> None:
    tidy = formatted(UNTIDY, ENTRY)
    site = write_site(tmp_path, {ENTRY: tidy.replace("\n", end)})
    assert fmt(site, "--check").output == "1 file: 1 already formatted\n"
    assert fmt(site).exit_code == 0
    assert (site / ENTRY).read_bytes() == tidy.replace("\n", end).encode()
    lines = tidy.splitlines()
    (site / ENTRY).write_bytes(f"{lines[0]}\n{end.join(lines[1:])}{end}".encode())  # one line came from elsewhere
    assert fmt(site, "--check").exit_code == 0


def test_check_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    site = write_site(tmp_path, {ENTRY: UNTIDY})
    done = fmt(site, "--check")
    assert (done.exit_code, done.output) == (
        1,
        "content/entries/dam.yml: would be formatted\n1 file: 1 would be formatted\n",
    )
    assert (site / ENTRY).read_text(encoding="utf-8") == UNTIDY
    fmt(site)
    assert fmt(site, "--check").exit_code == 0


def test_a_file_with_an_error_is_left_alone_and_the_others_are_not(tmp_path: Path) -> None:
    site = write_site(tmp_path, {ENTRY: UNTIDY, "content/entries/mill.yml": BROKEN})
    done = fmt(site)
    assert done.exit_code == 1
    assert done.output == (
        "content/entries/dam.yml: formatted\n"
        "content/entries/mill.yml:1:1: `summary` is missing [missing-field]\n"
        "    add it, as in `summary: Deadly strikes brought two powers close to war in February 2020.`\n"
        "content/entries/mill.yml:2:1: there is no field `sumary` here [unknown-field]\n    did you mean `summary`?\n"
        "2 files: 1 formatted, 1 not changed\n"
    )
    assert (site / "content/entries/mill.yml").read_text(encoding="utf-8") == BROKEN


def test_files_and_folders_can_be_named_and_shared_records_too(tmp_path: Path) -> None:
    people = "newsdesk: {kind: organisation, name: Newsdesk}\n"
    site = write_site(tmp_path, {ENTRY: UNTIDY, "content/entries/a/mill.yml": UNTIDY, "site_data/people.yml": people})
    done = fmt(site, site / "content/entries/a", site / "site_data/people.yml")
    assert done.output.splitlines()[-1] == "2 files: 2 formatted"
    assert (site / ENTRY).read_text(encoding="utf-8") == UNTIDY
    assert (site / "site_data/people.yml").read_text(
        encoding="utf-8"
    ) == "newsdesk: {name: Newsdesk, kind: organisation}\n"


@pytest.mark.parametrize("name", ["mkdocs.yml", "content/pages/about.md", "site_data/other.yml"])
def test_other_files_have_no_common_form(name: str, tmp_path: Path) -> None:
    site = write_site(tmp_path, {name: "title: x\n"})
    done = fmt(site, site / name)
    assert done.exit_code == 2
    assert f"{name} has no canonical form" in done.output


def test_what_somebody_saves_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, calls = write_site(tmp_path, {ENTRY: UNTIDY}), list[str]()

    def slowly(text: str, path: str) -> str:
        calls.append(path)
        if len(calls) == 2:  # the first finds that the file is not in canonical form
            (site / ENTRY).write_text(text + "# mine\n", encoding="utf-8")
        return formatted(text, path)

    monkeypatch.setattr(rewriting, "formatted", slowly)
    done = fmt(site)
    assert done.exit_code == 1
    assert "somebody saved this file while `explainer fmt` ran" in done.output
    assert (site / ENTRY).read_text(encoding="utf-8") == UNTIDY + "# mine\n"
    assert [path.name for path in (site / ENTRY).parent.iterdir()] == ["dam.yml"], "nothing is left behind"


def test_a_file_that_cannot_be_kept_whole_is_left_as_it_is(tmp_path: Path) -> None:
    text = f"%YAML 1.2\n---\n{UNTIDY}"
    site = write_site(tmp_path, {ENTRY: text})
    done = fmt(site)
    assert done.exit_code == 1
    assert "[cannot-format]" in done.output
    assert (site / ENTRY).read_text(encoding="utf-8") == text


def test_formatting_is_no_change_that_readers_must_be_told_of(tmp_path: Path) -> None:
    before = UNTIDY.replace("      - id: e5f6\n        text:", "      - text: >\n         ").replace(
        "  - {id", "  -   {id"
    )
    site = begin(tmp_path / "small", {ENTRY: before})
    tell(site, [{"commit": "published"}])
    assert fmt(site).exit_code == 0
    after = (site / ENTRY).read_text(encoding="utf-8")
    assert after != before
    assert re.search(r"      - id: [a-z][2-9][a-z][2-9]\n        text: >-\n          The ministry", after)
    arguments = ["-C", str(site), "check", "--since", "HEAD", "--today", "2026-11-22"]
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, done.output) == (0, "1 entry: no errors\n")


def test_the_same_words_three_hundred_times_get_three_hundred_ids() -> None:
    text = "title: A\nsummary: B\nsections:\n  - kind: what_happened\n    points:\n" + "      - text: It broke.\n" * 300
    entry = load_entry(formatted(text, ENTRY).encode(), ENTRY)
    assert len({point.id for _, _, point, _ in entry.points()}) == 300
