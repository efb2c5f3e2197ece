"""Finds a site's folders: MkDocs' `docs_dir`, and what the plugin's options in `mkdocs.yml` name."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explainer.content import yamlfile
from explainer.model import Layout

FILES = ("mkdocs.yml", "properdocs.yml")
NEWS = "news"
"""The default prefix of our pages in a site that was there before."""


def settings_file(root: Path) -> Path:
    """A site's `mkdocs.yml`, by whichever name it goes."""
    return next((root / name for name in FILES if (root / name).is_file()), root / FILES[0])


def layout_of(root: Path) -> Layout:
    """The layout that a site's `mkdocs.yml` describes; the default one where that cannot be read."""
    try:
        settings = yamlfile.settings(settings_file(root))
    except Exception:  # whoever builds the site reports it
        return Layout()
    return layout(settings, _options(settings.get("plugins")))


def site_url(root: Path) -> str:
    """The public address in a site's `mkdocs.yml`; empty where it has none, or cannot be read."""
    try:
        return str(yamlfile.settings(settings_file(root)).get("site_url") or "")
    except Exception:  # whoever builds the site reports it
        return ""


def layout(settings: Mapping[str, Any], options: Mapping[str, Any]) -> Layout:
    """The layout of a site with MkDocs' settings (`docs_dir` relative to its root) and the plugin's options.

    A site whose `docs_dir` is `content` is made for explainers: they stand at its root, and so do the pages in
    `content/pages/`. Any other was there before: its own pages stay where they are, ours are below a prefix.
    """
    docs = posixpath.normpath(str(settings.get("docs_dir") or "docs"))
    made_for_us = docs == "content"
    prefix = options.get("prefix")
    prefix = ("" if made_for_us else NEWS) if prefix is None else str(prefix)
    pages = options.get("pages_dir") or ("pages" if made_for_us else "")
    return Layout(
        docs=docs,
        entries=posixpath.join(docs, str(options.get("entries_dir") or "entries")),
        images=posixpath.join(docs, "images"),
        pages=posixpath.join(docs, str(pages)) if pages else "",
        data=str(options.get("data_dir") or "site_data"),
        templates=str(options.get("templates_dir") or "templates"),
        prefix=prefix.strip("/") + "/" if prefix.strip("/") else "",
        excluded=str(settings.get("exclude_docs") or ""),
        drafts=str(settings.get("draft_docs") or ""),
    )


def _options(plugins: Any) -> Mapping[str, Any]:
    """The options of our plugin in a list or a mapping of plugins."""
    items = plugins if isinstance(plugins, list) else [plugins]
    named = [item["explainer"] for item in items if isinstance(item, dict) and "explainer" in item]
    return named[0] if named and isinstance(named[0], dict) else {}
