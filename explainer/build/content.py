"""Reads a site's content and checks it: only the entries' files that have changed, over all cores."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType

import msgspec

from explainer.build.snapshot import code, is_fresh
from explainer.build.workers import spread
from explainer.checks import check_entry, check_records, check_together
from explainer.checks.base import Context
from explainer.content.load import bytes_of, entry_files, load_entry, no_entries
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.plan import Entries
from explainer.problems import ContentError, Problem


class ParsedEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the file of an entry said when it was last read."""

    path: str
    """Relative to the site's root."""
    size: int
    modified: int
    """Nanoseconds; 0 if it was changed so shortly before that it may change again unnoticed."""
    content: str
    """The hash of what it holds."""
    summary: EntrySummary | None
    """None if it could not be read."""
    fingerprint: str
    """The hash of the summary."""
    problems: tuple[Problem, ...]
    """What is wrong with it, whatever other entries say."""


class ContentRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is remembered of a site's content."""

    rules: str = ""
    """The hash of what decides how an entry is judged."""
    records: str = ""
    """The hash of what entries share."""
    parsed_entries: dict[str, ParsedEntry] = {}
    """By path."""


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

    def flush(self) -> None:
        """Lets processes that are forked from now on take what was put."""
        self._file.flush()

    def take(self, path: str) -> Entry | None:
        """An entry, if it was kept."""
        if path not in self._places:
            return None
        made: Entry = pickle.loads(os.pread(self._file.fileno(), *self._places[path]))  # noqa: S301 - only we wrote it
        return made


@dataclass(frozen=True, slots=True)
class Content:
    """A site's content, as its files are now."""

    site: Site
    """What entries share."""
    today: date
    record: ContentRecord
    folders: tuple[Problem, ...]
    """What is wrong with the folders."""
    spool: EntrySpool | None = None
    """The entries that were read just now."""

    @property
    def parsed_entries(self) -> dict[str, ParsedEntry]:
        """Every entry's file by path, sorted."""
        return self.record.parsed_entries

    @property
    def summaries(self) -> tuple[EntrySummary, ...]:
        """Every entry that could be read."""
        return tuple(one.summary for one in self.parsed_entries.values() if one.summary is not None)

    def entry(self, one: EntrySummary) -> Entry:
        """The whole entry."""
        spooled = None if self.spool is None else self.spool.take(one.path)
        content = self.site.root / one.path
        return spooled or load_entry(bytes_of(content, one.path), one.path, self.site.settings.language)

    def without(self, path: str) -> Content:
        """This content when one file is gone."""
        return self._with({known: one for known, one in self.parsed_entries.items() if known != path})

    def reread(self, path: str) -> Content:
        """This content, with what one file says now."""
        parsed_entry, _ = _read(path, 0, 0, self.site, Context.of(self.site, self.today))
        return self._with(dict(sorted((self.parsed_entries | {path: parsed_entry}).items())))

    def _with(self, parsed_entries: dict[str, ParsedEntry]) -> Content:
        return replace(self, record=msgspec.structs.replace(self.record, parsed_entries=parsed_entries))

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong."""
        parsed = self.parsed_entries.values()
        unread = [problem for one in parsed if one.summary is None for problem in one.problems]
        site = replace(self.site, problems=(*self.site.problems, *self.folders, *unread))
        found = [
            *check_records(self.site),
            *self.folders,
            *(problem for one in parsed for problem in one.problems),
            *check_together(self.summaries, Context.of(site, self.today, self.summaries)),
        ]
        return tuple(found or ([] if parsed else [no_entries()]))


def entries_of(content: Mapping[str, ParsedEntry], whole: Callable[[EntrySummary], Entry]) -> Entries:
    """Entries as outputs see them; those that could not be read are left out."""
    known = {path: one for path, one in content.items() if one.summary is not None}
    return Entries(
        tuple(one.summary for one in known.values() if one.summary is not None),
        whole,
        {path: one.content for path, one in known.items()},
        {path: one.fingerprint for path, one in known.items()},
    )


def read_content(
    site: Site,
    today: date,
    previous: ContentRecord,
    *,
    stamps: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    spool: EntrySpool | None = None,
) -> Content:
    """What the entries' files say on a day. `previous` is what was remembered of them.

    `site` is what entries share; `stamps` are the sizes and times of files, as far as somebody has looked. Entries that
    are read go into the spool. Raises WorkerDied.
    """
    rules = digest(code(), today.isoformat(), site.settings)
    shared = (site.topics, site.people, site.publishers, sorted(site.images), site.problems)
    records = digest(*map(repr, shared))
    known = previous.parsed_entries if previous.rules == rules else {}
    folders: list[Problem] = []
    found = [_stamp(*one, stamps) for one in entry_files(site.root, "content/entries", folders)]
    parsed_entries: dict[str, ParsedEntry] = {}
    changed: list[tuple[str, int, int]] = []
    for path, size, modified in found:
        old = known.get(path)
        same = old is not None and modified and (old.size, old.modified) == (size, modified)
        if old is not None and same and old.summary is not None and (records == previous.records or _sound(old, site)):
            parsed_entries[path] = old
        else:
            changed.append((path, size, modified))
    context = Context.of(site, today)

    def work(part: Sequence[tuple[str, int, int]]) -> list[tuple[ParsedEntry, bytes]]:
        read = (_read(*one, site, context) for one in part)
        return [(parsed_entry, b"" if spool is None else pickled) for parsed_entry, pickled in read]

    for part in spread(work, changed):
        for parsed_entry, pickled in part:
            parsed_entries[parsed_entry.path] = parsed_entry
            if spool is not None and pickled:
                spool.put(parsed_entry.path, pickled)
    if spool is not None:
        spool.flush()
    record = ContentRecord(rules, records, {path: parsed_entries[path] for path, _, _ in found})
    return Content(site, today, record, tuple(folders), spool)


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


def _sound(parsed_entry: ParsedEntry, site: Site) -> bool:
    """Whether an entry is right whatever has changed in what entries share: nothing that it names is gone."""
    one = parsed_entry.summary
    return (
        one is not None
        and not parsed_entry.problems
        and all(name in getattr(site, kind) for kind, name in one.named_records)
    )
