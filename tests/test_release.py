"""`make release`: a version, a dated changelog, a commit and a tag, or nothing at all."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from release import Refused, git, release

DAY = date(2026, 12, 1)
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [0.1.0] - 2026-11-01\n\n- Began.\n"
SAID = '"""A program."""\n\n__version__ = "0.1.0"\n'


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "desk@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("MAKEFLAGS", raising=False)
    (tmp_path / "explainer").mkdir()
    (tmp_path / "explainer" / "__init__.py").write_text(SAID)
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "Makefile").write_text("check:\n\t@test ! -e .git/broken\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=One")
    return tmp_path


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0", "0.10.0", "1.0.0"])
def test_a_release_is_a_commit_and_a_tag(checkout: Path, version: str) -> None:
    if version == "0.1.0":  # never released yet
        (checkout / "CHANGELOG.md").write_text(CHANGELOG.partition("## [0.1.0]")[0])
        git(checkout, "commit", "--quiet", "--all", "--message=Two")
    assert release(checkout, version, DAY) == f"v{version}"
    assert (checkout / "explainer/__init__.py").read_text() == SAID.replace("0.1.0", version)
    new = f"## [Unreleased]\n\n## [{version}] - 2026-12-01\n\n### Added"
    assert new in (checkout / "CHANGELOG.md").read_text()
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "describe", "--exact-match").strip() == f"v{version}"
    assert git(checkout, "log", "-1", "--format=%s").strip() == f"Release {version}"


def dirty(checkout: Path) -> None:
    (checkout / "new.txt").write_text("new")


def broken(checkout: Path) -> None:
    (checkout / ".git" / "broken").touch()


def tagged(checkout: Path) -> None:
    git(checkout, "tag", "v0.2.0")


def nothing_new(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(CHANGELOG.replace("### Added\n\n- A thing.\n\n", ""))
    git(checkout, "commit", "--quiet", "--all", "--message=Two")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (dirty, "not committed"),
        (broken, "`make check` fails"),
        (tagged, "there is a tag v0.2.0 already"),
        (nothing_new, "nothing below `## \\[Unreleased\\]`"),
    ],
)
def test_what_is_not_ready_is_not_released(checkout: Path, spoil: object, message: str) -> None:
    assert callable(spoil)
    spoil(checkout)
    before = git(checkout, "rev-parse", "HEAD"), git(checkout, "status", "--porcelain")
    with pytest.raises(Refused, match=message):
        release(checkout, "0.2.0", DAY)
    assert (git(checkout, "rev-parse", "HEAD"), git(checkout, "status", "--porcelain")) == before


@pytest.mark.parametrize("version", ["", "0.2", "v0.2.0", "0.2.0rc1", "0.02.0", "0.2.0; rm -rf /", "0.0.9"])
def test_what_is_no_newer_version_is_refused(checkout: Path, version: str) -> None:
    with pytest.raises(Refused, match=r"is no version|is older than"):
        release(checkout, version, DAY)


def test_the_makefile_passes_the_version_on(checkout: Path) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        ["make", "--dry-run", "-f", root / "Makefile", "release", "VERSION=0.2.0"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "tests/release.py '0.2.0'" in done.stdout
