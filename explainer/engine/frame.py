"""What we add to the frame that a theme puts around our pages: the head's links, and search in Material's header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from mkdocs.utils import get_relative_url

ASSETS = "assets/explainer/"
"""Where our styles, scripts and fonts stand in the built site."""
_CHARSET = re.compile(r"<meta charset=[^>]*>\n?|<head[^>]*>\n?", re.IGNORECASE)
_HEADER_ENDS = re.compile(r'(?<=</nav>)\s*(?:<nav class="md-tabs"|</header>)')


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a site have in common, whatever its theme is."""

    words: Mapping[str, Mapping[str, Any]]
    """By language: what the site itself says, escaped."""
    language: str
    """The site's own."""
    site_name: str
    site_url: str
    """With a slash at its end; empty where there is none."""
    prefix: str = ""
    """The folder below which our pages stand: empty, or `news/`."""
    policy: str = ""
    """The content security policy; empty where the site has none of ours."""

    def finish(self, page: str, meta: Mapping[str, Any], url: str) -> str:
        """A page from the theme with what it needs from us.

        `meta` is `page.meta`, `url` the page's own address in the site.
        """
        start = _CHARSET.search(page)
        end = page.find("</head>")
        if start is None or end < 0:
            return page  # a theme that makes no whole pages: there is nothing to add to
        policy = f'<meta http-equiv="Content-Security-Policy" content="{self.policy}">\n' if self.policy else ""
        links = "".join(f"{line}\n" for line in self._head(meta, url))
        return f"{page[: start.end()]}{policy}{page[start.end() : end]}{links}{page[end:]}"

    def _head(self, meta: Mapping[str, Any], url: str) -> Iterator[str]:
        def to(target: str) -> str:
            return escape(get_relative_url(target, url))

        if meta.get("noindex"):
            yield '<meta name="robots" content="noindex">'
        for other in meta.get("alternates") or ():
            address = self.site_url + self.prefix + other["address"] if self.site_url else to(other["address"])
            yield f'<link rel="alternate" hreflang="{escape(other["lang"])}" href="{escape(address)}">'
        if self.site_url:
            words = self.words.get(str(meta.get("theme_language")), self.words[self.language])
            feeds = (
                ("feed.xml", "atom+xml", escape(self.site_name)),
                ("feed.json", "feed+json", escape(self.site_name)),
                ("changes.xml", "atom+xml", words["changes"]),
            )
            for path, kind, title in feeds:
                address = to(self.prefix + path)
                yield f'<link rel="alternate" type="application/{kind}" title="{title}" href="{address}">'
        assets = to(ASSETS)
        for font in meta.get("fonts") or ():
            yield (f'<link rel="preload" href="{assets}fonts/{font}.woff2" as="font" type="font/woff2" crossorigin>')
        yield f'<link rel="stylesheet" href="{assets}explainer.css">'
        for script in ("explainer", *(meta.get("scripts") or ())):
            yield f'<script src="{assets}{script}.js" defer></script>'
