"""What the last link check saw: `site_data/links.json`, which machines write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

FILE = "site_data/links.json"


class UnreadableLinks(Exception):
    """The file is not what a link check writes; the text says what to do."""


def dead_links(root: Path) -> Mapping[str, date]:
    """The addresses that lead nowhere, and the day since which that is known; none before the first check.

    The file is a JSON object: by address an object, in which `dead_since` is a day for as long as the address leads
    nowhere, as in `{"https://example.org/story": {"dead_since": "2026-11-20"}}`. Other fields are for others.
    Raises UnreadableLinks.
    """
    try:
        seen = json.loads((root / FILE).read_bytes())
        found = {url: about["dead_since"] for url, about in seen.items() if about.get("dead_since")}
        return {url: date.fromisoformat(day) for url, day in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        raise UnreadableLinks(f"{FILE} is not what a link check writes; delete it, and check the links anew") from None
