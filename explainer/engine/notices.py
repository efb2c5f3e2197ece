"""Tells the owner of a site what a build made otherwise than they may expect, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger

from explainer.engine.files import layout_of_config, own_theme
from explainer.history.versions import History
from explainer.model import Entry
from explainer.model.summary import EntrySummary
from explainer.outputs.entry.entries import unread_versions
from explainer.text.plain import printable

_EXTENDS = re.compile(rb"\{%[-+]?\s*extends\b")

log = get_plugin_logger("explainer.notices")


def tell_of_frame(config: MkDocsConfig) -> None:
    """Of a navigation without explainers, and of a copied `main.html` of earlier releases, which replaced the frame."""
    layout = layout_of_config(config)
    if layout.prefix and layout.prefix not in repr(config.nav or ""):
        log.info("to show the explainers in the navigation, add `- News: %sindex.md` to `nav`", layout.prefix)
    own = own_theme(config)
    main = own / "main.html" if own is not None and config.theme.name != "explainer" else None
    if main is not None and main.is_file() and not _EXTENDS.search(main.read_bytes()):
        log.info(
            "%s/theme/main.html replaces the frame of the theme `%s`; see docs/themes.md",
            *(layout.templates, config.theme.name),
        )


def tell_of_history(entries: Iterable[Entry | EntrySummary], history: History, paths: Iterable[str]) -> None:
    """What readers will not see of earlier versions, and why. Not a warning: a strict build of a part goes through.

    `paths` are those of the artifacts that were made.
    """
    if history.missing and any(entry.updates for entry in entries):
        log.info("earlier versions are shown by their notes only: %s", printable(history.missing))
    elif unread := unread_versions(history, paths):
        log.info(
            "%d earlier version(s) cannot be read any more and are shown by their notes only: %s",
            len(unread),
            printable(", ".join(unread)),
        )
