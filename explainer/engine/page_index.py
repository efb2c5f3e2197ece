"""The index of MkDocs' plugin `search`, or of Material's own, page by page: what a page adds to it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

NAMES = ("search", "material/search")


class PageIndex:
    """A search plugin that is told of pages one by one, in whatever process they are made."""

    def __init__(self, plugin: BasePlugin[Any], config: MkDocsConfig) -> None:
        """Prepares the plugin as MkDocs does before the first page."""
        self._plugin, self._config = plugin, config
        for event, arguments in (
            ("on_startup", {"command": "build", "dirty": False}),
            ("on_config", {"config": config}),
            ("on_pre_build", {"config": config}),
        ):
            if handler := getattr(plugin, event, None):
                handler(**arguments)

    @classmethod
    def of(cls, config: MkDocsConfig) -> PageIndex | None:
        """That of a site; None where no search plugin is listed."""
        found = (config.plugins[name] for name in NAMES if name in config.plugins)
        return next((cls(plugin, config) for plugin in found), None)

    @property
    def needs_all(self) -> bool:
        """Whether the plugin makes more of its index than a list."""
        return bool(self._plugin.config.get("prebuild_index"))

    @property
    def _entries(self) -> list[dict[str, Any]]:
        index = self._plugin.search_index  # type: ignore[attr-defined]
        entries: list[dict[str, Any]] = index.entries if hasattr(index, "entries") else index._entries
        return entries

    def taken(self) -> bytes:
        """What the pages since the last time added to the index."""
        added = msgspec.json.encode(self._entries)
        self._entries.clear()
        return added

    def write(self, added: Iterable[bytes], folder: Path) -> None:
        """Writes the plugin's files of an index of all pages, in the order in which MkDocs builds them."""
        site_dir, self._config.site_dir = self._config.site_dir, str(folder)
        try:
            self._entries.extend(entry for part in added for entry in msgspec.json.decode(part))
            self._plugin.on_post_build(config=self._config)
        finally:
            self._config.site_dir = site_dir
            self._entries.clear()
