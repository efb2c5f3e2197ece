"""Finds archived copies of sources, and writes them into the entries: `explainer archive`."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import NamedTuple

from explainer.authoring.saving import save
from explainer.authoring.sources.asking import asked
from explainer.authoring.sources.memory import Memory
from explainer.authoring.sources.named import placed, watched
from explainer.authoring.web.client import Answer, Client, NotFetched
from explainer.content.load import bytes_of, load_entry
from explainer.content.yamlfile import NoTree, decode, with_fields, with_newlines
from explainer.model import Entry, Site, Source
from explainer.model.moments import moment
from explainer.problems import ContentError, Problem, Severity
from explainer.resources.progress import tell
from explainer.text.inline import is_safe_url

_COMMAND = "explainer archive"
_PATIENCE = 120.0
"""Seconds that an archive may take to make a copy."""
_NEW = timedelta(days=1)
"""How old a copy may be to be the one that was asked for just now."""
_FIRST = 1990
"""The year of the first page of the web."""
_ARCHIVE = re.compile(
    r"https?://(?:[\w-]+\.)*(?:archive\.(?:org|today|ph|is)|perma\.cc|webcitation\.org)/", re.IGNORECASE
)
"""Pages of archives need no copy."""


class Copy(NamedTuple):
    """A copy of a page (a "Memento", RFC 7089)."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Archived:
    """The result of a run."""

    copies: tuple[tuple[str, str, Copy], ...]
    """The path of an entry, the id of its source, and the copy that was written there."""
    problems: tuple[Problem, ...]
    without: int
    """Sources of which no copy was found, or none that is as new as they."""
    left: int
    """Sources that wait for the next run."""
    silence: str
    """Why the archive could not be asked, if it could not."""


def add_copies(
    site: Site,
    client: Client,
    now: datetime,
    *,
    ask_to_save: bool = False,
    drafts: bool = False,
) -> Archived:
    """Looks for a copy of every source that has none; each is written as soon as it is found."""
    memory = Memory(site.root, "archive-save" if ask_to_save else "archive", now)
    wanting = _wanting(watched(site, now.astimezone(site.settings.zone).date(), drafts=drafts))
    wanted = [url for url in memory.oldest_first(wanting) if not memory.is_fresh(url)]
    copies: list[tuple[str, str, Copy]] = []
    problems: list[Problem] = []
    without, silence = 0, ""
    left = len(wanted)
    with suppress(KeyboardInterrupt):  # what was written until then stays
        look = partial(_copy_of, site=site, client=client, now=now, ask_to_save=ask_to_save)
        for number, (url, found) in enumerate(asked(wanted, lambda url: look(url, *wanting[url][0])), 1):
            tell("Looking for copies", number, len(wanted), url)
            if isinstance(found, str):
                silence = silence or found
                continue
            left -= 1
            if found is None:
                without += 1
                memory.note(url)
                continue
            for entry, source in wanting[url]:
                try:
                    _write(site, entry, source.id, found)
                    copies.append((entry.path, source.id, found))
                except ContentError as error:
                    problems += error.problems
    memory.save()
    return Archived(tuple(copies), placed(site, problems), without, left, silence)


def _wanting(entries: tuple[Entry, ...]) -> Mapping[str, list[tuple[Entry, Source]]]:
    """The sources without a copy, by address."""
    found: dict[str, list[tuple[Entry, Source]]] = {}
    for entry in entries:
        for source in entry.sources:
            url = source.url or ""
            if source.archive_url is None and url.startswith("http") and is_safe_url(url) and not _ARCHIVE.match(url):
                found.setdefault(url, []).append((entry, source))
    return found


def _copy_of(
    url: str, entry: Entry, source: Source, *, site: Site, client: Client, now: datetime, ask_to_save: bool
) -> Copy | str | None:
    """The copy that is nearest to when the source was read, else a new one; why the archive cannot be asked; or None.

    Raises TimeUp.
    """
    zone, archive = site.settings.time_zone, site.settings.archive
    read = moment(source.accessed or source.published or entry.published, zone)
    try:
        copy = _nearest(url, min(read, now), client, archive.timegate)
        if copy is not None and (source.published is None or copy.at >= moment(source.published, zone)):
            return copy  # what stood there before it was published is another page
        if not ask_to_save:
            return None
        client.get(archive.save + url, most=0, seconds=_PATIENCE)
        copy = _nearest(url, now, client, archive.timegate)
        return copy if copy is not None and copy.at >= now - _NEW else None
    except NotFetched as error:
        return str(error)


def _nearest(url: str, when: datetime, client: Client, timegate: str) -> Copy | None:
    """The copy that is nearest to a moment. Raises NotFetched, TimeUp."""
    wanted = format_datetime(when.astimezone(UTC).replace(microsecond=0), usegmt=True)
    answer = client.get(timegate + url, most=0, headers={"Accept-Datetime": wanted})
    if answer.status == 429 or answer.status >= 500:
        raise NotFetched("left-alone", f"its server answers with status {answer.status}")
    return _memento(answer)


def _memento(answer: Answer) -> Copy | None:
    """The copy that an answer is, by its headers."""
    try:
        at = parsedate_to_datetime(answer.headers.get("Memento-Datetime", ""))
    except (ValueError, TypeError):
        return None
    if answer.status != 200 or at.tzinfo is None or not _FIRST <= at.year < 9000 or not is_safe_url(answer.url):
        return None
    return Copy(answer.url, at.astimezone(UTC))


def _write(site: Site, entry: Entry, source: str, copy: Copy) -> None:
    """Adds a copy to a source of an entry's file as it is now. Raises ContentError."""
    before = bytes_of(site.root, entry.path)
    text = with_newlines(decode(before, entry.path))
    mark = "\ufeff" if before.startswith(BOM_UTF8) else ""
    sources = load_entry(before, entry.path, site.settings.language).sources
    number = next((number for number, one in enumerate(sources) if one.id == source), -1)
    if number < 0 or sources[number].archive_url is not None:
        message = f"the source `{source}` has changed while `{_COMMAND}` ran, so it was not changed"
        raise ContentError([Problem(entry.path, message, f"run `{_COMMAND}` again", "changed-meanwhile")])
    fields = {"archive_url": copy.url}
    if sources[number].archived_at is None:
        fields["archived_at"] = copy.at.astimezone(site.settings.zone).date().isoformat()
    try:
        save(site.root, entry.path, before, mark + with_fields(text, ("sources", number), fields), _COMMAND)
    except NoTree:
        message = f"the copy of the source `{source}` cannot be written here without changing anything else"
        hint = f"write it yourself: `archive_url: {copy.url}`"
        raise ContentError(
            [Problem(entry.path, message, hint, "cannot-add", ("sources", number), severity=Severity.WARNING)]
        ) from None


def told(archived: Archived) -> Iterator[str]:
    """A line for each copy that was written."""
    return (f"{path}: {source}: {copy.url}" for path, source, copy in archived.copies)
