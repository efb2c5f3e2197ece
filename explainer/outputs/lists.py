"""Pages that list entries: the front page, all explainers, the topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explainer.language import Language
from explainer.model import Entry
from explainer.model.base import localized
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.outlooks import upcoming
from explainer.outputs.views import Link

NEWEST = 12
"""How many entries the front page lists."""
CHANGED = 6
COMING_UP = 6


@dataclass(frozen=True, slots=True)
class Card:
    """An entry in a list."""

    title: str
    target: str
    summary: str
    language: Language
    """The entry's own."""
    published: str
    day: str
    topics: tuple[Link, ...]
    change: str
    """The newest note, where it was changed."""
    image: str
    alt: str


def card(entry: Entry, press: Press) -> Card:
    """An entry as lists show it, in its own language."""
    language = press.languages[entry.language]
    return Card(
        entry.title,
        f"{ENTRIES}/{entry.slug}/",
        entry.summary,
        language,
        language.date(entry.published) if entry.published else "",
        entry.published.first.isoformat() if entry.published else "",
        tuple(
            Link(press.name_of_topic(topic, language), f"topics/{topic}/")
            for topic in entry.topics
            if topic in press.site.topics
        ),
        f"{language('update_' + entry.updates[-1].type)}, {language.date(entry.updates[-1].at)}"
        if entry.updates
        else "",
        entry.image.file if entry.image else "",
        (entry.image.alt or "") if entry.image else "",
    )


def front_page(press: Press) -> Iterator[Artifact]:
    """The lead, the newest, what changed, what comes next."""
    entries = list(press.readable)
    changed = sorted(
        (entry for entry in entries if entry.updates),
        key=lambda entry: (entry.updates[-1].at.first, entry.slug),
        reverse=True,
    )
    language = press.language
    yield press.page(
        "index.md",
        "front",
        title=language("front_title"),
        description=language("front_description"),
        language=language,
        entries=[card(entry, press) for entry in entries[:NEWEST]],
        changed=[card(entry, press) for entry in changed[:CHANGED]],
        upcoming=upcoming(press)[:COMING_UP],
        more=len(entries) > NEWEST,
    )


def all_entries(press: Press) -> Iterator[Artifact]:
    """Every explainer by the year of its publication."""
    language = press.language
    yield press.page(
        f"{ENTRIES}/index.md",
        "explainers",
        title=language("explainers"),
        description=language("explainers_description"),
        language=language,
        years=_by_year(press.readable, press),
    )


def topic_pages(press: Press) -> Iterator[Artifact]:
    """The list of topics, and a page for each that has entries."""
    language = press.language
    by_topic: dict[str, list[Entry]] = defaultdict(list)
    for entry in press.readable:
        for topic in entry.topics:
            by_topic[topic].append(entry)
    topics = sorted(
        ((press.name_of_topic(topic, language), topic) for topic in press.site.topics if topic in by_topic),
        key=lambda item: (item[0].casefold(), item[1]),
    )
    yield press.page(
        "topics/index.md",
        "topics",
        title=language("topics"),
        description=language("topics_description"),
        language=language,
        topics=[
            (Link(name, f"topics/{topic}/"), language.count("explainer_count", len(by_topic[topic])))
            for name, topic in topics
        ],
        source="site_data/topics.yml",
    )
    for name, topic in topics:
        record = press.site.topics[topic]
        description = localized(record.description, language.tag, language.tag) if record.description else ""
        yield press.page(
            f"topics/{topic}.md",
            "topic",
            title=name,
            description=description or language("topic_description", topic=name),
            language=language,
            text=description,
            years=_by_year(by_topic[topic], press),
            source="site_data/topics.yml",
        )


def _by_year(entries: Iterable[Entry], press: Press) -> list[tuple[str, list[Card]]]:
    """Cards by year of publication, newest first; drafts without a date stand first, under no year."""
    years: dict[str, list[Card]] = {}
    for entry in entries:
        year = str(entry.published.first.year) if entry.published else ""
        years.setdefault(year, []).append(card(entry, press))
    return list(years.items())
