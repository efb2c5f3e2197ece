"""Parts of a site that were built apart make the site that one build makes, or are refused with every reason."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from building import EVIL, TODAY, build, by_mkdocs, contents, copied, counts, differences, run, settle
from conftest import GOOD_SITE
from repository import begin, tell
from test_builder_failures import KILLED
from test_workflows import run as run_script
from test_workflows import schema

from explainer import snapshot
from explainer.builder import manifest, sharding
from explainer.builder.manifest import Made, Output
from explainer.builder.sharding import RECORD, Shard
from explainer.outputs.base import Job

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_time_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build of another test told this process, the processes of these tests must not hear."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


ROOT = Path(__file__).parents[1]
DAM = GOOD_SITE["content/entries/dam.yml"]
WEIR = DAM.replace("Why the dam broke", "Why the weir broke")
FILES = {
    "content/entries/weir.yml": WEIR.replace("topics:", "aliases: [sluice]\ntopics:"),
    "content/entries/damm.yml": DAM.replace("status:", "language: de\ntranslation_of: dam\nstatus:", 1),
    "content/entries/sadd.yml": DAM.replace("status:", "language: ar\ntranslation_of: dam\nstatus:", 1),
    "content/pages/about.md": "# About\n\n[The dam](explainers/dam/index.md), [what changed](changes/index.md)\n",
    "content/images/desk.png": "a picture",
    "templates/theme/partials/own.html": "<p>Own</p>\n",
    ".gitignore": "/.cache/\n/site/\n/parts/\n/.venv\n",
}
UPDATE = "updates:\n  - {at: 2026-05-06, type: update, note: More is known.}\n"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a past and languages, of which three parts are built; no test changes it."""
    root = begin(tmp_path_factory.mktemp("sharding") / "desk", FILES)
    tell(root, [{"commit": "One"}, {"append": {"dam": UPDATE}, "commit": "Two"}])
    settle(root)
    parted(root, 3)
    return root


@pytest.fixture
def root(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with its parts, where commands are given."""
    root = Path(shutil.copytree(desk, tmp_path / "desk"))
    monkeypatch.chdir(root)
    return root


def parted(root: Path, count: int, below: Path | None = None) -> list[Path]:
    """The parts of a site."""
    folders = [(below or root / "parts") / str(number) for number in range(1, count + 1)]
    for number, folder in enumerate(folders, 1):
        said = build(root, "--shard", f"{number}/{count}", "-d", folder)
        assert f"Built part {number} of {count}: " in said
        assert "http.server" not in said
    return folders


def merged(root: Path, *parts: Path, search: bool = False) -> str:
    """What a merge says that must succeed."""
    done = run(root, "merge", *parts, *([] if search else ["--no-search"]))
    assert done.exit_code == 0, done.output
    return done.output


# --- the same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 16])
@pytest.mark.parametrize("search", [False, True], ids=["without search", "with search"])
def test_parts_make_the_site_of_one_build(root: Path, tmp_path: Path, count: int, search: bool) -> None:
    build(root, search=search)
    whole = contents(root / "site")
    shutil.rmtree(root / "site")
    # On other machines: in another place, with other times, and nothing kept.
    elsewhere = copied(root, tmp_path / "elsewhere")
    for path in elsewhere.rglob("*.yml"):
        os.utime(path, (1, 1))
    parts = parted(elsewhere, count, tmp_path / "parts")
    said = merged(root, *reversed(parts), search=search)
    assert re.search(rf"Merged {count} parts?: \d+ pages \({len(whole)} files, {len(whole)} different\)", said)
    assert differences(contents(root / "site"), whole) == []
    assert any(path.startswith("pagefind/") for path in whole) == search
    assert {"explainers/dam/v/1/index.html", "explainers/sluice/index.html", "images/desk.png"} <= whole.keys()
    held = [contents(part).keys() - {RECORD} for part in parts]
    assert any(not one for one in held) == (count == 16)
    assert max(Counter(path for one in held for path in one).values()) == 1
    assert not {"sitemap.xml", "404.html", "images/desk.png"} & set().union(*held)


def test_parts_make_the_site_of_mkdocs(root: Path, tmp_path: Path) -> None:
    merged(root, *(root / "parts").iterdir(), search=True)
    assert differences(contents(root / "site"), by_mkdocs(root, tmp_path / "theirs", search=True)) == []


def test_a_new_entry_moves_no_other_page(root: Path, tmp_path: Path) -> None:
    before = {path: part.name for part in (root / "parts").iterdir() for path in contents(part)}
    (root / "content" / "entries" / "levee.yml").write_text(WEIR.replace("weir", "levee"))
    after = {path: part.name for part in parted(root, 3) for path in contents(part)}
    assert {path for path in after if before.get(path, after[path]) != after[path]} <= {RECORD}
    assert len(after) > len(before)


def test_parts_are_about_as_large() -> None:
    jobs = [Job(f"explainers/an-entry-{number}/", (), tuple) for number in range(10_000)]
    sizes = [sum(map(Shard(number, 16).holds, jobs)) for number in range(1, 17)]
    assert sum(sizes) == len(jobs)
    assert max(sizes) < 1.15 * min(sizes) + 40


def test_a_program_is_the_same_wherever_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = snapshot.program()
    for name in ("_PROGRAM", "TEMPLATES", "UI"):
        ignored = shutil.ignore_patterns("__pycache__")
        copy = shutil.copytree(getattr(snapshot, name), tmp_path / name, ignore=ignored, copy_function=shutil.copyfile)
        monkeypatch.setattr(snapshot, name, Path(copy))
    assert snapshot.program() == here
    with (tmp_path / "_PROGRAM" / "cli.py").open("a") as file:
        file.write("# another program\n")
    assert snapshot.program() != here


# --- what follows -----------------------------------------------------------------------------------------------------


def test_after_a_merge_a_build_has_nothing_to_do(root: Path) -> None:
    merged(root, *(root / "parts").iterdir())
    assert "Nothing has changed" in build(root)
    tell(root, [{"replace": {"weir": {"Why the weir broke": "How the weir broke"}}}])
    settle(root)
    assert 0 < counts(build(root)).made < counts(build(root, "-d", root / "fresh")).made / 2


def test_a_merge_after_another_changes_only_what_is_different(root: Path, tmp_path: Path) -> None:
    merged(root, *(root / "parts").iterdir())
    tell(root, [{"delete": ["content/entries/damm.yml"]}])
    settle(root)
    said = merged(root, *parted(root, 3))
    different = re.search(r"(\d+) files, (\d+) different", said)
    assert different is not None
    assert 0 < int(different[2]) < int(different[1]) / 2
    build(root, "-d", tmp_path / "whole")
    assert differences(contents(root / "site"), contents(tmp_path / "whole")) == []


def test_a_part_is_built_again_only_where_something_changed(root: Path) -> None:
    build(root, "--shard", "1/3", "-d", root / "parts" / "1")
    before = contents(root / "parts" / "1")
    again = build(root, "--shard", "1/3", "-d", root / "parts" / "1")
    assert re.search(r"Built part 1 of 3: \d+ pages \(\d+ files, 0 made, 0 different\)", again)
    assert contents(root / "parts" / "1") == before
    build(root, "--shard", "2/4", "-d", root / "parts" / "1")
    build(root, "--shard", "1/3", "-d", root / "parts" / "1")
    assert differences(contents(root / "parts" / "1"), before) == []


def test_a_part_is_never_taken_for_the_site(root: Path) -> None:
    assert "Built" in build(root)
    whole = contents(root / "site")
    parted(root, 2, root / "halves")
    assert "Nothing has changed" in build(root)
    done = run(root, "build", "--today", TODAY, "--shard", "1/2", "-d", root / "site")
    assert done.exit_code == 1
    assert f"{root / 'site'} holds something else than a part of a site; build into a new folder" in done.output
    assert contents(root / "site") == whole


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSALS = yaml.safe_load((ROOT / "tests" / "golden" / "sharding" / "refusals.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["case"])
def test_parts_that_make_no_site_are_refused(case: dict[str, Any], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    whole = contents(root / "site")
    before = {name: (root / name).read_bytes() for name in case.get("files", ())}
    tell(root, [{"replace": case.get("files", {})}])
    for folder, how in case.get("build", {}).items():
        build_otherwise(root, folder, how, monkeypatch)
    for name, content in before.items():
        (root / name).write_bytes(content)
    tell(root, [{"replace": case.get("here", {})}])
    for name in case.get("delete", ()):
        (root / name).unlink()
    for name, more in case.get("append", {}).items():
        (root / name).write_bytes((root / name).read_bytes() + more.encode())
    parts = case.get("merge", ["parts/1", "parts/2", "parts/3"])
    done = run(root, "merge", *parts, "--no-search", *(["-d", case["into"]] if "into" in case else []))
    assert done.exit_code == 1, done.output
    _, _, said = done.output.partition("Error: these parts make no site, and nothing was merged\n")
    assert said == case["says"]
    assert contents(root / "site") == whole


def build_otherwise(root: Path, folder: str, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds a part as a case tells."""
    options, _, program = how.partition(" of ")
    options, _, git = options.partition(" without ")
    with monkeypatch.context() as patch:
        if program:
            patch.setattr(snapshot, "program", lambda: program)
        if git:
            (root / ".git").rename(root / ".nothing")
        shutil.rmtree(root / folder, ignore_errors=True)
        done = run(root, "build", "--today", TODAY, "-d", folder, *shlex.split(options))
        assert done.exit_code == 0, done.output
    if git:
        (root / ".nothing").rename(root / ".git")


MISUSED = {
    "no number": ["build", "--shard", "first", "-d", "parts/1"],
    "none of three": ["build", "--shard", "0/3", "-d", "parts/1"],
    "four of three": ["build", "--shard", "4/3", "-d", "parts/1"],
    "too many": ["build", "--shard", "1/10001", "-d", "parts/1"],
    "no folder": ["build", "--shard", "3/16"],
    "nothing to merge": ["merge"],
}
SAID = {
    "no folder": "a part is no site: say which folder it goes into, as in `--shard 3/16 -d parts/3`",
    "nothing to merge": "Missing argument",
}


@pytest.mark.parametrize("way", MISUSED)
def test_misuse_is_told_with_a_right_example(root: Path, way: str) -> None:
    before = contents(root)
    done = run(root, *MISUSED[way])
    assert done.exit_code == 2
    assert SAID.get(way, "is no part of a site; write the third of sixteen as 3/16 (of 10000 at most)") in done.stderr
    assert contents(root) == before


def test_a_site_that_mkdocs_must_build_cannot_be_built_in_parts(root: Path) -> None:
    with (root / "mkdocs.yml").open("a") as file:
        file.write("strict: true\n")
    for command in (["build", "--shard", "1/3", "-d", "part"], ["merge", "parts/1"]):
        done = run(root, *command)
        assert done.exit_code == 1
        said = "`strict` wants MkDocs' own warnings: so MkDocs must build this site whole, with `explainer build`"
        assert said in done.output
    assert not (root / "part").exists()
    assert not (root / "site").exists()


def test_an_address_that_two_parts_claim_is_told_as_by_a_build(root: Path) -> None:
    # Each of the two is alone in its part; only where both are seen can it be found.
    name = "content/pages/explainers/dam/v/1.md"
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text("# Mine\n")
    whole = run(root, "build", "--today", TODAY, "--no-search")
    assert whole.exit_code == 1
    told = whole.output[whole.output.index("content/pages/") :]
    assert "the address `/explainers/dam/v/1/` is claimed twice" in told
    done = run(root, "merge", *parted(root, 3), "--no-search")
    assert done.exit_code == 1
    assert told in done.output


# --- hostile parts ----------------------------------------------------------------------------------------------------


def forged(part: Path, change: Callable[[dict[str, Made]], Mapping[str, Made]]) -> None:
    """Writes other jobs into the record of a part."""
    record = msgspec.msgpack.decode(manifest.unsealed((part / RECORD).read_bytes()), type=sharding._Part)
    record = msgspec.structs.replace(record, jobs=dict(change(record.jobs)))
    said = msgspec.msgpack.encode(record)
    (part / RECORD).write_bytes(manifest.seal(said) + said)


@pytest.mark.parametrize("path", EVIL)
def test_no_path_of_a_part_leads_outside(root: Path, tmp_path: Path, path: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    part = root / "parts" / "1"
    (part / "link").symlink_to(tmp_path)
    path = path.replace("/{outside}", str(tmp_path))
    digest = blake2b(b"precious", digest_size=16).digest()
    evil = Output(path, len("precious"), 0, digest, None, "")

    def change(jobs: dict[str, Made]) -> dict[str, Made]:
        name, made = next(iter(jobs.items()))
        return {**jobs, name: msgspec.structs.replace(made, outputs=(*made.outputs, evil))}

    forged(part, change)
    done = run(root, "merge", *(root / "parts").iterdir(), "--no-search")
    assert done.exit_code == 1
    assert "these parts make no site, and nothing was merged" in done.output
    assert "Traceback" not in done.output
    assert precious.read_text() == "precious"
    assert not (root / "site").exists()


def _same_path_twice(jobs: dict[str, Made]) -> dict[str, Made]:
    one, other = list(jobs)[:2]
    return {**jobs, other: msgspec.structs.replace(jobs[other], outputs=jobs[one].outputs)}


def _below_a_file(jobs: dict[str, Made]) -> dict[str, Made]:
    made = jobs["index.html" if "index.html" in jobs else next(iter(jobs))]
    (first, *_) = made.outputs
    evil = msgspec.structs.replace(first, path=f"{first.path}/below.html")
    return {**jobs, "below": msgspec.structs.replace(made, outputs=(evil,))}


FORGED: dict[str, tuple[Callable[[dict[str, Made]], Mapping[str, Made]], str]] = {
    "a job is another's": (lambda jobs: {**jobs, "nonsense/": next(iter(jobs.values()))}, "/nonsense/"),
    "a job is left out": (lambda jobs: dict(list(jobs.items())[1:]), "was made of other content"),
    "all are left out": (lambda jobs: {}, "was made of other content"),
    "a file is below a file": (_below_a_file, "files are missing or damaged"),
    "a path is there twice": (_same_path_twice, "is claimed twice"),
    "looked up nonsense": (
        lambda jobs: {name: msgspec.structs.replace(made, looked_up="no table\nx") for name, made in jobs.items()},
        "was made of other content",
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_record_is_refused(root: Path, what: str) -> None:
    change, told = FORGED[what]
    forged(root / "parts" / "1", change)
    done = run(root, "merge", *(root / "parts").iterdir(), "--no-search")
    assert done.exit_code == 1
    assert told in done.output
    assert "Traceback" not in done.output
    assert not (root / "site").exists()


RECORDS: dict[str, bytes] = {
    "empty": b"",
    "no msgpack": b"\xc1",
    "another's": b"{}",
    "a number": b"\x01",
    "more parts than there can be": msgspec.msgpack.encode([1, 10**15, "2026-11-22", "", "", {}, 1]),
    "part none": msgspec.msgpack.encode([0, 3, "2026-11-22", "", "", {}, 1]),
    "another format": msgspec.msgpack.encode([1, 3, "2026-11-22", "", "", {}, 999]),
    "nested deeply": b"\x91" * 100_000,
}


@pytest.mark.parametrize("what", RECORDS)
def test_what_is_no_record_is_refused(root: Path, what: str) -> None:
    (root / "parts" / "2" / RECORD).write_bytes(manifest.seal(RECORDS[what]) + RECORDS[what])
    done = run(root, "merge", "parts/1", "parts/2", "parts/3")
    assert done.exit_code == 1
    assert "parts/2: `part.bin` cannot be read" in done.output
    assert "Traceback" not in done.output


def test_a_record_that_was_altered_on_its_way_is_called_so(root: Path) -> None:
    record = root / "parts" / "2" / RECORD
    content = record.read_bytes()
    name = content.index(b"explainers/")
    record.write_bytes(content[:name] + b"E" + content[name + 1 :])
    done = run(root, "merge", "parts/1", "parts/2", "parts/3")
    assert done.exit_code == 1
    assert "parts/2: `part.bin` cannot be read: it is damaged, or another version's" in done.output


def test_a_merge_waits_for_no_pipe(root: Path) -> None:
    page = root / "parts" / "1" / next(path for path in contents(root / "parts" / "1") if path.endswith(".html"))
    for path in (page, root / "parts" / "2" / RECORD):
        path.unlink()
        os.mkfifo(path)
    done = run(root, "merge", "parts/1", "parts/2", "parts/3")
    assert "parts/2: there is no `part.bin`" in done.output
    assert "parts/1: files are missing or damaged" in done.output


# --- machines that fail -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [True, False], ids=["over a site", "from nothing"])
def test_a_merge_that_is_killed_costs_nothing(root: Path, tmp_path: Path, there: bool) -> None:
    before: dict[str, bytes] = {}
    if there:
        tell(root, [{"replace": {"weir": {"Why the weir broke": "How the weir broke"}}}])
        build(root)
        before = contents(root / "site")
        tell(root, [{"replace": {"weir": {"How the weir broke": "Why the weir broke"}}}])
        shutil.rmtree(root / ".cache")
    build(root, "-d", tmp_path / "whole")
    after = contents(tmp_path / "whole")
    shutil.rmtree(root / ".cache", ignore_errors=True)
    start = Path(shutil.copytree(root, tmp_path / "start"))
    moments = killed_at(0, root)[1]
    assert moments > 20
    for moment in sorted({1, *range(2, moments, moments // 6), *range(moments - 3, moments + 1)}):
        shutil.rmtree(root)
        shutil.copytree(start, root)
        assert killed_at(moment, root)[0] == -signal.SIGKILL
        left = contents(root / "site") if (root / "site").exists() else {}
        assert left in (before, after, {}), moment
        aside = [path for path in root.glob(".site-*-old-*/site") if contents(path) == before]
        assert left or aside or not there, "the last good site is nowhere"
        merged(root, *(root / "parts").iterdir())
        assert differences(contents(root / "site"), after) == [], moment
        assert list(root.glob(".site-*")) == []


def killed_at(moment: int, root: Path) -> tuple[int, int]:
    """How a merge ended that is killed before it changes anything for the nth time; how often it did, if it was not."""
    parts = map(str, sorted((root / "parts").iterdir()))
    command = [sys.executable, "-c", KILLED, str(moment), "-C", str(root), "merge", *parts, "--no-search"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    said = done.stdout.rpartition("moments: ")[2].strip()
    return done.returncode, int(said) if said.isdigit() else 0


# --- in CI ------------------------------------------------------------------------------------------------------------


def test_the_workflow_in_the_manual_builds_the_site(root: Path, tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(name: .*?)```", manual, re.DOTALL)
    workflow = yaml.safe_load(re.sub(r"(?m)^on:", '"on":', text))
    jsonschema.validate(workflow, schema("github-workflows"))
    jobs = workflow["jobs"]
    uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert [one for one in uses if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one)] == []
    output = tmp_path / "output"
    run_script(root, jobs["day"]["steps"][0]["run"], GITHUB_OUTPUT=str(output))
    day = output.read_text().removeprefix("day=").strip()
    machines = {name: Path(shutil.copytree(root, tmp_path / name)) for name in ("1", "2", "3", "4", "site")}
    for machine in machines.values():
        shutil.rmtree(machine / "parts")
        (machine / ".venv").mkdir()
        (machine / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (part,) = [step["run"] for step in jobs["part"]["steps"] if "explainer" in step.get("run", "")]
    assert [str(number) for number in jobs["part"]["strategy"]["matrix"]["part"]] == ["1", "2", "3", "4"]
    for number in "1234":
        run_script(machines[number], part, PART=number, DAY=day)
        # What hands files over leaves hidden ones behind.
        hidden = shutil.ignore_patterns(".*")
        shutil.copytree(
            machines[number] / "parts" / number, machines["site"] / "parts" / f"part-{number}", ignore=hidden
        )
    (merge,) = [step["run"] for step in jobs["site"]["steps"] if "explainer" in step.get("run", "")]
    run_script(machines["site"], merge)
    build(root, today=day, search=True)
    assert differences(contents(machines["site"] / "site"), contents(root / "site")) == []
