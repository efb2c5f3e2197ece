"""Prints problems: as text for people, as JSON for programs, as annotations for GitHub and GitLab."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

import click

from explainer.problems import Problem, Severity
from explainer.text.plain import count, escaped, listed, printable

if TYPE_CHECKING:
    from explainer.model import Entry
    from explainer.model.dates import PartialDate
    from explainer.model.summary import EntrySummary


def _json(data: object) -> str:
    return escaped(json.dumps(data, ensure_ascii=False, indent=2))


def as_text(problems: Sequence[Problem]) -> str:
    """`path:line:column: message [code]`, with the hint below; colours are dropped where they would not show."""
    lines = []
    for problem in problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        place = click.style(f"{printable(problem.path)}:{problem.line}:{problem.column}", bold=True)
        mark = "" if problem.severity is Severity.ERROR else click.style("warning: ", fg=colour)
        code = click.style(f"[{problem.code}]", fg=colour)
        lines.append(f"{place}: {mark}{printable(problem.message)} {code}\n    {printable(problem.hint)}")
    return "\n".join(lines)


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with `path`, `line`, `column`, `code`, `severity`, `message` and `hint`."""
    names = ("path", "line", "column", "code", "severity", "message", "hint")
    return _json([{name: getattr(problem, name) for name in names} for problem in problems])


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands, which GitHub shows on the lines of a change."""
    return "\n".join(
        f"::{problem.severity} file={_property(problem.path)},line={problem.line},col={problem.column},"
        f"title={_property(problem.code)}::{_data(problem.message)}%0A{_data(problem.hint)}"
        for problem in problems
    )


def as_gitlab(problems: Sequence[Problem]) -> str:
    """GitLab's report on code quality, which it shows on the lines of a change.

    https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    """
    return _json(
        [
            {
                "description": f"{problem.message} ({problem.hint})",
                "check_name": problem.code,
                # Without the line, as a problem that only moves is not new.
                "fingerprint": sha256(f"{problem.path}\0{problem.code}\0{problem.message}".encode()).hexdigest(),
                "severity": "major" if problem.severity is Severity.ERROR else "minor",
                "location": {"path": problem.path, "lines": {"begin": problem.line}},
            }
            for problem in problems
        ]
    )


FORMATS = {"text": as_text, "json": as_json, "github": as_github, "gitlab": as_gitlab}


def summary(entries: int, problems: Sequence[Problem], *, unseen: str = "", files: int = 0) -> str:
    """One line with the numbers of entries (or else of `files`), errors and warnings."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    what = count(files, "file", "files") if files and not entries else count(entries, "entry", "entries")
    parts = [count(errors, "error", "errors") if errors else "no errors"]
    parts += [count(warnings, "warning", "warnings")] * bool(warnings)
    return f"{what}{unseen and f' ({unseen})'}: {', '.join(parts)}"


def unseen(entries: Iterable[Entry | EntrySummary], today: date) -> str:
    """How many entries readers cannot see on a day, in words: drafts and future entries; empty if none."""
    entries = tuple(entries)
    drafts = sum(entry.status == "draft" for entry in entries)
    later = len(_waiting(entries, today))
    parts = [count(drafts, "draft", "drafts")] * bool(drafts)
    parts += [count(later, "waits for its day", "wait for their day")] * bool(later)
    return ", ".join(parts)


def waiting(entries: Iterable[Entry | EntrySummary], today: date) -> str:
    """Which entries wait for their day, and for which, the next ones first; empty if none does."""
    named = [f"{entry.slug} ({published.text.replace('T', ' ')})" for published, entry in _waiting(entries, today)]
    what = count(len(named), "entry waits for its day", "entries wait for their day")
    return f"{what}: {listed(named)}" if named else ""


def _waiting(entries: Iterable[Entry | EntrySummary], today: date) -> list[tuple[PartialDate, Entry | EntrySummary]]:
    """The entries that come out after a day, with their dates, in the order of these."""
    dated = ((entry.published, entry) for entry in entries if entry.status != "draft")
    later = [(published, entry) for published, entry in dated if published is not None and published.first > today]
    return sorted(later, key=lambda one: (one[0].first, one[0].text, one[1].slug))


def _data(text: str) -> str:
    lines = "\n".join(map(printable, text.split("\n")))
    return lines.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
