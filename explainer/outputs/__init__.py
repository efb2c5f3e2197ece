"""What is published: `render(site, today) -> artifacts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from explainer.history.versions import History
from explainer.model import Site
from explainer.outputs.base import Artifact, Home, Job
from explainer.outputs.calendar import calendar
from explainer.outputs.changes import entries
from explainer.outputs.chrome import headers
from explainer.outputs.corrections import corrections_page
from explainer.outputs.covers import covers
from explainer.outputs.editor import editor
from explainer.outputs.feeds import feeds
from explainer.outputs.handwritten import handwritten_pages
from explainer.outputs.lists import all_entries, front_page, topic_pages
from explainer.outputs.outlooks import whats_next_pages
from explainer.outputs.press import Output, Press
from explainer.outputs.publishers import source_pages
from explainer.outputs.search import search_page
from explainer.outputs.site_changes import site_changes
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
    handwritten_pages,
    editor,
    headers,
)
"""Every output; each is a function from the site to jobs, which make artifacts."""


def jobs(press: Press) -> Iterator[Job]:
    """Everything that is to be made of a site."""
    return (job for output in OUTPUTS for job in output(press))


def render(
    site: Site, today: date, *, preview: bool = False, history: History | None = None, home: Home | None = None
) -> tuple[Artifact, ...]:
    """Everything that is published of a site on a day; with `preview`, drafts too, with `history`, old versions.

    Raises ContentError when two outputs claim one path.
    """
    press = Press.of(site, today, preview=preview, history=history, home=home)
    artifacts = tuple(artifact for job in jobs(press) for artifact in job.make())
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
