"""`_redirects`, by which a host leads from former addresses to today's before it looks for a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from urllib.parse import quote, urlsplit

from explainer.model.addresses import is_path
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

_PERMANENT = {"netlify": "301!", "cloudflare": "301"}
"""Netlify serves a file of that address instead of redirecting, unless told otherwise; Cloudflare always redirects."""
LIMITS = {"netlify": (100_000, 10_000_000), "cloudflare": (2_000, 100_000)}
"""Rules, and bytes of the file. Cloudflare names the first (developers.cloudflare.com, Pages, Redirects) and drops what
is beyond either without a word, as site owners found for the second."""


def redirects(plan: SitePlan) -> Iterator[Task]:
    """The former addresses, newest entries first, for a host that its owner names.

    Each has a file, too, that leads on: what a host leaves out still works.
    """
    host = plan.site.settings.host
    if host and not plan.site.layout.prefix:  # hosts read it at the root of a site, which is its owner's then
        yield Task("_redirects", _redirects, (host, [pair for entry in plan.entries for pair in _moved(entry)]))


def _moved(entry: EntrySummary) -> Iterator[tuple[str, str]]:
    """The former addresses of an entry that lead to the same one for good: browsers remember where.

    The address of the newest version is none of them: it gets a page of its own with the next.
    """
    new, below = f"{ENTRIES}/{entry.slug}/", [""]
    if entry.updates and entry.status != "withdrawn":
        below += ["changes/", *(f"v/{number}/" for number in range(1, entry.version))]
    for alias in entry.aliases:
        if is_path(alias):
            yield alias.removeprefix("/"), new
        else:
            yield from ((f"{ENTRIES}/{alias}/{path}", new + path) for path in below)


def _redirects(host: str, moved: list[tuple[str, str]], context: RenderContext) -> Iterator[Artifact]:
    root = urlsplit(context.site_info.url).path or "/"
    rules = [f"{root}{quote(old, safe='/%')} {root}{new} {_PERMANENT[host]}\n" for old, new in moved]
    most, room = LIMITS[host]
    sizes = accumulate(map(len, rules))
    text = "".join(rule for rule, size in zip(rules[:most], sizes, strict=False) if size <= room)
    yield Artifact("_redirects", text, "")
