"""What is wrong with addresses: some are taken, and links between hand-written pages lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Set
from datetime import date
from urllib.parse import unquote

from explainer.content.load import patterns_of
from explainer.content.media import media
from explainer.history.versions import History
from explainer.model import Page, Site
from explainer.outputs import Claim, addresses, file_taken, shared_addresses, tasks
from explainer.outputs.base import ENTRIES, SiteInfo
from explainer.outputs.plan import SitePlan
from explainer.problems import Problem, Severity, in_order, nearest
from explainer.text.page_links import page_links


def misplaced(
    site: Site, today: date, url: str = "", history: Callable[[], History | None] = lambda: None
) -> tuple[Problem, ...]:
    """Problems of a site's addresses on a day, as far as they can be seen without making all of its pages.

    `url` is its public address, without which it has fewer files. `history` is asked for only where something stands
    so near to an entry that the entry's versions matter.
    """
    plan = SitePlan.of(site, today, site_info=SiteInfo(url=url))
    claims = list(addresses(plan))
    known = {address for address, _ in claims}
    ours = [page for page in site.pages if site.layout.pages and page.path.startswith(f"{site.layout.pages}/")]
    dead = (problem for page in ours for problem in _dead_links(page, known, site))
    files = list(_files(site))
    own = _own(plan, claims)
    if near := _near(plan, own, [*claims, *files]):
        plan = SitePlan.of(site, today, site_info=SiteInfo(url=url), history=history())
        claimed = {*claims}
        claims = [*(one for one in _made(plan, near) if one[0] not in own and one not in claimed), *claims]
    taken = {address for address, _ in claims}
    return in_order([*shared_addresses(claims), *(file_taken(path, at) for at, path in files if at in taken), *dead])


def _files(site: Site) -> Iterator[Claim]:
    """The files that are published as they are."""
    layout = site.layout
    # MkDocs leaves out hidden files and `templates/` by itself.
    left_out = patterns_of(f".*\n/templates/\n{layout.excluded}")
    for path in media(site.root / layout.docs, site.root, layout):
        if left_out is None or not left_out.match_file(path):
            yield path.removesuffix("index.html"), f"{layout.docs}/{path}"


def _near(plan: SitePlan, own: Set[str], claims: Iterable[Claim]) -> set[str]:
    """The entries whose files some claim may stand on: only these are made in order to know them."""
    folders = {address.split("/")[0] for address in own}
    slugs = {name: entry.slug for entry in plan.entries for name in (*entry.aliases, entry.slug)}
    written = (address for address, _ in claims if address not in own and address.split("/")[0] in folders)
    return {slugs[part] for address in written for part in re.split(r"[/.]", address) if part in slugs}


def _own(plan: SitePlan, claims: Iterable[Claim]) -> set[str]:
    """The addresses that the program chooses: of its lists and data, and of entries and their former names."""
    prefix = plan.site.layout.prefix
    entries = {f"{prefix}{ENTRIES}/{name}/" for entry in plan.entries for name in (entry.slug, *entry.aliases)}
    return entries | {address for address, source in claims if not source}


def _made(plan: SitePlan, slugs: Set[str]) -> Iterator[Claim]:
    """Every address of these entries."""
    for task in tasks(plan):
        if not slugs.isdisjoint(re.split(r"[/.]", task.name)):
            yield from ((artifact.address, artifact.source) for artifact in plan.context.artifacts(task))


def _dead_links(page: Page, known: set[str], site: Site) -> Iterator[Problem]:
    """A warning for each relative link to a page that there is not. Links in other forms are the writer's affair."""
    for line, link in page_links(page.text):
        target = unquote(re.split("[?#]", link, maxsplit=1)[0])
        if target.endswith(".md"):
            file = posixpath.normpath(posixpath.join(posixpath.dirname(page.address), target))
            address = _address(file.removesuffix(".md"))
        elif target.endswith("/"):
            address = posixpath.normpath(posixpath.join(f"/{_address(page.address)}", target)).lstrip("/") + "/"
            address = "" if address == "/" else address
        else:
            continue
        if address not in known and not _belongs_to_entry(address, known, site.layout.prefix):
            others = sorted(f"{name}index.md" if name.endswith("/") or not name else name for name in known)
            written = [page.path.removeprefix(f"{site.layout.pages}/") for page in site.pages]
            message = f"the link `{link}` leads to no page"
            hint = nearest(target, [*written, *others], "name the page's file, as in `[about us](about.md)`")
            yield Problem(page.path, message, hint, "dead-page-link", (), line, 1, Severity.WARNING)


def _address(name: str) -> str:
    """The address of a page's file, without its ending."""
    folder, mark, last = name.rpartition("/")
    return folder + mark if last in ("index", "README") else f"{name}/"


def _belongs_to_entry(address: str, known: set[str], prefix: str) -> bool:
    """Whether an address is one of those below an entry's: its versions, its changes."""
    match = re.match(rf"{re.escape(prefix)}{ENTRIES}/[^/]+/", address)
    return match is not None and match[0] in known
