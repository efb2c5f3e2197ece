"""`explainer agenda`, and the issues that a job keeps up to date with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, write_site
from github import GitHub, running
from markdown_it import MarkdownIt
from repository import begin, git, tell

from explainer.cli.main import main
from explainer.history.git import arrival
from explainer.outputs.feeds.calendar import calendar_of, text_value

pytestmark = pytest.mark.usefixtures("isolated")

ROOT = Path(__file__).parents[1]
DAM = GOOD_SITE["content/entries/dam.yml"]
PEOPLE = "newsdesk: {name: {en: Newsdesk, de: Redaktion}, kind: organisation}\nada: {name: Ada Öz}\n"
MILL = """\
title: Warum die Mühle stillstand
summary: Sie stand still.
status: published
published: 2026-05-05
language: de
translation_of: dam
authors: [ada, newsdesk]
sections:
  - {kind: what_happened, empty: Nichts.}
  - {kind: could_it_be_avoided, empty: Nichts.}
  - {kind: whats_next, empty: Nichts.}
"""
UPDATES = """\
updates:
  - {at: 2026-06-01, type: update, note: More is known.}
  - {at: 2026-07-01, type: update, note: Still more is known.}
"""
BUSY = {
    "site_data/people.yml": PEOPLE,
    "content/entries/dam.yml": DAM.replace("expected: 2027-03", "expected: 2026-10\n        review_after: 2026-11-30")
    + UPDATES,
    "content/entries/mill.yml": MILL,
    "content/entries/flood.yml": MILL.replace("2026-05-05", "2026-12-01T09:00+01:00")
    .replace("language: de\ntranslation_of: dam\nauthors: [ada, newsdesk]", "review_after: 2027-01-01")
    .replace("Warum die Mühle stillstand", "A flood"),
    "site_data/links.json": json.dumps(
        {
            "https://courier.example.org/dam": {"why": "status 404", "dead_since": "2026-11-20"},
            "https://other.example.org/": {"why": "status 404", "dead_since": "2026-11-20"},
            "https://fine.example.org/": {"why": "status 500", "failed_since": "2026-11-20T03:10Z"},
        }
    ),
}
"""A site with something of each kind for 22 November 2026, but for drafts."""


@pytest.fixture
def busy(tmp_path: Path) -> Path:
    return write_site(tmp_path / "busy", BUSY)


def agenda(root: Path, *arguments: str, today: str = "2026-11-22") -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "agenda", "--today", today, *arguments])


def said(root: Path, *arguments: str, today: str = "2026-11-22") -> str:
    done = agenda(root, *arguments, today=today)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def tasks(root: Path, *arguments: str, today: str = "2026-11-22") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said(root, *arguments, "--format", "json", today=today))
    return found


def short(task: dict[str, Any]) -> str:
    return f"{task['due']} {task['kind']} {task['entry']} {task['owner']}{' overdue' * task['overdue']}"


# --- what is due ------------------------------------------------------------------------------------------------------


def test_an_agenda_in_text_names_place_and_remedy(busy: Path) -> None:
    assert said(busy, "--owner", "newsdesk").splitlines() == [
        "2026-10-31 overdue content/entries/dam.yml:24: this was expected for 2026-10: "
        "“The ministry plans a report.” [outlook]",
        "    Why the dam broke (newsdesk): find out what became of it, and add "
        "`outcome: {result: …, on: …, text: …, sources: […]}`",
        "2026-11-20 overdue content/entries/dam.yml:27: the link of the source `courier-0503` has been dead since "
        "2026-11-20: https://courier.example.org/dam [source]",
        "    Why the dam broke (newsdesk): find the new address, or add a copy: "
        "`archive_url: https://web.archive.org/web/…`",
        "2026-11-30 content/entries/dam.yml:25: a review is due from 2026-11-30 on: “The ministry plans a report.” "
        "[review]",
        "    Why the dam broke (newsdesk): check that it still holds, then set a later date, as in "
        "`review_after: 2027-06-01`, or delete the line",
        "3 tasks due within 14 days, 2 overdue",
    ]


def test_it_has_everything_by_day_and_looks_as_far_ahead_as_asked(busy: Path) -> None:
    everything = [
        "2026-06-01 translation mill ada overdue",
        "2026-10-31 outlook dam newsdesk overdue",
        "2026-11-20 source dam newsdesk overdue",
        "2026-11-30 review dam newsdesk",
        "2026-12-01 publication flood None",
        "2027-01-01 review flood None",
    ]
    assert [short(task) for task in tasks(busy)] == everything[:5]
    assert [short(task) for task in tasks(busy, "--days", "40")] == everything
    assert [short(task) for task in tasks(busy, "--days", "0")] == everything[:3]
    assert [short(task) for task in tasks(busy, "--owner", "ada")] == everything[:1]
    assert [short(task) for task in tasks(busy, "--owner", "-")] == everything[4:5]
    assert tasks(busy)[0]["message"] == "the original, `dam`, is 2 versions ahead"
    assert tasks(busy)[0]["hint"].endswith("`translated_from_version: 3`")
    assert (tasks(busy)[0]["path"], tasks(busy)[0]["line"]) == ("content/entries/mill.yml", 6)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("expected: 2026-10", "expected: 2026-12", ["source", "review"]),
        ("expected: 2026-10", "expected: 2026-11", ["source", "outlook", "review"]),
        ("        review_after: 2026-11-30\n", "", ["outlook", "source"]),
        ("        review_after", "        outcome: {result: partly, on: 2026-10-02, text: So.}\n        review_after",
         ["source", "review"]),
        ('courier.example.org/dam"', 'courier.example.org/dam", archive_url: "https://a.example/1"',
         ["outlook", "review"]),
        ("status: published", "status: draft", ["review"]),
        ("status: published", "status: withdrawn\nwithdrawn: {at: 2026-08-01, reason: It was false.}", []),
    ],
)  # fmt: skip
def test_what_is_done_is_off_the_agenda(busy: Path, old: str, new: str, kinds: list[str]) -> None:
    path = busy / "content/entries/dam.yml"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = agenda(busy, "--format", "json")
    assert [task["kind"] for task in json.loads(done.stdout) if task["entry"] == "dam"] == kinds


def test_nothing_to_do_is_said(good_site: Path) -> None:
    assert said(good_site) == "nothing is due within 14 days\n"
    assert said(good_site, "--days", "0", "--format", "md") == "nothing is due today\n"
    assert tasks(good_site) == []


def test_the_ends_of_the_calendar(tmp_path: Path) -> None:
    far = DAM.replace("expected: 2027-03", "expected: 9999\n        review_after: 9999-12-31")
    site = write_site(tmp_path, {"content/entries/dam.yml": far})
    assert len(tasks(site, "--days", "36500", today="9999-12-31")) == 2
    assert said(site, "--format", "ics", today="9999-12-31")
    assert tasks(site, today="0001-01-01") == []


# --- drafts -----------------------------------------------------------------------------------------------------------

IDLE = DAM.replace("status: published\npublished: 2026-05-04T09:00+01:00", "status: draft")


@pytest.mark.parametrize("below", ["", "web/news"])
def test_a_draft_that_nobody_touches_for_a_month_lies_idle(tmp_path: Path, below: str) -> None:
    site = begin(tmp_path / "site", {"content/entries/draft.yml": IDLE}, below=below)
    tell(site, [{"commit": "Begin", "day": "2026-05-04"}])
    assert said(site, "--days", "0", today="2026-06-02").startswith("nothing is due")
    assert said(site, today="2026-06-04").splitlines() == [
        "2026-06-03 overdue content/entries/draft.yml:3: nobody has changed this draft since 2026-05-04 [draft]",
        "    Why the dam broke (newsdesk): continue it, publish it with `status: published` and "
        "`published: 2026-06-04`, or delete the file",
        "1 task due within 14 days, 1 overdue",
    ]
    # What is written on is not idle, committed or not; nor is what git has never seen.
    tell(site, [{"append": {"draft": "# more\n"}}, {"write": {"fresh": IDLE}}])
    assert tasks(site, today="2026-06-04") == []
    tell(site, [{"commit": "Write on", "day": "2026-06-01"}])
    assert {task["due"] for task in tasks(site, today="2026-06-24")} == {"2026-07-01"}


SETTINGS = """\
[log]
    showSignature = true
    showRoot = false
    follow = true
    decorate = full
    mailmap = true
    date = relative
    excludeDecoration = refs/heads/main
[core]
    quotePath = true
    abbrev = 4
[format]
    pretty = fuller
[i18n]
    logOutputEncoding = UTF-16
[color]
    ui = always
[diff]
    noprefix = true
    renames = copies
    relative = true
"""


def test_the_users_own_settings_of_git_change_no_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = begin(tmp_path / "site", {"content/entries/first.yml": IDLE, "content/entries/draft.yml": IDLE})
    tell(
        site,
        [{"commit": "One", "day": "2026-05-04"}, {"rename": {"draft": "later"}, "commit": "Two", "day": "2026-05-05"}],
    )
    signed = git(site, "cat-file", "commit", "HEAD").replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n\n", 1)
    (tmp_path / "commit").write_text(f"{signed}\n", encoding="utf-8")
    git(site, "reset", "--quiet", git(site, "hash-object", "-t", "commit", "-w", str(tmp_path / "commit")))
    expected = tasks(site, today="2026-06-24")
    files = ("content/entries/dam.yml", "content/entries/later.yml")
    days = [arrival(site, file, "HEAD") for file in files]
    assert len(expected) == 2
    assert [day.isoformat() for day in days] == ["2026-05-04", "2026-05-05"]
    gpg = tmp_path / "gpg"
    gpg.write_text("#!/bin/sh\necho Signed by Ada >&2\n", encoding="utf-8")
    gpg.chmod(0o755)
    (tmp_path / "gitconfig").write_text(f"{SETTINGS}[gpg]\n    program = {gpg}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    log = subprocess.run(["git", "-C", site, "log", "--format=%cs"], capture_output=True, check=True)
    assert len(log.stdout.splitlines()) > 2  # the settings bite
    assert tasks(site, today="2026-06-24") == expected
    assert [arrival(site, file, "HEAD") for file in files] == days


def test_without_a_history_idle_drafts_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"content/entries/draft.yml": IDLE, ".gitignore": "/.cache/\n"})
    done = agenda(site)
    assert done.exit_code == 0
    assert done.stdout == "nothing is due within 14 days\n"
    assert done.stderr.startswith("idle drafts are left out: this is not a git repository")
    git(tmp_path, "init", "--quiet", "site")
    tell(site, [{"commit": "One"}, {"append": {"draft": "# more\n"}, "commit": "Two"}, {"shallow": True}])
    assert "git fetch --unshallow" in agenda(site, today="2027-01-01").stderr


# --- who answers, and what cannot be known ----------------------------------------------------------------------------


def test_an_unknown_owner_is_told_the_nearest(busy: Path) -> None:
    done = agenda(busy, "--owner", "newsdek")
    assert done.exit_code == 2
    assert "there is no person `newsdek`; did you mean `newsdesk`?" in done.stderr


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"dead_since": "soon"}}', "[" * 100_000, "\xff"])
def test_a_damaged_file_of_links_is_an_error_as_every_other_file(busy: Path, text: str) -> None:
    (busy / "site_data/links.json").write_text(text, encoding="latin-1")
    done = agenda(busy, "--format", "json")
    assert done.exit_code == 1
    assert done.stdout.startswith("site_data/links.json:1:") and done.stdout.endswith("no agenda was made\n")


def test_a_file_that_cannot_be_read_may_have_something_due(busy: Path) -> None:
    (busy / "content/entries/mill.yml").write_text("titel: A\n", encoding="utf-8")
    done = agenda(busy, "--format", "md")
    assert done.exit_code == 1
    assert done.stdout.endswith("no agenda was made\n")


# --- calendars --------------------------------------------------------------------------------------------------------


def events(text: str) -> list[dict[str, Any]]:
    """What a calendar program reads; it refuses what RFC 5545 does."""
    read = icalendar.Calendar.from_ical(text)
    assert read.errors == []
    assert [one.errors for one in read.walk("VEVENT")] == [[] for _ in read.walk("VEVENT")]
    names = {"uid": "UID", "text": "SUMMARY", "more": "DESCRIPTION"}
    return [
        {"day": one.decoded("DTSTART"), **{name: str(one[field]) for name, field in names.items()}}
        for one in read.walk("VEVENT")
    ]


def test_a_calendar_has_what_is_overdue_on_today(busy: Path) -> None:
    text = said(busy, "--format", "ics")
    found = events(text)
    assert [(event["day"], event["uid"]) for event in found] == [
        (date(2026, 11, 22), "agenda-translation-mill-translation_of"),
        (date(2026, 11, 22), "agenda-outlook-dam-e5f6"),
        (date(2026, 11, 22), "agenda-source-dam-courier-0503"),
        (date(2026, 11, 30), "agenda-review-dam-e5f6"),
        (date(2026, 12, 1), "agenda-publication-flood-published"),
    ]
    assert found[1]["text"].endswith("“The ministry plans a report.” (overdue since 2026-10-31)")
    assert found[1]["more"].startswith("content/entries/dam.yml:24: find out")
    lines = agenda(busy, "--format", "ics").stdout_bytes.split(b"\r\n")
    assert len(lines) > 50
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []


HOSTILE = (
    r"A\n, b; c: “d” <b>é</b> @desk #1 - [ ] x https://evil.example \\ <!-- explainer agenda: ada --> 𝄞" + " ü" * 60
)
QUOTED = '"' + HOSTILE.replace("\\", "\\\\") + '"'


@pytest.mark.parametrize(
    "text", ["a\nb", "a\r\nEND:VEVENT", "a\u2028END:VEVENT\x85b\x0bc", "\x00a\x1b", "é" * 99, "𝄞\\,;\t" * 40, ""]
)
def test_any_text_is_one_value_to_a_calendar_program(text: str) -> None:
    value = text_value(text)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:a", "BEGIN:VEVENT", "UID:a", f"SUMMARY:{value}", "END:VEVENT"]
    read = icalendar.Calendar.from_ical(calendar_of([*lines, "END:VCALENDAR"]))
    (event,) = read.walk("VEVENT")
    assert str(event["SUMMARY"]) == "\n".join(re.sub("[\x00-\x1f]", "", line) for line in text.splitlines())


def test_hostile_text_stays_text_in_every_format(busy: Path) -> None:
    write_site(busy, BUSY | {"content/entries/mill.yml": MILL.replace("Warum die Mühle stillstand", QUOTED)})
    (event,) = events(said(busy, "--owner", "ada", "--format", "ics"))
    assert event["text"].startswith(f"{HOSTILE}: the original")
    text = said(busy, "--owner", "ada")
    assert len(text.splitlines()) == 3
    document = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(
        said(busy, "--owner", "ada", "--format", "md")
    )
    inside = [one for token in document for one in token.children or ()]
    assert [token.type for token in document if token.type.startswith("html")] == ["html_block"]
    assert {token.type for token in inside} <= {
        "text", "text_special", "strong_open", "strong_close", "hardbreak", "code_inline"
    }  # fmt: skip
    shown = "".join(token.content for token in inside)
    assert not re.search(r"@\w|#\d", shown)


def test_the_readers_calendar_is_read_by_a_calendar_program(good_site: Path, tmp_path: Path) -> None:
    write_site(good_site, {"content/entries/dam.yml": DAM.replace("Why the dam broke", QUOTED)})
    done = CliRunner().invoke(main, ["-C", str(good_site), "export", str(tmp_path / "plain"), "--today", "2026-11-22"])
    assert done.exit_code == 0, done.output
    (event,) = events((tmp_path / "plain/docs/whats-next.ics").read_text(encoding="utf-8"))
    assert (event["day"], event["uid"]) == (date(2027, 3, 1), "dam-e5f6")
    assert event["more"] == HOSTILE


# --- issues -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def github() -> Iterator[GitHub]:
    with running() as github:
        yield github


def keep(github: GitHub, text: str, folder: Path, status: int = 0) -> list[str]:
    """Lets the job's script run, and says how it called."""
    github.calls.clear()
    (folder / "agenda.md").write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / ".github/agenda.py"), "agenda.md"]
    environment = {**os.environ, **github.job}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return list(github.calls)


def test_each_owner_has_one_issue_that_is_kept_up_to_date(busy: Path, tmp_path: Path, github: GitHub) -> None:
    github.open("A question about an agenda", "<!-- explainer agenda: ada -->", ["question"])
    assert keep(github, said(busy, "--format", "md"), tmp_path) == ["GET", "POST", "POST", "POST"]
    assert [issue["title"] for issue in github.issues[1:]] == [
        "Agenda: ada", "Agenda: newsdesk", "Agenda of entries without an author"
    ]  # fmt: skip
    assert github.issues[2]["body"].startswith("<!-- explainer agenda: newsdesk -->\n**Agenda of Newsdesk**\n")
    assert github.issues[2]["body"].count("\n- [ ] **") == 3
    # The next night nothing has changed: nothing is written, though somebody ticked a box in GitHub's own form.
    body = github.issues[2]["body"].replace("- [ ] **2026-10-31**", "- [x] **2026-10-31**").replace("\n", "\r\n")
    github.issues[2]["body"] = body
    assert keep(github, said(busy, "--format", "md", today="2026-11-23"), tmp_path) == ["GET"]
    # A source is alive again; what was ticked stays ticked.
    (busy / "site_data/links.json").unlink()
    assert keep(github, said(busy, "--format", "md"), tmp_path) == ["GET", "PATCH"]
    assert re.findall(r"- \[(.)\] \*\*(\S+)\*\*", github.issues[2]["body"]) == [
        ("x", "2026-10-31"), (" ", "2026-11-30")
    ]  # fmt: skip
    # All that one of them had to do is done.
    (busy / "content/entries/mill.yml").unlink()
    assert keep(github, said(busy, "--format", "md"), tmp_path) == ["GET", "PATCH"]
    assert github.states() == {
        "A question about an agenda": "open",
        "Agenda: ada": "closed",
        "Agenda: newsdesk": "open",
        "Agenda of entries without an author": "open",
    }
    # Nothing is due at all; and when something is again, there is a new issue.
    keep(github, "nothing is due within 14 days\n", tmp_path)
    assert set(github.states().values()) == {"open", "closed"}
    assert [issue["title"] for issue in github.issues if issue["state"] == "open"] == ["A question about an agenda"]
    assert keep(github, said(busy, "--format", "md", "--owner", "newsdesk"), tmp_path) == ["GET", "POST"]
    assert github.issues[-1]["title"] == "Agenda: newsdesk"


def test_an_issue_is_found_among_many_and_the_oldest_of_two_is_kept(tmp_path: Path, github: GitHub) -> None:
    for number in range(250):
        github.open(f"Other {number}", None, ["agenda"])
    text = "<!-- explainer agenda: ada -->\n**Agenda of Ada**\n\n- [ ] Something"
    github.open("Agenda: ada", f"{text} old", ["agenda"])
    github.open("Agenda: ada", text, ["agenda"])
    assert keep(github, text, tmp_path) == ["GET", "GET", "GET", "PATCH"]
    assert github.issues[250]["body"] == text


def test_an_issue_without_its_label_would_be_opened_each_night(tmp_path: Path, github: GitHub) -> None:
    github.takes_labels = False
    assert keep(github, "<!-- explainer agenda -->\n- [ ] Something", tmp_path, 1) == ["GET", "POST", "PATCH"]
    assert github.issues[0]["state"] == "closed"


def test_a_long_agenda_is_cut_where_github_would_refuse_it(tmp_path: Path, github: GitHub) -> None:
    text = "<!-- explainer agenda: ada -->\n" + "- [ ] Something\n  that is to be done\n" * 5000
    keep(github, text, tmp_path)
    body = github.issues[0]["body"]
    assert 50_000 < len(body) < 65_536
    assert body.endswith("that is to be done\n\n… and more: `explainer agenda` names all.")
    assert keep(github, text, tmp_path) == ["GET"]


def test_the_job_stops_when_github_does(tmp_path: Path, github: GitHub) -> None:
    github.fails = True
    keep(github, "<!-- explainer agenda -->\n- [ ] Something", tmp_path, 1)
    assert github.issues == []
