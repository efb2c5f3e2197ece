"""What we add to the frame that a theme puts around our pages: the head's links, and search in Material's header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

from mkdocs.utils import get_relative_url

from explainer.engine.policy import widened

ASSETS = "assets/explainer/"
"""Where our styles, scripts and fonts stand in the built site."""
_CHARSET = re.compile(r"<meta charset=[^>]*>\n?|<head[^>]*>\n?", re.IGNORECASE)
_ERRORS = "404.html"
_CONTENT = '<div class="x-page '
_FIGURES = ' data-md-component="source"'
"""By which Material's script finds the link to the repository, to which it adds figures that it asks of its host."""
_SEARCH_PLACE = re.compile(r'<nav class="md-header__inner.*?(?=<div class="md-header__source"|</nav>)', re.DOTALL)
"""Material's header up to where its own search box would stand."""
_OLD_EDITION = re.compile(r'(<div[^>]* data-md-component="outdated" hidden>)\s*(?=</div>)')
"""Where Material shows a note above an edition that is not the current one, if its owner has not written one."""
_DATA = re.compile(r'<script type="application/ld\+json">.*?</script>\n?', re.DOTALL)
_MATERIAL = 'id="__config"'
"""By which Material's script finds its settings, and Zensical's."""
_ALTERNATE = "alternate "
"""Material takes every `link[rel=alternate]` for another edition of the whole site, and has each reader load that one's
sitemap, on each page. A space at the end hides the link from it; to others it means nothing (WHATWG HTML: `rel` is a
set of tokens)."""
_GLASS = '<path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm5-1.5L21 21"/>'


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
    shared_policy: bool = True
    """Whether it names what is inline in any page's frame; else each page adds its own."""
    figures: bool = True
    """Whether Material's script may ask a repository's host for its stars and forks."""

    def finish(self, page: str, meta: Mapping[str, Any], url: str, content: str = "") -> str:
        """A page from the theme with what it needs from us.

        `meta` is `page.meta`, `url` the page's own address in the site, `content` its text within the frame.
        """
        start = _CHARSET.search(page)
        end = page.find("</head>")
        if start is None or end < 0:
            return page  # a theme that makes no whole pages: there is nothing to add to
        # The page of errors has addresses of its own, and so may a page with a template of its own.
        allowed = self.policy
        if allowed and (url == _ERRORS or "template" in meta):
            allowed = widened(allowed, page)
        elif allowed and not self.shared_policy:
            allowed = widened(allowed, page.replace(content, "", 1))
        policy = f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n' if allowed else ""
        alternate = _ALTERNATE if _MATERIAL in page else "alternate"
        links = "".join(f"{line}\n" for line in self._head(meta, url, alternate))
        if (author := meta.get("author")) and '<meta name="author"' not in page[:end]:  # Material has it already
            links += f'<meta name="author" content="{escape(str(author))}">\n'
        rest = self._with_search(page[end:], meta, url)
        rest = _OLD_EDITION.sub(lambda found: found[0] + self._note_of_old_edition(meta, url), rest, 1)
        if not self.figures:
            rest = rest.replace(_FIGURES, "")
        # Instant navigation runs every script in the content as JavaScript, whatever its type; none in the head.
        if data := _DATA.search(rest):
            links += data[0]
            rest = rest[: data.start()] + rest[data.end() :]
        # Beside the content, for a theme that replaces only that: Material's instant navigation runs these again.
        if (place := rest.find(_CONTENT)) >= 0:
            scripts = ("explainer", *(meta.get("scripts") or ()))
            rest = f"{rest[:place]}{''.join(self._script(name, url) for name in scripts)}{rest[place:]}"
        return f"{page[: start.end()]}{policy}{page[start.end() : end]}{links}{rest}"

    def _with_search(self, body: str, meta: Mapping[str, Any], url: str) -> str:
        """Material's header with a field for our search, where its own search is not there."""
        place = _SEARCH_PLACE.search(body)
        if place is None or 'data-md-component="search"' in body or meta.get("kind") == "search":
            return body
        name = self.words[self.language]["search"]  # as the rest of the header
        language = str(meta.get("lang") or self.language)
        languages = " ".join(dict.fromkeys((language, self.language)))
        foreign = f'<input name="from" type="hidden" value="{language}">' if language != self.language else ""
        root = self._to(self.prefix, url)
        action = self._to(f"{self.prefix}search/", url)
        field = f'name="q" type="search" placeholder="{name}" autocomplete="off" spellcheck="false"'
        form = f"""<form class="x-find" role="search" action="{action}" data-site="{root}" data-lang="{languages}">
{foreign}<label for="x_find">{name}</label><input id="x_find" {field}>
<button type="submit" aria-label="{name}"><svg viewBox="0 0 24 24" aria-hidden="true">{_GLASS}</svg></button>
</form>{self._script("find", url)}"""
        return f"{body[: place.end()]}{form}{body[place.end() :]}"

    def _note_of_old_edition(self, meta: Mapping[str, Any], url: str) -> str:
        words = self.words.get(str(meta.get("theme_language")), self.words[self.language])
        above = f"{self._to('', url).rstrip('/')}/../"  # mike's page there leads to the current edition
        return f"""<aside class="md-banner md-banner--warning"><div class="md-banner__inner md-grid md-typeset">
{words["edition_other"]} <a href="{above}">{words["edition_current"]}</a>
</div></aside>"""

    def _head(self, meta: Mapping[str, Any], url: str, alternate: str) -> Iterator[str]:
        def to(target: str) -> str:
            return self._to(target, url)

        if meta.get("noindex"):
            yield '<meta name="robots" content="noindex">'
        for other in meta.get("alternates") or ():
            address = self.site_url + other["address"] if self.site_url else to(other["address"])
            yield f'<link rel="{alternate}" hreflang="{escape(other["lang"])}" href="{escape(address)}">'
        for rel, kind, target in meta.get("signposts") or ():
            # Programs that read only the head may not know the page's own address.
            address = target if "://" in target else self.site_url + self.prefix + target
            typed = f' type="{kind}"' if kind else ""
            yield f'<link rel="{alternate if rel == "alternate" else rel}"{typed} href="{escape(address)}">'
        if self.site_url:
            words = self.words.get(str(meta.get("theme_language")), self.words[self.language])
            feeds = (
                ("feed.xml", "atom+xml", escape(self.site_name)),
                ("feed.json", "feed+json", escape(self.site_name)),
                ("changes.xml", "atom+xml", words["changes"]),
                *((path, "atom+xml", escape(name)) for path, name in meta.get("feeds") or ()),
            )
            for path, kind, title in feeds:
                address = to(self.prefix + path)
                yield f'<link rel="{alternate}" type="application/{kind}" title="{title}" href="{address}">'
        if told := meta.get("oembed"):
            # Readers of oEmbed take the address as it stands.
            address = escape(self.site_url + self.prefix + told)
            yield f'<link rel="{alternate}" type="application/json+oembed" href="{address}">'
        for name, value in meta.get("social") or ():
            # The Open Graph protocol has `property`, the others `name`.
            kind = "property" if name.startswith(("og:", "article:")) else "name"
            yield f'<meta {kind}="{name}" content="{escape(value)}">'
        assets = to(ASSETS)
        for font in meta.get("fonts") or ():
            yield (f'<link rel="preload" href="{assets}fonts/{font}.woff2" as="font" type="font/woff2" crossorigin>')
        yield f'<link rel="stylesheet" href="{assets}explainer.css">'

    def _script(self, name: str, url: str) -> str:
        return f'<script src="{self._to(ASSETS, url)}{name}.js" defer></script>\n'

    def _to(self, target: str, url: str) -> str:
        """The way from a page to an address in the site; a host shows the page of errors at any address."""
        way = urlsplit(self.site_url).path or "/" if url == _ERRORS else ""
        return escape(way + target if way else get_relative_url(target or "./", url))
