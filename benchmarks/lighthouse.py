"""Lighthouse's performance score of this repository's pages, on a simulated slow phone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Bar

_REPOSITORY = Path(__file__).parents[1]
_LEAST = {"explainer": 98, "material": 95}
"""The score that each theme's pages must have."""


def is_available() -> bool:
    """Whether `make browser` has installed what this needs."""
    judge = _REPOSITORY / "tests" / "browser" / "node_modules" / "lighthouse"
    return bool(shutil.which("node") and shutil.which("chromium") and judge.is_dir())


def scores(folder: Path, runs: int) -> Iterator[Bar]:
    """A bar for each theme and page, from 0 to 100. The sites are built into a folder."""
    command = [sys.executable, "-m", "tests.browser.lighthouse", str(folder), str(runs)]
    done = subprocess.run(command, cwd=_REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    for theme, pages in json.loads(done.stdout).items():
        for name, values in pages.items():
            yield Bar(f"Lighthouse's performance, {theme}, {name}", _LEAST[theme], "", values, at_least=True)
