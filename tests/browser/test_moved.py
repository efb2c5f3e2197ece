"""On a page that has moved, what follows `?` and `#` goes on with the reader."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from .tools import program


@pytest.mark.parametrize(
    ("asked", "ends"),
    [
        ("", "https://a.org/new/"),
        ("?utm=1#a1b2", "https://a.org/new/?utm=1#a1b2"),
        ("#a1b2", "https://a.org/new/#a1b2"),
    ],
)
def test_what_follows_the_address_goes_on_with_the_reader(asked: str, ends: str) -> None:
    script = (Path(__file__).parents[2] / "templates" / "assets" / "moved.js").read_text(encoding="utf-8")
    code = f"""
      const at = new URL("https://a.org/old/{asked}");
      globalThis.location = {{search: at.search, hash: at.hash, replace: (to) => console.log(String(to))}};
      globalThis.document = {{querySelector: () => ({{href: "https://a.org/new/"}})}};
      {script}"""
    done = subprocess.run([program("node"), "--eval", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ends
