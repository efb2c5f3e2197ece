"""Pages of a site that MkDocs built for a test, and what an XPath finds in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from conftest import words
from lxml import etree, html
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

TODAY = "2026-11-22"


def built(root: Path, *, preview: bool = False) -> Path:
    """The folder of a site that MkDocs built, without the search index."""
    config = load_config(str(root / "mkdocs.yml"))
    plugin: Any = config.plugins["explainer"]
    plugin.config.today, plugin.config.search, plugin.preview = TODAY, False, preview
    mkdocs_build(config)
    return Path(config.site_dir)


def parsed(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def parsed_feed(path: Path) -> etree._Element:
    """An XML file; its names stand without their namespaces."""
    tree = etree.fromstring(path.read_bytes())
    for element in tree.iter("*"):
        element.tag = etree.QName(element).localname
    return tree


def found(page: etree._Element, way: str) -> list[str]:
    """The texts of what an XPath finds: elements, attributes."""
    return [" ".join(one.split()) if isinstance(one, str) else words(one) for one in cast(list[Any], page.xpath(way))]
