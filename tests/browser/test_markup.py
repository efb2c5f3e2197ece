"""Every page of the site is right HTML: the Nu checker of the W3C finds no error."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from .tools import judge, program

pytestmark = pytest.mark.browser

AT_LEAST = 80
"""Pages that the repository's site surely has: fewer, and nothing was checked."""
WRONG = "<!doctype html><html lang=en><title>Wrong</title><p><div></p></html>"


MATERIAL = "9.8.1"
MATERIAL_FINDINGS = {
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”,"
    " “hidden”, “month”, “number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”.",
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control.",
}
"""What the checker finds wrong in the frame of that release."""


def messages(files: list[Path]) -> list[dict[str, Any]]:
    """What the checker says of files, without what is only information."""
    checker = [program("java"), "-Xss4m", "-jar", str(judge("vnu")), "--format", "json", "--exit-zero-always"]
    done = subprocess.run([*checker, *map(str, files)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    # Of a file, `'self'` is not the site, and data is no script: what a policy forbids is for Chromium to say
    # (test_privacy.py).
    said = [one for one in said if "violates Content Security Policy" not in one["message"]]
    return [one for one in said if one["type"] != "info" or one.get("subType") == "warning"]


def test_the_nu_checker_finds_no_error(site: Path, theme: str, tmp_path: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > AT_LEAST
    # A page that is wrong comes last: when the checker finds it, it came to the others too.
    wrong = tmp_path / "wrong.html"
    wrong.write_text(WRONG)
    found: dict[tuple[str, str], list[str]] = {}
    noticed = 0
    for one in messages([*pages, wrong]):
        file = Path(unquote(urlsplit(one.get("url", "")).path))
        if file == wrong:
            noticed += 1
            continue
        extract = " ".join(one.get("extract", "").split())
        place = f"/{file.relative_to(site)}:{one.get('lastLine')}: {extract}"
        found.setdefault(("warning" if one["type"] == "info" else "error", one["message"]), []).append(place)
    if theme == "material":
        assert version("mkdocs-material") == MATERIAL, "look at the new release, and pin what the checker finds in it"
        assert {message for _, message in found} >= MATERIAL_FINDINGS
        found = {key: places for key, places in found.items() if key[1] not in MATERIAL_FINDINGS}
    assert noticed, "the checker did not notice a page that is wrong"
    report = "\n".join(
        f"{severity}: {message} ({len(places)} times)\n    " + "\n    ".join(places[:3])
        for (severity, message), places in sorted(found.items())
    )
    if any(severity == "error" for severity, _ in found):
        pytest.fail(report, pytrace=False)
    print(report)  # warnings, for whoever asks pytest for what passing tests say (-rP)
