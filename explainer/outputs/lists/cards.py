"""An entry as lists show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES
from explainer.outputs.context import RenderContext
from explainer.outputs.views import Link
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in a list."""

    title: str
    target: str
    summary: str
    language: Language
    """The entry's own."""
    date: str
    """The day whose knowledge it gives, else the day of its publication."""
    day: str
    """ISO 8601."""
    topics: tuple[Link, ...]
    change: str
    """The newest note, where it was changed."""
    picture: str
    alt: str


def card(entry: EntrySummary, context: RenderContext) -> Card:
    """An entry as lists show it, in its own language."""
    language = context.languages[entry.language]
    when = entry.as_of or entry.published
    update = entry.updates[-1] if entry.updates else None
    return Card(
        entry.title,
        f"{ENTRIES}/{entry.slug}/",
        entry.summary,
        language,
        language.date(when) if when else "",
        when.text[:10] if when else "",
        tuple(
            Link(context.name_of_topic(topic, language), f"topics/{topic}/")
            for topic in entry.topics
            if topic in context.topics
        ),
        f"{language(f'update_{update.type}')}, {language.date(update.at)}" if update else "",
        context.picture(entry),
        (entry.image.alt or "") if entry.image else "",
    )


def cards(slugs: Iterable[str], context: RenderContext) -> list[Card]:
    """Entries as lists show them."""
    return [card(context.summaries[slug], context) for slug in slugs]


def slugs_of(entries: Iterable[EntrySummary]) -> list[str]:
    """What a task is given of a list of entries: it looks them up."""
    return [entry.slug for entry in entries]
