"""Everything that is published: `render(site, today) -> artifacts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from explainer.history.versions import History
from explainer.model import Site
from explainer.outputs.base import Artifact, SiteInfo, Task
from explainer.outputs.data.lists import data
from explainer.outputs.drawing.covers import covers
from explainer.outputs.entry.entries import entries
from explainer.outputs.feeds.calendar import calendar
from explainer.outputs.feeds.feeds import feeds
from explainer.outputs.form.editor import editor
from explainer.outputs.headers import headers
from explainer.outputs.lists.all_entries import all_entries
from explainer.outputs.lists.corrections import corrections
from explainer.outputs.lists.front_page import front_page
from explainer.outputs.lists.search import search
from explainer.outputs.lists.site_changes import site_changes
from explainer.outputs.lists.sources import sources
from explainer.outputs.lists.topics import topics
from explainer.outputs.lists.whats_next import whats_next
from explainer.outputs.pages import pages
from explainer.outputs.plan import Output, SitePlan
from explainer.problems import ContentError, Problem

OUTPUTS: tuple[Output, ...] = (
    front_page,
    all_entries,
    entries,
    site_changes,
    covers,
    topics,
    sources,
    whats_next,
    calendar,
    feeds,
    data,
    corrections,
    search,
    pages,
    editor,
    headers,
)
"""Every output: a function from the plan of a site to tasks, in the module that bears its name."""


def tasks(plan: SitePlan) -> Iterator[Task]:
    """Everything that is to be made of a site; each is named by its address, below the site's prefix."""
    prefix = plan.site.layout.prefix
    for output in OUTPUTS:
        for task in output(plan):
            yield task if output is pages or not prefix else msgspec.structs.replace(task, name=prefix + task.name)


def render(
    site: Site, today: date, *, preview: bool = False, history: History | None = None, site_info: SiteInfo | None = None
) -> tuple[Artifact, ...]:
    """Everything that a site publishes on a day; with `preview`, drafts too; with `history`, old versions.

    Raises ContentError when two outputs claim one path.
    """
    return rendered(SitePlan.of(site, today, preview=preview, history=history, site_info=site_info))


def rendered(plan: SitePlan) -> tuple[Artifact, ...]:
    """Every artifact of a site. Raises ContentError when two outputs claim one path."""
    artifacts = tuple(artifact for task in tasks(plan) for artifact in plan.context.artifacts(task))
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
