"""Finds versions whose texts readers can read on a branch, and would not find in a new site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


def lost(root: Path, commit: str, editions: Iterable[str], site: Path, prefix: str) -> Iterator[str]:
    """The addresses in a built site that lead to a note in the list of versions, where an edition has the text.

    `prefix` is the folder of our pages in the site: empty, or ending in a slash.
    """
    version = re.compile(rf"{re.escape(prefix)}{ENTRIES}/[^/]+/v/\d+/index\.html")
    for edition in editions:
        files = {path.partition("/")[2]: blob for path, blob in git.tree(root, commit, edition).items()}
        gone = {path: blob for path, blob in files.items() if version.fullmatch(path) and _is_gone(site, path)}
        texts = dict(git.contents(root, set(gone.values()), whole=True))
        for path, blob in gone.items():
            if not is_redirect(texts[blob].decode("utf-8", "replace")):
                yield f"/{path.removesuffix('index.html')}"


def _is_gone(site: Path, path: str) -> bool:
    """Whether a version's page leads to its note only."""
    address = f"/{path}"
    for _ in range(_HOPS):
        file = site / unquote(address.partition("#")[0]).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        target = _TARGET.search(text) if is_redirect(text) else None
        if target is None:
            return False
        address = urljoin(address, unescape(target[1]))
        if _ALL_VERSIONS.search(address):
            return True
    return False
