"""Reads and checks the entries' files: only those that have changed since the last time, over all cores."""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType

from explainer.build.manifest import ParsedEntry
from explainer.build.snapshot import is_fresh
from explainer.build.workers import spread
from explainer.checks import check_entry
from explainer.checks.base import Context
from explainer.content.load import bytes_of, entry_files, load_entry
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary, summarize
from explainer.problems import ContentError, Problem


class EntrySpool:
    """Whole entries, put aside until their pages are made, where they do not fill the memory: in a file that has no
    name, so that nobody else can put anything there. Processes that are forked can take them too."""

    def __init__(self, folder: Path) -> None:
        with suppress(OSError):
            folder.mkdir(exist_ok=True)
        self._file = TemporaryFile(dir=folder if os.access(folder, os.W_OK) else None)  # noqa: SIM115 - see below
        self._end = 0
        self._places: dict[str, tuple[int, int]] = {}

    def __del__(self) -> None:
        self._file.close()  # nobody is left who could take anything

    def put(self, path: str, pickled: bytes) -> None:
        """Keeps an entry."""
        self._file.write(pickled)
        self._places[path] = (len(pickled), self._end)
        self._end += len(pickled)

    def full(self) -> EntrySpool:
        """The same, when nothing more is put there."""
        self._file.flush()
        return self

    def take(self, path: str) -> Entry | None:
        """An entry, if it was kept."""
        if path not in self._places:
            return None
        made: Entry = pickle.loads(os.pread(self._file.fileno(), *self._places[path]))  # noqa: S301 - only we wrote it
        return made


@dataclass(frozen=True, slots=True)
class ParsedEntries:
    """Every entry's file, as it is now."""

    parsed_entries: Mapping[str, ParsedEntry]
    """By path, sorted."""
    problems: tuple[Problem, ...]
    """What is wrong with the folders."""
    fresh: EntrySpool
    """The entries that were read just now."""
    root: Path
    language: str

    @property
    def summaries(self) -> tuple[EntrySummary, ...]:
        """Every entry that could be read."""
        return tuple(one.summary for one in self.parsed_entries.values() if one.summary is not None)

    def entry(self, one: EntrySummary) -> Entry:
        """The whole entry."""
        previous = self.fresh.take(one.path)
        return previous or load_entry(bytes_of(self.root / one.path, one.path), one.path, self.language)


def read_entries(
    site: Site,
    today: date,
    known: Mapping[str, ParsedEntry],
    *,
    records_same: bool,
    stamps: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    whole: bool = True,
) -> ParsedEntries:
    """What the files of the entries say, on a day; `known` is what they said the last time, with today's rules.

    `records_same` tells that nothing has changed since in what entries share, so that what was wrong still is. Without
    `whole`, entries are kept in short only.
    """
    problems: list[Problem] = []
    found = [_stamp(*one, stamps) for one in entry_files(site.root, "content/entries", problems)]
    parsed_entries: dict[str, ParsedEntry] = {}
    changed: list[tuple[str, int, int]] = []
    for path, size, modified in found:
        old = known.get(path)
        same = old is not None and modified and (old.size, old.modified) == (size, modified)
        if old is not None and same and old.summary is not None and (records_same or _sound(old, site)):
            parsed_entries[path] = old
        else:
            changed.append((path, size, modified))
    context = Context.of(site, today)
    fresh = EntrySpool(site.root / ".cache")

    def work(part: Sequence[tuple[str, int, int]]) -> list[tuple[ParsedEntry, bytes]]:
        found = (_read(*one, site, context) for one in part)
        return [(parsed_entry, pickled if whole else b"") for parsed_entry, pickled in found]

    for part in spread(work, changed):
        for parsed_entry, pickled in part:
            parsed_entries[parsed_entry.path] = parsed_entry
            if pickled:
                fresh.put(parsed_entry.path, pickled)
    ordered = {path: parsed_entries[path] for path, _, _ in found}
    return ParsedEntries(ordered, tuple(problems), fresh.full(), site.root, site.settings.language)


def _stamp(path: str, item: os.DirEntry[str], stamps: Mapping[str, tuple[int, int]]) -> tuple[str, int, int]:
    """A file with its size and the time of its last change."""
    if item.path in stamps:
        size, modified = stamps[item.path]
    else:
        try:
            about = item.stat()
        except OSError:  # it has gone since the folder was listed; whoever reads it says so
            return path, 0, 0
        size, modified = about.st_size, about.st_mtime_ns
    return path, size, 0 if is_fresh(modified) else modified


def _read(path: str, size: int, modified: int, site: Site, context: Context) -> tuple[ParsedEntry, bytes]:
    content = b""
    try:
        content = bytes_of(site.root / path, path)
        entry = load_entry(content, path, site.settings.language)
    except ContentError as error:
        return ParsedEntry(path, size, modified, digest(content), None, "", error.problems), b""
    pickled = pickle.dumps(entry, 5)  # before anybody asks for what it keeps then, its points in their places
    problems = tuple(check_entry(entry, context))
    said = summarize(entry)
    return ParsedEntry(path, size, modified, digest(content), said, digest(said), problems), pickled


def read_entry(path: str, site: Site, context: Context) -> ParsedEntry:
    """What one file says."""
    return _read(path, 0, 0, site, context)[0]


def rules_of(site: Site, today: date, program: str) -> str:
    """What decides how a program (`snapshot.code()`) reads and judges an entry on a day, as a hash."""
    return digest(program, today.isoformat(), site.settings)


def shared_by(site: Site) -> str:
    """What entries share, as a hash."""
    return digest(*map(repr, (site.topics, site.people, site.publishers, sorted(site.images), site.problems)))


def _sound(parsed_entry: ParsedEntry, site: Site) -> bool:
    """Whether an entry is right whatever has changed in what entries share: nothing that it names is gone."""
    one = parsed_entry.summary
    return (
        one is not None
        and not parsed_entry.problems
        and all(topic in site.topics for topic in one.topics)
        and all(person in site.people for person in one.authors)
        and all(publisher in site.publishers for publisher in (*one.publishers, *one.seen_through))
        and (one.image is None or one.image.file in site.images)
    )
