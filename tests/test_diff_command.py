"""`explainer diff`: what changed in an entry or in a whole site, for people, programs and comments on a change."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import GOOD_SITE
from lxml import html
from markdown_it import MarkdownIt
from repository import begin, git, tell

from explainer.authoring.diff import FORMATS
from explainer.cli.main import main
from explainer.history.differences import Change, words

pytestmark = pytest.mark.usefixtures("isolated")

NOTHING = "Nothing that readers see has changed."
PARSER = MarkdownIt("gfm-like", {"html": True, "linkify": False})
UPDATE = "  - {at: 2026-05-0%d, type: update, note: More is known.}\n"
STORY: list[dict[str, Any]] = [
    {"commit": "Publish"},
    {
        "replace": {"dam": {"at night.": "at three."}},
        "append": {"dam": f"updates:\n{UPDATE % 5}"},
        "commit": "The hour",
    },
    {"replace": {"dam": {"put off twice": "put off three times"}}, "append": {"dam": UPDATE % 6}, "commit": "A number"},
]
HOUR = "  reworded, What happened? #a1b2: The dam broke at [-night-]{+three+}."
NUMBER = "  reworded, Could it have been avoided? #c3d4: Repairs had been put off [-twice-]{+three times+}."
NOTES = ["  new update, 2026-05-05: More is known.", "  new update, 2026-05-06: More is known."]
"""The notes that made the second version and the third."""
SECOND, THIRD = ["dam", NOTES[0], HOUR], ["dam", NOTES[1], NUMBER]
BOTH = ["dam", *NOTES, HOUR, NUMBER]
RENAMED = "  renamed: dam → flood (Why the dam broke)"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An entry with three versions, all of them committed."""
    root = begin(tmp_path / "site")
    tell(root, STORY)
    return root


def diff(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "diff", *arguments])


def said(root: Path, *arguments: str) -> list[str]:
    done = diff(root, *arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.splitlines()


def refused(root: Path, *arguments: str) -> str:
    done = diff(root, *arguments)
    assert (done.exit_code, done.stdout, type(done.exception)) == (2, "", SystemExit)
    return done.stderr.splitlines()[-1]


# --- what is compared -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (["dam"], THIRD),
        (["dam", "--from", "v1"], BOTH),
        (["dam", "--to", "v2"], SECOND),
        (["dam", "--from", "v1", "--to", "v3"], BOTH),
        (["dam", "--from", "HEAD~2", "--to", "v2"], SECOND),
        (["dam", "--from", "v1", "--to", "HEAD~1"], SECOND),
        (["dam", "--from", "v2", "--to", "v2"], [NOTHING]),
        (["--from", "HEAD~1"], THIRD),
        (["--from", "main~2", "--to", "main~1"], SECOND),
        ([], [NOTHING]),
    ],
    ids=" ".join,
)
def test_versions_and_revisions(site: Path, arguments: list[str], lines: list[str]) -> None:
    assert said(site, *arguments) == lines


def test_the_other_way_round_what_was_added_is_removed(site: Path) -> None:
    assert said(site, "dam", "--from", "v2", "--to", "v1") == [
        "dam",
        NOTES[0].replace("new", "removed"),
        HOUR.replace("[-night-]{+three+}", "[-three-]{+night+}"),
    ]


def test_files_that_are_not_committed_are_the_newest(site: Path) -> None:
    tell(site, [{"replace": {"dam": {"plans a report": "plans two reports"}}}])
    line = "  reworded, What’s next? #e5f6: The ministry plans [-a report-]{+two reports+}."
    assert said(site) == ["dam", line]
    assert said(site, "dam", "--from", "HEAD") == ["dam", line]
    assert said(site, "dam") == [*THIRD, line]


def test_a_renamed_entry_is_one_entry(site: Path) -> None:
    tell(site, [{"rename": {"dam": "flood"}, "append": {"flood": "aliases: [dam]\n"}, "commit": "Rename"}])
    assert said(site, "flood", "--from", "v1", "--to", "v2") == ["flood", *SECOND[1:]]
    assert said(site, "flood", "--from", "HEAD~3", "--to", "HEAD~2") == ["flood", *SECOND[1:]]
    assert said(site, "--from", "HEAD~2") == ["flood", RENAMED, *THIRD[1:]]
    assert said(site, "--from", "HEAD~1") == said(site, "flood", "--from", "HEAD~1") == ["flood", RENAMED]
    assert said(site, "--from", "HEAD", "--to", "HEAD~1")[1] == RENAMED.replace("dam → flood", "flood → dam")
    assert "it is now called `flood`" in refused(site, "dam")


def test_a_note_for_readers_is_told_with_its_type_its_day_and_what_it_corrects(site: Path) -> None:
    correction = """\
  - at: 2026-05-07T10:00+01:00
    type: correction
    note: We *miscounted*.
    point: c3d4
    was: put off twice
    now: put off three times
"""
    tell(site, [{"append": {"dam": correction}}])
    line = "  new correction, 2026-05-07T10:00+01:00 #c3d4: put off twice → put off three times (We miscounted.)"
    assert said(site) == said(site, "dam") == ["dam", line]
    (change,) = json.loads(diff(site, "--format", "json").stdout)["dam"]
    told: dict[str, object] = {"kind": "added", "place": "updates", "type": "correction", "point": "c3d4"}
    told |= {
        "at": "2026-05-07T10:00+01:00",
        "text": "We miscounted.",
        "was": "put off twice",
        "now": "put off three times",
        "runs": [],
    }
    assert change == told
    item = html.fragment_fromstring(PARSER.render("\n".join(said(site, "--format", "md"))), "div").find(".//li")
    assert "  " + item.text_content().replace("\u200b", "") == line
    assert item.findtext("strong") == "new correction"


def test_a_note_that_is_no_longer_there_or_says_something_else_is_told(site: Path) -> None:
    tell(site, [{"replace": {"dam": {"05-05, type: update, note: More is": "05-05, type: update, note: All is"}}}])
    reworded = "  reworded update, 2026-05-05: [-More-]{+All+} is known."
    assert said(site) == ["dam", reworded]
    tell(site, [{"replace": {"dam": {"2026-05-06, type: update": "2026-05-06, type: editors_note"}}}])
    assert said(site) == [
        *("dam", reworded),
        *("  new editor’s note, 2026-05-06: More is known.", "  removed update, 2026-05-06: More is known."),
    ]


def test_places_have_the_names_that_readers_see(site: Path) -> None:
    point = "      - {id: q1r2, text: The state., unsourced: x}\n"
    question = f"  - kind: question\n    heading: Who “owns”\n      it?\n    points:\n{point}"
    tell(site, [{"replace": {"dam": {"  - kind: whats_next": f"{question}  - kind: whats_next"}}, "commit": "Ask"}])
    next_ = "  - kind: whats_next\n    points:\n"
    tell(site, [{"replace": {"dam": {f"{point}{next_}": f"      - {{text: Who?, unsourced: x}}\n{next_}{point}"}}}])
    assert said(site) == [
        "dam",
        "  new point, Who “owns” it?: Who?",
        "  moved, What’s next? #q1r2: Who “owns” it? → What’s next? (The state.)",
    ]


def test_entries_come_and_go(site: Path) -> None:
    new = GOOD_SITE["content/entries/dam.yml"].replace("Why the dam broke", "Another")
    tell(site, [{"write": {"another": new}, "commit": "Add"}])
    assert said(site, "--from", "HEAD~1") == ["another", "  new explainer: Another"]
    assert said(site, "--from", "HEAD", "--to", "HEAD~1") == ["another", "  removed explainer: Another"]
    assert said(site, "another", "--from", "HEAD~1") == ["another", "  new explainer: Another"]


def test_a_site_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    root = begin(tmp_path / "site", below="web/news")
    tell(root, STORY)
    assert said(root, "dam", "--from", "HEAD~2") == BOTH
    assert said(root, "--from", "HEAD~1") == THIRD


# --- what entries share -----------------------------------------------------------------------------------------------


def test_a_change_of_what_entries_share_says_whom_it_touches(site: Path) -> None:
    new = GOOD_SITE["content/entries/dam.yml"].replace("floods", "rain").replace("newsdesk", "ada")
    tell(site, [
        {
            "write": {
                "mill": new,
                "site_data/topics.yml": "floods: {name: {en: Floods, de: Hochwasser}}\nrain: {name: Rain}\n",
                "site_data/people.yml": "newsdesk: {name: Newsdesk, kind: organisation}\nada: {name: Ada}\n",
            },
            "commit": "Another",
        },
        {
            "replace": {
                "site_data/topics.yml": {"de: Hochwasser": "de: Fluten"},
                "site_data/publishers.yml": {"state: owned": "state: none"},
                "site_data/people.yml": {"newsdesk: {name: Newsdesk, kind: organisation}\n": ""},
            },
            "commit": "What they share",
        },
    ])  # fmt: skip
    told = [
        "site_data/topics.yml",
        "  changed, floods name.de: Hochwasser → Fluten (named by 1 entry: dam)",
        "site_data/publishers.yml",
        "  changed, ministry state: owned → none (named by 2 entries: dam, mill)",
        "site_data/people.yml",
        "  removed, newsdesk: named by 1 entry: dam",
    ]
    assert said(site, "--from", "HEAD~1") == told
    assert said(site, "--from", "HEAD~1", "--to", "HEAD") == told
    # What came is named by what came with it; that stands below.
    assert said(site, "--from", "HEAD~2", "--to", "HEAD~1") == ["mill", "  new explainer: Why the dam broke"]
    assert said(site, "dam", "--from", "HEAD~1") == [NOTHING]
    found = json.loads(diff(site, "--from", "HEAD~1", "--format", "json").stdout)
    assert [change["entries"] for changes in found.values() for change in changes] == [
        ["dam"],
        ["dam", "mill"],
        ["dam"],
    ]


def test_what_needs_no_note_comes_first_as_a_long_comment_is_cut_at_its_end(site: Path) -> None:
    tell(site, [{"replace": {"dam": {"topics: [floods]": "topics: []", "a report": "two reports"}}}])
    assert said(site)[:3] == ["Also changed", "  [no note] topics, dam: floods → –", "dam"]


def test_a_rename_without_an_alias_is_told_as_one(site: Path) -> None:
    tell(site, [{"rename": {"dam": "burst"}}])
    assert said(site) == ["burst", "  renamed: dam → burst (Why the dam broke)"]


def test_of_many_entries_a_few_are_named(site: Path) -> None:
    tell(site, [{"write": {f"dam-{number}": GOOD_SITE["content/entries/dam.yml"] for number in range(10, 30)}}])
    tell(site, [{"commit": "Many"}, {"write": {"site_data/people.yml": "newsdesk: {name: The desk}\n"}}])
    _, _, line = said(site)
    assert re.search(r"named by 21 entries: dam, dam-10, .*, dam-18 and 11 more\)$", line)


def test_a_hostile_record_marks_nothing_up(site: Path) -> None:
    text = '"<b>#1 @desk\\n\\n- x": {name: {"**a**": "%s"}}\n'
    tell(site, [{"append": {"site_data/topics.yml": text % "One"}, "commit": "Add"}])
    tell(site, [{"replace": {"site_data/topics.yml": {"One": "<i>Two"}}}])
    page = html.fragment_fromstring(PARSER.render("\n".join(said(site, "--format", "md"))), "div")
    assert {element.tag for element in page.iter()} == {"div", "h3", "ul", "li", "strong"}
    (item,) = page.xpath("//li")
    assert item.text_content().replace("\u200b", "") == (
        "changed, <b>#1 @desk - x name.**a**: One → <i>Two (no entry names it)"
    )
    assert not re.search(r"@d|#1", item.text_content())


# --- formats ----------------------------------------------------------------------------------------------------------


def test_json_is_for_programs(site: Path) -> None:
    note, change = json.loads(diff(site, "dam", "--format", "json").stdout)["dam"]
    assert list(change) == ["kind", "place", "point", "text", "runs", "was", "now", "heading"]
    assert (change["place"], change["heading"]) == ("could_it_be_avoided", "Could it have been avoided?")
    assert list(note) == [*list(change)[:-1], "type", "at"]
    assert [note[name] for name in ("kind", "place", "text", "type", "at")] == [
        *("added", "updates", "More is known.", "update", "2026-05-06")
    ]
    assert change["runs"][1:3] == [["removed", "twice"], ["added", "three times"]]
    assert json.loads(diff(site, "--format", "json").stdout) == {}


def test_markdown_is_for_a_comment(site: Path) -> None:
    place, words = "Could it have been avoided? #c3d4", "<del>twice</del><ins>three times</ins>"
    change = f"- **reworded**, {place}: Repairs had been put off {words}\\."
    note = "- **new update**, 2026\\-05\\-06: More is known\\."
    assert said(site, "dam", "--format", "md") == ["### dam", "", note, change]
    assert said(site, "--format", "md") == [NOTHING]


# --- errors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["flood"], "there is no entry `flood`; name its file without `.yml`"),
        (["dan"], "there is no entry `dan`; did you mean `dam`?"),
        (["--from", "v1"], "`v1` is a version of one entry; say which entry, as in `explainer diff dam --from v1`"),
        (["--from", "HEAD~1", "--to", "v2"], "as in `explainer diff dam --from HEAD~1 --to v2`"),
        (["dam", "--from", "v9"], "there is no version 9 of `dam`; there are v1, v2, v3"),
        (["dam", "--from", "v0"], "`v0` names no revision here"),
        (["dam", "--from", "nowhere"], "`nowhere` names no revision here"),
        (["--from", "nowhere"], "`nowhere` names no revision here"),
        (["--to", "nowhere"], "`nowhere` names no revision here"),
        (["--from", "--output=stolen"], "`--output=stolen` names no revision"),
        (["--from", "HEAD:content"], "`HEAD:content` names no revision here"),
        (["dam", "--format", "yaml"], "'yaml' is not one of 'text', 'json', 'md'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_there_is_named(site: Path, arguments: list[str], message: str) -> None:
    assert message in refused(site, *arguments)
    assert not list(site.rglob("*stolen*"))


def test_a_tag_may_be_called_as_a_version_is(site: Path) -> None:
    git(site, "tag", "v1", "HEAD~1")
    assert said(site, "--from", "v1") == THIRD


def test_a_first_version_is_compared_with_the_last_commit(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    assert "nothing has been committed yet" in refused(root, "dam")
    tell(root, STORY[:1])
    assert said(root, "dam") == [NOTHING]
    tell(
        root,
        [{"replace": {"dam": {"at night.": "at three."}}, "write": {"mill": GOOD_SITE["content/entries/dam.yml"]}}],
    )
    assert said(root, "dam") == ["dam", HOUR]
    assert said(root, "mill") == ["mill", "  new explainer: Why the dam broke"]
    assert "`--from HEAD~1`" in refused(root, "dam", "--to", "v1")


def test_an_entry_taken_over_with_its_updates_is_compared_with_the_last_commit(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(root, [{"append": {"dam": f"updates:\n{UPDATE % 5}"}, "commit": "Take over"}])
    assert said(root, "dam") == [NOTHING]
    tell(root, [{"replace": {"dam": {"at night.": "at three."}}}])
    assert said(root, "dam") == ["dam", HOUR]
    assert "there is no version 1" in refused(root, "dam", "--from", "v1")


def test_without_a_history_versions_are_not_known(site: Path) -> None:
    tell(site, [{"shallow": True}])
    assert "git fetch --unshallow" in refused(site, "dam")
    tell(site, [{"delete": [".git"]}])
    for arguments in (["dam"], []):
        assert "this is not a git repository" in refused(site, *arguments)
        assert "`git init`, `git add .`, `git commit -m Begin`" in refused(site, *arguments)
    git(site, "init", "--quiet")
    assert "nothing has been committed yet" in refused(site)
    git(site, "add", ".")
    git(site, "commit", "-m", "Begin")
    assert said(site) == [NOTHING]


def test_an_old_version_in_a_form_of_the_past_is_named(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    tell(
        root,
        [{"append": {"dam": "colour: blue\n"}}, *STORY[:1], {"replace": {"dam": {"colour: blue\n": ""}}}, *STORY[1:]],
    )
    assert "version 1 of `dam` is in an old format that can no longer be read" in refused(root, "dam", "--from", "v1")


def test_a_file_that_cannot_be_read_is_not_taken_for_a_deleted_one(site: Path) -> None:
    tell(site, [{"append": {"dam": "colour: blue\n"}}])
    for arguments in ([], ["dam"]):
        done = diff(site, *arguments)
        assert done.exit_code == 1
        assert "[unknown-field]" in done.stdout
        assert done.stdout.endswith("nothing was compared\n")
    assert said(site, "--from", "HEAD~1", "--to", "HEAD") == THIRD


# --- hostile text -----------------------------------------------------------------------------------------------------

HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07 \u202e \x9b31m \r\n# no heading",
    "</del><script>alert(1)</script><img src=x onerror=y>",
    "*a* **b** ~~c~~ `d` [e](https://evil.example) ![f](https://evil.example/x.png) <https://evil.example>",
    "https://evil.example www.evil.example a@evil.example",
    "@everyone look at #1 and :tada:",
    "| a | b |\n|---|---|\n- c\n> d\n```\ne",
    "\\ &lt; &copy; &#42;",
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_moves_no_cursor_and_marks_nothing_up(text: str) -> None:
    changes = {
        text: (
            Change("reworded", "what_happened", "a", text, words(f"Then {text}", f"{text} now")),
            Change("source", "url", None, text, (), text, text[::-1]),
            Change("added", "what_happened", None, text),
        )
    }
    lines = FORMATS["text"](changes).split("\n")
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
    page = html.fragment_fromstring(PARSER.render(FORMATS["md"](changes)), create_parent="div")
    assert [element.tag for element in page.iter() if element.tag not in ("ins", "del")] == [
        "div", "h3", "ul", "li", "strong", "li", "strong", "li", "strong"
    ]  # fmt: skip
    assert not page.xpath("//@*")
    shown = page.xpath("string(.//li[3])").replace("\u200b", "")
    printable = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    assert shown == f"new point, what_happened: {printable}"
    assert "@e" not in page.text_content()


def test_a_hostile_file_name_of_the_past_is_no_entry(site: Path) -> None:
    path = site / "content" / "entries" / "\x1b[31m# x.yml"
    path.write_text(GOOD_SITE["content/entries/dam.yml"], encoding="utf-8")
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--message", "Hostile")
    path.unlink()
    for form in FORMATS:
        told = "".join(said(site, "--format", form))
        assert "\x1b" not in told and "Why the dam broke" not in told  # it is named as a file that was no entry
