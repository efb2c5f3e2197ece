"""Takes German compounds apart, so that Gefahr finds the Waldbrandgefahr."""

from __future__ import annotations

from functools import cache

from explainer.history.spelling import is_common

LONGEST = 60
"""Letters of the longest word that is looked at closely; what is longer is no word."""
_SHORTEST = 4
"""The fewest letters of a compound's part."""
_SHORT = frozenset(
    ("amt", "bad", "bau", "eis", "gas", "hof", "not", "ort", "rad", "rat", "see", "tag", "tod", "tor", "weg", "zug")
)
"""Shorter words that often end one."""
_LINKS = ("", "s", "es", "n", "en", "er", "ens")
"""What joins the parts."""


@cache
def tails(word: str) -> tuple[str, ...]:
    """The ends of a German compound at which a part begins: Brandgefahr and Gefahr in Waldbrandgefahr."""
    if not 2 * _SHORTEST - 1 <= len(word) <= LONGEST:
        return ()
    found = []
    for place in range(_SHORTEST, len(word) - 2):
        head, tail = word[:place], word[place:]
        is_part = tail in _SHORT if len(tail) < _SHORTEST else is_common(tail, "de") or tails(tail)
        if is_part and any(
            is_common(head.removesuffix(link), "de")
            for link in _LINKS
            if head.endswith(link) and len(head) - len(link) >= _SHORTEST - 1
        ):
            found += [tail, *tails(tail)]
    return tuple(dict.fromkeys(found))
