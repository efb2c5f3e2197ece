"""Long work says how far it is."""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from conftest import GOOD_SITE, write_site
from terminal import on_a_terminal

from explainer.build.site import build
from explainer.cli.progress import lines
from explainer.resources.progress import tell, watched_by

COMMAND = Path(sys.executable).parent / "explainer"
DAM = GOOD_SITE["content/entries/dam.yml"]
TODAY = "2026-11-22"


@pytest.fixture
def several(good_site: Path) -> Path:
    return write_site(good_site, {f"content/entries/dam-{number}.yml": DAM for number in range(40)})


def test_a_build_tells_what_it_does_and_how_far_it_is(several: Path) -> None:
    told: list[tuple[str, int, int, str]] = []
    with watched_by(lambda *what: told.append(what)):
        build(several / "mkdocs.yml", date(2026, 11, 22))
    assert [work for work, _ in groupby(work for work, *_ in told)] == [
        "Reading entries",
        "Rendering",
        "Indexing for search (en)",
    ]
    for work, group in groupby(told, key=lambda one: one[0]):
        counts = [(done, total) for _, done, total, _ in group]
        assert counts == sorted(counts) and counts[-1][0] == counts[-1][1] >= 1, work
    before = len(told)
    tell("Rendering", 1, 2)
    assert len(told) == before, "nobody watches any more"


def test_a_terminal_shows_a_bar_with_count_and_time(several: Path) -> None:
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", on_a_terminal(COMMAND, "-C", several, "build", "--today", TODAY))
    assert re.search(r"(Reading entries|Rendering|Indexing for search \(en\)) .*\d+/\d+ +[-\d]+:[-\d]+:[-\d]+", shown)
    assert re.search(r"Built \d+ pages", shown)


def test_elsewhere_there_is_a_line_every_few_seconds() -> None:
    out, seconds = io.StringIO(), 100.0
    watch = lines(out, lambda: seconds)
    for done in range(0, 1001, 50):
        watch("Rendering", done, 1000, "")
        seconds += 1
    said = out.getvalue().splitlines()
    assert said[0] == "Rendering: 250 of 1,000, about 15 s left"
    assert len(said) == 4, "one each five seconds of twenty"


def test_short_work_says_nothing() -> None:
    out = io.StringIO()
    lines(out, lambda: 0.0)("Rendering", 1, 1, "")
    assert not out.getvalue()
