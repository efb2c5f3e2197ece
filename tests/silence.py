"""Writes docs/silent-changes.md from the ways in golden/silent: `make messages`.

Each way is one change of what `site.yml` there says, done by steps that `repository.tell` understands, with what was
decided: `refused` (with a `code`, and with `always` even if an update tells readers), `told` (the comment on the change
`says` it) or `free`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml
from cases import GOLDEN

PAGE = Path(__file__).parents[1] / "docs" / "silent-changes.md"
SITE: dict[str, str] = yaml.safe_load((GOLDEN / "silent" / "site.yml").read_text(encoding="utf-8"))
GROUPS: dict[str, list[dict[str, Any]]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((GOLDEN / "silent").glob("*.yml"))
    if path.stem != "site"
}
STEPS = ("write", "append", "replace", "delete", "rename")
INTRODUCTION = """\
# Silent changes

What happens if somebody changes what readers see and does not tell them: every way that was thought of, and what was
decided. The tests try each of them; `make messages` generates this page from the same data.
[Decision 0037](decisions/0037-what-an-update-covers.md) gives the reasons.

- **refused**: `explainer check --since` ends with this code, until an update tells readers. *Always* means that no
  update helps.
- **told**: needs no update. `explainer diff`, and so the comment on a proposed change, lists it for the person who
  decides about the change.
- **free**: says nothing else to readers, or no reader has seen it yet.
"""


def steps(way: dict[str, Any]) -> dict[str, Any]:
    """What a way does to the site."""
    return {name: value for name, value in way.items() if name in STEPS}


def page() -> str:
    """The table in Markdown."""
    parts = [INTRODUCTION]
    for name, ways in GROUPS.items():
        heading = name[2:].replace("-", " ").capitalize()
        rows = [f"| {_cell(way['way'])} | {_decision(way)} | {_cell(way['why'])} |" for way in ways]
        parts.append("\n".join([f"## {heading}\n", "| change | decision | why |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _cell(text: str) -> str:
    return re.sub(r"([|*_])", r"\\\1", text)


def _decision(way: dict[str, Any]) -> str:
    if way["decision"] != "refused":
        return str(way["decision"])
    return f"refused{', always' if way.get('always') else ''}: [`{way['code']}`](messages.md#{way['code']})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.name}\n")
