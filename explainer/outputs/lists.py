"""Pages that list entries: the front page, all explainers, the years, the topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.language import Language
from explainer.model import Entry
from explainer.model.base import localized
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.outlooks import upcoming
from explainer.outputs.paging import PAGE, paged
from explainer.outputs.timelines import topic_timeline
from explainer.outputs.views import Link

NEWEST = 12
"""How many entries the front page lists after the lead."""
ELSEWHERE = 6
"""How many in other languages than the site's."""
CHANGED = 6
COMING_UP = 5


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


def card(entry: Entry, press: Press) -> Card:
    """An entry as lists show it, in its own language."""
    language = press.languages[entry.language]
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
            Link(press.name_of_topic(topic, language), f"topics/{topic}/")
            for topic in entry.topics
            if topic in press.site.topics
        ),
        f"{language(f'update_{update.type}')}, {language.date(update.at)}" if update else "",
        press.picture(entry),
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
    # An explainer in the site's own language leads where there is one with a picture, else the newest does.
    ours = (entry for entry in entries if entry.image and entry.language == language.tag)
    lead = next(ours, next(iter(entries), None))
    others = [entry for entry in entries if entry is not lead and entry.language == language.tag]
    elsewhere = [entry for entry in entries if entry is not lead and entry.language != language.tag]
    yield press.page(
        "",
        "front",
        title=language("front_title"),
        description=language("front_description"),
        language=language,
        lead=card(lead, press) if lead else None,
        newest=[card(entry, press) for entry in others[:NEWEST]],
        elsewhere=[card(entry, press) for entry in elsewhere[:ELSEWHERE]],
        changed=[card(entry, press) for entry in changed[:CHANGED]],
        upcoming=upcoming(press)[:COMING_UP],
        more=len(entries) > NEWEST,
    )


def all_entries(press: Press) -> Iterator[Artifact]:
    """The newest explainers, and a list for each year of publication."""
    language = press.language
    entries = list(press.readable)
    years: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.published is not None:
            years[f"{entry.published.first.year:04}"].append(entry)
    yield press.page(
        f"{ENTRIES}/",
        "explainers",
        title=language("explainers"),
        description=language("explainers_description"),
        language=language,
        cards_=[card(entry, press) for entry in entries[:PAGE]],
        years=[
            (Link(year, f"years/{year}/"), language.count("explainer_count", len(listed)))
            for year, listed in sorted(years.items(), reverse=True)
        ],
    )
    for year, listed in years.items():
        for part in paged(f"years/{year}/", listed):
            yield press.page(
                part.address,
                "year",
                title=language("explainers_of", year=year),
                description=language.count("explainer_count", len(listed)),
                language=language,
                cards_=[card(entry, press) for entry in part.items],
                part=part,
            )


def topics_in_use(press: Press) -> list[tuple[str, str, list[Entry]]]:
    """The topics that have entries, in the order of their names: name, id, entries (newest first)."""
    by_topic: dict[str, list[Entry]] = defaultdict(list)
    for entry in press.readable:
        for topic in entry.topics:
            by_topic[topic].append(entry)
    return sorted(
        (
            (press.name_of_topic(topic, press.language), topic, by_topic[topic])
            for topic in press.site.topics
            if topic in by_topic
        ),
        key=lambda item: (item[0].casefold(), item[1]),
    )


def topic_pages(press: Press) -> Iterator[Artifact]:
    """The list of topics, and pages for each that has entries."""
    language = press.language
    topics = topics_in_use(press)
    yield press.page(
        "topics/",
        "topics",
        title=language("topics"),
        description=language("topics_description"),
        language=language,
        topics=[
            (
                Link(name, f"topics/{topic}/"),
                language.count("explainer_count", len(entries)),
                _description(topic, press),
            )
            for name, topic, entries in topics
        ],
        source="site_data/topics.yml",
    )
    for name, topic, entries in topics:
        text = _description(topic, press)
        for part in paged(f"topics/{topic}/", entries):
            yield press.page(
                part.address,
                "topic",
                title=name,
                description=text or language("topic_description", topic=name),
                language=language,
                text=text,
                cards_=[card(entry, press) for entry in part.items],
                part=part,
                timeline=topic_timeline(part.items, press, part.address),
                source="site_data/topics.yml",
            )


def _description(topic: str, press: Press) -> str:
    record = press.site.topics[topic]
    return localized(record.description, press.language.tag, press.language.tag) if record.description else ""
