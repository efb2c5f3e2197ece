"""The Jinja environment; the only importer of Jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


class Templates:
    """Templates by name; a site's own stand before the packaged ones, file by file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            autoescape=select_autoescape(default=True, default_for_string=True, enabled_extensions=("jinja",)),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """The text that a template makes of ready values."""
        return self._environment.get_template(name).render(values)
