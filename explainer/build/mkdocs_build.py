"""Builds the site with MkDocs itself, the fallback for sites that the fast build does not support."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from explainer.build.errors import BuildFailed
from explainer.build.folder import files_in, replace_whole
from explainer.engine.options import refuse_settings
from explainer.resources.staging import beside


def configured(
    config_file: Path, today: date, site_dir: Path | None, *, search: bool, edition_url: str | None
) -> MkDocsConfig:
    """MkDocs' configuration for a build. Raises BuildFailed."""
    options = {"site_dir": str(site_dir) if site_dir else None, "site_url": edition_url}
    try:
        config = load_config(str(config_file), **{name: value for name, value in options.items() if value is not None})
        plugin = config.plugins.get("explainer")
        if plugin is None:
            raise BuildFailed(f"{config_file.name} does not name the plugin; add `- explainer` below `plugins:`")
        refuse_settings(config)
    except MkDocsException as error:
        raise BuildFailed(str(error)) from error
    plugin.config.today = today.isoformat()
    plugin.config.search = plugin.config.search and search
    if edition_url is not None:
        plugin.config.home = load_config(str(config_file)).site_url or ""
        config.extra.setdefault("version", {"provider": "mike"})
    return config


def build_with_mkdocs(config: MkDocsConfig) -> list[Path]:
    """Builds the site; returns its files, relative to its folder. If MkDocs raises an error, the site is unchanged."""
    target = Path(config.site_dir)
    with beside(target) as staging:
        config.site_dir = str(staging)
        config.plugins.on_startup(command="build", dirty=False)  # as its own command does
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
        files = [Path(path) for path in files_in(staging)]
        replace_whole(staging, target)
    return files
