"""Looks whether pages still say what they are quoted for: `explainer quotes`."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from explainer.authoring.sources.asking import asked
from explainer.authoring.sources.memory import Memory
from explainer.authoring.sources.named import placed, watched
from explainer.authoring.sources.passages import Passage, find
from explainer.authoring.web.client import Client, NotFetched
from explainer.authoring.web.text import page_of
from explainer.keys import digest
from explainer.model import Site, Source
from explainer.problems import Pointer, Problem, Severity
from explainer.resources.progress import tell
from explainer.text.inline import is_safe_url
from explainer.text.plain import printable


class Read(NamedTuple):
    """What a page says of a quote."""

    passage: Passage | None
    silence: str = ""
    """Why the page could not be read."""

    @property
    def is_found(self) -> bool:
        """Whether it is there, word for word."""
        return self.passage is not None and self.passage.likeness == 100


@dataclass(frozen=True, slots=True)
class Quotes:
    """The result of a run."""

    problems: tuple[Problem, ...]
    found: int
    unread: int
    """Quotes whose pages could not be read."""
    known: int
    """Quotes that were found lately, and not looked for."""
    left: int
    """Quotes that wait for the next run."""


class _Wanted(NamedTuple):
    path: str
    pointer: Pointer
    source: Source
    quote: str


def check_quotes(
    site: Site,
    client: Client,
    now: datetime,
    *,
    drafts: bool = False,
) -> Quotes:
    """Looks for the quote of every source that has one, in its page, else in its copy."""
    memory = Memory(site.root, "quotes", now)
    every = [
        _Wanted(entry.path, ("sources", number, "quote"), source, source.quote)
        for entry in watched(site, now.astimezone(site.settings.zone).date(), drafts=drafts)
        for number, source in enumerate(entry.sources)
        if source.quote is not None and _readable(source)
    ]
    by_key: dict[str, list[_Wanted]] = defaultdict(list)
    for one in every:
        by_key[f"{_readable(one.source)[0]}#{digest(one.quote, _readable(one.source))}"].append(one)
    wanted = [key for key in memory.oldest_first(by_key) if not memory.is_fresh(key)]
    told: list[Problem] = []
    found = unread = done = 0
    with suppress(KeyboardInterrupt):  # what was found until then counts
        for key, readings in asked(wanted, lambda key: _readings(by_key[key][0], client)):
            done += 1
            tell("Looking for quotes", done, len(wanted), key.partition("#")[0])
            problems = [problem for one in by_key[key] if (problem := _problem(one, readings))]
            told += problems
            if problems:
                unread += all(reading.silence for reading in readings)
            else:
                found += 1
                memory.note(key)
    memory.save()
    return Quotes(placed(site, told), found, unread, len(by_key) - len(wanted), len(wanted) - done)


def _readable(source: Source) -> list[str]:
    """Where a source can be read: its page, and its copy."""
    return [url for url in (source.url, source.archive_url) if url and url.startswith("http") and is_safe_url(url)]


def _readings(wanted: _Wanted, client: Client) -> list[Read]:
    """What the page says, and what its copy says if the quote is not there. Raises TimeUp."""
    readings: list[Read] = []
    for url in _readable(wanted.source):
        readings.append(_read(url, wanted.quote, client))
        if readings[-1].is_found:
            break
    return readings


def _read(url: str, quote: str, client: Client) -> Read:
    try:
        answer = client.get(url)
    except NotFetched as error:
        return Read(None, str(error))
    if answer.status != 200:
        return Read(None, f"its server answers with status {answer.status}")
    if not answer.is_whole:
        return Read(None, "it is larger than 20 MB, or breaks off")
    page = page_of(answer)
    return Read(find(quote, page.words)) if page else Read(None, "it is no text that can be read (HTML or PDF)")


def _problem(wanted: _Wanted, readings: list[Read]) -> Problem | None:
    """What editors are told; None if the quote is where readers look for it."""
    live, copy = readings[0], readings[-1] if len(readings) > 1 else None
    source = wanted.source.id
    if live.is_found:
        return None
    if copy is not None and copy.is_found:
        if live.silence:  # that its page is gone is told by `explainer links`
            return None
        message = f"the page of `{source}` no longer says this, and its archived copy does"
        hint = _now_says(live.passage) or "nothing like it is there any more"
        hint += "; if that changes the point, say so in an update, and lead readers to the copy"
        return _told(wanted, message, hint, "quote-changed")
    if all(reading.silence for reading in readings):
        message = f"the page of `{source}` could not be read: {live.silence}"
        return _told(wanted, message, "open it yourself, and compare the words", "quote-unread")
    passage = max((one.passage for one in readings if one.passage), key=lambda one: one.likeness, default=None)
    if passage is not None:
        hint = f"{_now_says(passage)}; quote it as it stands there, or `[…]` where you leave something out"
        return _told(wanted, f"the page of `{source}` does not say this, but something like it", hint, "quote-changed")
    message = f"the page of `{source}` does not say this, nor anything like it"
    hint = "look whether the page has changed or the address is wrong; if the words were never there, correct the point"
    return _told(wanted, message, hint, "quote-gone")


def _now_says(passage: Passage | None) -> str:
    return f"now it says “{printable(passage.words[:300])}”" if passage else ""


def _told(wanted: _Wanted, message: str, hint: str, code: str) -> Problem:
    return Problem(wanted.path, message, hint, code, wanted.pointer, severity=Severity.WARNING)
