"""Converts pages that consist of HTML blocks as Markdown would, without running it, which is far faster."""

from __future__ import annotations

import re

from markdown.util import BLOCK_LEVEL_ELEMENTS

_HEADING = re.compile(r'\n\n## (\S(?:.*\S)?) \{: #([\w-]+)((?: [a-z-]+="[\w .-]*")*) \}(?=\n|\Z)')
_ODD = ("\t", "\r", "\x02", "\x03", "\n\n\n", "\n```", "\n~~~")
_SPAN = re.compile(r"</?span[^<>]*>")
"""What may stand in a heading, around words in another language."""
_BLANK = re.compile(r"\n +\n")
"""Like _ODD, what Markdown changes before it parses blocks."""


def convert(markdown: str, *, trusted: bool = True) -> tuple[str, list[tuple[str, str]]] | None:
    """A page's HTML and its headings (id, text), as Markdown makes them; None if Markdown itself must be run.

    Such a page consists of HTML blocks, which Markdown leaves alone, between second-level headings with ids. Pages from
    `trusted` templates, our own, close their blocks and have nothing between them; this is checked for others.
    """
    if any(sign in markdown for sign in _ODD) or (" \n" in markdown and _BLANK.search(markdown)):
        return None
    text = "\n\n" + markdown.strip("\n")
    parts: list[str] = []
    headings: list[tuple[str, str]] = []
    end = 0
    for heading in _HEADING.finditer(text):
        if block := text[end : heading.start()].strip("\n"):
            parts.append(block + "\n")
        words, ident, attributes = heading.groups()
        parts.append(f'<h2{attributes} id="{ident}">{words}</h2>')
        headings.append((ident, _SPAN.sub("", words)))
        end = heading.end()
    if block := text[end:].strip("\n"):
        parts.append(block)
    sure = all(part.startswith("<") and "\n#" not in part and (trusted or _is_closed(part)) for part in parts)
    return ("\n".join(parts), headings) if sure else None


_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s(?:[^<>"'`]|"[^"]*"|'[^']*')*)?/?)>""")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
"""Void elements, which have no end tag (WHATWG HTML)."""
_OPAQUE = frozenset(re.findall(r"\w+", "iframe noembed noframes plaintext script style textarea title xmp"))
"""Elements in which tags are text."""
_BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS) - _VOID


def _is_closed(html: str) -> bool:
    """Whether this is a sequence of HTML blocks, each closed before the next begins, and nothing else."""
    above: list[str] = []
    end = 0
    for tag in _TAG.finditer(html):
        between, closing, name = html[end : tag.start()], tag[1], tag[2].lower()
        end = tag.end()
        if "<" in between or (not above and between.strip("\n")):
            return False
        if above and above[-1] in _OPAQUE and not closing:
            return False
        if closing:
            if not above or above.pop() != name:
                return False
        elif above:
            if name not in _VOID and not tag[3].endswith("/"):
                above.append(name)
        elif name in _BLOCKS and (between.endswith("\n") or not tag.start()) and not tag[3].endswith("/"):
            above.append(name)
        else:
            return False
    return not above and not html[end:].strip("\n")
