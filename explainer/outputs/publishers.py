"""Pages about sources: who is cited, how often, for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.language import Language
from explainer.model import Entry, Source
from explainer.outputs.base import Artifact, Press, safe_url
from explainer.outputs.entry_view import entry_link
from explainer.outputs.views import Link


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of a publisher, and where it is cited."""

    title: str
    title_language: str
    """BCP 47; empty if it is not known."""
    url: str | None
    type_word: str
    date: str
    day: str
    entries: tuple[Link, ...]


def source_pages(press: Press) -> Iterator[Artifact]:
    """The list of publishers, and a page for each that is cited."""
    language = press.language
    cited: dict[str, list[tuple[Source, Entry]]] = defaultdict(list)
    types: Counter[str] = Counter()
    for entry in press.readable:
        for source in entry.sources:
            types[source.type] += 1
            if source.publisher is not None and source.publisher in press.site.publishers:
                cited[source.publisher].append((source, entry))
    publishers = sorted(
        cited,
        key=lambda publisher: (
            -len(cited[publisher]),
            press.name_of_publisher(publisher, language).casefold(),
            publisher,
        ),
    )
    yield press.page(
        "sources/index.md",
        "sources",
        title=language("sources"),
        description=language("sources_description"),
        language=language,
        publishers=[
            (
                Link(press.name_of_publisher(publisher, language), f"sources/{publisher}/"),
                _about(publisher, press, language),
                language.count("source_count", len(cited[publisher])),
            )
            for publisher in publishers
        ],
        types=[
            (language(f"source_{name}"), language.number(count))
            for name, count in sorted(types.items(), key=lambda item: (-item[1], item[0]))
        ],
        source="site_data/publishers.yml",
    )
    for publisher in publishers:
        name = press.name_of_publisher(publisher, language)
        yield press.page(
            f"sources/{publisher}.md",
            "publisher",
            title=name,
            description=language("publisher_description", publisher=name),
            language=language,
            about=_about(publisher, press, language),
            url=safe_url(press.site.publishers[publisher].url),
            sources=_sources(cited[publisher], press, language),
            source="site_data/publishers.yml",
        )


def _about(publisher: str, press: Press, language: Language) -> str:
    """Country, language and ownership, as far as they are known."""
    record = press.site.publishers[publisher]
    parts = [
        language.country(record.country) if record.country else "",
        language.name_of(record.language) if record.language else "",
        language("state_owned") if record.state_owned else "",
    ]
    return " · ".join(part for part in parts if part)


def _sources(cited: list[tuple[Source, Entry]], press: Press, language: Language) -> list[CitedSource]:
    """A publisher's sources, newest first; one that several entries cite is listed once."""
    entries: dict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    records: dict[tuple[str, str], Source] = {}
    for source, entry in cited:
        key = (source.url or "", source.title)
        records[key] = source
        entries[key][entry.slug] = entry
    made = [
        CitedSource(
            source.title,
            source.language or press.site.publishers[source.publisher or ""].language or "",
            safe_url(source.url),
            language(f"source_{source.type}"),
            language.date(source.published) if source.published else "",
            source.published.text[:10] if source.published else "",
            tuple(entry_link(entry, press, language) for entry in entries[key].values()),
        )
        for key, source in records.items()
    ]
    made.sort(key=lambda source: source.title)
    made.sort(key=lambda source: source.day, reverse=True)
    return made
