"""The words of a page that was fetched: HTML, plain text or PDF."""

from __future__ import annotations

import re
import subprocess
import sys
from codecs import BOM_UTF8
from contextlib import suppress
from dataclasses import dataclass

import lxml.etree
import lxml.html

from explainer.authoring.web.client import Answer
from explainer.text.encodings import encoding_of

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "head"))
_WITHIN = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q")
) | frozenset(("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"))
"""Elements that stand within a line: no space is between their words and those around them."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Page:
    """What readers see of a page."""

    title: str
    words: str


def page_of(answer: Answer) -> Page | None:
    """A page's words; None if it has none that we can read."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "application/pdf" or answer.body.startswith(b"%PDF-"):
        words = _pdf(answer.body)
        return Page("", words) if words else None
    if kind and not (kind.startswith("text/") or kind.endswith("xml")):
        return None
    text = _decoded(answer)
    return Page("", text) if kind == "text/plain" else _html(text)


def _decoded(answer: Answer) -> str:
    """The text, by the rules of WHATWG Encoding: its byte order mark, what the server says, what the page says."""
    body = answer.body
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    said = _CHARSET.search(answer.headers.get("Content-Type", "")) or _CHARSET.search(body[:4096].decode("latin-1"))
    name = encoding_of(said[1]) if said and not body.startswith(BOM_UTF8) else ""
    with suppress(LookupError):
        if name:
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _html(text: str) -> Page | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace") or b" ", parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError):
        return None
    title = tree.findtext(".//title") or ""
    parts: list[str] = []
    walk = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            parts += ["" if tag in _WITHIN else " ", element.tail or ""]
        elif tag in _HIDDEN:
            walk.skip_subtree()
        else:
            parts += ["" if tag in _WITHIN else " ", element.text or ""]
    return Page(" ".join(title.split()), "".join(parts))


def _pdf(body: bytes) -> str:
    """The text of a PDF, read by another process: nobody knows how long a hostile one takes, and how much memory."""
    command = [sys.executable, "-P", "-m", "explainer.authoring.web.pdf"]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
