"""The page of an entry that nobody has saved yet, as it stands in the form editor."""

from __future__ import annotations

from explainer.content.load import load_entry
from explainer.engine.pages import Engine
from explainer.model.entries import Entries
from explainer.model.summary import summarize
from explainer.outputs.entry.entries import entry_task
from explainer.outputs.plan import SitePlan


def drafted(plan: SitePlan, engine: Engine, entries: Entries, slug: str, text: bytes) -> bytes:
    """What readers would see of an entry with this text. Raises ContentError if it cannot be read."""
    site = plan.site
    path = plan.by_slug[slug].path if slug in plan.by_slug else f"{site.layout.entries}/{slug}.yml"
    entry = load_entry(text, path, site.settings.language)
    others = (one for one in entries.summaries if one.path != path)
    summaries = sorted((*others, summarize(entry)), key=lambda one: one.path)
    with_draft = SitePlan.of(
        site,
        plan.today,
        preview=True,
        history=plan.history,
        site_info=plan.context.site_info,
        entries=Entries(tuple(summaries), lambda one: entry if one.path == path else entries.whole(one)),
        templates=plan.context.templates,
    )
    return engine.finish(next(iter(with_draft.context.artifacts(entry_task(slug)))))
