"""Entry pages, the notices of withdrawn entries, and the redirects from old addresses."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.base import ENTRIES, Artifact, Press
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
            meta={"changed": entry.changed.first.isoformat()} if entry.changed else {},
            view=view(entry, press),
            card=card(entry, press),
            topic_ids=[topic for topic in entry.topics if topic in press.site.topics],
        )


def redirects(press: Press) -> Iterator[Artifact]:
    """A page at each old address that leads to the new one, without JavaScript."""
    for entry in press.entries:
        language = press.languages[entry.language]
        for alias in entry.aliases:
            values = {"target": f"../{entry.slug}/", "title": entry.title, "say": language}
            text = press.templates.render("pages/redirect.html.jinja", values)
            yield Artifact(f"{ENTRIES}/{alias}/index.html", text, entry.path)
