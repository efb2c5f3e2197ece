"""The result of a build, as commands report it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
