"""What is wrong with addresses: some are taken, and links between hand-written pages lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote

from explainer.model import Page, Site
from explainer.outputs import addresses, shared_addresses
from explainer.outputs.base import ENTRIES
from explainer.outputs.plan import SitePlan
from explainer.problems import Problem, Severity, in_order, nearest
from explainer.text.page_links import page_links


def misplaced(site: Site, today: date) -> tuple[Problem, ...]:
    """Problems of a site's addresses on a day, as far as they can be seen without making its pages."""
    claims = list(addresses(SitePlan.of(site, today)))
    known = {address for address, _ in claims}
    ours = [page for page in site.pages if site.layout.pages and page.path.startswith(f"{site.layout.pages}/")]
    dead = (problem for page in ours for problem in _dead_links(page, known, site))
    return in_order([*shared_addresses(claims), *dead])


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
