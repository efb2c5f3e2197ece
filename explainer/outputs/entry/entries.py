"""For each entry its page, and what belongs to it: its changes, its old versions, what leads there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from explainer.history.differences import compare
from explainer.history.versions import History
from explainer.history.whats_new import WhatsNew, whats_new
from explainer.model import Entry
from explainer.outputs.base import ENTRIES, Artifact, Task, is_public
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.changes import change_page
from explainer.outputs.entry.citing import cite_view
from explainer.outputs.entry.page import entry_page, redirect
from explainer.outputs.entry.view import entry_link, view
from explainer.outputs.plan import SitePlan


def entries(plan: SitePlan) -> Iterator[Task]:
    """For each entry its page, and what belongs to it: a page of changes (every version, its note, what is different),
    every earlier version as it was, marked as old, and what leads there from old addresses."""
    return (entry_task(entry.slug) for entry in plan.entries)


def entry_task(slug: str) -> Task:
    """Makes all that belongs to one entry."""
    return Task(f"{ENTRIES}/{slug}/", _entry, (slug,))


def _entry(slug: str, context: RenderContext) -> Iterator[Artifact]:
    """What was published once keeps leading somewhere: addresses under a former name, those of a withdrawn entry, and
    those of versions that can no longer be read. The newest version has its address from the first day: until there
    is a newer one, it leads to the entry.
    """
    entry = context.entries[slug]
    if entry.status == "withdrawn" or not entry.updates:
        yield entry_page(entry, context, WhatsNew())
    else:
        past = context.past[slug]
        texts = {entry.version: entry, **past.texts}
        # What is new to a reader who returns is known from the same differences.
        differences = {number: compare(texts[before], texts[number]) for before, number in pairwise(sorted(texts))}
        yield entry_page(entry, context, whats_new(entry, differences))
        yield change_page(entry, texts, past.missing, differences, context)
        for number in range(1, entry.version):
            if number in texts:
                yield _old_version(entry, texts[number], number, context)
            else:
                yield redirect(entry, f"{slug}/v/{number}/", f"{slug}/changes/#v{number}", context)
    for alias in entry.aliases:
        yield redirect(entry, f"{alias}/", f"{slug}/", context)
    if is_public(entry, context.today):
        yield from _redirects(entry, context)


def unread_versions(history: History, artifacts: Iterable[str]) -> list[str]:
    """The versions that git has and today's model cannot read, of the entries whose changes are among the artifacts."""
    paths = set(artifacts)
    return [
        f"{slug} v{version.number} ({version.path} at {version.commit[:10]})"
        for slug, versions in history.versions.items()
        for version in versions
        if version.blob and f"{ENTRIES}/{slug}/v/{version.number}/index.html" in paths
        if f"{ENTRIES}/{slug}/changes/index.md" in paths
    ]


def _old_version(entry: Entry, old: Entry, number: int, context: RenderContext) -> Artifact:
    context = context.speaking(old.language)
    language = context.languages[old.language]
    return context.page(
        f"{ENTRIES}/{entry.slug}/v/{number}/",
        "version",
        title=f"{old.title} ({language('version', number=number)})",
        description=old.summary,
        language=language,
        source=entry.path,
        # Search engines keep to the entry itself.
        meta={"noindex": True, "canonical": f"{ENTRIES}/{entry.slug}/"},
        view=view(old, context, f"{ENTRIES}/{entry.slug}/v/{number}/", WhatsNew(), entry),
        number=number,
        since=language.minute(old.updates[-1].at if old.updates else old.published or entry.updates[0].at),
        entry=entry_link(entry, context, language),
        changes=f"{ENTRIES}/{entry.slug}/changes/",
        cite=cite_view(old, context, entry.slug),
    )


def _redirects(entry: Entry, context: RenderContext) -> Iterator[Artifact]:
    """From what may have been published below each of an entry's names to where it is now."""
    newest = f"v/{entry.version}/"
    versions = (f"v/{number}/" for number in range(1, entry.version))
    published = ("changes/", *versions, newest) if entry.updates else (newest,)
    for slug in (entry.slug, *entry.aliases):
        for below in published:
            target = "" if below == newest or entry.status == "withdrawn" else below
            if slug != entry.slug or not target:
                yield redirect(entry, f"{slug}/{below}", f"{entry.slug}/{target}", context)
