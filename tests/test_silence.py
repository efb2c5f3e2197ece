"""Each way to change in silence what readers see is refused, told to whoever decides, or free, as was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from matrix import sample
from repository import begin, tell
from silence import GROUPS, PAGE, SITE, page, steps

from explainer.authoring.diff import FORMATS, of_site
from explainer.authoring.diff.forms import OTHERS
from explainer.authoring.note import add, items_for
from explainer.content.load import load_site
from explainer.history.silent_changes import missing_notes, silent_changes

pytestmark = pytest.mark.usefixtures("isolated")
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as readers know it."""
    root = begin(tmp_path_factory.mktemp("silence") / "site", SITE)
    tell(root, [{"commit": "Publish"}])
    return root


@pytest.fixture
def site(published: Path) -> Iterator[Path]:
    """The same; what a test changes is undone, without a process of git."""
    before = _files(published)
    yield published
    after = _files(published)
    for path in after.keys() - before.keys():
        path.unlink()
    for path, content in before.items():
        if after.get(path) != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}


def codes(root: Path) -> set[str]:
    """The codes with which a change since the commit is refused."""
    site = load_site(root)
    assert site.problems == ()
    return {problem.code for problem in silent_changes(site, "HEAD", TODAY)}


def comment(root: Path) -> str:
    """What the comment on the change says."""
    return FORMATS["md"](of_site(load_site(root), "HEAD", "")).replace("\u200b", "")


def announce(root: Path) -> None:
    """Adds what `explainer note` makes for each entry, with a sentence."""
    site = load_site(root)
    for entry in site.entries:
        needs = missing_notes(site, entry.slug, "HEAD", TODAY) or ()
        items = [{**item, "note": "It was checked again."} for item in items_for(needs, "update", NOON)]
        if items:
            add(site, entry, items)


WAYS = [pytest.param(way, id=f"{group[2:]}: {way['way']}") for group, ways in GROUPS.items() for way in ways]


@pytest.mark.parametrize("way", sample(WAYS, 80))
def test_a_way_to_change_in_silence_ends_as_was_decided(way: dict[str, Any], site: Path) -> None:
    tell(site, [steps(way)])
    if way["decision"] == "refused":
        assert way["code"] in codes(site)
        announce(site)
        assert (way["code"] in codes(site)) == bool(way.get("always") or way["code"] in ALWAYS)
    else:
        assert codes(site) == set()
        said, says = comment(site), way.get("says", "")
        assert says in said
        elsewhere = says.startswith(
            ("**changed**", "**renamed**")
        )  # shared records and entries have their own sections
        assert (f"### {OTHERS}" in said) == (way["decision"] == "told" and not elsewhere)


ALWAYS = (
    "update-without-note",
    "update-not-later",
    "correction-incomplete",
    "correction-unfounded",
    "correction-misquotes",
)
"""What is wrong with an update is not mended by another."""


def test_there_are_enough_of_them_and_each_is_tried_once() -> None:
    ways = [yaml.safe_dump(steps(way)) for ways in GROUPS.values() for way in ways]
    assert len(ways) >= 180
    assert len(set(ways)) == len(ways)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make messages`"
