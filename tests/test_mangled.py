"""Ten thousand bad days (three thousand in `make test`): each spoilt file is accepted rightly, or answered with a place
in it and a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from cases import ENTRY
from conftest import GOOD_SITE, write_site
from mangling import mangled
from matrix import sample

from explainer.authoring.fmt import rewrite
from explainer.checks import check
from explainer.content.format import formatted
from explainer.content.load import load_entry, load_site
from explainer.content.yamlfile import decode
from explainer.model import Entry, Site
from explainer.problems import ContentError, Problem

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
PARTS = 10
OF_A_PART = 1_000


@cache
def texts() -> tuple[str, ...]:
    """The good entry, as often as all of the repository's own together, which are longer."""
    own = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content" / "entries").rglob("*.yml"))]
    return (*own, *[GOOD_SITE[ENTRY]] * len(own))


@cache
def site() -> Site:
    return replace(load_site(ROOT), entries=(), problems=())


def told(content: bytes, root: Path) -> tuple[Entry | None, Sequence[Problem]]:
    """The entry, and what an editor is told; any error but a ContentError is a bug."""
    try:
        entry = load_entry(content, ENTRY)
    except ContentError as error:
        return None, error.problems
    (root / ENTRY).write_bytes(content)  # checks look in the file for the places of what they find
    return entry, check(replace(site(), root=root, entries=(entry,)), TODAY)


def said(entry: Entry) -> str:
    """All that an entry says, beside the ids of points."""
    return re.sub(r'"id":("[a-z0-9-]*"|null),"text"', '"text"', entry.model_dump_json())


@pytest.mark.parametrize("part", sample(range(PARTS), 3))
def test_a_spoilt_file_is_accepted_or_answered_and_never_damaged(part: int, tmp_path: Path) -> None:
    root = write_site(tmp_path, {})
    answered = accepted = 0
    for what, content in mangled(texts(), range(part * OF_A_PART, (part + 1) * OF_A_PART)):
        entry, problems = told(content, root)
        if entry is None:
            assert problems, what
            answered += 1
        else:
            after = formatted(decode(content, ENTRY), ENTRY)
            again = load_entry(after.encode(), ENTRY)
            assert said(again) == said(entry), what
            assert formatted(after, ENTRY) == after, what
            accepted += 1
        lines = re.split("\r\n|\r|\n", content.decode("utf-8-sig", "replace"))
        for problem in problems:
            place = f"{what}: {problem}"
            assert 1 <= problem.line <= len(lines), place
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, place
            assert problem.message, place
            assert problem.hint, place
            assert problem.code, place
            assert len(problem.message) < 300, place
            foreign = r"pydantic|validation|Error|\bNone\b|`str`|NoneType|\bdict\b|\btuple\b|libyaml|\bscalar\b"
            assert not re.search(foreign, f"{problem.message} {problem.hint}"), place
    assert answered > OF_A_PART // 2
    assert accepted > OF_A_PART // 20


def test_a_file_with_an_error_is_never_written(tmp_path: Path) -> None:
    root = write_site(tmp_path, {})
    contents = {
        f"content/entries/{number}.yml": content for number, (_, content) in enumerate(mangled(texts(), range(200)))
    }
    for path, content in contents.items():
        (root / path).write_bytes(content)
    refused = 0
    for done in rewrite(root, contents, write=True):
        entry, _ = told(contents[done.path], root)
        assert (entry is None) == bool(done.problems)
        if done.problems:
            assert (root / done.path).read_bytes() == contents[done.path]
            refused += 1
    assert refused > 50
