"""Pages that list entries: the front page, all explainers, the years, the topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nlargest

from explainer.model.base import localized
from explainer.model.brief import Brief
from explainer.outputs.base import ENTRIES, Artifact, Job
from explainer.outputs.context import Press
from explainer.outputs.entry.timelines import topic_timeline
from explainer.outputs.lists.paging import PAGE, Slice, paged
from explainer.outputs.lists.whats_next import outlook_view, sealed_outlooks
from explainer.outputs.views import Link
from explainer.text.language import Language

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


def card(entry: Brief, press: Press) -> Card:
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


def front_page(press: Press) -> Iterator[Job]:
    """The lead, the newest, what changed, what comes next."""
    entries = press.readable
    changed = nlargest(
        CHANGED,
        (entry for entry in entries if entry.updates),
        key=lambda entry: (entry.updates[-1].at.first, entry.slug),
    )
    language = press.language
    # An explainer in the site's own language leads where there is one with a picture, else the newest does.
    ours = (entry for entry in entries if entry.image and entry.language == language.tag)
    lead = next(ours, next(iter(entries), None))
    others = [entry for entry in entries if entry is not lead and entry.language == language.tag][:NEWEST]
    elsewhere = [entry for entry in entries if entry is not lead and entry.language != language.tag][:ELSEWHERE]
    coming = press.foretold.upcoming[:COMING_UP]
    more = len(entries) > NEWEST

    def make() -> Iterator[Artifact]:
        yield press.page(
            "",
            "front",
            title=language("front_title"),
            description=language("front_description"),
            language=language,
            lead=card(lead, press) if lead else None,
            newest=cards(others, press),
            elsewhere=cards(elsewhere, press),
            changed=cards(changed, press),
            upcoming=[outlook_view(*one, press) for one in coming],
            more=more,
        )

    shown = [*others, *elsewhere, *changed]
    yield Job("", (lead and press.seal(lead), seals(shown, press), sealed_outlooks(coming), more), make)


def cards(entries: Iterable[Brief], press: Press) -> list[Card]:
    """Entries as lists show them."""
    return [card(entry, press) for entry in entries]


def seals(entries: Iterable[Brief], press: Press) -> list[str]:
    """What a list of entries depends on."""
    return [press.seal(entry) for entry in entries]


def all_entries(press: Press) -> Iterator[Job]:
    """The newest explainers, and a list for each year of publication."""
    entries = press.readable
    years: dict[str, list[Brief]] = defaultdict(list)
    for entry in entries:
        if entry.published is not None:
            years[f"{entry.published.first.year:04}"].append(entry)
    counts = {year: len(listed) for year, listed in sorted(years.items(), reverse=True)}
    newest = entries[:PAGE]
    yield Job(f"{ENTRIES}/", (seals(newest, press), counts), partial(_explainers, newest, counts, press))
    for year, listed in years.items():
        for part in paged(f"years/{year}/", listed):
            inputs = (counts[year], part.number, part.newer, part.older, seals(part.items, press))
            yield Job(part.address, inputs, partial(_year, year, counts[year], part, press))


def _explainers(newest: Sequence[Brief], counts: Mapping[str, int], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        f"{ENTRIES}/",
        "explainers",
        title=language("explainers"),
        description=language("explainers_description"),
        language=language,
        cards_=cards(newest, press),
        years=[
            (Link(year, f"years/{year}/"), language.count("explainer_count", count)) for year, count in counts.items()
        ],
    )


def _year(year: str, count: int, part: Slice[Brief], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        part.address,
        "year",
        title=language("explainers_of", year=year),
        description=language.count("explainer_count", count),
        language=language,
        cards_=cards(part.items, press),
        part=part,
    )


def topic_pages(press: Press) -> Iterator[Job]:
    """The list of topics, and pages for each that has entries."""
    counts = [(name, topic, len(entries)) for name, topic, entries in press.topics]
    yield Job("topics/", (counts,), partial(_topics, counts, press))
    for _, topic, entries in press.topics:
        for part in paged(f"topics/{topic}/", entries):
            inputs = (part.number, part.newer, part.older, seals(part.items, press))
            yield Job(part.address, inputs, partial(_topic, topic, part, press))


def _topics(topics: list[tuple[str, str, int]], press: Press) -> Iterator[Artifact]:
    language = press.language
    yield press.page(
        "topics/",
        "topics",
        title=language("topics"),
        description=language("topics_description"),
        language=language,
        topics=[
            (Link(name, f"topics/{topic}/"), language.count("explainer_count", count), _description(topic, press))
            for name, topic, count in topics
        ],
        source="site_data/topics.yml",
    )


def _topic(topic: str, part: Slice[Brief], press: Press) -> Iterator[Artifact]:
    name, text = press.name_of_topic(topic, press.language), _description(topic, press)
    yield press.page(
        part.address,
        "topic",
        title=name,
        description=text or press.language("topic_description", topic=name),
        language=press.language,
        text=text,
        cards_=cards(part.items, press),
        part=part,
        timeline=topic_timeline(part.items, press, part.address),
        source="site_data/topics.yml",
    )


def _description(topic: str, press: Press) -> str:
    record = press.site.topics[topic]
    return localized(record.description, press.language.tag, press.language.tag) if record.description else ""
