"""The browser tests have all that they need: what is missing fails here, with the command that brings it."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from .host import Host, hosted
from .kinds import AT_LEAST, KINDS
from .tools import JUDGES, judge, program

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", ["chromium", "node", "npm", "java"])
def test_the_programs_are_here(name: str) -> None:
    assert program(name)


@pytest.mark.parametrize("name", JUDGES)
def test_the_judges_are_here(name: str) -> None:
    assert judge(name).stat().st_size > 0


def test_there_are_pages_of_many_kinds(site: Path) -> None:
    found = [kind.name for kind in KINDS if kind.file(site).is_file()]
    assert len(found) >= AT_LEAST
    assert len(set(found)) == len(found)


def test_the_host_answers_as_a_real_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>Hello" * 100)
    (tmp_path / "font.woff2").write_bytes(b"font" * 100)
    rules = "# all\n/*\n  X-Frame-Options: DENY\n/other/*\n  X-Other: yes\n/:one/\n  X-One: yes\n"
    (tmp_path / "_headers").write_text(rules)
    with hosted(Host(tmp_path)) as origin:
        with urlopen(Request(origin + "/?x=y", headers={"Accept-Encoding": "gzip"})) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Other"] is answer.headers["X-One"] is None
            assert gzip.decompress(answer.read()).startswith(b"<p>Hello")
        with urlopen(origin + "/font.woff2") as answer:
            assert answer.headers["Content-Type"] == "font/woff2"
            assert "max-age" in answer.headers["Cache-Control"]
            assert len(answer.read()) == 400
