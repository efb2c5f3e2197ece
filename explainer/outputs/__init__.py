"""Everything that is published: `render(site, today) -> artifacts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias
from unicodedata import normalize

import msgspec

from explainer.history.versions import History
from explainer.model import Site
from explainer.model.addresses import former_files, is_path
from explainer.outputs.base import ENTRIES, Artifact, SiteInfo, Task
from explainer.outputs.crawlers import crawlers
from explainer.outputs.data.data import data
from explainer.outputs.data.log import log_artifact
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
from explainer.outputs.news_sitemap import news_sitemap
from explainer.outputs.pages import page_artifacts, pages
from explainer.outputs.plan import Output, SitePlan
from explainer.outputs.redirects import redirects
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
    crawlers,
    news_sitemap,
    corrections,
    search,
    pages,
    editor,
    headers,
    redirects,
)
"""Every output: a function from the plan of a site to tasks, in the module that bears its name."""


def tasks(plan: SitePlan) -> Iterator[Task]:
    """Everything that is to be made of a site; each is named by its address, below the site's prefix."""
    return (task for _, listed in planned(plan) for task in listed)


Planned: TypeAlias = Sequence[tuple[Output, Sequence[Task]]]
"""The tasks of each output, in order."""


def planned(plan: SitePlan) -> Planned:
    """The same, for whoever needs them more than once: with many entries it takes a second to tell them."""
    prefix = plan.site.layout.prefix

    def named(output: Output, task: Task) -> Task:
        return task if output is pages or not prefix else msgspec.structs.replace(task, name=prefix + task.name)

    return [(output, [named(output, task) for task in output(plan)]) for output in OUTPUTS]


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
    if plan.context.facts.data:
        log = log_artifact((line for one in artifacts for line in one.logged), plan.context.site_info)
        artifacts = (*artifacts, log.below(plan.site.layout.prefix))
    refuse_shared_addresses((artifact.address, artifact.source) for artifact in artifacts)
    return artifacts


def addresses(plan: SitePlan, listed: Planned | None = None) -> Iterator[Claim]:
    """The addresses that are known before anything is made; those of an entry's versions are not among them.

    `listed` are the plan's tasks, if somebody has listed them already.
    """
    prefix = plan.site.layout.prefix
    for output, found in listed or planned(plan):
        if output is entries:
            for entry in plan.entries:
                names = (entry.slug, *(alias for alias in entry.aliases if not is_path(alias)))
                yield from ((f"{prefix}{ENTRIES}/{name}/", entry.path) for name in names)
                yield from ((file.removesuffix("index.html"), entry.path) for file in former_files([entry]))
        elif output is pages:
            yield from ((artifact.address, artifact.source) for artifact in page_artifacts(plan.site))
        else:
            yield from ((task.name, "") for task in found)


Claim: TypeAlias = tuple[str, str]
"""An address, and the file to edit in order to change what is there; empty for what the program makes by itself."""


def refuse_shared_addresses(claims: Iterable[Claim]) -> None:
    """Raises ContentError when two claim one address."""
    if problems := shared_addresses(claims):
        raise ContentError(problems)


def shared_addresses(claims: Iterable[Claim]) -> list[Problem]:
    """A problem for each address that is claimed twice.

    Names that differ only in case are one on Windows and macOS, and a file cannot be a folder as well.
    """
    claimed: dict[str, Claim] = {}
    problems = []
    listed = list(claims)
    files = {_folded(f"{address}index.html" if address.endswith("/") else address) for address, _ in listed if address}
    for address, source in listed:
        name = _folded(address)
        file = f"{name}/index.html" if address.endswith("/") else name
        above = next((folder for folder in _above(file) if folder in files), None)
        if name in claimed:
            problems.append(_taken(address, source, *claimed[name]))
        elif above is not None:
            message = f"the address `/{address}` is below `/{above}`, which is a file"
            problems.append(Problem(source or address, message, "choose an address of its own", "address-taken"))
        claimed.setdefault(name, (address, source))
    return problems


def _taken(address: str, source: str, other: str, owner: str) -> Problem:
    like = "" if _plain(other) == _plain(address) else f", like `/{other}` but for capitals,"
    if source and owner:
        message = f"the address `/{address}`{like} is claimed twice: by {' and '.join(sorted({source, owner}))}"
        return Problem(source, message, "rename one of the two", "address-taken")
    message = f"the address `/{address}`{like} is taken: the program publishes something of its own there"
    return Problem(source or owner or address, message, "rename the file, or delete the alias", "address-taken")


def file_taken(path: str, address: str) -> Problem:
    """The problem of a file that is published as it is, where the program publishes something of its own."""
    message = f"the address `/{address}` is taken: the program publishes something of its own there"
    return Problem(path, message, "rename the file, or move it elsewhere", "address-taken")


def _plain(address: str) -> str:
    return normalize("NFC", address).rstrip("/")


def _folded(address: str) -> str:
    return _plain(address).casefold()


def _above(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name
