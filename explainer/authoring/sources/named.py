"""What entries name on the web, and where: sources, media and links in texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from explainer.content.load import located
from explainer.model import Entry, Site, Source
from explainer.outputs.base import is_public
from explainer.problems import Pointer, Problem, Severity, in_order
from explainer.text.inline import SOURCE, is_contact, is_safe_url, links


@dataclass(frozen=True, slots=True)
class Place:
    """A place at which an entry names an address."""

    path: str
    pointer: Pointer
    source: Source | None
    """The source whose address it is."""

    def problem(self, message: str, hint: str, code: str) -> Problem:
        """Something that an editor should look at here."""
        return Problem(self.path, message, hint, code, self.pointer, severity=Severity.WARNING)


def watched(site: Site, today: date, *, drafts: bool) -> tuple[Entry, ...]:
    """The entries whose sources may be asked for: those that readers can see, and drafts only if that is wanted.

    A request tells others what a newsroom works on.
    """
    return tuple(entry for entry in site.entries if entry.status != "withdrawn" and (drafts or is_public(entry, today)))


def addresses(entries: Sequence[Entry]) -> Mapping[str, list[Place]]:
    """The pages that entries lead to, each with its places."""
    found: dict[str, list[Place]] = defaultdict(list)
    for entry in entries:
        for pointer, url in _named(entry):
            if pointer[-1] == "archive_url":  # copies stay; archives have better to do than to answer for each
                continue
            if not url.startswith(SOURCE) and is_safe_url(url) and not is_contact(url):
                source = entry.sources[int(pointer[1])] if pointer[0] == "sources" and pointer[-1] == "url" else None
                found[url].append(Place(entry.path, pointer, source))
    return found


def _named(entry: Entry) -> Iterator[tuple[Pointer, str]]:
    yield from entry.values["address"]
    for pointer, text in entry.values["markdown"]:
        for url in links(text):
            yield pointer, url


def placed(site: Site, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with their lines and columns, in order."""
    by_path = groupby(sorted(problems, key=lambda problem: problem.path), lambda problem: problem.path)
    return in_order(replace(one) for _, group in by_path for one in located(site.root, group))
