"""Loading, as golden/load says: what is accepted, and what an editor is told about everything else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import as_golden, cases, write_case
from click.testing import CliRunner

from explainer.checks import CHECKS, check
from explainer.cli.main import main
from explainer.content.load import load_site

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("case", cases("load"))
def test_loading(case: Mapping[str, Any], tmp_path: Path) -> None:
    write_case(tmp_path / "site", case)
    before = everything_in(tmp_path)
    site = load_site(tmp_path / "site")
    problems = check(site, TODAY, [rule for rule in CHECKS if rule.code in case.get("checks", ())])
    assert as_golden(problems) == case.get("problems", [])
    entries = {entry.slug: entry for entry in site.entries}
    for slug, fields in case.get("reads", {}).items():
        assert entries[slug].model_dump(mode="json", include=set(fields)) == fields
    assert everything_in(tmp_path) == before, "loading writes nothing"


@pytest.mark.parametrize("case", [case for case in cases("load") if case.values[0].get("problems")])
def test_the_command_says_the_same_and_fails(case: Mapping[str, Any], tmp_path: Path) -> None:
    write_case(tmp_path / "site", case)
    (tmp_path / "site" / ".cache").mkdir()
    before = content_in(tmp_path)
    done = CliRunner().invoke(main, ["-C", str(tmp_path / "site"), "check", "--today", str(TODAY)])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    for told in case["problems"]:
        assert f"{told['problem']}\n    {told['hint']}\n" in done.stdout
    assert "Traceback" not in done.output
    assert content_in(tmp_path) == before, "checking writes nothing beside what it keeps"


def everything_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file and folder with its size and the time of its last change."""
    return {path: (stat.st_size, stat.st_mtime_ns) for path in folder.rglob("*") for stat in [path.lstat()]}


def content_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """The same without what commands keep for the next one."""
    return {path: status for path, status in everything_in(folder).items() if ".cache" not in path.parts}
