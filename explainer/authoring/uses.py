"""Says which entries use something: `explainer where`. A topic, a person, a publisher, an address, or an image."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

import click

from explainer.content.load import positions_in
from explainer.model import Entry, Site
from explainer.model.base import localized
from explainer.model.walk import Shared
from explainer.problems import Pointer
from explainer.text.inline import links
from explainer.text.plain import count, printable

Kind: TypeAlias = Literal["topic", "person", "publisher", "image", "address", "host"]
Named: TypeAlias = Iterable[tuple[Pointer, str]]
"""What an entry names, with the way to it."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names something."""

    path: str
    line: int
    field: str
    """The field that names it: `topics`, `via`, `url`; `text` for a link in running text or in a page."""
    entry: str | None
    """The slug; None for a page that was written by hand."""
    title: str
    """The entry's; empty for a page."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that has the name, and its uses. One name can be a topic and a publisher."""

    id: str
    kind: Kind
    name: str
    """As readers see it; empty where they do not."""
    known: bool
    """Whether it exists; what is only named has still to be made, or is misspelt."""
    uses: tuple[Use, ...]


class Unknown(Exception):
    """There is nothing of this name; the text says what is nearest."""


def _named(kind: Shared, entry: Entry) -> Named:
    return entry.values[kind]


def _addresses(entry: Entry) -> Named:
    yield from entry.values["address"]
    for pointer, text in entry.values["markdown"]:
        for url in links(text):
            yield pointer, url


def where(site: Site, wanted: str) -> tuple[Found, ...]:
    """All that has a name, with every place that uses it. Raises Unknown."""
    if "://" in wanted:
        return (_address(site, wanted),)
    image = wanted.removeprefix("content/")
    records: tuple[tuple[Kind, Shared, str, Mapping[str, str]], ...] = (
        ("topic", "topics", wanted, _names(site, "topics")),
        ("person", "people", wanted, _names(site, "people")),
        ("publisher", "publishers", wanted, _names(site, "publishers")),
        ("image", "images", image, dict.fromkeys(site.images, "")),
    )
    found = []
    for kind, shared, name, known in records:
        uses = _uses(site, partial(_named, shared), name.__eq__)
        if kind == "image" and name.startswith("images/"):
            uses += _in_pages(site, name)
        if name in known or uses:
            found.append(Found(name, kind, known.get(name, ""), name in known, tuple(uses)))
    if "." in wanted and (uses := _uses(site, _addresses, lambda url: _is_at(url, wanted.lower()))):
        found.append(Found(wanted, "host", "", True, tuple(uses)))
    if not found:
        hosts = {_host(url) for entry in site.entries for _, url in _addresses(entry)}
        near = get_close_matches(wanted, sorted({*hosts, *(name for *_, known in records for name in known)}), n=1)
        raise Unknown(
            f"no topic, person, publisher, image or host is called `{printable(wanted)}`; "
            + (f"did you mean `{near[0]}`?" if near else "ids are in site_data/, images in content/images/")
        )
    return tuple(found)


def _names(site: Site, kind: Literal["topics", "people", "publishers"]) -> Mapping[str, str]:
    language = site.settings.language
    records: Mapping[str, object] = getattr(site, kind)
    return {id_: localized(record.name, language) for id_, record in records.items()}  # type: ignore[attr-defined]


def _uses(site: Site, named: Callable[[Entry], Named], is_it: Callable[[str], bool]) -> list[Use]:
    uses = []
    for entry in site.entries:
        pointers = [pointer for pointer, name in named(entry) if is_it(name)]
        if not pointers:
            continue
        places = positions_in(site.root, entry.path)
        for line, pointer in sorted((places.find(pointer)[0], pointer) for pointer in pointers):
            field = next(part for part in reversed(pointer) if isinstance(part, str))
            uses.append(Use(entry.path, line, field, entry.slug, entry.title))
    return uses


def _in_pages(site: Site, image: str) -> Iterator[Use]:
    named = re.compile(rf"{re.escape(image)}(?![\w.-])")
    for page in site.pages:
        for number, line in enumerate(page.text.splitlines(), 1):
            if named.search(line):
                yield Use(page.path, number, "text", None, "")


def _address(site: Site, wanted: str) -> Found:
    """An address is never unknown: it may be one that nobody has cited yet."""
    uses = _uses(site, _addresses, lambda url: _plain(url) == _plain(wanted))
    return Found(wanted, "address", "", bool(uses), tuple(uses))


def _plain(url: str) -> str:
    """Without what makes no difference to where it leads: the place on the page, a slash at the end."""
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
    "topic": "site_data/topics.yml does not have it",
    "person": "site_data/people.yml does not have it",
    "publisher": "site_data/publishers.yml does not have it",
    "image": "content/images/ does not have it",
}


def as_text(found: Sequence[Found]) -> str:
    """For a terminal: what it is, then a line for each use."""
    lines = []
    for one in found:
        about = f" ({printable(one.name)})" if one.name else ""
        said = f"`{printable(one.id)}`{about} is {'an' if one.kind in ('image', 'address') else 'a'} {one.kind}"
        if not one.known and one.kind in _MISSING:
            said += f", and {_MISSING[one.kind]}"
        if not one.uses:
            lines.append(f"{said}; nothing uses it")
            continue
        files = len({use.path for use in one.uses})
        lines.append(f"{said}; {count(files, 'file uses', 'files use')} it:")
        for use in one.uses:
            place = click.style(f"{printable(use.path)}:{use.line}", bold=True)
            lines.append(f"{place}: {printable(use.title)}{' ' if use.title else ''}[{use.field}]")
    return "\n".join(lines)


def as_json(found: Sequence[Found]) -> str:
    """A list of objects with the fields of `Found`."""
    return json.dumps([_as_data(one) for one in found], ensure_ascii=False, indent=2)


def _as_data(one: Found) -> dict[str, object]:
    uses = [{name: getattr(use, name) for name in ("path", "line", "field", "entry", "title")} for use in one.uses]
    return {"id": one.id, "kind": one.kind, "name": one.name, "known": one.known, "uses": uses}


FORMATS = {"text": as_text, "json": as_json}
