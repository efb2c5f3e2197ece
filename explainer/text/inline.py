"""Converts editors' inline Markdown to safe HTML or plain text.

Only emphasis, strong, code and links are supported: raw HTML stays text. Links lead to http, https, mailto and tel
addresses, and to sources by their id: `[words](source:ap-0606)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from types import MappingProxyType
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

_SPECIAL = re.compile(r"[*_`\[\]\\&<>!]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_PLAIN_URL = re.compile(r"https?://[a-z0-9.-]+(?:/[!-~]*)?\Z")
_CONTROL = re.compile(r"[\0-\x20\x7f]")
_SPACES = re.compile(r"[ \t\r\n]+")
"""White space that HTML collapses; a no-break space stays."""
_CHINESE = "[\u2e80-\u2fdf\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60]"
_JOINED = re.compile(rf"(?<={_CHINESE})[ \t]*\r?\n[ \t\r\n]*(?={_CHINESE})")
"""A line break between signs of Chinese or Japanese, where a space would be wrong (CSS Text 3, section 4.1.3)."""
_FOLDED = ("\n", "  ", "\t", "\r")
"""Signs of white space to collapse: looking for them is faster than the expression."""
_LINK = re.compile(
    r"\[([^\[\]*_`\\&<>!]+)\]"
    r"\((https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._~?=+,:@-]*)?|source:[a-z0-9-]*)\)"
)
"""A plain link, for which the parser is not needed. Most points have no other mark; this takes a tenth of the time."""
SOURCE = "source:"
"""Begins the address of a link to one of the entry's sources, before its id."""
_CONTACT = ("tel:", "mailto:")
_TELEPHONE = re.compile(r"tel:\+?[().-]*[0-9][0-9().-]*(;[!-~]+)?\Z")
"""A telephone number (RFC 3966), a short one such as `tel:116123` too."""


class Target(str):
    """An address whose links carry data for programs."""

    __slots__ = ("data",)
    data: tuple[tuple[str, str], ...]
    """Attributes of HTML, unescaped."""

    @classmethod
    def of(cls, url: str, data: tuple[tuple[str, str], ...]) -> Target:
        """An address with its data."""
        target = cls(url)
        target.data = data
        return target


_NO_SOURCES: Mapping[str, str] = MappingProxyType({})


def is_safe_url(url: str) -> bool:
    """Whether an address may be linked: http or https with a host, mailto, or tel."""
    if _PLAIN_URL.match(url):
        return True
    if _CONTROL.search(url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return _TELEPHONE.match(url.lower()) is not None or (parts.scheme == "mailto" and "@" in parts.path)


def is_contact(url: str) -> bool:
    """Whether somebody is reached at an address: it is no page that something could rest on."""
    return url.lower().startswith(_CONTACT)


def _may_be_linked(url: str) -> bool:
    return url.startswith(SOURCE) or is_safe_url(url)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(["emphasis", "backticks", "link", "escape", "entity"])
    parser.validateLink = _may_be_linked  # type: ignore[method-assign]
    parser.core.ruler.push("no_empty_links", _no_empty_links)
    parser.core.ruler.push("sources", _to_sources)
    return parser


def _no_empty_links(state: StateCore) -> None:
    """Keeps `[a]()` as text: the parser does not validate an empty address."""
    empty = False
    for token in state.tokens[0].children or []:
        if token.type == "link_open":
            empty = not token.attrs["href"]
        if empty and token.type in ("link_open", "link_close"):
            token.content = "[" if token.type == "link_open" else "]()"
            token.type, token.tag, token.nesting = "text", "", 0


def _to_sources(state: StateCore) -> None:
    """Gives links to sources the addresses in `env`, where HTML is made; the words of one without stay text."""
    sources: Mapping[str, str] = state.env.get("sources", {})
    gone = False
    for token in (state.tokens[0].children or []) if "sources" in state.env else ():
        if token.type == "link_open":
            source = _source(str(token.attrs["href"]))
            gone = source is not None and source not in sources
            if not gone:
                href = str(token.attrs["href"])
                address = sources.get(href if source is None else source, href)
                token.attrs |= {"href": str(address), **dict(address.data if isinstance(address, Target) else ())}
        if gone and token.type in ("link_open", "link_close"):
            token.type, token.tag, token.nesting, token.content = "text", "", 0, ""


def _source(url: str) -> str | None:
    """The id in a link to a source; None of any other link."""
    return url.removeprefix(SOURCE) if url.startswith(SOURCE) else None


_PARSER = _parser()


def _plain(text: str) -> list[str] | None:
    """Splits a text into words, link text, address, words, and so on; None if it has other marks than plain links."""
    parts = _LINK.split(text)
    return None if any(map(_SPECIAL.search, parts[::3])) else parts


def to_html(text: str, sources: Mapping[str, str] = _NO_SOURCES) -> Markup:
    """Safe HTML for inline Markdown; line breaks become spaces.

    `sources` are the safe addresses of sources by id; a link to one that is not among them is only its words. An
    address in it leads to the one in its place.
    """
    text = _on_one_line(text)
    if _SPECIAL.search(text) is None:
        return Markup(escape(text, quote=False))  # noqa: S704 - escaped just here
    parts = _plain(text)
    if parts is None:
        return Markup(_PARSER.renderInline(text, {"sources": sources}))  # noqa: S704 - the parser escapes
    words = [part.replace('"', "&quot;") for part in parts]  # no other character in them needs escaping
    for place in range(1, len(words), 3):
        source = _source(words[place + 1])
        address = sources.get(parts[place + 1] if source is None else source)
        url = words[place + 1] if address is None and source is None else escape(address or "")
        data = (
            "".join(f' {name}="{escape(value)}"' for name, value in address.data) if isinstance(address, Target) else ""
        )
        words[place : place + 2] = (f'<a href="{url}"{data}>', words[place] + "</a>") if url else ("", words[place])
    return Markup("".join(words))  # noqa: S704 - as just said


@lru_cache(maxsize=4096)
def to_text(text: str) -> str:
    """The words of inline Markdown, without marks and addresses."""
    if _SPECIAL.search(text) is None:
        return _on_one_line(text)
    parts = _plain(_on_one_line(text))
    if parts is not None:
        del parts[2::3]
        return "".join(parts)
    return _words(text, "code_inline")


def links(text: str) -> list[str]:
    """The addresses that a text links to, unsafe ones included."""
    if "](" not in text:
        return []
    if (parts := _plain(text)) is not None:
        return parts[2::3]
    addresses = [str(token.attrs["href"]) for token in _tokens(text) if token.type == "link_open"]
    return addresses + refused_links(text)


def link_texts(text: str) -> list[str]:
    """The words of each link in a text."""
    texts: list[str] = []
    inside = False
    for token in _tokens(text) if "](" in text else ():
        if token.type in ("link_open", "link_close"):
            inside = token.type == "link_open"
            texts += [""] * inside
        elif inside:
            texts[-1] += token.content
    return texts


def linked_sources(text: str) -> list[str]:
    """The ids of the sources that a text links to."""
    return [source for url in links(text) if (source := _source(url)) is not None] if SOURCE in text else []


def refused_links(text: str) -> list[str]:
    """The addresses in link syntax that are unsafe or empty, and so do not become links."""
    if "](" not in text or _plain(text) is not None:
        return []
    return re.findall(r"\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\))?)", _words(text))


def html_tags(text: str) -> list[str]:
    """The raw HTML tags in a text, outside code; readers see them as text."""
    return _TAG.findall(_words(text)) if "<" in text else []


def _words(text: str, *more: str) -> str:
    """The text outside links' addresses and code; with the contents of `more` types of tokens."""
    return "".join(token.content for token in _tokens(text) if token.type in ("text", "text_special", *more))


def _tokens(text: str) -> list[Token]:
    return _PARSER.parseInline(_on_one_line(text))[0].children or []


def without_breaks(text: str) -> str:
    """A text with its white space collapsed, as HTML does it; lines of Chinese and Japanese join without a space."""
    if "\n" in text:
        text = _JOINED.sub("", text)
    return _SPACES.sub(" ", text)


def _on_one_line(text: str) -> str:
    if any(sign in text for sign in _FOLDED):
        text = without_breaks(text)
    return text.strip(" ")
