"""Editions as readers and search engines see them: which one is current, and how the pages of the others say so."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin

from explainer.engine.sitemap import sitemap_files, sitemap_index

MADE = "Made by `explainer deploy`"
"""Stands in each file at the branch's root that may be written again."""

_LEADS_TO = re.compile(r"""(?:\bhref=["']?|\burl=)([^"'/<>\s]+)/""")
_REFRESH = re.compile(r"""http-equiv=["']?refresh""", re.IGNORECASE)
_MARK = re.compile(rb'<meta name="robots" content="noindex" data-edition="([^"]*)">\n')
_CANONICAL = re.compile(rb'(<link rel="canonical" href=")([^"]*)(")')
_HEAD_ENDS = b"</head>"


def leads_to(index: str, names: Container[str]) -> str:
    """The edition or alias that a branch's own `index.html` leads to, as `mike set-default` writes it; else ``."""
    found = (unquote(unescape(match[1])) for match in _LEADS_TO.finditer(index))
    return next((name for name in found if name in names), "")


def is_redirect(index: str) -> bool:
    """Whether an `index.html` only sends readers elsewhere."""
    return _REFRESH.search(index) is not None


def marked_for(page: bytes) -> str:
    """The name that a page's mark gives as that of the current edition; empty where there is no mark."""
    found = _MARK.search(page)
    return unescape(found[1].decode()) if found else ""


def marked(
    page: bytes, path: str, current: str, *, old: bool, base: str, names: Container[str], files: Container[str]
) -> bytes:
    """A page with what search engines should know of its edition; the rest of it stays byte for byte.

    `path` is its file on the branch, `current` the default edition's name or alias, `base` the public address of the
    branch (empty if none is configured), `names` all editions and aliases, `files` what the current edition has,
    relative to it. An old page is not to be indexed, and its canonical link leads to the same page in the current
    edition, where there is one. A page that is not old loses the mark that it may have.
    """
    own, _, place = path.partition("/")
    page = _MARK.sub(b"", page, count=1)
    if old:
        mark = f'<meta name="robots" content="noindex" data-edition="{escape(current)}">\n'
        page = page.replace(_HEAD_ENDS, mark.encode() + _HEAD_ENDS, 1)

    def link(match: re.Match[bytes]) -> bytes:
        address = urljoin(f"{base}{quote(own)}/{place.removesuffix('index.html')}", unescape(match[2].decode()))
        name, slash, rest = address.removeprefix(base).partition("/")
        if not address.startswith(base) or not slash or unquote(name) not in names:
            return match[0]
        file = unquote(rest) + "index.html" if not rest or rest.endswith("/") else unquote(rest)
        target = f"{base}{quote(current if file in files else own)}/{rest}"
        return match[1] + escape(target).encode() + match[3]

    return _CANONICAL.sub(link, page, count=1) if base else page


def root_files(base: str, current: str, sitemap: str, existing: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What stands beside the editions: a sitemap index and `robots.txt`. What others wrote there stays.

    `sitemap` is the text of the current edition's own, `existing` gives those of files that are there. Without a public
    address there is nothing to say.
    """
    if not base:
        return {}
    files = {
        # An index may not lead to another one.
        "sitemap.xml": sitemap_index(
            (f"{base}{quote(current)}/{name}" for name in sitemap_files(sitemap)),
            f"<!-- {MADE}: the pages of the current edition are those to be found. -->\n",
        ),
        # RFC 9309. Old editions are not shut out: what may not be read cannot say that it is not to be indexed.
        "robots.txt": f"# {MADE}.\nUser-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n",
    }
    by_others = {name for name, text in existing if MADE not in text}
    return {name: text for name, text in files.items() if name not in by_others}
