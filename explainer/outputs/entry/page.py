"""The page of an entry, the notice of a withdrawn one, and what leads from an old address to a new one."""

from __future__ import annotations

from typing import Any

from explainer.history.news import News
from explainer.model import Entry
from explainer.model.brief import Brief, brief
from explainer.outputs.base import ENTRIES, Artifact, linker
from explainer.outputs.context import Press
from explainer.outputs.entry.citing import cite_view
from explainer.outputs.entry.json_ld import json_ld
from explainer.outputs.entry.view import view
from explainer.outputs.lists.entries import card
from explainer.outputs.theme import CONTENT_SECURITY_POLICY
from explainer.text.language import Language


def entry_page(entry: Entry, press: Press, news: News) -> Artifact:
    """The page of an entry; of a withdrawn one, only the notice."""
    address = f"{ENTRIES}/{entry.slug}/"
    return press.page(
        address,
        "withdrawn" if entry.status == "withdrawn" else "entry",
        title=entry.title,
        description=entry.summary,
        language=press.languages[entry.language],
        source=entry.path,
        meta=_meta(entry, press),
        view=view(entry, press, address, news, entry),
        card=card(brief(entry), press),
        cite=cite_view(entry, press, entry.slug),
        json_ld=json_ld(entry, press),
        topic_ids=[topic for topic in entry.topics if topic in press.site.topics],
    )


def _meta(entry: Entry, press: Press) -> dict[str, Any]:
    """What the page's head says: the day of the last change, and the other languages (WHATWG HTML, `hreflang`)."""
    family = [press.names[slug] for slug in press.families.get(entry.translation_of or entry.slug, ())]
    alternates = [{"lang": other.language, "address": f"{ENTRIES}/{other.slug}/"} for other in family]
    meta: dict[str, Any] = {"alternates": alternates} if len(alternates) > 1 else {}
    if entry.status != "withdrawn":
        meta["scripts"] = ["seen"]
    if entry.changed is not None:
        meta["changed"] = entry.changed.first.isoformat()
    return meta


def redirect(entry: Entry | Brief, address: str, target: str, press: Press) -> Artifact:
    """A page at one address below the entries' folder that leads to another."""
    to = linker(f"{ENTRIES}/{address}")
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "target": to(f"{ENTRIES}/{target}"),
        "script": to("assets/moved.js"),
        "title": entry.title,
        "words": _why(entry, address, target, press.languages[entry.language]),
        "language": press.languages[entry.language],
    }
    text = press.templates.render("pages/redirect.html.jinja", values)
    return Artifact(f"{ENTRIES}/{address}index.html", text, entry.path)


def _why(entry: Entry | Brief, address: str, target: str, language: Language) -> str:
    """What a reader is told who is not led on at once."""
    if entry.withdrawn is not None and entry.status == "withdrawn":
        return language("withdrawn_on", date=language.date(entry.withdrawn.at))
    if address.startswith(f"{entry.slug}/"):  # a version that has no page of its own
        return language("see_changes" if "changes/" in target else "see_current")
    return language("moved_to")
