"""A build that goes on from the last one gives the same files as one from nothing, and these are those of MkDocs."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
import yaml
from building import STORIES, TODAY, TOLD, build, by_mkdocs, contents, counts, differences, from_nothing, settle
from matrix import WHOLE
from repository import begin, git, tell

from benchmarks.corpus import site_files, write_repository
from benchmarks.entries import entry_text, path
from explainer.build import content as build_content
from explainer.build import workers
from explainer.content import load

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The entries' files that builds have read."""
    read: list[str] = []
    whole = load.bytes_of

    def noted(place: Path, relative: str) -> bytes:
        read.append(relative)
        return whole(place, relative)

    monkeypatch.setattr(build_content, "bytes_of", noted)
    return read


@pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
def test_the_site_follows_what_editors_do(story: Path, tmp_path: Path, reads: list[str]) -> None:
    data = yaml.safe_load(story.read_text(encoding="utf-8"))
    root, today, search = begin(tmp_path / "small", data["site"]), TODAY, False
    settle(root)
    build(root)
    for number, step in enumerate(data["steps"], 1):
        name, before = step["step"], touched(root / "site")
        tell(root, [{way: done for way, done in step.items() if way not in TOLD}])
        settle(root)
        today, search = step.get("today", today), step.get("search", search)
        reads.clear()
        found: dict[str, object] = {"made": counts(build(root, today=today, search=search)).made, "read": len(reads)}
        found["different"] = differences(before, touched(root / "site"))
        assert {way: step.get(way, value) for way, value in found.items()} == found, name
        after = contents(root / "site")
        if number % (2 if WHOLE else 4) == 0 or number == len(
            data["steps"]
        ):  # what went wrong in a step stays wrong after the next
            assert differences(after, from_nothing(root, tmp_path / "fresh", today=today, search=search)) == [], name
        if step.get("mkdocs"):
            assert differences(after, by_mkdocs(root, tmp_path / "theirs", today=today, search=search)) == [], name


def touched(folder: Path) -> dict[str, bytes]:
    """When each file in a folder was written."""
    return {path: str((folder / path).stat().st_mtime_ns).encode() for path in contents(folder)}


def test_there_are_stories() -> None:
    assert STORIES


# --- larger sites -----------------------------------------------------------------------------------------------------

ENTRIES = 60


def test_the_repository_s_site_is_the_one_that_mkdocs_builds(tmp_path: Path) -> None:
    said = build(ROOT, "-d", tmp_path / "ours", search=True)
    assert "MkDocs builds" not in said
    assert differences(contents(tmp_path / "ours"), by_mkdocs(ROOT, tmp_path / "theirs", search=True)) == []


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # pytest itself may have threads
def test_a_site_made_over_all_cores_is_the_one_that_mkdocs_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("AT_LEAST", "AT_ONCE", "SHIFT"):
        monkeypatch.setattr(workers, limit, 7)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    write_repository(tmp_path / "large", ENTRIES)
    said = build(tmp_path / "large", search=True)
    assert counts(said).pages > 5 * ENTRIES
    theirs = by_mkdocs(tmp_path / "large", tmp_path / "theirs", search=True)
    assert differences(contents(tmp_path / "large" / "site"), theirs) == []


# --- whatever editors do ----------------------------------------------------------------------------------------------

WAYS = (
    *("alias", "commit", "delete", "edit", "image", "new", "page", "person"),
    *("publish", "publisher", "retract", "title", "topic", "update", "words"),
)
STEPS = 12 if WHOLE else 6


@pytest.mark.parametrize("seed", [1])
def test_whatever_editors_do_the_site_is_that_of_the_files(seed: int, tmp_path: Path) -> None:
    chance, root = random.Random(seed), tmp_path / "any"
    write_repository(root, 12)
    for name, content in site_files(40):  # records for entries that come later
        (root / name).write_bytes(content)
    lenient = "checks: {unknown-related: warning, translation-unclear: warning}\n"
    (root / "site_data" / "site.yml").write_text(lenient, encoding="utf-8")
    done = []
    for number in range(STEPS):
        done.append(_change(chance.choice(WAYS), root, number, chance))
        settle(root)
        today = chance.choice((TODAY, TODAY, "2029-01-01"))
        build(root, today=today)
        assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh", today=today)) == [], done


def _change(way: str, root: Path, number: int, chance: random.Random) -> str:  # noqa: PLR0912 - a line or two each
    """Does something that an editor may do; says what, and to which file."""
    files = sorted((root / "content" / "entries").rglob("*.yml"))
    file = chance.choice(files)
    text = file.read_text(encoding="utf-8")
    status = re.findall("^status: (.*)$", text, re.MULTILINE)[0]
    match way:
        case "title":
            text = text.replace("title: ", f"title: Anew {number} ", 1)
        case "edit":
            text = text.replace(" km.", f" km, or {number}.", 1)
        case "update" if status == "published":
            item = f"  - {{at: 2026-10-{number + 1:02}, type: clarification, note: Note {number}.}}\n"
            last = re.search(r"^updates:\n(?:  .*\n)+", text, re.MULTILINE)
            text = f"{text[: last.end()]}{item}{text[last.end() :]}" if last else f"{text}updates:\n{item}"
        case "publish" if status != "withdrawn":
            text = text.replace(f"status: {status}", "status: draft" if status == "published" else "status: published")
        case "retract" if status == "published":
            text = text.replace("status: published", "status: withdrawn")
            text += f"withdrawn: {{at: 2026-11-{number % 20 + 1:02}, reason: No.}}\n"
        case "alias" if "aliases:" not in text:
            text += f"aliases: [{file.stem}]\n"
            file = file.rename(file.with_stem(f"anew-{number}"))
        case "delete" if len(files) > 6:
            file.unlink()
            return f"{way} {file.name}"
        case "new":
            file, text = root / path(12 + number), entry_text(12 + number)
        case "topic" | "person" | "publisher":
            file = root / "site_data" / {"person": "people.yml"}.get(way, f"{way}s.yml")
            names = re.findall("name: .*", file.read_text(encoding="utf-8"))
            text = file.read_text(encoding="utf-8").replace(f"{names[number % 6]}\n", f"name: Name {number}\n", 1)
        case "image":
            file, text = (
                root / "content" / "images" / f"picture-{number % 9}.gif",
                f"GIF89a{chr(1 + number % 99)}\0\1\0\0\0\0;",
            )
        case "page":
            text = f"# Page {number}\n\n[About](about.md), [first](explainers/{file.stem}/index.md)\n"
            file = root / "content" / "pages" / chance.choice(("about.md", "rules.md"))
        case "words":
            file, text = root / "site_data" / "ui" / "en.yml", f"topics: Topics {number}\n"
        case "commit":
            git(root, "add", "--all", ".")
            git(root, "commit", "--quiet", "--allow-empty", "--message", "Change", date="2026-11-20T09:00:00Z")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return f"{way} {file.name}"
