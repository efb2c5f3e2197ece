"""Reads the results of the last link check from `site_data/links.json`, a generated file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

FILE = "site_data/links.json"


class UnreadableLinks(Exception):
    """The file is not what a link check writes; the message says what to do."""


def dead_links(root: Path) -> Mapping[str, date]:
    """Dead addresses and the dates since which they have been dead; none before the first check.

    The file is a JSON object. It maps each address to an object, whose field `dead_since` is a date while the address
    is dead: `{"https://example.org/story": {"dead_since": "2026-11-20"}}`. Other fields are ignored.
    Raises UnreadableLinks.
    """
    try:
        results = json.loads((root / FILE).read_bytes())
        dead = {url: result["dead_since"] for url, result in results.items() if result.get("dead_since")}
        return {url: date.fromisoformat(day) for url, day in dead.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        raise UnreadableLinks(f"{FILE} is not what a link check writes; delete it and check the links again") from None
