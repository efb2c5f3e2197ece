"""Text and inline HTML as Markdown that any parser reads as the same words.

Signs are escaped in ways that both CommonMark and Python-Markdown know: the second has no `\\<`, and needs four spaces
where something stands inside an item of a list.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urljoin

from markupsafe import Markup

_SIGNS = str.maketrans({**{sign: f"\\{sign}" for sign in "\\`*_{[]#"}, "<": "&lt;"})
"""What may be markup anywhere in a line. `!` matters only before `[`, where it would make a link a picture."""
_RARE = str.maketrans({"~": "&#126;", "|": "&#124;"})
"""Crossed out, and a table's cell, where a parser knows these."""
_START = re.compile(r"(?:[-+](?=\s|$|[-+])|\d+(?=[.)](?:\s|$))|[=:](?=\s|$|=)|>)")
"""What may begin a list, a rule, a definition or a quotation."""
_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""White space without the spaces at which no line breaks, which stay."""
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """Plain text on one line."""
    return _escaped_start(_signs(_line(text)))


@lru_cache(maxsize=4096)
def from_html(html: Markup, page: str) -> str:
    """Emphasis, code and links of our own inline HTML (`text.inline`) on one line; links count from the page's URL."""
    writer = _Writer(page)
    writer.feed(html)
    writer.close()
    return _escaped_start("".join(writer.parts).strip(" "))


def link(text: str, url: str) -> str:
    """A link with a plain text; the text alone where there is no address."""
    return f"[{_signs(_line(text))}]({address(url)})" if url else escaped(text)


def address(url: str) -> str:
    """An address as links name it: with nothing in it that ends it, or that means another sign."""
    for sign, code in (("\\", "%5C"), ("<", "%3C"), (">", "%3E"), (" ", "%20"), ('"', "%22")):
        url = url.replace(sign, code)
    url = _ENTITY.sub("&amp;", url)
    return f"<{url}>" if "(" in url or ")" in url else url


def indented(block: str) -> str:
    """A block inside an item of a list."""
    return "\n".join(f"    {line}" if line else "" for line in block.split("\n"))


def _line(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _signs(text: str) -> str:
    return _ENTITY.sub("&amp;", text).translate(_SIGNS).translate(_RARE).replace("!\\[", "\\!\\[")


def _escaped_start(text: str) -> str:
    start = _START.match(text)
    if not start:
        return text
    end = start.end() if start[0].isdigit() else 0
    sign = {"=": "&#61;", ":": "&#58;", ">": "&gt;"}.get(text[end], f"\\{text[end]}")
    return text[:end] + sign + text[end + 1 :]


_MARKS = {"em": "*", "strong": "**"}


class _Writer(HTMLParser):
    """Emphasis within emphasis, or right beside another, is left out: the marks would run together."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._page = page
        self._targets: list[str] = []
        self._open: list[int] = []
        """The places of the marks that begin what is not closed yet."""
        self._closed = 0, 0
        """The places of the marks around what was closed last."""
        self._code: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "code":
            self._code = []
        elif tag == "a":
            self._targets.append(urljoin(self._page, dict(attrs).get("href") or ""))
            if self.parts and self.parts[-1].endswith("!"):
                self.parts[-1] = f"{self.parts[-1][:-1]}\\!"
            self.parts.append("[")
        elif tag in _MARKS:
            beside = bool(self.parts) and self.parts[-1] in _MARKS.values()
            if beside and not self._open:
                for place in self._closed:
                    self.parts[place] = ""
            self.parts.append("" if beside or self._open else _MARKS[tag])
            self._open.append(len(self.parts) - 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "code" and self._code is not None:
            self.parts.append(_code("".join(self._code)))
            self._code = None
        elif tag == "a":
            self.parts.append(f"]({address(self._targets.pop())})")
        elif tag in _MARKS:
            self._closed = self._open.pop(), len(self.parts)
            self.parts.append(self.parts[self._closed[0]])

    def handle_data(self, data: str) -> None:
        if self._code is not None:
            self._code.append(data)
        else:
            self.parts.append(_signs(data))


def _code(text: str) -> str:
    """Code between more backticks than it has itself."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
