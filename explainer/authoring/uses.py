"""Finds the entries that use a topic, person, publisher, address or image: `explainer where`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import click

from explainer.content.load import positions_in
from explainer.model import Entry, Site
from explainer.model.addresses import is_path, redirect_file
from explainer.model.base import localized
from explainer.model.walk import Shared
from explainer.problems import Pointer, closest
from explainer.resources.memo import Fact, Remember, worked_out
from explainer.text.inline import links
from explainer.text.plain import count, escaped, printable

Kind: TypeAlias = Literal["topic", "person", "publisher", "image", "address", "host"]


@dataclass(frozen=True, slots=True)
class Use:
    """A place that uses a name."""

    path: str
    line: int
    field: str
    """The field: `topics`, `via`, `url`; `text` for a link in running text or in a page."""
    entry: str | None
    """The entry's slug; None for a page."""
    title: str
    """The entry's title; empty for a page."""


@dataclass(frozen=True, slots=True)
class Match:
    """Something that has the name, and its uses. A name can be both a topic and a publisher."""

    id: str
    kind: Kind
    name: str
    """As readers see it; empty if they do not."""
    known: bool
    """Whether it has a record or file; if not, it is missing or misspelt."""
    uses: tuple[Use, ...]


class UnknownId(Exception):
    """Nothing has this name; the message suggests the nearest one."""


def _named(entry: Entry, kind: Shared | Literal["address"]) -> Iterator[tuple[Pointer, str]]:
    """What an entry names: the pointer to it, and the name."""
    yield from entry.values[kind]
    if kind == "address":
        for pointer, text in entry.values["markdown"]:
            for url in links(text):
                yield pointer, url


class Addresses(Fact, frozen=True, kw_only=True):
    """What an entry leads to."""

    addresses: tuple[str, ...] = ()


def where(site: Site, id_: str, remember: Remember[Addresses] = worked_out) -> tuple[Match, ...]:
    """Everything with this name, and every place that uses it. Raises UnknownId."""
    if "://" in id_:
        uses = _uses(site, "address", _leading(site, remember), lambda url: _plain(url) == _plain(id_))
        return (Match(id_, "address", "", bool(uses), tuple(uses)),)  # even if no entry cites it yet
    image = id_.removeprefix(f"{site.layout.docs}/")
    kinds: tuple[tuple[Kind, Shared, str, Mapping[str, str]], ...] = (
        ("topic", "topics", id_, _names(site, "topics")),
        ("person", "people", id_, _names(site, "people")),
        ("publisher", "publishers", id_, _names(site, "publishers")),
        ("image", "images", image, dict.fromkeys(site.images, "")),
    )
    matches = []
    for kind, shared, name, records in kinds:
        uses = _uses(site, shared, _naming(site, shared), name.__eq__)
        if kind == "image" and name.startswith("images/"):
            uses += _in_pages(site, name)
        if name in records or uses:
            matches.append(Match(name, kind, records.get(name, ""), name in records, tuple(uses)))
    if "." in id_ and (uses := _uses(site, "address", _leading(site, remember), lambda url: _is_at(url, id_.lower()))):
        matches.append(Match(id_, "host", "", True, tuple(uses)))
    if former := [*_former(site, id_)]:
        matches.append(Match(id_, "address", "", True, tuple(former)))
    if not matches:
        hosts = {_host(url) for addresses in _leading(site, remember).values() for url in addresses}
        near = closest(id_, sorted({*hosts, *(name for *_, records in kinds for name in records)}))
        raise UnknownId(
            f"no topic, person, publisher, image or host is called `{printable(id_)}`; "
            + (f"did you mean `{near}`?" if near else "ids are in site_data/, images in content/images/")
        )
    return tuple(matches)


def _names(site: Site, kind: Literal["topics", "people", "publishers"]) -> Mapping[str, str]:
    language = site.settings.language
    records: Mapping[str, object] = getattr(site, kind)
    return {id_: localized(record.name, language) for id_, record in records.items()}  # type: ignore[attr-defined]


def _naming(site: Site, kind: Shared) -> Mapping[str, Iterable[str]]:
    """The records that entries name, by the path of the entry."""
    return {entry.path: [name for one, name in entry.named_records if one == kind] for entry in site.summaries}


def _leading(site: Site, remember: Remember[Addresses]) -> Mapping[str, Iterable[str]]:
    """The addresses that entries lead to, by the path of the entry."""
    by_path = {entry.path: entry for entry in site.summaries}

    def work(paths: Sequence[str]) -> list[Addresses]:
        entries = (site.known.whole(by_path[path]) for path in paths)
        return [
            Addresses(addresses=tuple(dict.fromkeys(url for _, url in _named(entry, "address")))) for entry in entries
        ]

    contents = site.known.contents
    found = remember({path: contents.get(path, "") for path in by_path}, work)
    return {path: one.addresses for path, one in found.items()}


def _uses(
    site: Site, kind: Shared | Literal["address"], named: Mapping[str, Iterable[str]], is_it: Callable[[str], bool]
) -> list[Use]:
    """The uses of what is looked for; `named` has what each entry names, by its path."""
    uses = []
    for summary in site.summaries:
        if not any(map(is_it, named[summary.path])):
            continue
        entry, places = site.known.whole(summary), positions_in(site.root, summary.path)
        pointers = [pointer for pointer, name in _named(entry, kind) if is_it(name)]
        for line, pointer in sorted((places.find(pointer)[0], pointer) for pointer in pointers):
            field = next(part for part in reversed(pointer) if isinstance(part, str))
            uses.append(Use(entry.path, line, field, entry.slug, entry.title))
    return uses


def _former(site: Site, address: str) -> Iterator[Use]:
    """The entries that have a former address: a slug, or a path in any spelling."""
    for entry in site.summaries:
        for number, alias in enumerate(entry.aliases):
            same = is_path(alias) and is_path(address) and redirect_file(alias) == redirect_file(address)
            if same or alias == address:
                line, _ = positions_in(site.root, entry.path).find(("aliases", number))
                yield Use(entry.path, line, "aliases", entry.slug, entry.title)


def _in_pages(site: Site, image: str) -> Iterator[Use]:
    named = re.compile(rf"{re.escape(image)}(?![\w.-])")
    for page in site.pages:
        for number, line in enumerate(page.text.splitlines(), 1):
            if named.search(line):
                yield Use(page.path, number, "text", None, "")


def _plain(url: str) -> str:
    """Without the fragment and a final slash, which do not change the page."""
    return url.partition("#")[0].rstrip("/")


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_at(url: str, host: str) -> bool:
    """Whether an address is at a host or below it: `www.bbc.com` is below `bbc.com`."""
    return f".{_host(url)}".endswith(f".{host}")


# --- formats ----------------------------------------------------------------------------------------------------------

_MISSING = {
    "topic": "missing from site_data/topics.yml",
    "person": "missing from site_data/people.yml",
    "publisher": "missing from site_data/publishers.yml",
    "image": "missing from content/images/",
}


def as_text(matches: Sequence[Match]) -> str:
    """For a terminal: what each match is, then a line for each use."""
    lines = []
    for match in matches:
        label = f" ({printable(match.name)})" if match.name else ""
        article = "an" if match.kind in ("image", "address") else "a"
        summary = f"`{printable(match.id)}`{label} is {article} {match.kind}"
        if not match.known and match.kind in _MISSING:
            summary += f", {_MISSING[match.kind]}"
        if not match.uses:
            lines.append(f"{summary}; nothing uses it")
            continue
        lines.append(f"{summary}; {count(len({use.path for use in match.uses}), 'file uses', 'files use')} it:")
        for use in match.uses:
            place = click.style(f"{printable(use.path)}:{use.line}", bold=True)
            lines.append(f"{place}: {printable(use.title)}{' ' if use.title else ''}[{use.field}]")
    return "\n".join(lines)


def as_json(matches: Sequence[Match]) -> str:
    """A list of objects with the fields of `Match`."""
    return escaped(json.dumps([asdict(match) for match in matches], ensure_ascii=False, indent=2))


FORMATS = {"text": as_text, "json": as_json}
