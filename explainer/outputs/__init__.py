"""What is published: `render(site, today) -> artifacts`."""

from __future__ import annotations

from datetime import date

from explainer.history.versions import History
from explainer.model import Site
from explainer.outputs.base import Artifact, Home, Output, Press
from explainer.outputs.calendar import calendar
from explainer.outputs.changes import entry_history, site_changes
from explainer.outputs.chrome import headers
from explainer.outputs.corrections import corrections_page
from explainer.outputs.covers import covers
from explainer.outputs.entries import entry_pages, redirects
from explainer.outputs.feeds import feeds
from explainer.outputs.handwritten import handwritten_pages
from explainer.outputs.lists import all_entries, front_page, topic_pages
from explainer.outputs.outlooks import whats_next_pages
from explainer.outputs.publishers import source_pages
from explainer.outputs.search import search_page
from explainer.problems import ContentError, Problem

OUTPUTS: tuple[Output, ...] = (
    front_page,
    all_entries,
    entry_pages,
    redirects,
    entry_history,
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
    headers,
)
"""Every output; each is a function from the site to artifacts."""


def render(
    site: Site, today: date, *, preview: bool = False, history: History | None = None, home: Home | None = None
) -> tuple[Artifact, ...]:
    """Everything that is published of a site on a day; with `preview`, drafts too, with `history`, old versions.

    Raises ContentError when two outputs claim one path.
    """
    press = Press.of(site, today, preview=preview, history=history, home=home)
    artifacts: dict[str, Artifact] = {}
    problems = []
    for output in OUTPUTS:
        for artifact in output(press):
            other = artifacts.setdefault(artifact.address, artifact)
            if other is not artifact:
                claimants = sorted({artifact.source or artifact.path, other.source or other.path})
                message = f"the address `/{artifact.address}` is claimed twice: by {' and '.join(claimants)}"
                problems.append(
                    Problem(artifact.source or artifact.path, message, "rename one of the two", "address-taken")
                )
    if problems:
        raise ContentError(problems)
    return tuple(artifacts.values())
