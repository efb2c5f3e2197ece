"""The words of an index as its pages write them: what the search page suggests to a reader who has mistyped one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from explainer.engine.search.words import fold

FILE = "spellings.txt"
"""Words in a line, the most frequent first; a browser loads it only when a search finds nothing."""
MOST = 20_000
"""Words in the file: some 70 kB as hosts send it."""
_WORD = re.compile(r"[^\W\d_]{3,40}")


def spellings_in(texts: Iterable[str]) -> dict[str, int]:
    """Each word of some pages, with the number of pages that write it so."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(set(_WORD.findall(text)))
    return dict(found)


def spellings(parts: Iterable[Mapping[str, int]]) -> bytes:
    """The file for all parts of an index: of each word its commonest spelling, words of most pages first."""
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part)
    words: dict[str, Counter[str]] = {}
    for spelling, pages in counts.items():
        words.setdefault(fold(spelling), Counter())[spelling] = pages
    ranked = sorted((-one.total(), min(one, key=lambda form: (-one[form], form))) for one in words.values())
    return "\n".join(word for _, word in ranked[:MOST]).encode()
