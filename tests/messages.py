"""Writes docs/messages.md from the examples in golden/checks and golden/messages: `make messages`."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from cases import ENTRY, GOLDEN, write_case
from repository import begin, tell

from explainer.checks import CHECKS, check
from explainer.content.format import formatted
from explainer.content.load import load_site
from explainer.history.corrections import misquoted_corrections
from explainer.history.silent_changes import silent_changes
from explainer.problems import ContentError, Problem

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "messages.md"
TODAY = date(2026, 11, 22)
BY_CODE = {rule.code: rule for rule in CHECKS}
WITHOUT_EXAMPLE = {
    *("address-taken", "changed-meanwhile", "dead-page-link", "not-written", "read-only", "unreadable", "version-lost"),
    *("dead-link", "failing-link", "private-link", "suspected-link", "cannot-add"),
    *("quote-changed", "quote-gone", "quote-unread"),
}
"""Codes of what no text can show: other pages, other people, permissions, earlier builds, the web."""

INTRODUCTION = """\
# Messages by example

Every code that `explainer` can print, with an example of what is wrong, the message, and what is right. For how to read
a message, and what to do about each code, see [For editors](editors.md#messages).

`make messages` generates this page from the cases that the tests run, so every example is true. An example of only a
few lines stands at the top of an entry that is otherwise correct.
"""


def page() -> str:
    """The catalogue in Markdown."""
    parts = [INTRODUCTION]
    for heading, codes in (("Checks", [*BY_CODE]), ("Files", _codes("messages"))):
        parts.append(f"## {heading}\n")
        parts += [_section(code) for code in codes]
    return "\n".join(parts)


def example(code: str) -> dict[str, Any]:
    """The golden case that shows a code."""
    folder = "checks" if code in BY_CODE else "messages"
    case: dict[str, Any] = yaml.safe_load((GOLDEN / folder / f"{code}.yml").read_text(encoding="utf-8"))
    return case


def problems(code: str, part: str) -> Sequence[Problem]:
    """What an editor is told of the wrong or the right part of an example."""
    case = example(code)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        if "before" in case:  # what was published, before it was changed
            begin(root)
            write_case(root, case["before"])
            tell(root, [{"commit": "published"}])
        write_case(root, case[part])
        site = load_site(root)
        if "before" in case:
            return silent_changes(site, "HEAD", TODAY) or misquoted_corrections(site)
        if code == "cannot-format":
            try:
                formatted((root / ENTRY).read_text(encoding="utf-8"), ENTRY)
            except ContentError as error:
                return error.problems
        return check(site, case.get("today", TODAY), [BY_CODE[code]] if code in BY_CODE else [])


def table() -> dict[str, str]:
    """What is wrong, by code, as the tables of docs/editors.md say it."""
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\[`.*?) \| (?:(?:error|warning|off) \| )?(.*?) \| .* \|$", text, re.MULTILINE)
    return {code: said for codes, said in rows for code in re.findall(r"\[`([a-z0-9-]+)`\]\(messages\.md#", codes)}


def _codes(folder: str) -> list[str]:
    return sorted({path.stem for path in (GOLDEN / folder).glob("*.yml")} | WITHOUT_EXAMPLE)


def _section(code: str) -> str:
    said = [f"### {code}\n", f"{table()[code]}\n"]
    if code in WITHOUT_EXAMPLE:
        return "\n".join(said)
    case = example(code)
    if "before" in case:
        said += ["Published:\n", _shown(case["before"])]
    told = "\n".join(f"{problem}\n    {problem.hint}" for problem in problems(code, "wrong"))
    said += ["Wrong:\n", _shown(case["wrong"]), f"```\n{told}\n```\n", "Right:\n", _shown(case["right"])]
    return "\n".join(said)


def _shown(part: Mapping[str, Any]) -> str:
    texts = [part["entry"]] if "entry" in part else []
    texts += [_file(path, content) for path, content in part.get("files", {}).items()]
    shown = "\n".join(texts)
    return f"```yaml\n{shown}```\n"


def _file(path: str, content: Any) -> str:
    match content:
        case str() if "\0" in content:
            return f"# {path} holds {content!r}\n"
        case str():
            return f"# {path}\n{content}"
        case {"missing": True}:
            return f"# {path} is not there\n"
        case {"link": target}:
            return f"# {path} is a link to {target}\n"
        case {"repeat": text, "times": times}:
            return f"# {path}\n{text}# … and so on, {times} times\n"
        case _:
            return f"# {path} is saved in Latin-1\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(ROOT)}\n")
