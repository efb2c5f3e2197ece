"""`explainer check` reads `mkdocs.yml` as YAML, and tells what MkDocs would pass over."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import run
from conftest import GOOD_SITE, write_site

CONFIG = GOOD_SITE["mkdocs.yml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{CONFIG}nav: [index.md]\nnav: [about.md]\n", "mkdocs.yml:9:1: warning: `nav` stands in line 8 already"),
        (
            f"{CONFIG}extra:\n  social: []\n  version: {{provider: mike}}\n  social: []\n",
            "mkdocs.yml:11:3: warning: `social` stands in line 9 already",
        ),
        (f"{CONFIG}nav: [index.md\nextra: {{}}\n", "a list in square brackets is not closed [yaml-syntax]"),
        (f"{CONFIG}extra: {{a: !ENV [A, b], c: !!python/name:material.extensions.emoji.twemoji }}\n", "no errors"),
        (f"{CONFIG}x-a: &a {{b: 1}}\nextra: {{one: *a, two: *a}}\n", "no errors"),
    ],
)
def test_what_mkdocs_yml_says_twice_or_not_at_all_is_told(good_site: Path, text: str, said: str) -> None:
    write_site(good_site, {"mkdocs.yml": text})
    assert said in run(good_site, "check", "--today", "2026-11-22").output
