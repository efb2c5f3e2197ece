"""What every output is given, and what it gives: artifacts."""

from __future__ import annotations

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any, TypeAlias
from urllib.parse import quote

from markupsafe import Markup

from explainer import inline
from explainer.history.versions import History
from explainer.language import Language, languages
from explainer.model import Entry, PartialDate, Site
from explainer.model.base import localized
from explainer.resources import TEMPLATES
from explainer.templating import Templates

ENTRIES = "explainers"
"""The folder that entries' addresses begin with."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that the program publishes."""

    path: str
    """Where it stands in the tree that the site engine reads: `topics/syria/index.md`, `explainers/old/index.html`."""
    content: str
    """Its text; a page is Markdown with front matter."""
    source: str
    """The file that an editor changes to change it, relative to the site's root; empty if there is none."""

    @property
    def address(self) -> str:
        """Where readers find it, relative to the site's front page: `topics/syria/`, `` for the front page itself."""
        if not self.path.endswith(".md"):
            return self.path.removesuffix("index.html")
        stem = self.path.removesuffix(".md")
        if stem == "index" or stem.endswith("/index"):
            return stem.removesuffix("index")
        return stem + "/"


@dataclass(frozen=True, slots=True)
class Home:
    """What mkdocs.yml says of the site; feeds must name it, and give whole addresses."""

    name: str = ""
    url: str = ""
    """The front page's address, with a slash at its end; empty where the site has none yet."""


@dataclass(frozen=True, slots=True)
class Press:
    """All that outputs need: the site on a day, its languages, its templates."""

    site: Site
    today: date
    """The day on which the site is built."""
    preview: bool
    """Whether drafts, and entries whose hour has not come, are shown too."""
    entries: tuple[Entry, ...]
    """The entries that have a page, newest first; withdrawn ones too."""
    by_slug: Mapping[str, Entry]
    families: Mapping[str, tuple[Entry, ...]]
    """By the slug of an original: itself and its translations."""
    cited: frozenset[str]
    """The publishers of sources, which have a page; not those that were only seen through."""
    neighbours: Mapping[str, tuple[Entry | None, Entry | None]]
    """By slug: the entries before and after in its first topic and its language, by date of publication."""
    languages: Mapping[str, Language]
    templates: Templates
    history: History
    """What git knows of the entries; empty where it was not asked."""
    home: Home

    @classmethod
    def of(
        cls, site: Site, today: date, *, preview: bool = False, history: History | None = None, home: Home | None = None
    ) -> Press:
        """Everything for rendering a site on a day."""
        shown = [entry for entry in site.entries if preview or is_public(entry, today)]
        shown.sort(key=_newness, reverse=True)
        families: dict[str, list[Entry]] = defaultdict(list)
        for entry in shown:
            if entry.status != "withdrawn":
                families[entry.translation_of or entry.slug].append(entry)
        tags = {site.settings.language, *(entry.language for entry in shown)}
        folders = [site.root / "templates", TEMPLATES]
        return cls(
            site,
            today,
            preview,
            tuple(shown),
            {entry.slug: entry for entry in shown},
            {slug: tuple(family) for slug, family in families.items()},
            frozenset(
                source.publisher
                for family in families.values()
                for entry in family
                for source in entry.sources
                if source.publisher is not None and source.publisher in site.publishers
            ),
            _neighbours(shown),
            languages(site.languages, tags),
            Templates(folders),
            history or History(site.root),
            home or Home(),
        )

    def picture(self, entry: Entry) -> str:
        """The address of an entry's picture, in the site: its own, else the cover that is drawn for it."""
        return quote(entry.image.file) if entry.image else f"covers/{entry.slug}.svg"

    @property
    def readable(self) -> Iterator[Entry]:
        """The entries that have a text to read, newest first."""
        return (entry for entry in self.entries if entry.status != "withdrawn")

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
                "say": language,
                "to": linker(address),
                "title": title,
                "description": description,
                "language": language,
                "press": self,
                **values,
            },
        )
        head = front_matter(
            {
                # The site engines print these two unescaped.
                "title": escape(title),
                "description": escape(description),
                "lang": language.tag,
                "dir": language.direction,
                "chrome": language.spoken,
                "fonts": _FONTS.get(language.script, _FONTS["Latn"]),
                "kind": template,
                **(meta or {}),
            }
        )
        return Artifact(f"{address}index.md", head + text, source)


Output: TypeAlias = Callable[[Press], Iterator[Artifact]]


_FONTS = {"Latn": ["serif-latin"], "Cyrl": ["serif-cyrillic"], "Arab": ["naskh-arabic", "serif-latin"]}
"""The font files that a page in a script needs first."""


def _neighbours(entries: list[Entry]) -> dict[str, tuple[Entry | None, Entry | None]]:
    """For entries newest first: the ones before and after each in its first topic and its language."""
    rows: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.topics and entry.status != "withdrawn":
            rows[entry.topics[0], entry.language].append(entry)
    found = {}
    for row in rows.values():
        for entry, before, after in zip(row, [*row[1:], None], [None, *row[:-1]], strict=True):
            found[entry.slug] = (before, after)
    return found


def is_public(entry: Entry, today: date) -> bool:
    """Whether readers may see an entry on a day: no draft, and its day of publication has come."""
    return entry.status != "draft" and entry.published is not None and entry.published.first <= today


def _newness(entry: Entry) -> tuple[date, date, datetime, str]:
    """To sort by: the day of publication; within a day what it is about, then the hour."""
    published = entry.published.first if entry.published else date.max
    about = entry.as_of or entry.published
    return published, about.first if about else date.max, moment(entry.published), entry.slug


def moment(when: PartialDate | None) -> datetime:
    """A moment to sort by; a day begins at midnight UTC, and what has no date comes last (first in the preview)."""
    if when is None:
        return datetime.max.replace(tzinfo=UTC)
    if when.moment is not None:
        return when.moment.astimezone(UTC)
    return datetime(when.first.year, when.first.month, when.first.day, tzinfo=UTC)


def linker(address: str) -> Callable[[str], str]:
    """A function that gives the way from a page's address to another, so that a site works below any path."""
    origin = address or "."

    def to(target: str) -> str:
        place, mark, anchor = target.partition("#")
        way = posixpath.relpath(place or ".", origin)
        if not place or place.endswith("/"):
            way += "/"
        return way + mark + anchor

    return to


def front_matter(values: Mapping[str, Any]) -> str:
    """A page's YAML head; every value is written as JSON, which is YAML too."""
    lines = [f"{name}: {_json(value)}\n" for name, value in values.items()]
    return "---\n" + "".join(lines) + "---\n\n"


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _json(value: Any) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|&~^:=\"'$@]")


def heading(text: str) -> Markup:
    """Text for a Markdown heading in which no sign has a meaning."""
    escaped = _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    return Markup(escaped)  # noqa: S704 - every sign with a meaning is an entity now


def safe_url(url: str | None) -> str | None:
    """An address that may be linked, or None."""
    return url if url is not None and inline.is_safe_url(url) else None
