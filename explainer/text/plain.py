"""Makes hostile text safe for terminals and Markdown reports."""

from __future__ import annotations

import re
from collections.abc import Sequence


def printable(text: str) -> str:
    """Text without control characters, which could move a terminal's cursor or change its colours."""
    return "".join(character if character.isprintable() else " " for character in text)


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&:])")


def markdown(text: str) -> str:
    """One line of escaped Markdown, without mentions and references to issues."""
    # GitHub looks for @names and #numbers after unescaping; a zero-width space keeps it from finding them.
    return _SIGNS.sub(r"\\\1", " ".join(printable(text).split())).replace("@", "@\u200b").replace("#", "#\u200b")


def count(number: int, singular: str, plural: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{number} {singular if number == 1 else plural}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first of some names, and how many others there are."""
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return printable(", ".join([*names[:most], *more]))
