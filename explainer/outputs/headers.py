"""The headers that a host should send."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan
from explainer.outputs.theme import CONTENT_SECURITY_POLICY


def headers(plan: SitePlan) -> Iterator[Task]:
    """`_headers`, as Netlify, Cloudflare Pages and others read it. A `<meta>` cannot say `frame-ancestors`."""
    # Hosts join the policies of several rules, and browsers keep to all: beside the form editor, which needs more, the
    # header says only what a page cannot say for itself.
    policy = "" if plan.site.settings.editor else f"{CONTENT_SECURITY_POLICY}; "
    yield Task("_headers", _headers, (policy,))


def _headers(policy: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(
        "_headers",
        "/*\n"
        f"  Content-Security-Policy: {policy}frame-ancestors 'none'\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        "/assets/fonts/*\n"
        "  Cache-Control: public, max-age=31536000, immutable\n",
        "",
    )
