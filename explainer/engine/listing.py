"""A site's pages and files for the templates of a theme that are rendered once for a site."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.structure.files import Files


class ListedPage(NamedTuple):
    """A page as templates see it that list every page. Of its head, only the other languages of an entry are known."""

    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False
    meta: Mapping[str, Any] = {}

    @property
    def page(self) -> ListedPage:
        """What they ask a file for."""
        return self


class AllPages(Files):
    """A site's files for templates that list every page; of a page only what the sitemap says is known."""

    def __init__(self, pages: Iterable[ListedPage]) -> None:
        super().__init__([])
        self._listed = list(pages)

    def documentation_pages(self, **_: Any) -> Sequence[Any]:
        return self._listed


class ShownFiles:
    """What MkDocs asks of a theme's environment to find its files; hidden folders, which it takes out again, are not
    gone through: Material has 14,000 icons in one."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = folders

    def list_templates(self, *, filter_func: Callable[[str], bool]) -> list[str]:
        """The files for which a function says so."""
        found = set()
        for top in self._folders:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {posixpath.normpath(Path(os.path.relpath(folder, top), name).as_posix()) for name in names}
        return sorted(filter(filter_func, found))
