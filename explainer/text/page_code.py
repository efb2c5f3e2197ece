"""Finds what can run, or lead readers away unasked, in a hand-written page of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from markdown_it import MarkdownIt

from explainer.text.page_links import without_head

_MARKDOWN = MarkdownIt("commonmark")
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]  # it would show `javascript:` links as text
_MAY = re.compile(r"<\s*[a-z/!]|script|data:|&|%|\{", re.IGNORECASE)
"""What a page has that has anything of this."""
_SCHEME = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{[^}\n]*\}")
"""Attributes in braces, as Python-Markdown's `attr_list` reads them."""
_HANDLER = re.compile(r"\bon[a-z]+\s*=", re.IGNORECASE)
_FRAMES = ("iframe", "frame", "object", "embed", "portal", "applet", "fencedframe")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "background")
_ELSEWHERE = re.compile(r"[\\/]{2}|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""The beginning of an address on another site."""


def page_code(text: str) -> Iterator[tuple[int, str]]:
    """What a page holds, in words, with its line. Code that is shown as text does not count."""
    if not _MAY.search(text):
        return
    before, body = without_head(text)
    for token in _MARKDOWN.parse(body):
        line = before + (token.map[0] if token.map else 0) + 1
        if token.type == "html_block":
            yield from ((line + at, what) for at, what in _in_html(token.content))
            continue
        for child in token.children or ():
            if child.type == "softbreak":
                line += 1
            for address in (child.attrGet("href"), child.attrGet("src")):
                yield from ((line, what) for what in _in_address(str(address or "")))
            if child.type == "html_inline":
                yield from ((line, what) for _, what in _in_html(child.content))
            elif child.type == "text":
                for attributes in _ATTRIBUTES.findall(child.content):
                    if _HANDLER.search(attributes) or _SCHEME.search(_plain(attributes)):
                        yield line, f"`{attributes}`, which runs a script"


def _in_html(html: str) -> list[tuple[int, str]]:
    found = _Code()
    found.feed(html)
    found.close()
    return found.found


def _in_address(address: str) -> Iterator[str]:
    if scheme := _SCHEME.match(_plain(address)):
        yield f"an address that begins with `{scheme[0].lower()}`"


def _plain(address: str) -> str:
    """An address as browsers read it: without what they leave out."""
    return re.sub(r"[\0-\x20]", "", unescape(address))


class _Code(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._see(what for what in self._of_tag(tag, values))
        for name, value in values.items():
            if name.startswith("on"):
                self._see([f"an attribute that runs a script (`{name}`)"])
            elif name in ("srcdoc", "style") and "<" in value:
                self._see([f"a page within an attribute (`{name}`)"])
            elif name in _ADDRESSES and not (
                tag in ("img", "source") and _plain(value).lower().startswith("data:image/")
            ):
                self._see(_in_address(value))

    handle_startendtag = handle_starttag

    def _of_tag(self, tag: str, values: dict[str, str]) -> Iterator[str]:
        if tag.rpartition(":")[2] == "script":
            yield "a script"
        elif tag in _FRAMES:
            yield f"a frame (`{tag}`)"
        elif tag == "base":
            yield "a `base`, which turns every link"
        elif tag == "meta" and values.get("http-equiv", "").strip().lower() == "refresh":
            yield "a refresh, which leads readers elsewhere"
        elif (
            tag == "link" and "stylesheet" in values.get("rel", "").lower() and _ELSEWHERE.match(values.get("href", ""))
        ):
            yield "a style sheet of another site"
        for name in ("action", "formaction"):
            if _ELSEWHERE.match(_plain(values.get(name, ""))):
                yield "a form that sends to another site"

    def _see(self, found: Iterator[str] | list[str]) -> None:
        self.found += ((self.getpos()[0] - 1, what) for what in found)
