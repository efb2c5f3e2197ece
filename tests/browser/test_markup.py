"""Every page of the site is right HTML: the Nu checker of the W3C finds no error."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from .tools import judge, program

pytestmark = pytest.mark.browser

AT_LEAST = 80
"""Pages that the repository's site surely has: fewer, and nothing was checked."""
WRONG = "<!doctype html><html lang=en><title>Wrong</title><p><div></p></html>"


def messages(files: list[Path]) -> list[dict[str, Any]]:
    """What the checker says of files, without what is only information."""
    checker = [program("java"), "-Xss4m", "-jar", str(judge("vnu")), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*checker, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    # Of a file, `'self'` is not the site: what a policy forbids is for Chromium to say (test_privacy.py).
    said = [one for one in said if not one["message"].startswith("Resource violates Content Security Policy")]
    return [one for one in said if one["type"] != "info" or one.get("subType") == "warning"]


def test_the_nu_checker_finds_no_error(site: Path, tmp_path: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > AT_LEAST
    # A page that is wrong comes last: when the checker finds it, it came to the others too.
    wrong = tmp_path / "wrong.html"
    wrong.write_text(WRONG)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    noticed = 0
    for one in messages([*pages, wrong]):
        file = Path(unquote(urlsplit(one.get("url", "")).path))
        if file == wrong:
            noticed += 1
            continue
        extract = " ".join(one.get("extract", "").split())
        place = f"/{file.relative_to(site)}:{one.get('lastLine')}: {extract}"
        found["warning" if one["type"] == "info" else "error", one["message"]].append(place)
    assert noticed, "the checker did not notice a page that is wrong"
    report = "\n".join(
        f"{severity}: {message} ({len(places)} times)\n    " + "\n    ".join(places[:3])
        for (severity, message), places in sorted(found.items())
    )
    if any(severity == "error" for severity, _ in found):
        pytest.fail(report, pytrace=False)
    print(report)  # warnings, for whoever asks pytest for what passing tests say (-rP)
