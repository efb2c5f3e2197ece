"""The program's own files (templates, languages, the files of a new site), and writing and storing files."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = (_PACKAGE / "templates").is_dir()

CHECKOUT = None if _INSTALLED else _PACKAGE.parent
"""The checkout that the program runs from; None if it is installed."""
TEMPLATES = _PACKAGE / "templates" if _INSTALLED else _PACKAGE.parent / "templates"
"""Jinja templates: in a wheel inside the package, in a checkout beside it."""
UI = _PACKAGE / "ui" if _INSTALLED else _PACKAGE.parent / "site_data" / "ui"
"""The site's own words, one file for each language."""
SHARED = _PACKAGE / "shared" if _INSTALLED else _PACKAGE.parent
"""The folder of files that this repository shares with each new site: workflows, text editors' settings, packages."""
