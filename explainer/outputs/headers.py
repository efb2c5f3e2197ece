"""The headers that a host should send."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

_NO_PAGES = ("svg", "xml", "json", "txt", "ics", "csv")
"""Endings of files that browsers show and that can hold no policy of their own: drawings, feeds, data, downloads."""
_INERT = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
"""Nothing runs, and nothing is loaded; a drawing has styles. Where a page shows or reads the file, the page's holds."""


def headers(plan: SitePlan) -> Iterator[Task]:
    """`_headers`, as Netlify, Cloudflare Pages and others read it. A `<meta>` cannot say `frame-ancestors`."""
    if not plan.site.layout.prefix:  # hosts read it at the root of a site, which is its owner's then
        yield Task("_headers", _headers)


def _headers(context: RenderContext) -> Iterator[Artifact]:
    # Hosts join the policies of several rules, and browsers keep to all of them. So the header says only what a page
    # cannot say for itself: each page names the inline scripts of its own frame.
    yield Artifact(
        "_headers",
        "/*\n"
        "  Content-Security-Policy: frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        + "".join(f"/*.{ending}\n  Content-Security-Policy: {_INERT}\n" for ending in _NO_PAGES)
        + "/assets/explainer/fonts/*\n"
        "  Cache-Control: public, max-age=31536000, immutable\n",
        "",
    )
