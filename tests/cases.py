"""Golden cases: YAML files, each named after the sentence that it proves.

A case (or its `right` and `wrong` parts) says how a site differs from the good one in `conftest.py`:

- `entry`: fields of `content/entries/dam.yml` in place of its own; they come first, so that lines count from here
- `files`: other files by path: text, or `{base64: …}`, `{repeat: …, times: …}`, `{folder: true}`, `{link: …}` and
  `{pipe: true}` for what text cannot say, `{missing: true}` for one that is not there (any more)
- `base: false`: nothing of the good site
"""

from __future__ import annotations

import os
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import GOOD_SITE, write_site

from explainer.problems import Problem

GOLDEN = Path(__file__).parent / "golden"
ENTRY = "content/entries/dam.yml"


def cases(folder: str) -> list[Any]:
    """Every case of a folder, to be run under its sentence."""
    found = sorted((GOLDEN / folder).glob("*.yml"))
    return [pytest.param(yaml.safe_load(path.read_text(encoding="utf-8")), id=path.stem) for path in found]


def write_case(root: Path, case: Mapping[str, Any]) -> None:
    """Writes the site that a case describes."""
    root.mkdir(exist_ok=True)
    if case.get("base", True):
        write_site(root, {ENTRY: with_fields(case.get("entry", ""))})
    for path, content in case.get("files", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        _write(root / path, content)


def with_fields(fields: str) -> str:
    """The good entry with some fields in place of its own, which come first."""
    mine = re.findall(r"^\w+", fields, re.MULTILINE)
    theirs = re.split(r"^(?=\w)", GOOD_SITE[ENTRY], flags=re.MULTILINE)
    return fields + "".join(block for block in theirs if block.partition(":")[0] not in mine)


def as_golden(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as cases write them."""
    return [{"problem": str(problem), "hint": problem.hint} for problem in problems]


def _write(path: Path, content: Any) -> None:
    match content:
        case str():
            path.write_bytes(content.encode())
        case {"base64": text}:
            path.write_bytes(b64decode(text))
        case {"repeat": text, "times": times}:
            path.write_bytes(text.encode() * times)
        case {"folder": True}:
            path.mkdir()
        case {"link": target}:
            path.symlink_to(target)
        case {"missing": True}:
            path.unlink(missing_ok=True)
        case {"pipe": True}:
            os.mkfifo(path)
        case _:
            raise ValueError(f"nobody knows how to write {content}")
