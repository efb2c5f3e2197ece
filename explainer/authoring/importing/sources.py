"""Makes sources from an article's links, its anonymous speakers and the article itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias
from urllib.parse import quote, urljoin, urlsplit

from explainer.authoring.importing.phrases import ANONYMOUS, REASON, day_in_address
from explainer.authoring.importing.runs import Runs, markdown, plain
from explainer.model import Person, Publisher
from explainer.model.base import localized
from explainer.text.inline import is_safe_url
from explainer.text.slugs import slug_of

_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
NO_ADDRESS = "#"
"""Stands for a lost address. `check` refuses it, so that no editor forgets to fill it in."""


Fields: TypeAlias = dict[str, str | dict[str, str]]


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source of the draft."""

    fields: Fields
    notes: list[str]
    """What an editor has to look at; written above the source as comments."""


class Sources:
    """The sources of a draft, each once, in the order of first citation."""

    def __init__(self, publishers: Mapping[str, Publisher], original: str) -> None:
        self.drafts: list[SourceDraft] = []
        self.refused: list[str] = []
        """Addresses that cannot be linked, with their link texts."""
        self._publishers = publishers
        self._original = original
        self._by_address: dict[str, str] = {}
        self._stems: Counter[str] = Counter()
        self._main_publisher = ""
        self.main: str | None = None
        """The id of the article itself."""

    def add_article(self, title: str, published: str, publisher: str, authors: str, note: str) -> None:
        """Adds the article itself, if it is known where it was published."""
        url = self._original if is_safe_url(self._original) else ""
        publisher_id = self._publisher_of(url) or id_of(self._publishers, publisher)
        if not url and not publisher_id and not publisher:
            return
        day = published[:10]
        fields: Fields = {"publisher": publisher_id, "title": title, "author": authors, "url": url, "published": day}
        notes = [note] if note else []
        if not publisher_id:
            notes.append(_unknown(publisher or urlsplit(url).netloc))
        self.main = self._add(fields, publisher_id or publisher or urlsplit(url).netloc, notes)
        self._by_address[url] = self.main
        self._main_publisher = publisher_id

    def cite(self, runs: Runs) -> tuple[str, list[str]]:
        """A text as inline Markdown, and the ids of its sources, without the article itself."""
        addresses: dict[str, str] = {}
        cited: list[str] = []
        linked: dict[str, str] = {}
        lost: list[str] = []
        for run in runs:
            linked |= {url: words for href, words in run.notes if (url := self._address(href)) and url not in linked}
            if run.href == NO_ADDRESS:
                lost.append(run.text.strip())
            elif not run.href or run.href.startswith("#"):
                continue
            elif url := self._address(run.href):
                addresses[run.href] = url
                if url.startswith(("mailto:", "tel:")):
                    continue  # nobody can look anything up there
                linked[url] = linked.get(url, "") + run.text
            else:
                self.refused.append(f"{run.text.strip()[:60]} ({run.href[:200]})")
        for url, words in linked.items():
            if url not in self._by_address:
                self._by_address[url] = self._of_link(url, words.strip())
            cited.append(self._by_address[url])
        for words in lost:
            note = "the link in the article has no address, and the title is its text; give both"
            cited.append(self._add({"title": words or "Link", "url": NO_ADDRESS}, f"link {words}"[:24], [note]))
        cited += self._anonymous(plain(runs))
        return markdown(runs, addresses), [source for source in dict.fromkeys(cited) if source != self.main]

    def linked(self, runs: Runs) -> str:
        """A text as inline Markdown with its links, none of them a source."""
        addresses = {run.href: self._address(run.href) for run in runs if run.href and not run.href.startswith("#")}
        return markdown(runs, {href: url for href, url in addresses.items() if url})

    def _of_link(self, url: str, words: str) -> str:
        host = urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
        publisher = self._publisher_of(url)
        notes = ["the title is the link's text; write the source's own"]
        if not publisher:
            notes.append(_unknown(host))
        day = day_in_address(urlsplit(url).path)
        fields: Fields = {"publisher": publisher, "title": words or host, "url": url, "published": day}
        return self._add(fields, publisher or host, notes)

    def _anonymous(self, text: str) -> list[str]:
        ids = []
        taken: list[tuple[int, int]] = []
        for match in chain.from_iterable(pattern.finditer(text) for pattern in ANONYMOUS):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            words = match[0].strip(" ,")
            sentence = text[match.start() : match.end() + 200]
            reason = REASON.search(sentence)
            others = (name for name in self._publishers if name != self._main_publisher)
            publisher = next((name for name in others if self._says(name, sentence)), "")
            fields: Fields = {
                "type": "article" if publisher else "interview",
                "publisher": publisher,
                "title": words[:1].upper() + words[1:],
                "via": self._main_publisher,
                "anonymous": {"description": words} | ({"reason": reason["reason"].strip()} if reason else {}),
            }
            ids.append(self._add(fields, f"{publisher} unnamed", []))
        return ids

    def _add(self, fields: Fields, name: str, notes: list[str]) -> str:
        day = str(fields.get("published", ""))
        stem = slug_of(f"{name} {day[5:7]}{day[8:10]}", "") or "source"
        self._stems[stem] += 1
        source = stem if self._stems[stem] == 1 else f"{stem}-no-{self._stems[stem]}"
        known = {key: value for key, value in fields.items() if value}
        self.drafts.append(SourceDraft({"id": source, "type": "article", **known}, notes))
        return source

    def _address(self, href: str) -> str:
        """The address if it may be linked, else empty."""
        try:
            url = urljoin(self._original, href) if is_safe_url(self._original) else href
            url = quote(url.strip(), safe=_SAFE)
            return url if is_safe_url(url) and len(url) <= 2000 else ""
        except ValueError:
            return ""

    def _publisher_of(self, url: str) -> str:
        """The publisher whose home page is the longest prefix of an address."""
        homes = {name: publisher.url for name, publisher in self._publishers.items() if publisher.url}
        fitting = [name for name, home in homes.items() if _lies_under(url, home)]
        return max(fitting, key=lambda name: len(homes[name]), default="")

    def _says(self, publisher: str, text: str) -> bool:
        name = localized(self._publishers[publisher].name, "en")
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def id_of(records: Mapping[str, Publisher | Person], name: str) -> str:
    """The id of the record that has a name, in any language; empty if there is none."""
    for id_, record in records.items():
        if name and name.casefold() in map(str.casefold, record.name.values()):
            return id_
    return ""


def _lies_under(url: str, home: str) -> bool:
    try:
        address, publisher = urlsplit(url), urlsplit(home)
    except ValueError:
        return False
    outlet = (publisher.hostname or "").removeprefix("www.")
    inside = f"{address.path}/".startswith(f"{publisher.path.rstrip('/')}/")
    return bool(outlet) and inside and f".{address.hostname}".endswith(f".{outlet}")


def _unknown(name: str) -> str:
    return f"{name} has no record in site_data/publishers.yml; add one, then `publisher:` here"
