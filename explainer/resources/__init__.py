"""The files that the program brings along (templates, languages, what a new site begins with) and those it keeps."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = (_PACKAGE / "templates").is_dir()

TEMPLATES = _PACKAGE / "templates" if _INSTALLED else _PACKAGE.parent / "templates"
"""Jinja templates: in a wheel inside the package, in a checkout beside it."""
UI = _PACKAGE / "ui" if _INSTALLED else _PACKAGE.parent / "site_data" / "ui"
"""What the site itself says, one file for each language."""
SHARED = _PACKAGE / "shared" if _INSTALLED else _PACKAGE.parent
"""Where the files lie that this repository has in common with each new site: workflows, settings of text editors."""
