"""The result of a build, as commands report it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Base(NamedTuple):
    """A site that lies elsewhere, from which a build goes on: into a new folder that gets only what is different."""

    manifest: Path
    """The record of its build, which is brought up to date; if there is no such file, everything is different."""
    read: Callable[[str], bytes]
    """Reads one of its files, by its path."""


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build."""

    folder: Path
    summary: str
    """The numbers of entries and warnings, in words."""
    pages: int
    files: int
    rendered: int
    """The number of files that were rendered; the others were known to be up to date."""
    written: int
    """The number of files that are new or different."""
    former: tuple[str, ...]
    """The files, relative to the site's root, that lead from whole former paths to where an entry is now."""
    changed: tuple[str, ...] = ()
    """Of a build on a base: the files in the folder, all of which are new or different."""
    gone: tuple[str, ...] = ()
    """Of a build on a base: its files that no longer belong."""
    is_whole: bool = False
    """Of a build on a base: whether the folder has all files of the site."""
