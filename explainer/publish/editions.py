"""Marks the pages of old editions for readers and search engines, and writes the branch's root files."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from html import escape, unescape
from urllib.parse import quote, unquote, urljoin

from explainer.engine.sitemap import sitemap_files, sitemap_index
from explainer.outputs.news_sitemap import NEWS

MADE = "Made by `explainer deploy`"
"""Appears in each file at the branch's root that a deploy may overwrite."""

_LEADS_TO = re.compile(r"""(?:\bhref=["']?|\burl=)([^"'/<>\s]+)/""")
_REFRESH = re.compile(r"""http-equiv=["']?refresh""", re.IGNORECASE)
_MARK = re.compile(rb'<meta name="robots" content="noindex" data-edition="([^"]*)">\n')
_CANONICAL = re.compile(rb'(<link rel="canonical" href=")([^"]*)(")')
_HEAD_ENDS = b"</head>"


def leads_to(index: str, names: Container[str]) -> str:
    """The edition or alias to which the root's `index.html` redirects, as `mike set-default` writes it; else empty."""
    targets = (unquote(unescape(match[1])) for match in _LEADS_TO.finditer(index))
    return next((name for name in targets if name in names), "")


def is_redirect(index: str) -> bool:
    """Whether an `index.html` only redirects."""
    return _REFRESH.search(index) is not None


def marked_for(page: bytes) -> str:
    """The current edition that a page's mark names; empty without a mark."""
    match = _MARK.search(page)
    return unescape(match[1].decode()) if match else ""


def marked(
    page: bytes, path: str, current: str, *, old: bool, base: str, names: Container[str], files: Container[str]
) -> bytes:
    """A page with the robots mark and canonical link of its edition; the rest stays byte for byte.

    `path` is its file on the branch, `current` the default edition's name or alias, `base` the branch's public address
    (empty if none is configured), `names` all editions and aliases, `files` the current edition's files, relative to
    it. A page of an old edition is marked `noindex`, and its canonical link leads to the same page in the current
    edition, if there is one. A page of the current edition loses its mark.
    """
    edition, _, place = path.partition("/")
    page = _MARK.sub(b"", page, count=1)
    if old:
        mark = f'<meta name="robots" content="noindex" data-edition="{escape(current)}">\n'
        page = page.replace(_HEAD_ENDS, mark.encode() + _HEAD_ENDS, 1)

    def link(match: re.Match[bytes]) -> bytes:
        address = urljoin(f"{base}{quote(edition)}/{place.removesuffix('index.html')}", unescape(match[2].decode()))
        name, slash, rest = address.removeprefix(base).partition("/")
        if not address.startswith(base) or not slash or unquote(name) not in names:
            return match[0]
        file = unquote(rest) + "index.html" if not rest or rest.endswith("/") else unquote(rest)
        target = f"{base}{quote(current if file in files else edition)}/{rest}"
        return match[1] + escape(target).encode() + match[3]

    return _CANONICAL.sub(link, page, count=1) if base else page


_RELATIVE = re.compile(r"""(?<=href=")([^"]*)(?=")|(?<=src=")([^"]*)(?=")|(?<=; url=)([^"]*)(?=")""")


def at_root(redirect: str, path: str, current: str) -> str:
    """A redirect of the current edition as it stands at the branch's root; `path` is its file, relative to either.

    It leads into the edition. What it links to is relative, as the branch may be published below any path.
    """
    up = "../" * path.count("/")

    def link(match: re.Match[str]) -> str:
        target = urljoin(f"/{quote(current)}/{quote(path)}", unescape(match[0]))
        return escape(f"{up}{target.lstrip('/')}")

    return _RELATIVE.sub(link, redirect)


def root_files(
    base: str, current: str, sitemap: str, existing: Iterable[tuple[str, str]], *, news: bool = False, missing: str = ""
) -> dict[str, str]:
    """The files beside the editions: a sitemap index, `robots.txt` and `404.html`; none without a public address.

    `sitemap` is the text of the current edition's sitemap, `missing` that of its page for what is not there, which
    hosts look for at the root alone; `news` says whether it has a sitemap of news. `existing` has the names and texts
    of the files at the root; those that others wrote are left alone.
    """
    if not base:
        return {}
    sitemaps = [*sitemap_files(sitemap), *([NEWS] if news else [])]
    files = {
        # An index may not lead to another one.
        "sitemap.xml": sitemap_index(
            (f"{base}{quote(current)}/{name}" for name in sitemaps),
            f"<!-- {MADE}: the pages of the current edition are those to be found. -->\n",
        ),
        # RFC 9309. Old editions are not disallowed: a crawler must be able to read their `noindex`.
        "robots.txt": f"# {MADE}.\nUser-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n",
    }
    if missing:  # whose links are whole paths, as it answers at any address
        files["404.html"] = f"{missing.rstrip()}\n<!-- {MADE}. -->\n"
    by_others = {name for name, text in existing if MADE not in text}
    return {name: text for name, text in files.items() if name not in by_others}
