"""`explainer note`: the update for exactly what changed, all but the sentence, in a real repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import GOOD_SITE
from repository import begin, tell

from explainer.cli.main import main
from explainer.content.yamlfile import NoTree, read, with_items

pytestmark = pytest.mark.usefixtures("isolated")
DAM = "content/entries/dam.yml"
TEXT = GOOD_SITE[DAM]
NOW = ("--now", "2026-11-22T10:05Z")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = begin(tmp_path_factory.mktemp("note") / "site")
    tell(root, [{"commit": "Publish"}])
    return root


@pytest.fixture
def site(published: Path) -> Iterator[Path]:
    """The site as readers know it; the entry is put back."""
    yield published
    (published / DAM).write_text(TEXT, encoding="utf-8")


def run(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["-C", str(root), *arguments])
    return done.exit_code, done.output


def note(root: Path, *arguments: str) -> str:
    status, said = run(root, "note", "dam", *NOW, *arguments)
    assert status == 0, said
    return said


def gate(root: Path) -> tuple[int, str]:
    return run(root, "check", "--since", "HEAD", "--today", "2026-11-22")


def edit(root: Path, *changes: tuple[str, str]) -> None:
    text = (root / DAM).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / DAM).write_text(text, encoding="utf-8")


REWORDED = ("The dam broke at night.", "The dam broke at noon.")
PUT_OFF = ("put off twice", "put off three times")


def test_each_changed_point_gets_an_item_with_what_it_said_and_says(site: Path) -> None:
    edit(site, REWORDED, PUT_OFF, ("title: Why the dam broke", "title: Why the dam gave way"))
    items = yaml.load(note(site), Loader=yaml.BaseLoader)["updates"]
    same = {"at": "2026-11-22T10:05+00:00", "type": "update", "note": ""}
    assert [item | same for item in items] == items
    assert [{name: text for name, text in item.items() if name not in same} for item in items] == [
        {},
        {"point": "a1b2", "was": "night", "now": "noon"},
        {"point": "c3d4", "was": "twice", "now": "three times"},
    ]
    assert (site / DAM).read_text(encoding="utf-8") != TEXT and "updates" not in (site / DAM).read_text()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("The dam broke at night.", "The dam, built of earth, broke at night."),
        ("The dam broke at night.", "The dam broke at night (local time)."),
        ("The dam broke at night.", "The dam broke."),
        ("The dam broke at night.", "At three, the dam broke at night."),
        ("The dam broke at night.", "The dam broke at night: nobody slept."),
        ("The dam broke at night.", "The dam broke at mid-night."),
        ("The dam broke at night.", "The “old” dam broke at night."),
    ],
)
def test_what_a_point_said_and_says_is_quoted_to_the_letter(site: Path, was: str, now: str) -> None:
    edit(site, ("The dam broke at night.", f"{now!r}"))
    (item,) = yaml.load(note(site, "--type", "correction"), Loader=yaml.BaseLoader)["updates"]
    assert item["was"] in was and item["now"] in now, item


def test_what_is_written_is_refused_until_each_note_says_something(site: Path) -> None:
    edit(site, REWORDED, PUT_OFF, ('"https://courier.example.org/dam"', "https://courier.example.org/dam"))
    before = (site / DAM).read_text(encoding="utf-8")
    assert "explainer note dam --write" in gate(site)[1]
    assert note(site, "--write", "--type", "correction") == f"{DAM}: 2 updates added; now write each `note`\n"
    written = (site / DAM).read_text(encoding="utf-8")
    assert all(line in written.splitlines() for line in before.splitlines())
    status, said = gate(site)
    assert status == 1 and said.count("`note` is empty [empty-field]") == 2
    assert run(site, "note", "dam", "--write")[0] == 1, "a second run adds nothing"
    assert (site / DAM).read_text(encoding="utf-8") == written
    (site / DAM).write_text(
        written.replace("note: ''", "note: An hour was wrong.", 1).replace("note: ''", "note: A number.")
    )
    assert gate(site)[0] == 0, gate(site)[1]
    assert run(site, "fmt", "--check")[0] == 0
    assert note(site) == "dam: nothing has changed since HEAD that needs an update\n"


def test_one_vague_note_never_covers_points(site: Path) -> None:
    edit(site, REWORDED, PUT_OFF, ("title: Why the dam broke", "title: Why the dam gave way"))
    (site / DAM).write_text(
        (site / DAM).read_text() + "updates:\n  - {at: 2026-11-21, type: update, note: Much has changed.}\n"
    )
    status, said = gate(site)
    assert status == 1 and said.count("[unannounced-change]") == 2
    assert "the new updates are about no point only" in said
    assert [item["point"] for item in yaml.load(note(site), Loader=yaml.BaseLoader)["updates"]] == ["a1b2", "c3d4"]


def test_nobody_is_told_of_what_nobody_could_see(site: Path) -> None:
    assert note(site) == "dam: nothing has changed since HEAD that needs an update\n"
    edit(site, ("status: published", "status: draft"))
    assert note(site) == "dam: readers could not see it at HEAD, so it needs no update\n"
    status, said = run(site, "note", "dan")
    assert status == 2 and "did you mean `dam`?" in said
    status, said = run(site, "note", "dam", "--since", "nowhere")
    assert status == 2 and "`nowhere` names no revision here" in said


HEAD = "title: A # one\nsections: []  # none\n"
ITEM = {"at": "2026-11-22", "type": "update", "note": ""}
FLOW = "{at: 2026-11-22, type: update, note: ''}"
BLOCK = "at: 2026-11-22\n    type: update\n    note: ''\n"
CLOSE = BLOCK.replace("    ", "  ")


LISTS = {
    HEAD: f"{HEAD}updates:\n  - {BLOCK}",
    HEAD.rstrip(): f"{HEAD}updates:\n  - {BLOCK.rstrip()}",
    f"{HEAD}\n# why\nwithdrawn:\n  at: 1\n": f"{HEAD}updates:\n  - {BLOCK}\n# why\nwithdrawn:\n  at: 1\n",
    f"{HEAD}updates:  # none\n": f"{HEAD}updates:  # none\n  - {BLOCK}",
    f"{HEAD}updates: []  # none\n": f"{HEAD}updates: [{FLOW}]  # none\n",
    f"updates: [{{at: 1}}, {{at: 2}} ]\n{HEAD}": f"updates: [{{at: 1}}, {{at: 2}}, {FLOW} ]\n{HEAD}",
    f"{HEAD}updates:\n- at: 1  # one\n  # two\n": f"{HEAD}updates:\n- at: 1  # one\n- {CLOSE}  # two\n",
    f"updates:\n  - note: |\n      A\n\n{HEAD}": f"updates:\n  - note: |\n      A\n  - {BLOCK}\n{HEAD}",
}


@pytest.mark.parametrize(("text", "written"), LISTS.items())
def test_items_come_to_the_end_of_their_list_and_all_else_stays(text: str, written: str) -> None:
    assert with_items(text, "updates", [ITEM], ["title", "sections", "updates", "withdrawn"]) == written
    assert read(written, "")["updates"][-1] == ITEM


@pytest.mark.parametrize("text", ["{title: A}\n", "title: A\nupdates: &all [{at: 1}]\n", "title: A\nupdates: none\n"])
def test_where_nothing_can_be_added_nothing_is(text: str) -> None:
    with pytest.raises(NoTree):
        with_items(text, "updates", [ITEM], ["title", "updates"])
