"""Entry pages, the notices of withdrawn entries, and the redirects from old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.model import Entry
from explainer.outputs.base import ENTRIES, Artifact, Press, linker
from explainer.outputs.entry_view import view
from explainer.outputs.lists import card


def entry_pages(press: Press) -> Iterator[Artifact]:
    """A page for each entry; for a withdrawn one, only the notice."""
    for entry in press.entries:
        yield press.page(
            f"{ENTRIES}/{entry.slug}/",
            "withdrawn" if entry.status == "withdrawn" else "entry",
            title=entry.title,
            description=entry.summary,
            language=press.languages[entry.language],
            source=entry.path,
            meta=_meta(entry, press),
            view=view(entry, press, f"{ENTRIES}/{entry.slug}/"),
            card=card(entry, press),
            topic_ids=[topic for topic in entry.topics if topic in press.site.topics],
        )


def _meta(entry: Entry, press: Press) -> dict[str, Any]:
    """What the page's head says: the day of the last change, and the other languages (WHATWG HTML, `hreflang`)."""
    family = press.families.get(entry.translation_of or entry.slug, ())
    alternates = [{"lang": other.language, "address": f"{ENTRIES}/{other.slug}/"} for other in family]
    meta: dict[str, Any] = {"alternates": alternates} if len(alternates) > 1 else {}
    if entry.changed is not None:
        meta["changed"] = entry.changed.first.isoformat()
    return meta


def redirects(press: Press) -> Iterator[Artifact]:
    """A page at each old address that leads to the new one, without JavaScript."""
    for entry in press.entries:
        for alias in entry.aliases:
            yield redirect(entry, f"{alias}/", f"{entry.slug}/", press)


def redirect(entry: Entry, address: str, target: str, press: Press) -> Artifact:
    """A page at one address below the entries' folder that leads to another."""
    to = linker(f"{ENTRIES}/{address}")
    values = {
        "target": to(f"{ENTRIES}/{target}"),
        "script": to("assets/moved.js"),
        "title": entry.title,
        "say": press.languages[entry.language],
    }
    text = press.templates.render("pages/redirect.html.jinja", values)
    return Artifact(f"{ENTRIES}/{address}index.html", text, entry.path)
