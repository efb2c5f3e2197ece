"""Finds the relative links in a page of Markdown, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MARKDOWN = MarkdownIt("commonmark")


def without_head(text: str) -> tuple[int, str]:
    """How many lines the front matter of a page has, and what follows it."""
    head = _FRONT_MATTER.match(text)
    return (head[0].count("\n"), text[head.end() :]) if head else (0, text)


def page_links(text: str) -> Iterator[tuple[int, str]]:
    """The relative links of a page in Markdown, with their lines."""
    before, body = without_head(text)
    lines = body.split("\n")
    for token in _MARKDOWN.parse(body):
        for child in token.children or ():
            link = str(child.attrGet("href") or "") if child.type == "link_open" else ""
            if link and not link.startswith(("/", "#")) and not _SCHEME.match(link):
                first, last = token.map or (0, 0)
                named = (number for number in range(first, last) if link in lines[number])
                yield before + next(named, first) + 1, link
