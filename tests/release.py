"""Makes a release of the program (`make release VERSION=0.2.0`): a commit and a tag, which you push.

It refuses a version that is no newer, a tree with changes, a changelog with nothing in it, and a failing `make check`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

VERSION = Path("explainer/__init__.py")
"""The one place that says the version."""
CHANGELOG = Path("CHANGELOG.md")
_SAID = re.compile(r'(?m)^__version__ = "([^"]+)"$')
_UNRELEASED = "## [Unreleased]\n"


class Refused(Exception):
    """There is no release; the message says why and what to do."""


def release(root: Path, version: str, day: date) -> str:
    """Commits and tags a release; returns the tag. Raises Refused, with nothing changed."""
    said, changelog = ((root / path).read_text(encoding="utf-8") for path in (VERSION, CHANGELOG))
    current = _SAID.search(said)
    if current is None:
        raise Refused(f'{VERSION} does not say `__version__ = "0.1.0"` in a line of its own')
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise Refused(f"`{version}` is no version; write three numbers, as in: make release VERSION=0.2.0")
    if numbers(version) < numbers(current[1]):
        raise Refused(f"{version} is older than {current[1]}, the version that {VERSION} says")
    tag = f"v{version}"
    if git(root, "tag", "--list", tag):
        raise Refused(f"there is a tag {tag} already; choose a newer version")
    _refuse_changes(root)
    _, mark, rest = changelog.partition(_UNRELEASED)
    if not mark or not rest.partition("\n## ")[0].strip():
        raise Refused(f"{CHANGELOG} has nothing below `{_UNRELEASED.strip()}`; say there what is new")
    if subprocess.run(["make", "check"], cwd=root, check=False).returncode != 0:
        raise Refused("`make check` fails; mend that first")
    _refuse_changes(root)
    (root / VERSION).write_text(_SAID.sub(f'__version__ = "{version}"', said, count=1), encoding="utf-8")
    dated = changelog.replace(_UNRELEASED, f"{_UNRELEASED}\n## [{version}] - {day}\n", 1)
    (root / CHANGELOG).write_text(dated, encoding="utf-8")
    git(root, "commit", "--quiet", f"--message=Release {version}", "--", str(VERSION), str(CHANGELOG))
    git(root, "tag", "--annotate", f"--message=explainer-site {version}", tag)
    return tag


def numbers(version: str) -> tuple[int, ...]:
    """A version, to be compared."""
    return tuple(map(int, re.findall(r"\d+", version)))


def _refuse_changes(root: Path) -> None:
    if git(root, "status", "--porcelain"):
        raise Refused("there are changes that are not committed; commit or stash them (see `git status`)")


def git(root: Path, *arguments: str) -> str:
    """What git says."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    try:
        made = release(Path(), sys.argv[1], datetime.now(UTC).date())
    except Refused as error:
        sys.exit(f"make release: {error}")
    print(f"Tagged {made}. To publish it: git push --follow-tags")
