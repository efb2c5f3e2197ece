"""What every output is given: the site on a day, with its languages and its templates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from html import escape
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import quote

from explainer.history.versions import History
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.base import localized
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.base import Artifact, Job, SiteInfo, instant, is_public, linker
from explainer.outputs.dependencies import DAYS, Lookups, Table, Texts
from explainer.outputs.lists.predictions import Predictions
from explainer.resources import TEMPLATES
from explainer.text.language import Language, languages
from explainer.text.templating import Templates


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a site: what all of them say in brief, and the way to the whole of one."""

    summaries: tuple[EntrySummary, ...]
    """By path."""
    whole: Callable[[EntrySummary], Entry]
    contents: Mapping[str, str] = field(default_factory=dict)
    """By path: another text for other content of its file."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """By path: another text for another brief, where it is known already."""

    @classmethod
    def of(cls, site: Site) -> Entries:
        """Those that a site was loaded with."""
        by_path = {entry.path: entry for entry in site.entries}
        return cls(tuple(map(summarize, site.entries)), lambda one: by_path[one.path])


class Name(NamedTuple):
    """What a link to an entry needs."""

    slug: str
    language: str
    title: str


@dataclass(frozen=True)
class RenderContext:
    """All that outputs need: the site on a day, its languages, its templates."""

    site: Site
    today: date
    """The day on which the site is built."""
    preview: bool
    """Whether drafts, and entries whose hour has not come, are shown too."""
    entries: tuple[EntrySummary, ...]
    """The entries that have a page, newest first; withdrawn ones too."""
    by_slug: Mapping[str, EntrySummary]
    names: Mapping[str, Name]
    """By slug: what a link to an entry says. Who needs no more is not made anew when the rest of it changes."""
    families: Mapping[str, tuple[str, ...]]
    """By the slug of an original: its own and those of its translations."""
    cited: Mapping[str, bool]
    """The publishers of sources, which have a page; not those that were only seen through."""
    neighbours: Mapping[str, tuple[str, str]]
    """By slug: the slugs of the entries before and after in its first topic and its language, by publication."""
    languages: Mapping[str, Language]
    templates: Templates
    site_info: SiteInfo
    history: History
    """What git knows of the entries; empty where it was not asked."""
    whole: Callable[[EntrySummary], Entry]
    """Gives all that an entry says."""
    contents: Mapping[str, str]
    """By path: another text for other content of an entry's file; empty where nothing is kept from build to build."""
    fingerprints: Mapping[str, str]
    """By path: another text for another brief."""
    lookups: Lookups
    """What was looked up in the tables above."""

    @classmethod
    def of(
        cls,
        site: Site,
        today: date,
        *,
        preview: bool = False,
        history: History | None = None,
        site_info: SiteInfo | None = None,
        entries: Entries | None = None,
    ) -> RenderContext:
        """Everything for rendering a site on a day; `entries` stand for those of the site."""
        entries = entries or Entries.of(site)
        shown = [entry for entry in entries.summaries if preview or is_public(entry, today)]
        shown.sort(key=_newness, reverse=True)
        families: dict[str, list[str]] = defaultdict(list)
        for entry in shown:
            if entry.status != "withdrawn":
                families[entry.translation_of or entry.slug].append(entry.slug)
        tags = {site.settings.language, *(entry.language for entry in shown)}
        folders = [site.root / "templates", TEMPLATES]
        lookups = Lookups()
        cited = {
            publisher: True
            for entry in shown
            if entry.status != "withdrawn"
            for publisher in entry.publishers
            if publisher in site.publishers
        }
        return cls(
            replace(
                site,
                topics=Table("topics", site.topics, lookups),
                people=Table("people", site.people, lookups),
                publishers=Table("publishers", site.publishers, lookups),
            ),
            today,
            preview,
            tuple(shown),
            Table("by_slug", {entry.slug: entry for entry in shown}, lookups),
            Table("names", {entry.slug: Name(entry.slug, entry.language, entry.title) for entry in shown}, lookups),
            Table("families", {slug: tuple(family) for slug, family in families.items()}, lookups),
            Table("cited", cited, lookups),
            Table("neighbours", _neighbours(shown), lookups),
            languages(site.languages, tags),
            Templates(folders),
            site_info or SiteInfo(),
            history or History(site.root),
            entries.whole,
            entries.contents,
            entries.fingerprints or {one.path: digest(one) for one in entries.summaries},
            lookups,
        )

    @cached_property
    def predictions(self) -> Predictions:
        """What the entries foretell."""
        return Predictions.of(self.readable, self.today)

    def made(self, job: Job) -> tuple[tuple[Artifact, ...], str]:
        """What a job makes, and what it looked up for that: lines of a table and a name."""
        self.lookups.taken()
        artifacts = tuple(job.make())
        return artifacts, self.lookups.taken()

    def key(self, job: Job, *others: object) -> str:
        """Another text when what a job makes may be another, whatever it looks up.

        So it is when it depends on `others`, and these are different.
        """
        return digest(self._all, others, job.name, job.inputs)

    @cached_property
    def texts(self) -> Texts:
        """What stands for whatever can be looked up."""
        tables: dict[str, tuple[Mapping[str, Any], Callable[[Any], str]]] = {
            "by_slug": (self.by_slug, self.fingerprint),
            "names": (self.names, " ".join),
            "families": (self.families, " ".join),
            "neighbours": (self.neighbours, " ".join),
            "cited": (self.cited, str),
            "topics": (self.site.topics, digest),
            "people": (self.site.people, digest),
            "publishers": (self.site.publishers, digest),
        }
        return Texts(tables, self.today)

    def depends_on(self, day: date) -> None:
        """Tells that what is being made is another thing before a day, on it, and after it."""
        self.lookups.seen.add(f"{DAYS} {day.isoformat()}")

    def fingerprint(self, entry: EntrySummary) -> str:
        """Another text when anything that others show of an entry is different."""
        return self.fingerprints[entry.path]

    @cached_property
    def _all(self) -> str:
        """What everything depends on: the languages, what the site says in them, and its name."""
        return digest(
            self.preview, sorted(self.languages), self.site.languages, self.site_info, self.site.settings.language
        )

    def picture(self, entry: Entry | EntrySummary) -> str:
        """The address of an entry's picture, in the site: its own, else the cover that is drawn for it."""
        return quote(entry.image.file) if entry.image else f"covers/{entry.slug}.svg"

    @cached_property
    def readable(self) -> tuple[EntrySummary, ...]:
        """The entries that have a text to read, newest first."""
        return tuple(entry for entry in self.entries if entry.status != "withdrawn")

    @cached_property
    def topics(self) -> tuple[tuple[str, str, list[EntrySummary]], ...]:
        """The topics that have entries, in the order of their names: name, id, entries (newest first)."""
        by_topic: dict[str, list[EntrySummary]] = defaultdict(list)
        for entry in self.readable:
            for topic in entry.topics:
                by_topic[topic].append(entry)
        names = ((self.name_of_topic(topic, self.language), topic) for topic in self.site.topics if topic in by_topic)
        return tuple(
            (name, topic, by_topic[topic])
            for name, topic in sorted(names, key=lambda item: (item[0].casefold(), item[1]))
        )

    @property
    def language(self) -> Language:
        """The language of the site's own pages."""
        return self.languages[self.site.settings.language]

    def name_of_topic(self, topic: str, language: Language) -> str:
        """A topic's name in a language."""
        return localized(self.site.topics[topic].name, language.tag, self.language.tag)

    def name_of_person(self, person: str, language: Language) -> str:
        """An author's name in a language; the id where there is no record of them."""
        record = self.site.people.get(person)
        return localized(record.name, language.tag, self.language.tag) if record else person

    def name_of_publisher(self, publisher: str, language: Language) -> str:
        """A publisher's name in a language."""
        return localized(self.site.publishers[publisher].name, language.tag, self.language.tag)

    def page(
        self,
        address: str,
        template: str,
        *,
        title: str,
        description: str,
        language: Language,
        source: str = "",
        meta: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> Artifact:
        """A page made by a template: front matter for the site engine, then Markdown whose blocks are HTML.

        Its file stands in the folder that is its address: an engine that counts links in HTML from the file (Zensical)
        then finds the same as a browser, which counts from the address.
        """
        text = self.templates.render(
            f"pages/{template}.md.jinja",
            {
                "t": language,
                "url": linker(address),
                "title": title,
                "description": description,
                "language": language,
                **values,
            },
        )
        head = {
            # The site engines print these two unescaped.
            "title": escape(title),
            "description": escape(description),
            "lang": language.tag,
            "dir": language.direction,
            "theme_language": language.spoken,
            "fonts": _FONTS.get(language.script, _FONTS["Latn"]),
            "kind": template,
            "hide": ["navigation"] if template in _LONG else ["navigation", "toc"],
            **(meta or {}),
        }
        return Artifact(f"{address}index.md", _EMPTY_LINES.sub("\n\n", text), source, head)


_EMPTY_LINES = re.compile("\n\n\n+")
"""What templates leave where they say nothing: Markdown would take some of it away, and some not."""
_LONG = frozenset(("entry", "version", "changes"))
"""Pages with a table of contents beside them. The others name what they hold, and take the width (`hide`, Material)."""
_FONTS = {"Latn": ["serif-latin"], "Cyrl": ["serif-cyrillic"], "Arab": ["naskh-arabic", "serif-latin"]}
"""The font files that a page in a script needs first."""


def _neighbours(entries: list[EntrySummary]) -> dict[str, tuple[str, str]]:
    """For entries newest first: the ones before and after each in its first topic and its language."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        if entry.topics and entry.status != "withdrawn":
            rows[entry.topics[0], entry.language].append(entry.slug)
    found = {}
    for row in rows.values():
        for slug, before, after in zip(row, [*row[1:], ""], ["", *row[:-1]], strict=True):
            found[slug] = (before, after)
    return found


def _newness(entry: EntrySummary) -> tuple[date, date, datetime, str]:
    """To sort by: the day of publication; within a day what it is about, then the hour."""
    published = entry.published.first if entry.published else date.max
    about = entry.as_of or entry.published
    return published, about.first if about else date.max, instant(entry.published_), entry.slug


Output: TypeAlias = Callable[[RenderContext], Iterator[Job]]
