"""Pages that list entries: the front page, all explainers, the years, the topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nlargest

from explainer.model.base import localized
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Job
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.timelines import topic_timeline
from explainer.outputs.lists.paging import PAGE, Slice, paged
from explainer.outputs.lists.whats_next import prediction_fingerprints, prediction_view
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
            if topic in context.site.topics
        ),
        f"{language(f'update_{update.type}')}, {language.date(update.at)}" if update else "",
        context.picture(entry),
        (entry.image.alt or "") if entry.image else "",
    )


def front_page(context: RenderContext) -> Iterator[Job]:
    """The lead, the newest, what changed, what comes next."""
    entries = context.readable
    changed = nlargest(
        CHANGED,
        (entry for entry in entries if entry.updates),
        key=lambda entry: (entry.updates[-1].at.first, entry.slug),
    )
    language = context.language
    # An explainer in the site's own language leads where there is one with a picture, else the newest does.
    ours = (entry for entry in entries if entry.image and entry.language == language.tag)
    lead = next(ours, next(iter(entries), None))
    others = [entry for entry in entries if entry is not lead and entry.language == language.tag][:NEWEST]
    elsewhere = [entry for entry in entries if entry is not lead and entry.language != language.tag][:ELSEWHERE]
    coming = context.predictions.upcoming[:COMING_UP]
    more = len(entries) > NEWEST

    def make() -> Iterator[Artifact]:
        yield context.page(
            "",
            "front",
            title=language("front_title"),
            description=language("front_description"),
            language=language,
            lead=card(lead, context) if lead else None,
            newest=cards(others, context),
            elsewhere=cards(elsewhere, context),
            changed=cards(changed, context),
            upcoming=[prediction_view(*one, context) for one in coming],
            more=more,
        )

    shown = [*others, *elsewhere, *changed]
    yield Job(
        "",
        (lead and context.fingerprint(lead), fingerprints(shown, context), prediction_fingerprints(coming), more),
        make,
    )


def cards(entries: Iterable[EntrySummary], context: RenderContext) -> list[Card]:
    """Entries as lists show them."""
    return [card(entry, context) for entry in entries]


def fingerprints(entries: Iterable[EntrySummary], context: RenderContext) -> list[str]:
    """What a list of entries depends on."""
    return [context.fingerprint(entry) for entry in entries]


def all_entries(context: RenderContext) -> Iterator[Job]:
    """The newest explainers, and a list for each year of publication."""
    entries = context.readable
    years: dict[str, list[EntrySummary]] = defaultdict(list)
    for entry in entries:
        if entry.published is not None:
            years[f"{entry.published.first.year:04}"].append(entry)
    counts = {year: len(listed) for year, listed in sorted(years.items(), reverse=True)}
    newest = entries[:PAGE]
    yield Job(f"{ENTRIES}/", (fingerprints(newest, context), counts), partial(_explainers, newest, counts, context))
    for year, listed in years.items():
        for part in paged(f"years/{year}/", listed):
            inputs = (counts[year], part.number, part.newer, part.older, fingerprints(part.items, context))
            yield Job(part.address, inputs, partial(_year, year, counts[year], part, context))


def _explainers(
    newest: Sequence[EntrySummary], counts: Mapping[str, int], context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        f"{ENTRIES}/",
        "explainers",
        title=language("explainers"),
        description=language("explainers_description"),
        language=language,
        cards_=cards(newest, context),
        years=[
            (Link(year, f"years/{year}/"), language.count("explainer_count", count)) for year, count in counts.items()
        ],
    )


def _year(year: str, count: int, part: Slice[EntrySummary], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        part.address,
        "year",
        title=language("explainers_of", year=year),
        description=language.count("explainer_count", count),
        language=language,
        cards_=cards(part.items, context),
        part=part,
    )


def topic_pages(context: RenderContext) -> Iterator[Job]:
    """The list of topics, and pages for each that has entries."""
    counts = [(name, topic, len(entries)) for name, topic, entries in context.topics]
    yield Job("topics/", (counts,), partial(_topics, counts, context))
    for _, topic, entries in context.topics:
        for part in paged(f"topics/{topic}/", entries):
            inputs = (part.number, part.newer, part.older, fingerprints(part.items, context))
            yield Job(part.address, inputs, partial(_topic, topic, part, context))


def _topics(topics: list[tuple[str, str, int]], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        "topics/",
        "topics",
        title=language("topics"),
        description=language("topics_description"),
        language=language,
        topics=[
            (Link(name, f"topics/{topic}/"), language.count("explainer_count", count), _description(topic, context))
            for name, topic, count in topics
        ],
        source="site_data/topics.yml",
    )


def _topic(topic: str, part: Slice[EntrySummary], context: RenderContext) -> Iterator[Artifact]:
    name, text = context.name_of_topic(topic, context.language), _description(topic, context)
    yield context.page(
        part.address,
        "topic",
        title=name,
        description=text or context.language("topic_description", topic=name),
        language=context.language,
        text=text,
        cards_=cards(part.items, context),
        part=part,
        timeline=topic_timeline(part.items, context, part.address),
        source="site_data/topics.yml",
    )


def _description(topic: str, context: RenderContext) -> str:
    record = context.site.topics[topic]
    return localized(record.description, context.language.tag, context.language.tag) if record.description else ""
