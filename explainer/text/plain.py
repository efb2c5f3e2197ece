"""Makes hostile text safe for terminals and Markdown reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Characters that nobody sees, and that Python calls printable."""


def printable(text: str) -> str:
    """Text without characters that could move a terminal's cursor, turn the text round, or be there unseen."""
    seen = _UNSEEN.sub("", text)
    return seen if seen.isprintable() else "".join(sign if sign.isprintable() else " " for sign in seen)


_IN_JSON = re.compile("[^\\x20-\\x7e\n]")


def escaped(json: str) -> str:
    """JSON in which such characters are written as escapes: the same data, and nothing in a report that nobody sees."""
    return _IN_JSON.sub(lambda found: found[0] if printable(found[0]) == found[0] else _escape(found[0]), json)


def _escape(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&:])")


def markdown(text: str) -> str:
    """One line of escaped Markdown, without mentions and references to issues."""
    # GitHub looks for @names and #numbers after unescaping; a zero-width space keeps it from finding them.
    return re.sub("[@#]", r"\g<0>&#8203;", _SIGNS.sub(r"\\\1", " ".join(printable(text).split())))


def count(number: int, singular: str, plural: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{number} {singular if number == 1 else plural}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first of some names, and how many others there are."""
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return printable(", ".join([*names[:most], *more]))
