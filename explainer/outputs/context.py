"""What a task is given besides its inputs: the tables that it may look up, the languages, the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
from pydantic import BaseModel

from explainer.keys import digest
from explainer.model import Entry, Person, Publisher, Topic
from explainer.model.base import localized
from explainer.model.summary import Cited, EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Day, Link, SiteInfo, Table, Task, Trace, linker
from explainer.text.language import Language, languages
from explainer.text.templating import Templates


class Name(NamedTuple):
    """What a link to an entry needs."""

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
    """By number; those that today's model cannot read are left out."""
    missing: str
    """Why there is no history, in a sentence; empty where there is one."""


class SiteFacts(NamedTuple):
    """What every task may use, and every key holds."""

    site_info: SiteInfo
    language: str
    """The language of the site's own pages."""
    tags: tuple[str, ...]
    """The languages of the site, sorted."""
    words: Mapping[str, Mapping[str, str | Mapping[str, str]]]
    """What the site itself says, by language and word."""


@dataclass(frozen=True, eq=False)
class RenderContext:
    """What a task can reach: facts that every key holds, and tables that trace each name that it looks up."""

    facts: SiteFacts
    languages: Mapping[str, Language]
    """Those of the facts."""
    templates: Templates
    """Part of the program or of the engine's key."""
    trace: Trace
    today: Day
    """The day on which the site is built."""
    summaries: Table[EntrySummary]
    """By slug: the entries that have a page."""
    entries: Table[Entry]
    """By slug: all that an entry says."""
    past: Table[Past]
    """By slug."""
    names: Table[Name]
    """By slug. A task that needs no more of an entry does not run again when the rest changes."""
    citing: Table[Citing]
    """By slug: what lists of sources say of an entry."""
    families: Table[tuple[str, ...]]
    """By the slug of an original: its own and those of its translations."""
    cited: Table[bool]
    """The publishers of sources, which have a page; not those that were only seen through."""
    neighbours: Table[tuple[str, str]]
    """By slug: the slugs of the entries before and after in its first topic and its language, by publication."""
    topics: Table[Topic]
    people: Table[Person]
    publishers: Table[Publisher]

    @property
    def tables(self) -> Iterable[Table[Any]]:
        """Everything that can be looked up."""
        return (value for value in vars(self).values() if isinstance(value, Table))

    def artifacts(self, task: Task) -> Iterable[Artifact]:
        """What a task makes, by and by."""
        return task.run(*task.inputs, self)

    def execute(self, task: Task) -> tuple[tuple[Artifact, ...], str]:
        """Runs a task; gives what it made, and its dependencies as `Trace.taken` writes them down."""
        self.trace.taken()
        artifacts = tuple(self.artifacts(task))
        return artifacts, self.trace.taken()

    def key(self, task: Task, *others: object) -> str:
        """A fingerprint of a task's declared inputs, of the site's facts, and of `others`.

        Raises TypeError for an input that is no plain value.
        """
        values = (self._facts_key, others, task.name, task.run.__qualname__, task.inputs)
        return digest(_ENCODER.encode(values))

    @cached_property
    def _facts_key(self) -> str:
        return digest(self.facts)

    @property
    def site_info(self) -> SiteInfo:
        """The site's name and address."""
        return self.facts.site_info

    @property
    def language(self) -> Language:
        """The language of the site's own pages."""
        return self.languages[self.facts.language]

    def speaking(self, tag: str) -> RenderContext:
        """The same with a language that no entry is in any more."""
        if tag in self.languages:
            return self
        return replace(self, languages={**self.languages, **languages(self.facts.words, {tag})})

    def picture(self, entry: Entry | EntrySummary) -> str:
        """The address of an entry's picture, in the site: its own, else the cover that is drawn for it."""
        return quote(entry.image.file) if entry.image else f"covers/{entry.slug}.svg"

    def link_to(self, entry: Entry | Name | Citing, language: Language) -> Link:
        """A link to an entry by its title, on a page in a language."""
        own = self.languages[entry.language]
        return Link(entry.title, f"{ENTRIES}/{entry.slug}/", None if own is language else own)

    def name_of_topic(self, topic: str, language: Language) -> str:
        """A topic's name in a language."""
        return localized(self.topics[topic].name, language.tag, self.language.tag)

    def name_of_person(self, person: str, language: Language) -> str:
        """An author's name in a language; the id where there is no record of them."""
        record = self.people.get(person)
        return localized(record.name, language.tag, self.language.tag) if record else person

    def name_of_publisher(self, publisher: str, language: Language) -> str:
        """A publisher's name in a language."""
        return localized(self.publishers[publisher].name, language.tag, self.language.tag)

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
            # The site engines print these two unescaped.
            "title": escape(title),
            "description": escape(description),
            "lang": language.tag,
            "dir": language.direction,
            "theme_language": language.spoken,
            "fonts": _FONTS.get(language.script, _FONTS["Latn"]),
            "kind": template,
            **(meta or {}),
        }
        return Artifact(f"{address}index.md", _EMPTY_LINES.sub("\n\n", text), source, head)


def _plain(value: object) -> str:
    """A record as text; what is no value has none."""
    if isinstance(value, BaseModel):
        return repr(value)
    raise TypeError(f"a task's input cannot hold a {type(value).__name__}; pass plain values, and look the rest up")


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_EMPTY_LINES = re.compile("\n\n\n+")
"""What templates leave where they say nothing: Markdown would take some of it away, and some not."""
_FONTS = {"Latn": ["serif-latin"], "Cyrl": ["serif-cyrillic"], "Arab": ["naskh-arabic", "serif-latin"]}
"""The font files that a page in a script needs first."""
