"""The links in the head by which programs find what belongs to an explainer.

What to cite, by whom it is and what describes it, as in FAIR Signposting (signposting.org); the same text in other
formats (`alternate`, HTML).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from explainer.model import Entry
from explainer.outputs.base import ENTRIES, safe_url
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import API
from explainer.outputs.entry.citing import CiteView
from explainer.outputs.entry.markdown import TWIN

HeadLink: TypeAlias = tuple[str, str, str]
"""The relation (RFC 8288), the media type if that is known, and the target: an address in the site, or a whole URL."""


def links(entry: Entry, context: RenderContext, cite: CiteView | None) -> list[HeadLink]:
    """Those of an explainer's page; none where the site has no address yet, or readers cannot see it."""
    return [*_formats(entry, context), *version_links(entry, context, cite)] if cite else []


def version_links(entry: Entry, context: RenderContext, cite: CiteView | None) -> list[HeadLink]:
    """Those of one version."""
    return [*_signposts(entry, context, cite)] if cite and context.site_info.url else []


def _formats(entry: Entry, context: RenderContext) -> Iterator[HeadLink]:
    if context.facts.markdown:
        yield "alternate", "text/markdown", f"{ENTRIES}/{entry.slug}/{TWIN}"
    if context.facts.data:
        yield "alternate", "application/json", f"{API}/entries/{entry.slug}.json"


def _signposts(entry: Entry, context: RenderContext, cite: CiteView) -> Iterator[HeadLink]:
    yield "cite-as", "", cite.address  # RFC 8574
    yield "type", "", "https://schema.org/BackgroundNewsArticle"
    for author in entry.credits("authors"):
        record = context.people.get(author.person) if author.person else None
        url = safe_url(record.url) if record else None
        if url and url.startswith(("http://", "https://")):
            yield "author", "", url
    if license_ := safe_url(context.facts.license):
        yield "license", "", license_
    for file in cite.files:
        yield "alternate describedby", file.type, file.target
