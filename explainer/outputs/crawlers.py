"""What crawlers and assistants look for at the root of a site: `robots.txt` (RFC 9309) and `llms.txt` (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model.moments import in_iso
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import API
from explainer.outputs.entry.markdown import TWIN
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.news_sitemap import NEWS, listed
from explainer.outputs.plan import SitePlan

NEWEST = 200
"""How many explainers `llms.txt` lists; the data list all."""


def crawlers(plan: SitePlan) -> Iterator[Task]:
    """Both files, for a site with an address that is ours from its root on and has no files of these names."""
    layout = plan.site.layout
    if not plan.context.site_info.url or layout.prefix:
        return
    docs = plan.site.root / layout.docs
    if not (docs / "robots.txt").exists():
        yield Task("robots.txt", _robots, (["sitemap.xml", *([NEWS] if listed(plan) else [])],))
    if not (docs / "llms.txt").exists():
        dated = [entry for entry in plan.readable if entry.published_ is not None]
        yield Task("llms.txt", _llms, (slugs_of(dated[:NEWEST]),))


def _robots(sitemaps: list[str], context: RenderContext) -> Iterator[Artifact]:
    # Pages that search engines should not list say so themselves: a crawler must be able to read that.
    lines = "".join(f"Sitemap: {context.site_info.url}{name}\n" for name in sitemaps)
    yield Artifact("robots.txt", f"User-agent: *\nAllow: /\n\n{lines}", "")


def _llms(slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    site = context.site_info
    lines = [
        f"# {_line(site.name)}",
        "",
        f"> {_line(context.language('front_description'))}",
        "",
        "Each explainer says how sure each of its claims is and names the sources. It may have been corrected since it",
        "was published: quote it with its version, and look at its changes.",
        "",
        f"## {_line(context.language('explainers'))}",
        "",
    ]
    twin = TWIN if context.facts.markdown else ""
    for slug in slugs:
        entry = context.summaries[slug]
        came, zone = context.moments(entry), context.facts.zone
        published, changed = in_iso(entry.published, came[0], zone), in_iso(entry.changed, came[-1], zone)
        about = f"{entry.language}, version {entry.version}, published {published}, changed {changed}"
        lines.append(f"- [{_line(entry.title)}]({context.url_of(slug)}{twin}): {_line(entry.summary)} ({about})")
    if context.facts.data:
        lines += ["", "## Data", "", f"- [Every explainer as JSON]({site.url}{API}/index.json)"]
        lines.append(f"- [What changed]({site.url}{API}/changes.json)")
    yield Artifact("llms.txt", "\n".join([*lines, ""]), "")


def _line(text: str) -> str:
    """A text in one line of Markdown."""
    return " ".join(text.translate({ord(sign): f"\\{sign}" for sign in "\\[]<>*_`"}).split())
