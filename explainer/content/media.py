"""The files of a site's `docs_dir` that are published as they are."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

from explainer.model import Layout
from explainer.resources.reading import may_enter

_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def is_content(path: str, layout: Layout) -> bool:
    """Whether only the program reads a file of `docs_dir`: an entry, or a page that stands elsewhere in the site."""
    if path.startswith(posixpath.relpath(layout.entries, layout.docs) + "/"):
        return bool(layout.pages) or path.endswith((".yml", ".yaml"))
    if layout.pages and path.startswith(posixpath.relpath(layout.images, layout.docs) + "/"):
        return "/." in path  # `exclude_docs` may allow hidden files, and nothing has looked at these
    return bool(layout.pages) and path.startswith(posixpath.relpath(layout.pages, layout.docs) + "/")


def media(docs: Path, root: Path, layout: Layout) -> Iterator[str]:
    """The files below `docs`, the `docs_dir` of the site in `root`, that are neither entries nor pages.

    They come in the order in which MkDocs finds them, before its `exclude_docs`.
    """
    for folder, folders, names in os.walk(docs, followlinks=True):
        inside = os.path.relpath(folder, docs)
        folders[:] = sorted(name for name in folders if may_enter(Path(folder, name), root))
        if layout.pages:  # no file of these folders is published as it is; there may be ten thousand
            folders[:] = [name for name in folders if not is_content(_joined(inside, name, "x"), layout)]
        files = (_joined(inside, name) for name in sorted(names, key=_index_first))
        yield from (path for path in files if not path.endswith(_MARKDOWN) and not is_content(path, layout))


def _joined(*parts: str) -> str:
    return posixpath.normpath(Path(*parts).as_posix())


def _index_first(name: str) -> tuple[bool, str]:
    return os.path.splitext(name)[0] not in ("index", "README"), name  # noqa: PTH122 - for each file of a site
