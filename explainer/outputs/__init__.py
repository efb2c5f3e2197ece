"""What is published: `render(site, today) -> artifacts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from explainer.history.versions import History
from explainer.model import Site
from explainer.outputs.base import Artifact, Job, SiteInfo
from explainer.outputs.context import Output, RenderContext
from explainer.outputs.covers import covers
from explainer.outputs.entry.changes import entries
from explainer.outputs.feeds.calendar import calendar
from explainer.outputs.feeds.feeds import feeds
from explainer.outputs.form.editor import editor
from explainer.outputs.lists.corrections import corrections_page
from explainer.outputs.lists.entries import all_entries, front_page, topic_pages
from explainer.outputs.lists.search import search_page
from explainer.outputs.lists.site_changes import site_changes
from explainer.outputs.lists.sources import source_pages
from explainer.outputs.lists.whats_next import whats_next_pages
from explainer.outputs.pages import pages
from explainer.outputs.theme import headers
from explainer.problems import ContentError, Problem

OUTPUTS: tuple[Output, ...] = (
    front_page,
    all_entries,
    entries,
    site_changes,
    covers,
    topic_pages,
    source_pages,
    whats_next_pages,
    calendar,
    feeds,
    corrections_page,
    search_page,
    pages,
    editor,
    headers,
)
"""Every output; each is a function from the site to jobs, which make artifacts."""


def jobs(context: RenderContext) -> Iterator[Job]:
    """Everything that is to be made of a site."""
    return (job for output in OUTPUTS for job in output(context))


def render(
    site: Site, today: date, *, preview: bool = False, history: History | None = None, site_info: SiteInfo | None = None
) -> tuple[Artifact, ...]:
    """Everything that is published of a site on a day; with `preview`, drafts too, with `history`, old versions.

    Raises ContentError when two outputs claim one path.
    """
    context = RenderContext.of(site, today, preview=preview, history=history, site_info=site_info)
    artifacts = tuple(artifact for job in jobs(context) for artifact in job.make())
    refuse_shared_addresses((artifact.address, artifact.source or artifact.path) for artifact in artifacts)
    return artifacts


def refuse_shared_addresses(claims: Iterable[tuple[str, str]]) -> None:
    """Raises ContentError when two files claim one address; a claim is an address and the file to change."""
    claimed: dict[str, str] = {}
    problems = []
    for address, source in claims:
        if address in claimed:
            claimants = " and ".join(sorted({source, claimed[address]}))
            message = f"the address `/{address}` is claimed twice: by {claimants}"
            problems.append(Problem(source, message, "rename one of the two", "address-taken"))
        claimed.setdefault(address, source)
    if problems:
        raise ContentError(problems)
