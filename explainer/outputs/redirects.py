"""`_redirects`, by which a host leads from former addresses to today's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from urllib.parse import quote, urlsplit

from explainer.model.addresses import is_path
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

LIMITS = {"cloudflare": (2_000, 100_000)}
"""Rules, and bytes of the file. Cloudflare names the first (developers.cloudflare.com, Pages, Redirects) and drops what
is beyond either without a word, as site owners found for the second."""


def redirects(plan: SitePlan) -> Iterator[Task]:
    """The former addresses, newest entries first, for a host that its owner names."""
    host = plan.site.settings.host
    if host and not plan.site.layout.prefix:  # hosts read it at the root of a site, which is its owner's then
        rules = _netlify if host == "netlify" else _cloudflare
        yield Task("_redirects", _redirects, ([rule for entry in plan.entries for rule in rules(entry)], host))


def _netlify(entry: EntrySummary) -> Iterator[str]:
    """Rules for the former addresses of an entry and for everything below them, whatever its entry has there by now.

    Netlify would serve a file of that address instead, unless told otherwise by `!`; it has no limit of rules, but
    wants placeholders where there are 10,000 or more (docs.netlify.com, Redirects).
    """
    for alias in entry.aliases:
        if is_path(alias):
            yield _rule(alias.removeprefix("/"), f"{ENTRIES}/{entry.slug}/", "301!")
        else:
            yield _rule(f"{ENTRIES}/{alias}/", f"{ENTRIES}/{entry.slug}/", "301!")
            yield _rule(f"{ENTRIES}/{alias}/*", f"{ENTRIES}/{entry.slug}/:splat", "301!")


def _cloudflare(entry: EntrySummary) -> Iterator[str]:
    """Rules for the former addresses of an entry that lead to the same one for good: browsers remember where.

    Cloudflare always redirects, even where there is a file. Each address has a file, too, that leads on: what is beyond
    the limits still works. That of the newest version is none of them: it gets a page of its own with the next.
    """
    new, below = f"{ENTRIES}/{entry.slug}/", [""]
    if entry.updates and entry.status != "withdrawn":
        below += ["changes/", *(f"v/{number}/" for number in range(1, entry.version))]
    for alias in entry.aliases:
        if is_path(alias):
            yield _rule(alias.removeprefix("/"), new, "301")
        else:
            yield from (_rule(f"{ENTRIES}/{alias}/{path}", new + path, "301") for path in below)


def _rule(old: str, new: str, status: str) -> str:
    """A rule whose addresses begin at `{root}`, the path of the site."""
    return f"{{root}}{quote(old, safe='/%:*')} {{root}}{new} {status}\n"


_BELOW = (
    _rule(f"{ENTRIES}/:slug/v/:number/", f"{ENTRIES}/:slug/", "302"),
    _rule(f"{ENTRIES}/:slug/changes/", f"{ENTRIES}/:slug/", "302"),
)
"""Rules for versions whose text is not known or that are the newest, and for changes of what is withdrawn: where there
is a file, Netlify serves that. They are not for good, as the newest version gets a page of its own with the next."""


def _redirects(rules: list[str], host: str, context: RenderContext) -> Iterator[Artifact]:
    root = urlsplit(context.site_info.url).path or "/"
    if host == "netlify":
        kept = [*rules, *(_BELOW if context.facts.host_redirects else ())]
    else:
        most, room = LIMITS[host]
        sizes = accumulate(len(rule.replace("{root}", root)) for rule in rules)
        kept = [rule for rule, size in zip(rules[:most], sizes, strict=False) if size <= room]
    yield Artifact("_redirects", "".join(kept).replace("{root}", root), "")
