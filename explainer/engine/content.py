"""Turns an artifact's Markdown into a page's content and table of contents, whatever extensions a site has."""

from __future__ import annotations

from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from mkdocs.structure.toc import TableOfContents, get_toc

from explainer.engine.html_blocks import convert

if TYPE_CHECKING:
    from markdown import Markdown

    from explainer.outputs.base import Artifact


class Content(NamedTuple):
    """What MkDocs calls `page.content` and `page.toc`."""

    html: str
    toc: TableOfContents


def content_of(artifact: Artifact, *, trusted: bool) -> Content:
    """The content of a page that our templates made.

    Our own templates are `trusted`: they write blocks of HTML between headings. Markdown is asked only where a
    template of the site's own wrote something else.
    """
    html, tokens = _converted(artifact.body, trusted=trusted)
    return Content(f"{_opening(artifact)}\n{html}\n</div>", get_toc(tokens))


def _opening(artifact: Artifact) -> str:
    """The element around a page's content: our styles reach no further."""
    meta = artifact.meta or {}
    attributes = {
        "class": f"x-page x-page--{meta['kind']}",
        "lang": meta["lang"],
        "dir": meta["dir"],
    }
    written = "".join(f' {name}="{escape(unescape(value))}"' for name, value in attributes.items())
    return f"<div{written}{' data-pagefind-body' if meta['kind'] == 'entry' else ''}>"


def _converted(text: str, *, trusted: bool) -> tuple[str, list[Any]]:
    if ready := convert(text, trusted=trusted):
        html, headings = ready
        return html, [{"level": 2, "id": ident, "name": name, "children": []} for ident, name in headings]
    markdown = _markdown()
    html = markdown.reset().convert(text)
    return html, markdown.toc_tokens  # type: ignore[attr-defined]  # of the extension `toc`


@cache
def _markdown() -> Markdown:
    from markdown import Markdown

    return Markdown(extensions=["attr_list", "toc", "tables", "fenced_code", "def_list", "md_in_html"])
