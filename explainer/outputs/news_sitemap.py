"""`news-sitemap.xml`: what was published in the last two days, for Google News."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import Artifact, Task, is_public
from explainer.outputs.context import RenderContext
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.plan import SitePlan

NEWS = "news-sitemap.xml"
MOST = 1000
"""How many a news sitemap may have (developers.google.com, Google Search Central, "News sitemaps")."""


@dataclass(frozen=True, slots=True)
class News:
    """A page of the news sitemap."""

    url: str
    changed: str
    """W3C Datetime."""
    language: str
    published: str
    """W3C Datetime."""
    title: str
    is_new: bool
    """Whether it is news still; if not, only its address is told."""


def news_sitemap(plan: SitePlan) -> Iterator[Task]:
    """What came out today or yesterday, in a site that has an address.

    A build knows its day, not its hour. So these two days are the longest span of which nothing is older than 48 hours
    whenever it was built. A sitemap needs an address (sitemaps.org): without news it has that of the newest explainer,
    which is not called news.
    """
    if public := listed(plan):
        yesterday = max(plan.today, date.min + timedelta(1)) - timedelta(1)  # before the first of days there is none
        first = datetime.combine(yesterday, time(), plan.site.settings.zone)
        new = [entry for entry in public if plan.context.moments(entry)[0] >= first][:MOST]
        yield Task(NEWS, _sitemap, (slugs_of(new or public[:1]), bool(new)))


def listed(plan: SitePlan) -> list[EntrySummary]:
    """The entries that search engines may list, newest first; none in a site without an address."""
    return [entry for entry in plan.readable if is_public(entry, plan.today)] if plan.context.site_info.url else []


def _sitemap(slugs: list[str], is_new: bool, context: RenderContext) -> Iterator[Artifact]:
    pages, zone = [], context.facts.zone
    for slug in slugs:
        entry = context.summaries[slug]
        came = context.moments(entry)
        published, changed = in_iso(entry.published, came[0], zone), in_iso(entry.changed, came[-1], zone)
        pages.append(News(context.url_of(slug), changed, _language(entry.language), published, entry.title, is_new))
    values = {"name": context.site_info.name, "pages": pages}
    yield Artifact(NEWS, context.templates.render("feeds/news_sitemap.xml.jinja", values), "")


def _language(tag: str) -> str:
    """ISO 639 without a region; of Chinese, Google wants to know the script by a region."""
    language, *others = tag.lower().split("-")
    if language != "zh":
        return language
    return "zh-tw" if {"hant", "tw", "hk", "mo"}.intersection(others) else "zh-cn"
