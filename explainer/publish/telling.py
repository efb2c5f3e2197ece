"""Whether the files of a published site tell what a version says: its page, its data, the feeds, the changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any, TypeAlias
from unicodedata import bidirectional, category, normalize
from xml.etree import ElementTree

from explainer.model.dates import parse
from explainer.outputs.base import ENTRIES
from explainer.outputs.data.entry import API
from explainer.outputs.entry.markdown import TWIN
from explainer.outputs.feeds.feeds import NEWEST
from explainer.publish.claims import amiss, points_of
from explainer.publish.published import Read, parsed, read_json
from explainer.publish.same import differences
from explainer.text.inline import to_text

Feeds: TypeAlias = dict[str, dict[str, str]]
"""By the path of a feed, by the id of an explainer: what the feed says of it."""
_FEEDS = ("feed.xml", "feed.json")
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Untold:
    """A text of a version that a file does not tell."""

    path: str
    version: int
    words: str
    """Empty where the whole file is missing."""
    is_more: bool = False
    """Whether it is the other way round: the file says it, and the version does not."""


def untold(read: Read, feeds: Feeds, slug: str, entry: str, versions: Sequence[Mapping[str, Any]]) -> Iterator[Untold]:
    """What the files of an explainer do not tell of its versions; of one without a text there is nothing to tell."""
    page, newest = f"{ENTRIES}/{slug}/", max((version["version"] for version in versions), default=0)
    notes = [text for version in versions for text in _noted(version) if version["type"] != "withdrawal"]
    for version in versions:
        if "content" not in version:
            continue
        number, said = version["version"], version["content"]
        if number < newest:
            yield from _in_page(read, f"{page}v/{number}/index.html", number, [*_texts(said)], said=said)
            continue
        days = [parse(version["at"]).iso for version in versions if version["type"] != "withdrawal"]
        texts, claims = [*_texts(said), *notes], [*_claims(said)]
        yield from _in_page(read, f"{page}index.html", number, [*texts, *days], said=said, structured=claims)
        yield from _in_data(read, data := f"{API}/entries/{slug}.json", number, texts, needed=True)
        yield from (Untold(data, number, words) for words in differences(said, read_json(read, data), _folded))
        yield from _in_feeds(feeds, entry, number, claims)
        for path in (f"{page}embed/index.html", f"{page}{TWIN}"):  # a site may not have them
            if (content := read(path)) is not None:
                text = content.decode(errors="replace")
                told = "\n".join(map(to_text, text.splitlines())) if path.endswith(".md") else _visible(text)
                yield from _missing(path, number, claims, told)
                yield from _amiss(path, number, said, text if path.endswith(".html") else "")
        if newest > 1:
            yield from _in_page(read, f"{page}changes/index.html", number, notes)
            yield from _in_data(read, data := f"{page}changes.json", number, notes, needed=True)
            for path, name in ((data, "versions"), (f"{API}/entries/{slug}.json", "updates")):
                yield from _kinds(path, versions, (read_json(read, path) or {}).get(name, ()))
    yield from _withdrawn(read, slug, versions)


def _kinds(path: str, versions: Sequence[Mapping[str, Any]], data: Sequence[Mapping[str, Any]]) -> Iterator[Untold]:
    """A correction must not pass for an update."""
    told = {one.get("version"): one.get("type") for one in data}
    for version in versions:
        if version["type"] not in ("publication", "withdrawal", told.get(version["version"])):
            yield Untold(path, version["version"], f"type: {version['type']}")


def _withdrawn(read: Read, slug: str, versions: Sequence[Mapping[str, Any]]) -> Iterator[Untold]:
    """Readers of what is left of an explainer learn that it was withdrawn, and why."""
    for version in versions:
        if version["type"] == "withdrawal":
            number, reason = version["version"], to_text(version.get("reason", ""))
            path = f"{API}/entries/{slug}.json"
            yield from _in_page(read, f"{ENTRIES}/{slug}/index.html", number, [reason])
            yield from _in_data(read, path, number, ["withdrawn", reason], needed=True)
            if (read_json(read, path) or {}).get("status") != "withdrawn":
                yield Untold(path, number, "status: withdrawn")


def _noted(version: Mapping[str, Any]) -> Iterator[str]:
    for name in ("note", "was", "now"):
        if name in version:
            yield to_text(version[name])


def _claims(said: Mapping[str, Any]) -> Iterator[str]:
    """The headline, and the texts of all points."""
    yield said["title"]
    for one in points_of(said):
        for text in (one.get("text"), one.get("quotation", {}).get("text"), one.get("outcome", {}).get("text")):
            if text:
                yield to_text(text)


def _texts(said: Mapping[str, Any]) -> Iterator[str]:
    """Everything of a version that stands on its page as it was written."""
    yield from _claims(said)
    yield said["summary"]
    yield from map(to_text, said.get("key_points", ()))
    yield to_text(said.get("credit", ""))
    for place in (said, *said["sections"]):
        yield from (to_text(note["text"]) for note in place.get("notes", ()))
        yield to_text(place.get("empty", ""))
        yield place.get("heading", "")
        if table := place.get("table"):
            yield to_text(table["caption"])
            yield from map(to_text, table["columns"])
            yield from (to_text(cell) for row in table["rows"] for cell in row["cells"])
    for point in points_of(said):
        yield point.get("unsourced", "")
        yield point.get("quotation", {}).get("speaker", "")
    for source in said.get("sources", ()):
        yield source.get("title", "")
        yield source.get("url", "")


def _in_page(
    read: Read,
    path: str,
    number: int,
    texts: Sequence[str],
    *,
    said: Mapping[str, Any] | None = None,
    structured: Sequence[str] = (),
) -> Iterator[Untold]:
    content = read(path)
    if content is None:
        yield Untold(path, number, "")
        return
    page, html = _Page(), content.decode(errors="replace")
    page.feed(html)
    page.close()
    yield from _missing(path, number, texts, "".join([*page.texts, *page.values]))
    if said is not None:
        yield from _amiss(path, number, said, html)
    if structured:
        yield from _missing(path, number, structured, " ".join(_strings_of("".join(page.data))))


def _amiss(path: str, number: int, said: Mapping[str, Any], html: str) -> Iterator[Untold]:
    less, more = amiss(said, html, _folded)
    yield from (Untold(path, number, str(claim)) for claim in less)
    yield from (Untold(path, number, str(claim), is_more=True) for claim in more)


def _in_data(read: Read, path: str, number: int, texts: Sequence[str], *, needed: bool) -> Iterator[Untold]:
    content = read(path)
    if content is not None:
        yield from _missing(path, number, texts, " ".join(_strings_of(content.decode(errors="replace"))))
    elif needed:
        yield Untold(path, number, "")


def feeds_of(read: Read) -> Feeds:
    """What the feeds say of each explainer, by its id; nothing of a feed that is missing or cannot be read."""
    atom: dict[str, str] = {}
    try:
        for item in ElementTree.fromstring(read(_FEEDS[0]) or b"").findall(f"{_ATOM}entry"):  # noqa: S314 - expat bounds entities
            atom[item.findtext(f"{_ATOM}id") or ""] = _visible(" ".join(item.itertext()))
    except ElementTree.ParseError:
        pass
    data = read_json(read, _FEEDS[1])
    items = [item for item in data.get("items", ()) if isinstance(item, dict)] if isinstance(data, dict) else []
    return {_FEEDS[0]: atom, _FEEDS[1]: {str(item.get("id")): _visible(" ".join(_strings(item))) for item in items}}


def _in_feeds(feeds: Feeds, entry: str, number: int, texts: Sequence[str]) -> Iterator[Untold]:
    """Feeds have the newest explainers only."""
    for path, told in feeds.items():
        if entry in told:
            yield from _missing(path, number, texts, told[entry])
        elif len(told) < NEWEST:
            yield Untold(path, number, "")


def _missing(path: str, number: int, texts: Sequence[str], content: str) -> Iterator[Untold]:
    told = _folded(content)
    for text in dict.fromkeys(texts):
        if _folded(text) not in told:
            yield Untold(path, number, text)


_TURNS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF"))
"""Classes of characters that embed or override a direction (Unicode TR 9)."""


class _Seen(dict[int, int | None]):
    """Spaces and signs that nobody sees count for nothing: pages, data and feeds break lines differently. Signs that
    turn the direction of what follows count: with them a sentence reads differently."""

    def __missing__(self, code: int) -> int | None:
        turns = bidirectional(chr(code)) in _TURNS
        self[code] = None if category(chr(code))[0] in "ZC" and not turns else code
        return self[code]


_SEEN = _Seen()


def _folded(text: str) -> str:
    return normalize("NFC", text).translate(_SEEN)


class _Page(HTMLParser):
    """The texts of a page as readers see them, the addresses of its links and its dates, and its structured data."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.values: list[str] = []
        self.data: list[str] = []
        self._into: list[str] | None = self.texts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "script":
            self._into = self.data if known.get("type") == "application/ld+json" else None
        elif tag in ("style", "template"):
            self._into = None
        elif value := known.get("href" if tag == "a" else "datetime"):
            self.values.append(f" {value}")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "template"):
            self._into = self.texts

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)


def _visible(html: str) -> str:
    page = _Page()
    page.feed(html)
    page.close()
    return " ".join(["".join([*page.texts, *page.values]), unescape(html)])


def _strings_of(text: str) -> list[str]:
    return [*_strings(parsed(text))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
