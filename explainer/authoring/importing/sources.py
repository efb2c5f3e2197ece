"""Makes sources of an article's links, of the article itself, and of people who speak without a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

from explainer.authoring.importing.article import Runs, plain
from explainer.authoring.importing.phrases import ANONYMOUS, REASON
from explainer.authoring.importing.wording import markdown
from explainer.authoring.new import slug_of
from explainer.model import Publisher
from explainer.model.base import localized
from explainer.model.dates import parse
from explainer.text.inline import is_safe_url

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?!\d)")
"""A day in an address: `/2020/02/21/`."""
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
NO_ADDRESS = "#"
"""Where a link has lost its address. `check` refuses it, so that no editor forgets to fill it in."""


@dataclass(slots=True)
class SourceDraft:
    """A source in the making."""

    fields: dict[str, str | dict[str, str]]
    notes: list[str] = field(default_factory=list)
    """What an editor has to look at; written above it as comments."""


class Sources:
    """The sources of one draft, each once, in the order of their first citation."""

    def __init__(self, publishers: Mapping[str, Publisher], original: str) -> None:
        self.drafts: list[SourceDraft] = []
        self.refused: list[str] = []
        """Addresses that cannot be linked, with the words that led there."""
        self._publishers = publishers
        self._original = original
        self._by_address: dict[str, str] = {}
        self._stems: Counter[str] = Counter()
        self._main_publisher = ""
        self.main: str | None = None
        """The id of the article itself."""

    def add_article(self, title: str, published: str, publisher: str, authors: str, note: str) -> None:
        """The article itself, if it is known where it was published."""
        url = self._original if is_safe_url(self._original) else ""
        known = self._publisher_of(url) or self._named(publisher)
        if not url and not known and not publisher:
            return
        fields: dict[str, str | dict[str, str]] = {"publisher": known, "title": title, "author": authors, "url": url}
        notes = [note] if note else []
        if not known:
            notes.append(_unknown(publisher or urlsplit(url).netloc))
        self.main = self._add(fields | {"published": published[:10]}, known or publisher or urlsplit(url).netloc, notes)
        self._by_address[url] = self.main
        self._main_publisher = known

    def cite(self, runs: Runs) -> tuple[str, list[str]]:
        """A text in inline Markdown, and the ids of the sources that it names; all but the article itself."""
        addresses: dict[str, str] = {}
        cited: list[str] = []
        linked: dict[str, str] = {}
        lost: list[str] = []
        for run in runs:
            if not run.href:
                continue
            if run.href == NO_ADDRESS:
                lost.append(run.text.strip())
                continue
            url = self._address(run.href)
            if url:
                addresses[run.href] = url
                linked[url] = linked.get(url, "") + run.text
            elif not run.href.startswith("#"):
                self.refused.append(f"{run.text.strip()[:60]} ({run.href[:200]})")
        for url, words in linked.items():
            if url not in self._by_address:
                self._by_address[url] = self._of_link(url, words.strip())
            cited.append(self._by_address[url])
        for words in lost:
            note = "the article's link has lost its address, and the title is the link's words; give both"
            cited.append(self._add({"title": words or "Link", "url": NO_ADDRESS}, f"link {words}"[:24], [note]))
        cited += self._anonymous(plain(runs))
        return markdown(runs, addresses), [one for one in dict.fromkeys(cited) if one != self.main]

    def _of_link(self, url: str, words: str) -> str:
        if url.startswith("mailto:"):
            return self._add({"type": "statement", "title": words or url, "url": url}, "mail", [])
        host = urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
        known = self._publisher_of(url)
        notes = ["the title is the link's words; write the source's own"]
        if not known:
            notes.append(_unknown(host))
        day = ""
        if (match := _DAY.search(urlsplit(url).path)) is not None:
            try:
                day = parse("-".join(match.groups())).text
            except ValueError:
                day = ""
        fields: dict[str, str | dict[str, str]] = {"publisher": known, "title": words or host, "url": url}
        return self._add({**fields, "published": day}, known or host, notes)

    def _anonymous(self, text: str) -> list[str]:
        ids = []
        taken: list[tuple[int, int]] = []
        for pattern in ANONYMOUS:
            for match in pattern.finditer(text):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                taken.append(match.span())
                words = match[0].strip(" ,")
                sentence = text[match.start() : match.end() + 200]
                reason = REASON.search(sentence)
                told = next(
                    (one for one in self._publishers if one != self._main_publisher and self._says(one, sentence)), ""
                )
                fields: dict[str, str | dict[str, str]] = {
                    "type": "article" if told else "interview",
                    "publisher": told,
                    "title": words[:1].upper() + words[1:],
                    "via": self._main_publisher,
                    "anonymous": {"description": words} | ({"reason": reason["reason"].strip()} if reason else {}),
                }
                notes = [] if reason else ["`anonymous` needs a `reason`: why is the source not named?"]
                ids.append(self._add(fields, f"{told} unnamed", notes))
        return ids

    def _add(self, fields: dict[str, str | dict[str, str]], name: str, notes: list[str]) -> str:
        day = str(fields.get("published", ""))
        stem = slug_of(f"{name} {day[5:7]}{day[8:10]}") or "source"
        self._stems[stem] += 1
        source = stem if self._stems[stem] == 1 else f"{stem}-no-{self._stems[stem]}"
        previous = {key: value for key, value in fields.items() if value}
        self.drafts.append(SourceDraft({"id": source, "type": "article", **previous}, notes))
        return source

    def _address(self, href: str) -> str:
        """An address that may be linked; empty if there is none."""
        if href.startswith("#"):
            return ""
        try:
            url = urljoin(self._original, href) if is_safe_url(self._original) else href
            url = quote(url.strip(), safe=_SAFE)
            return url if is_safe_url(url) and len(url) <= 2000 else ""
        except ValueError:
            return ""

    def _publisher_of(self, url: str) -> str:
        """The publisher whose home page an address lies under; the longest that fits."""
        fitting = [""]
        for name, publisher in self._publishers.items():
            if publisher.url and _lies_under(url, publisher.url):
                fitting.append(name)
        return max(fitting, key=lambda name: len(self._publishers[name].url or "") if name else 0)

    def _named(self, name: str) -> str:
        folded = name.casefold()
        return next((one for one in self._publishers if folded and folded in self._names(one)), "")

    def _names(self, publisher: str) -> set[str]:
        return {name.casefold() for name in self._publishers[publisher].name.values()}

    def _says(self, publisher: str, text: str) -> bool:
        name = localized(self._publishers[publisher].name, "en")
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _lies_under(url: str, site_info: str) -> bool:
    try:
        here, there = urlsplit(url), urlsplit(site_info)
    except ValueError:
        return False
    host = (here.hostname or "").removeprefix("www.")
    outlet = (there.hostname or "").removeprefix("www.")
    path = there.path.rstrip("/")
    inside = not path or here.path == path or here.path.startswith(path + "/")
    return bool(outlet) and inside and (host == outlet or host.endswith(f".{outlet}"))


def _unknown(name: str) -> str:
    return f"{name} is in no record of site_data/publishers.yml; add one, then `publisher:` here"
