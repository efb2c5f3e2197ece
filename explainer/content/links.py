"""Reads and writes `site_data/links.json`, by which a link check tells later builds and checks what it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer.content.validation import validated
from explainer.model import Layout
from explainer.model.links import Link, Links
from explainer.problems import ContentError, Problem
from explainer.resources.files import replace

LINKS = "links.json"
_MAX_BYTES = 20_000_000
"""A hundred thousand addresses."""
_HINT = "a link check writes this file: delete it, and run `explainer links` again"


def read_links(root: Path, layout: Layout) -> Mapping[str, Link]:
    """What the last link check found, by address; nothing before the first. Raises ContentError."""
    path = f"{layout.data}/{LINKS}"

    def problem(message: str, line: int = 1, column: int = 1) -> ContentError:
        return ContentError([Problem(path, message, _HINT, "bad-links", line=line, column=column)])

    if (root / path).exists() and not (root / path).is_file():
        raise problem("this is no file")  # reading a pipe would take for ever
    try:
        with (root / path).open("rb") as file:
            text = file.read(_MAX_BYTES + 1).decode()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise problem(f"the file cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise problem("the file is not UTF-8 text") from None
    if len(text) > _MAX_BYTES:
        raise problem("the file is larger than 20 MB, and nothing so large is read")
    try:
        data = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise problem("the file is not JSON from here on", error.lineno, error.colno) from None
    except _Twice as error:
        raise problem(f"`{error}` is here twice") from None
    except (RecursionError, ValueError):  # also a number with more digits than Python reads
        raise problem("the file is not what a link check writes") from None
    return validated(Links, data, text, path)


class _Twice(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise _Twice(name[:60])
        members[name] = value
    return members


def write_links(root: Path, layout: Layout, links: Mapping[str, Link]) -> bool:
    """Writes what a link check found, an address a line, sorted; whether this differs. Raises OSError."""
    file = root / layout.data / LINKS
    lines = [f"{_json(url)}: {_json(_members(link))}" for url, link in sorted(links.items())]
    content = ("{\n" + ",\n".join(lines) + "\n}\n" if lines else "{}\n").encode()
    if (file.read_bytes() if file.exists() else b"{}\n") == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(file, content)
    return True


def _members(link: Link) -> dict[str, str]:
    """The members that have a value; dates as they are written."""
    return {name: str(getattr(value, "text", value)) for name, value in link if value is not None}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
