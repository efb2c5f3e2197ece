"""Plain words for terminals and Markdown reports, made safe from hostile input."""

from __future__ import annotations

import re


def printable(text: str) -> str:
    """Text without what would move a terminal's cursor or change its colours; input may be hostile."""
    return "".join(character if character.isprintable() else " " for character in text)


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&:])")


def markdown(text: str) -> str:
    """One line for Markdown, in which no sign has a meaning and nobody is called by name."""
    # GitHub looks for names and numbers after it has taken the backslashes away; what has no width keeps it from that.
    return _SIGNS.sub(r"\\\1", " ".join(printable(text).split())).replace("@", "@\u200b").replace("#", "#\u200b")


def count(number: int, one: str, many: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{number} {one if number == 1 else many}"
