"""The page of an entry, the notice of a withdrawn one, and what leads from an old address to a new one."""

from __future__ import annotations

from typing import Any

from explainer.history.whats_new import WhatsNew
from explainer.model import Entry
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.base import ENTRIES, Artifact, linker
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.citing import cite_view
from explainer.outputs.entry.json_ld import json_ld
from explainer.outputs.entry.view import view
from explainer.outputs.lists.cards import card
from explainer.outputs.theme import CONTENT_SECURITY_POLICY
from explainer.text.language import Language


def entry_page(entry: Entry, context: RenderContext, whats_new: WhatsNew) -> Artifact:
    """The page of an entry; of a withdrawn one, only the notice."""
    address = f"{ENTRIES}/{entry.slug}/"
    return context.page(
        address,
        "withdrawn" if entry.status == "withdrawn" else "entry",
        title=entry.title,
        description=entry.summary,
        language=context.languages[entry.language],
        source=entry.path,
        meta=_meta(entry, context),
        view=view(entry, context, address, whats_new, entry),
        card=card(summarize(entry), context),
        cite=cite_view(entry, context, entry.slug),
        json_ld=json_ld(entry, context),
        topic_ids=[topic for topic in entry.topics if topic in context.topics],
    )


def _meta(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """What the page's head says: the day of the last change, and the other languages (WHATWG HTML, `hreflang`)."""
    family = [context.names[slug] for slug in context.families.get(entry.translation_of or entry.slug) or ()]
    alternates = [{"lang": other.language, "address": f"{ENTRIES}/{other.slug}/"} for other in family]
    meta: dict[str, Any] = {"alternates": alternates} if len(alternates) > 1 else {}
    if entry.status != "withdrawn":
        meta["scripts"] = ["seen"]
    if entry.changed is not None:
        meta["changed"] = entry.changed.first.isoformat()
    return meta


def redirect(entry: Entry | EntrySummary, address: str, target: str, context: RenderContext) -> Artifact:
    """A page at one address below the entries' folder that leads to another."""
    to = linker(f"{ENTRIES}/{address}")
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "target": to(f"{ENTRIES}/{target}"),
        "script": to("assets/explainer/moved.js"),
        "title": entry.title,
        "words": _why(entry, address, target, context.languages[entry.language]),
        "language": context.languages[entry.language],
    }
    text = context.templates.render("pages/redirect.html.jinja", values)
    return Artifact(f"{ENTRIES}/{address}index.html", text, entry.path)


def _why(entry: Entry | EntrySummary, address: str, target: str, language: Language) -> str:
    """What a reader is told who is not led on at once."""
    if entry.withdrawn is not None and entry.status == "withdrawn":
        return language("withdrawn_on", date=language.date(entry.withdrawn.at))
    if address.startswith(f"{entry.slug}/"):  # a version that has no page of its own
        return language("see_changes" if "changes/" in target else "see_current")
    return language("moved_to")
