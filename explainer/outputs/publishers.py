"""Pages about sources: who is cited, how often, for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.drawing.bars import Bar, share_bar
from explainer.language import Language
from explainer.model import Entry, Source
from explainer.outputs.base import Artifact, Press, linker, safe_url
from explainer.outputs.entry_view import entry_link
from explainer.outputs.paging import paged
from explainer.outputs.views import Link

MOST_CITED = 10
"""How many publishers the chart shows."""


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
    """The list of publishers, and pages for each that is cited."""
    language = press.language
    cited: dict[str, list[tuple[Source, Entry]]] = defaultdict(list)
    types: Counter[str] = Counter()
    for entry in press.readable:
        for source in entry.sources:
            types[source.type] += 1
            if source.publisher is not None and source.publisher in press.site.publishers:
                cited[source.publisher].append((source, entry))
    names = {publisher: press.name_of_publisher(publisher, language) for publisher in cited}
    publishers = sorted(cited, key=lambda publisher: (-len(cited[publisher]), names[publisher].casefold(), publisher))
    listed = [
        (
            Link(names[publisher], f"sources/{publisher}/"),
            _about(publisher, press, language),
            language.count("source_count", len(cited[publisher])),
        )
        for publisher in publishers
    ]
    kinds = sorted(types.items(), key=lambda item: (-item[1], item[0]))
    for part in paged("sources/", listed, "{address}page-{number}/"):
        yield press.page(
            part.address,
            "sources",
            title=language("sources"),
            description=language("sources_description"),
            language=language,
            part=part,
            kinds=share_bar([Bar(language(f"source_{name}"), count) for name, count in kinds], language),
            most_cited=share_bar(
                [
                    Bar(names[one], len(cited[one]), linker(part.address)(f"sources/{one}/"))
                    for one in publishers[:MOST_CITED]
                ],
                language,
            ),
            source="site_data/publishers.yml",
        )
    for publisher in publishers:
        for section in paged(f"sources/{publisher}/", _sources(cited[publisher], press, language)):
            yield press.page(
                section.address,
                "publisher",
                title=names[publisher],
                description=language("publisher_description", publisher=names[publisher]),
                language=language,
                about=_about(publisher, press, language),
                url=safe_url(press.site.publishers[publisher].url),
                part=section,
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
