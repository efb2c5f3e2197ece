"""Links that open at a passage: text fragments (WICG, "URL Fragment Text Directives")."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_LONG = 12
"""Words of a quote above which only its beginning and end are looked for: a break or a note within it does no harm."""
_ENDS = 5
"""Words of these."""
_MOST = 2_000
"""Characters of a fragment. In writing without spaces, a long quote is one word, and no browser takes it."""
_LEFT_OUT = re.compile(r"\[ ?(?:…|\.{3}) ?\]|\( ?(?:…|\.{3}) ?\)|…|\.{3}")
"""Where an editor left something out: `[…]`, `(...)`, `…`."""
_MARKS = " \"'“”„‟‘’‚‛«»‹›「」『』.,;:"


def parts_of(words: str) -> list[str]:
    """The parts of a quote around what an editor left out of it, each without its outer quotation marks."""
    pieces = _LEFT_OUT.split(" ".join(words.split()))
    return [part for piece in pieces if (part := piece.strip(_MARKS))]


def at_passage(url: str, words: str | None) -> str:
    """The address that opens a page at a quote; the page's own where browsers could not (a PDF, say)."""
    parts = parts_of(words or "")
    if not parts or "#" in url or not url.startswith(("http://", "https://")):
        return url
    if urlsplit(url).path.lower().endswith(".pdf"):
        return url
    first, last = parts[0].split(" "), parts[-1].split(" ")
    if len(parts) == 1 and len(first) <= _LONG:
        words = _escaped(parts[0])
    else:
        words = f"{_escaped(' '.join(first[:_ENDS]))},{_escaped(' '.join(last[-_ENDS:]))}"
    return f"{url}#:~:text={words}" if len(words) <= _MOST else url


def _escaped(words: str) -> str:
    """Percent-encoded, also the signs that have a meaning in a text directive: `,`, `-` and `&`."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")
