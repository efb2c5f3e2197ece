"""Commands that go on from what earlier ones kept say what they would say if nothing had been kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from building import STORIES, TODAY, TOLD, run, settle
from conftest import write_site
from repository import begin, tell

from explainer.authoring import fmt
from explainer.content import load

OFTEN = (("check", "--since", "HEAD"), ("agenda", "--days", "400"), ("diff",))
SELDOM = (
    ("check",),
    ("where", "floods"),
    ("where", "gov.example"),
    ("fmt", "--check"),
    ("new", "Dam", "--slug", "dam"),
)
WITH_DAY = ("check", "agenda")
EACH = 6
"""After so many steps answers are compared."""


def told(root: Path, command: tuple[str, ...], today: str) -> tuple[int, str]:
    """How a command ends, and what it says."""
    command = tuple(str(root / part) if part.startswith("content/") else part for part in command)
    done = run(root, *command, *(("--today", today) if command[0] in WITH_DAY else ()))
    assert done.exception is None or isinstance(done.exception, SystemExit), (command, done.exception)
    return done.exit_code, done.output


def steps(story: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Does what a story tells, step by step; yields what the step is, and the day."""
    data = yaml.safe_load(story.read_text(encoding="utf-8"))
    begin(root, data["site"])
    today = TODAY
    (root / ".cache").mkdir()
    (root / ".cache" / "versions.bin").touch()  # builds write it, and a step deletes it
    for step in data["steps"]:
        tell(root, [{way: done for way, done in step.items() if way not in TOLD}])
        settle(root)
        today = step.get("today", today)
        yield step["step"], today


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_what_is_kept_changes_no_answer(story: Path, tmp_path: Path) -> None:
    root, kept = tmp_path / "small", tmp_path / "kept"
    for number, (step, today) in enumerate(steps(story, root)):
        told(root, OFTEN[number % len(OFTEN)], today)
        if number % EACH:
            continue  # what went wrong in a step stays wrong after the next
        commands = (*OFTEN, SELDOM[number // EACH % len(SELDOM)])
        going_on = [told(root, command, today) for command in commands]
        (root / ".cache").rename(kept)
        assert going_on == [told(root, command, today) for command in commands], step
        shutil.rmtree(root / ".cache")
        kept.rename(root / ".cache")


# --- only what has changed is read ------------------------------------------------------------------------------------


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of entries that were parsed, or put into canonical form."""
    read: list[str] = []

    def noted(module: object, name: str, place: int) -> None:
        whole = getattr(module, name)

        def wrapped(*arguments: object, **options: object) -> object:
            read.append(str(arguments[place]))
            return whole(*arguments, **options)

        monkeypatch.setattr(module, name, wrapped)

    noted(load, "entry_of", 2)
    noted(fmt, "formatted", 1)
    return read


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("check", "content/entries/levee.yml"),
        ("check", "--since", "HEAD"),
        ("agenda",),
        ("diff",),
        ("where", "nowhere.example"),
        ("new", "Dam", "--slug", "dam"),
        ("fmt", "--check"),
    ],
    ids=" ".join,
)
def test_a_command_reads_only_what_has_changed(command: tuple[str, ...], tmp_path: Path, reads: list[str]) -> None:
    root = begin(tmp_path / "small")
    dam = "content/entries/dam.yml"
    write_site(root, {dam.replace("dam", name): (root / dam).read_text("utf-8") for name in ("dyke", "levee", "weir")})
    tell(root, [{"commit": "Begin"}])
    settle(root)
    told(root, command, TODAY)
    reads.clear()
    told(root, command, TODAY)
    assert reads == []
    tell(root, [{"replace": {"levee": {"at night": "in the morning"}}}])
    settle(root)
    reads.clear()
    told(root, command, TODAY)
    assert set(reads) == {"content/entries/levee.yml"}


def test_a_picture_that_is_damaged_later_is_noticed(good_site: Path) -> None:
    image = good_site / "content" / "images" / "dam.gif"
    image.parent.mkdir(exist_ok=True)
    image.write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
    dam = good_site / "content" / "entries" / "dam.yml"
    dam.write_text(
        dam.read_text("utf-8") + "image: {file: images/dam.gif, alt: The dam, credit: Ada}\n", encoding="utf-8"
    )
    settle(good_site)
    assert told(good_site, ("check",), TODAY)[0] == 0
    image.write_bytes(b"GIF89a")
    settle(good_site)
    assert "image-damaged" in told(good_site, ("check",), TODAY)[1]
