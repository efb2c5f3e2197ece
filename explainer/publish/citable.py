"""Finds versions whose texts readers can read on a branch, and would not find in a new site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

from explainer.history import git
from explainer.outputs.base import ENTRIES
from explainer.publish.editions import is_redirect

_TARGET = re.compile(r"""content=["']0; url=([^"']+)""")
_ALL_VERSIONS = re.compile(r"/changes/#v\d+\Z")
_HOPS = 3
"""Most redirects on the way to a page: from a former name, to a version, to its note."""


def lost(root: Path, commit: str, editions: Iterable[str], site: str, prefix: str) -> Iterator[str]:
    """The addresses in a site that lead to a note in the list of versions, where an edition has the text.

    `site` is the tree of its files. `prefix` is the folder of our pages in it: empty, or ending in a slash.
    """
    version = re.compile(rf"{re.escape(prefix)}{ENTRIES}/[^/]+/v/\d+/index\.html")
    now, pages = git.tree(root, site, ""), git.Blobs(root)
    for edition in editions:
        files = {path.partition("/")[2]: blob for path, blob in git.tree(root, commit, edition).items()}
        gone = {
            path: blob
            for path, blob in files.items()
            if version.fullmatch(path) and now.get(path) != blob and _is_gone(now, pages, path)
        }
        texts = dict(git.contents(root, set(gone.values()), whole=True))
        for path, blob in gone.items():
            if not is_redirect(texts[blob].decode("utf-8", "replace")):
                yield f"/{path.removesuffix('index.html')}"


def _is_gone(files: Mapping[str, str], pages: git.Blobs, path: str) -> bool:
    """Whether a version's page leads to its note only."""
    address = f"/{path}"
    for _ in range(_HOPS):
        file = unquote(address.partition("#")[0]).lstrip("/")
        blob = files.get(file) or files.get(f"{file.rstrip('/')}/index.html")
        text = (pages.get(blob) or b"").decode("utf-8", "replace") if blob else ""
        target = _TARGET.search(text) if is_redirect(text) else None
        if target is None:
            return False
        address = urljoin(address, unescape(target[1]))
        if _ALL_VERSIONS.search(address):
            return True
    return False
