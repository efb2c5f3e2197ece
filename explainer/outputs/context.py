"""The render context of tasks: tables to look things up in, the languages, the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec
from pydantic import BaseModel

from explainer.content.pictures import Picture
from explainer.keys import digest
from explainer.model import Entry, Image, Person, Publisher, Topic
from explainer.model.base import localized
from explainer.model.moments import moments
from explainer.model.summary import Cited, EntrySummary, ImageSummary
from explainer.outputs.base import ENTRIES, Artifact, Day, Link, SiteInfo, Table, Task, Trace, linker
from explainer.outputs.facts import SiteFacts
from explainer.outputs.targets import Dead, source_links
from explainer.text.inline import SOURCE
from explainer.text.language import Language, languages
from explainer.text.templating import Templates

COVER_SIZE = (1200, 630)
"""Pixels of a drawn cover: the proportions of pictures in lists and in previews of links (The Open Graph protocol)."""


class Name(NamedTuple):
    """The parts of a link to an entry."""

    slug: str
    language: str
    title: str


class Citing(NamedTuple):
    """An entry and its sources."""

    slug: str
    language: str
    title: str
    sources: tuple[Cited, ...]


class Past(NamedTuple):
    """The versions of an entry before the newest."""

    texts: Mapping[int, Entry]
    """By number, without those that today's model cannot read."""
    missing: str
    """Why there is no history, in a sentence; empty if there is one."""


class Photo(NamedTuple):
    """A picture as pages show it."""

    src: str
    """Its address, in the site."""
    copies: tuple[tuple[int, str], ...]
    """The widths and addresses of its WebP copies."""
    width: int
    """Pixels; 0 if it is not known."""
    height: int
    focus: str
    """What a list that crops it keeps: `top_left`; empty for its middle."""


@dataclass(frozen=True, eq=False)
class RenderContext:
    """All that a task can reach: facts that are part of every key, and tables that trace each lookup."""

    facts: SiteFacts
    languages: Mapping[str, Language]
    """By tag: the languages of the facts."""
    templates: Templates
    """Part of the program or of the engine's key."""
    trace: Trace
    today: Day
    """The day on which the site is built."""
    summaries: Table[EntrySummary]
    """By slug: the entries that have a page."""
    entries: Table[Entry]
    """By slug: whole entries."""
    past: Table[Past]
    """By slug."""
    names: Table[Name]
    """By slug. A task that looks up only a name does not run again when the rest of the entry changes."""
    citing: Table[Citing]
    """By slug: what lists of sources show of an entry."""
    dead: Table[Dead]
    """By slug: the sources of an entry that are gone, where there are any."""
    families: Table[tuple[str, ...]]
    """By the slug of an original: its own and those of its translations."""
    cited: Table[bool]
    """The publishers that have a page: those of sources, but not those that a source was only seen through."""
    neighbours: Table[tuple[str, str]]
    """By slug: the slugs of the entries before and after in its first topic and its language, by publication."""
    topics: Table[Topic]
    people: Table[Person]
    publishers: Table[Publisher]
    pictures: Table[Picture]
    """By file, as entries name it."""

    @property
    def tables(self) -> Iterable[Table[Any]]:
        """Every table of the context."""
        return (value for value in vars(self).values() if isinstance(value, Table))

    def artifacts(self, task: Task) -> Iterable[Artifact]:
        """Runs a task; its artifacts come one by one."""
        prefix = self.facts.prefix
        artifacts: Iterable[Artifact] = task.run(*task.inputs, self)
        return (artifact.below(prefix) for artifact in artifacts) if prefix else artifacts

    def execute(self, task: Task) -> tuple[tuple[Artifact, ...], str]:
        """Runs a task; returns its artifacts, and its dependencies in the format of `Trace.taken`."""
        self.trace.taken()
        artifacts = tuple(self.artifacts(task))
        return artifacts, self.trace.taken()

    def key(self, task: Task, *extra: object) -> str:
        """A fingerprint of a task's declared inputs, of the site's facts, and of `extra`.

        Raises TypeError for an input that is not a plain value.
        """
        return digest(_ENCODER.encode((self._facts_key, extra, task.name, task.run.__qualname__, task.inputs)))

    @cached_property
    def _facts_key(self) -> str:
        return digest(self.facts)

    @property
    def site_info(self) -> SiteInfo:
        """The site's name and address."""
        return self.facts.site_info

    def id_of(self, entry: Entry | EntrySummary) -> str:
        """An entry's id, which outlives its name and the site's address; it is a URI, and need not lead anywhere."""
        return f"{self.site_info.ids}{ENTRIES}/{entry.first_slug}/"

    @property
    def zone(self) -> ZoneInfo:
        """The newsroom's time zone."""
        return ZoneInfo(self.facts.zone)

    def url_of(self, slug: str) -> str:
        """The whole address of an entry's page, in a site that has an address."""
        return f"{self.site_info.url}{ENTRIES}/{slug}/"

    def moments(self, entry: Entry | EntrySummary) -> tuple[datetime, ...]:
        """When each of its versions came out, and at last when it was withdrawn."""
        return moments(entry, self.facts.zone)

    @property
    def language(self) -> Language:
        """The language of the site's own pages."""
        return self.languages[self.facts.language]

    def speaking(self, tag: str) -> RenderContext:
        """The context with a language that no current entry is in."""
        if tag in self.languages:
            return self
        return replace(self, languages={**self.languages, **languages(self.facts.words, {tag})})

    def picture(self, entry: Entry | EntrySummary) -> str:
        """The address of an entry's picture, in the site: its image, else its drawn cover."""
        return quote(entry.image.file) if entry.image else f"covers/{entry.slug}.svg"

    def dead_in(self, slug: str) -> Dead:
        """The sources of an entry that are gone."""
        return self.dead.get(slug) or {}

    def source_links(self, slug: str, address: str, *texts: str | None) -> Mapping[str, str]:
        """Where an entry's texts link to its sources, on another page; the entry is looked up only if they do."""
        if not any(SOURCE in text for text in texts if text):
            return {}
        return source_links(self.summaries[slug].linked, self.dead_in(slug), linker(address)(f"{ENTRIES}/{slug}/"))

    def photo(self, image: Image | ImageSummary) -> Photo:
        """A picture as pages show it."""
        known = self.pictures.get(image.file) or Picture(0, 0, ())
        copies = tuple((width, quote(file)) for width, file in known.copies)
        return Photo(quote(image.file), copies, known.width, known.height, image.focus or "")

    def cover(self, entry: Entry | EntrySummary) -> Photo:
        """An entry's picture: its image, else its drawn cover."""
        if entry.image is not None:
            return self.photo(entry.image)
        return Photo(self.picture(entry), (), *COVER_SIZE, "")

    def link_to(self, entry: Entry | Name | Citing, language: Language) -> Link:
        """A link to an entry by its title, on a page in a language."""
        own = self.languages[entry.language]
        return Link(entry.title, f"{ENTRIES}/{entry.slug}/", None if own is language else own)

    def localized(self, texts: Mapping[str, str], language: Language) -> str:
        """A text of a shared record in a language."""
        return localized(texts, language.tag, self.language.tag)

    def name_of_topic(self, topic: str, language: Language) -> str:
        """A topic's name in a language."""
        return self.localized(self.topics[topic].name, language)

    def name_of_person(self, person: str, language: Language) -> str:
        """An author's name in a language; the id where there is no record of them."""
        record = self.people.get(person)
        return self.localized(record.name, language) if record else person

    def name_of_publisher(self, publisher: str, language: Language) -> str:
        """A publisher's name in a language."""
        return self.localized(self.publishers[publisher].name, language)

    def page(
        self,
        address: str,
        template: str,
        *,
        title: str,
        description: str,
        language: Language | None = None,
        source: str = "",
        meta: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> Artifact:
        """A page made by a template: front matter for the site engine, then Markdown whose blocks are HTML.

        It is in the site's language where no other is given. Its file stands in the folder that is its address: an
        engine that counts links in HTML from the file (Zensical) then finds the same as a browser.
        """
        language = language or self.language
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
            "title": _unread(title),
            "description": _unread(description),
            "lang": language.tag,
            "dir": language.direction,
            "theme_language": language.spoken,
            "fonts": _FONTS.get(language.script, _FONTS["Latn"]),
            "kind": template,
            "hide": ["navigation"] if template in _LONG else ["navigation", "toc"],
            **(meta or {}),
        }
        return Artifact(f"{address}index.md", _EMPTY_LINES.sub("\n\n", text), source, head)


def _plain(value: object) -> str:
    """The text of a record; other objects have none."""
    if isinstance(value, BaseModel):
        return repr(value)
    raise TypeError(f"a task's input cannot hold a {type(value).__name__}; pass plain values, and look the rest up")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_EMPTY_LINES = re.compile("\n\n\n+")
"""Left by templates where they print nothing; Markdown would remove only some of them."""
_LONG = frozenset(("entry", "version", "changes"))
"""Pages with a table of contents beside them. The others name what they hold, and take the width (`hide`, Material)."""
_FONTS = {"Latn": ["serif-latin"], "Cyrl": ["serif-cyrillic"], "Arab": ["naskh-arabic", "serif-latin"]}
"""The font files that a page in a script needs first."""


def _unread(text: str) -> str:
    """Text that site engines print unescaped, and that the plugin `macros` runs if it looks like Jinja."""
    return escape(text).replace("{", "&#123;")
