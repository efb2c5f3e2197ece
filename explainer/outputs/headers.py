"""The headers that a host should send."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from explainer.outputs.base import ENTRIES, Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

_LISTS = ("admin", "changes", "corrections", "search", "sources", "topics", "whats-next", "years")
"""The folders of our other pages."""
_OF_ENTRY = ("", "changes/*", "v/*")
"""The pages of an explainer that no other site may frame."""
_NOBODY = "  Content-Security-Policy: frame-ancestors 'none'"
_NO_PAGES = ("svg", "xml", "json", "txt", "ics", "csv")
"""Endings of files that browsers show and that can hold no policy of their own: drawings, feeds, data, downloads."""
_INERT = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
"""Nothing runs, and nothing is loaded; a drawing has styles. Where a page shows or reads the file, the page's holds."""


def headers(plan: SitePlan) -> Iterator[Task]:
    """`_headers`, as Netlify, Cloudflare Pages and others read it. A `<meta>` cannot say `frame-ancestors`."""
    if not plan.site.layout.prefix:  # hosts read it at the root of a site, which is its owner's then
        written = {page.address.partition("/")[0] for page in plan.site.pages} - {"index", "README"}
        yield Task("_headers", _headers, (sorted(written),))


def _headers(written: list[str], context: RenderContext) -> Iterator[Artifact]:
    lines = ["/*", "  X-Content-Type-Options: nosniff", "  Referrer-Policy: strict-origin-when-cross-origin"]
    # Hosts join the policies of several rules, and browsers keep to all of them. So the header says only what a page
    # cannot say for itself (each names the inline scripts of its own frame), and no path has two of these rules.
    if not context.facts.embeds:
        lines.append(_NOBODY)
    else:
        lines += _framing(written, urlsplit(context.site_info.url).path or "/")
    for ending in _NO_PAGES:
        lines += [f"/*.{ending}", f"  Content-Security-Policy: {_INERT}"]
    lines += ["/assets/explainer/fonts/*", "  Cache-Control: public, max-age=31536000, immutable", ""]
    yield Artifact("_headers", "\n".join(lines), "")


def _framing(written: list[str], root: str) -> Iterator[str]:
    """Who may frame which pages. `:slug` stands for one part of a path, `*` for the rest of it."""
    entry = f"{root}{ENTRIES}/:slug/"
    yield from (f"{entry}embed/", "  Content-Security-Policy: frame-ancestors *")
    folders = (f"{quote(name)}/*" for name in sorted({*_LISTS, *written} - {ENTRIES}))
    others = (f"{root}{path}" for path in ("", "404.html", *folders, f"{ENTRIES}/"))
    for path in (*others, *(f"{entry}{path}" for path in _OF_ENTRY)):
        yield from (path, _NOBODY)
