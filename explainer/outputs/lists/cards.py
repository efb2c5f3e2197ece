"""Cuts long lists into pages, and makes the cards of the entries on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Link
from explainer.outputs.context import Photo, RenderContext
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
    """The day as of which it is written, else the day of its publication."""
    day: str
    """ISO 8601; empty if it is vague."""
    minute: str
    """The same, with its minute and zone if they are known."""
    topics: tuple[Link, ...]
    change: str
    """The kind and date of its newest update."""
    picture: str
    """The address of its picture, in the site."""
    photo: Photo


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
        when.iso[:10] if when else "",
        when.iso if when else "",
        tuple(
            Link(context.name_of_topic(topic, language), f"topics/{topic}/")
            for topic in entry.topics
            if topic in context.topics
        ),
        f"{language(f'update_{update.type}')}, {language.date(update.at)}" if update else "",
        context.picture(entry),
        context.cover(entry),
    )


def cards(slugs: Iterable[str], context: RenderContext) -> list[Card]:
    """Entries as lists show them."""
    return [card(context.summaries[slug], context) for slug in slugs]


def slugs_of(entries: Iterable[EntrySummary]) -> list[str]:
    """The input for a task that looks up these entries."""
    return [entry.slug for entry in entries]


def links(cards: Iterable[Card]) -> list[Link]:
    """Links to the entries on cards."""
    return [Link(card.title, card.target) for card in cards]


T = TypeVar("T")
PAGE = 60
"""How many items a list shows at a time; its first page may have up to twice as many."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of a list, newest items first."""

    address: str
    items: Sequence[T]
    number: int
    """Counted from 1, the page with the oldest items; 0 for the first page that a reader sees."""
    newer: str
    """The address of the page before, or empty."""
    older: str
    """The address of the page after, or empty."""

    @property
    def is_first(self) -> bool:
        """Whether it is the first page that a reader sees."""
        return self.number == 0


def paged(
    address: str, items: Sequence[T], further: str = "{address}{number}/", size: int = PAGE
) -> Iterator[Slice[T]]:
    """The pages of a list: the first at its address, the others as `further` says. An empty list has one page.

    Numbers count from the oldest items, so that a new item changes only the first page: addresses keep their content,
    and one new item does not rebuild a list of ten thousand.
    """
    whole = max(0, len(items) // size - 1)
    ends = [len(items) - size * number for number in range(whole + 1)]  # of each page, the oldest first

    def place(number: int) -> str:
        return address if number == 0 else further.format(address=address, number=number) if number > 0 else ""

    yield Slice(address, items[: ends[-1]], 0, "", place(whole or -1))
    for number in range(whole, 0, -1):
        part = items[ends[number] : ends[number - 1]]
        newer = 0 if number == whole else number + 1
        yield Slice(place(number), part, number, place(newer), place(number - 1 or -1))
