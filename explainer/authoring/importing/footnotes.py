"""Takes footnotes out of Markdown: what a note links to becomes a source of the claim that it belongs to."""

from __future__ import annotations

import html
import re
from collections import Counter
from itertools import islice

from explainer.authoring.importing.markup import CODE, outside

_NOTE = re.compile(
    r"^[ ]{0,3}\[\^(?P<name>[^\]\s]{1,60})\]:[ \t]*(?P<text>[^\n]*(?:\n(?:[ ]{2,}|\t)[^\n]+)*)(?:\n|\Z)", re.MULTILINE
)
_MARK = re.compile(r"\[\^(?P<name>[^\]\s]{1,60})\]")
_LINK = re.compile(
    r"\[(?P<words>[^\[\]]{1,300})\]\(<?(?P<url>https?://[^\s<>)]{1,2000})>?\)|<?(?P<bare>https?://[^\s<>)\]]{1,2000})>?"
)
_LINKS, _MARKS = 5, 50
"""The most links of a note, and the most marks that lead to it."""


def take_footnotes(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A text without footnotes, each mark an empty link to the note's address; and the notes as they stand there."""
    notes: dict[str, str] = {}
    cited: Counter[str] = Counter()

    def note(match: re.Match[str]) -> str:
        notes.setdefault(match["name"], " ".join(match["text"].split()))
        return "\n"

    def mark(match: re.Match[str]) -> str:
        if match["name"] not in notes:
            return match[0]
        cited[match["name"]] += 1
        links = islice(_LINK.finditer(notes[match["name"]]), _LINKS if cited[match["name"]] <= _MARKS else 0)
        found = ((link["url"] or link["bare"].rstrip(".,;:"), link["words"] or "") for link in links)
        return "".join(f'<a data-note="{html.escape(url)}" title="{html.escape(words)}"></a>' for url, words in found)

    text = outside(CODE, _NOTE, note, text)
    text = outside(CODE, _MARK, mark, text)
    return text, tuple(("footnote", words) for words in notes.values())
