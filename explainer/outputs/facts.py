"""What every task may use of a site: its address, its languages, and what its owner wants published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from explainer.content.pictures import HAVE_SOCIAL_IMAGES
from explainer.model import Site
from explainer.outputs.base import SiteInfo


class SiteFacts(NamedTuple):
    """What every task may use: part of every key."""

    site_info: SiteInfo
    language: str
    """The language of the site's own pages."""
    tags: tuple[str, ...]
    """The languages of the site, sorted."""
    words: Mapping[str, Mapping[str, str | Mapping[str, str]]]
    """The site's own words, by language and name."""
    zone: str
    """The newsroom's time zone."""
    data: bool
    """Whether the site is published as data, too: it needs an address, and may not want to."""
    references: bool
    """Whether versions can be had as references: they need addresses, too."""
    markdown: bool
    """Whether explainers are published as Markdown: the same."""
    social_images: bool
    """Whether each explainer has a picture for previews of links: they need addresses, and a preview no picture."""
    license: str
    """The address of the licence that the site states."""
    ninjs: bool
    """Whether each explainer is published in ninjs."""
    embeds: bool
    """Whether other sites may frame explainers: the site needs an address for it, and may not want it."""
    policies: Mapping[str, str]
    """The addresses of the newsroom's policies, by name: whole URLs, or seen from our front page."""
    hub: str
    """The WebSub hub that feeds name."""
    host_redirects: bool
    """Whether the host leads on from former addresses by itself, so that no files need to."""
    prefix: str
    """The folder of the published site that holds our pages, with a slash at its end; empty for the site's root."""

    @classmethod
    def of(cls, site: Site, site_info: SiteInfo, tags: tuple[str, ...], *, preview: bool) -> SiteFacts:
        """The facts of a site whose entries are in these languages."""
        settings, has_address = site.settings, bool(site_info.url)
        return cls(
            site_info,
            language=settings.language,
            tags=tags,
            words=site.languages,
            zone=settings.time_zone,
            data=has_address and settings.data,
            references=has_address and settings.references,
            markdown=has_address and settings.markdown,
            social_images=has_address and settings.social_images and HAVE_SOCIAL_IMAGES and not preview,
            license=settings.license or "",
            ninjs=has_address and settings.ninjs,
            embeds=has_address and settings.embeds,
            policies=site.policies,
            hub=settings.hub or "",
            host_redirects=(
                # An edition lies below the root, where a host reads no `_redirects`.
                settings.host == "netlify"
                and not (preview or site.layout.prefix)
                and has_address
                and site_info.url == site_info.ids
            ),
            prefix=site.layout.prefix,
        )
