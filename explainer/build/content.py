"""Reads and checks a site's content: only the entries' files that have changed, on all cores."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from explainer.build.snapshot import is_fresh, program
from explainer.build.spool import EntrySpool
from explainer.build.workers import spread
from explainer.checks import check_entry, check_records, check_together
from explainer.checks.base import Context
from explainer.checks.report import summary, unseen
from explainer.content.load import bytes_of, entry_files, load_entry, no_entries
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.addresses import former_files
from explainer.model.entries import Entries
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.base import is_public
from explainer.problems import ContentError, Problem
from explainer.resources.store import Store

_RECENT = 64
"""How many whole entries a process keeps: more than a feed lists, and few enough for any memory."""


class ParsedEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The file of an entry as last read."""

    path: str
    """Relative to the site's root."""
    size: int
    modified: int
    """Nanoseconds; 0 if it changed so recently that another change could go unnoticed."""
    pictures: str
    """The fingerprint of the pictures that it names, which are checked with it."""
    content: str
    """The hash of its content."""
    summary: EntrySummary | None
    """None if it could not be read."""
    fingerprint: str
    """The hash of the summary."""
    problems: tuple[Problem, ...]
    """Its problems, except those that depend on other entries."""


class ContentRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A record of a site's content, for whichever command reads it next."""

    @classmethod
    def kept(cls, root: Path) -> Store[ContentRecord]:
        """The record that the last command left, if there is one."""
        return Store(root / ".cache" / "content.bin", cls)

    day: date | None = None
    """The day for which entries were checked."""
    rules: str = ""
    """The fingerprint of the program, the day and the settings, which decide how entries are checked."""
    records: str = ""
    """The fingerprint of the records that entries share."""
    parsed_entries: dict[str, ParsedEntry] = {}
    """By path."""


@dataclass(frozen=True)
class Content:
    """A site's content, as its files are now."""

    site: Site
    """The records that entries share."""
    today: date
    record: ContentRecord
    folders: tuple[Problem, ...]
    """The problems of the folders."""
    spool: EntrySpool | None = None
    """The entries that were read for this."""

    @property
    def parsed_entries(self) -> dict[str, ParsedEntry]:
        """Every entry's file by path, in order."""
        return self.record.parsed_entries

    @cached_property
    def summaries(self) -> tuple[EntrySummary, ...]:
        """Every entry that could be read."""
        return tuple(parsed.summary for parsed in self.parsed_entries.values() if parsed.summary is not None)

    def entry(self, summary: EntrySummary) -> Entry:
        """The whole entry."""
        path = summary.path
        spooled = None if self.spool is None else self.spool.take(path)
        return spooled or load_entry(bytes_of(self.site.root, path), path, self.site.settings.language)

    def without(self, path: str) -> Content:
        """The content after a file is deleted."""
        return self._with({known: parsed for known, parsed in self.parsed_entries.items() if known != path})

    def reread(self, path: str) -> Content:
        """The content after a file has changed."""
        parsed_entry, _ = _read(path, 0, 0, self.site, Context.of(self.site, self.today))
        return self._with(dict(sorted((self.parsed_entries | {path: parsed_entry}).items())))

    def _with(self, parsed_entries: dict[str, ParsedEntry]) -> Content:
        return replace(self, record=msgspec.structs.replace(self.record, parsed_entries=parsed_entries))

    @cached_property
    def whole_site(self) -> Site:
        """The site with its entries, each read when it is asked for."""
        unread = [
            problem for entry in self.parsed_entries.values() if entry.summary is None for problem in entry.problems
        ]
        problems = (*self.site.problems, *self.folders, *unread)
        if not problems and not self.parsed_entries:
            problems = (no_entries(self.site.layout),)
        return replace(self.site, entries=entries_of(self.parsed_entries, self.entry), problems=problems)

    def problems(self) -> tuple[Problem, ...]:
        """All problems of the content."""
        site = self.whole_site
        return (
            *check_records(site),
            *(problem for entry in self.parsed_entries.values() if entry.summary for problem in entry.problems),
            *check_together(self.summaries, Context.of(site, self.today, self.summaries)),
        )


def recent_entries(content: Content) -> Callable[[EntrySummary], Entry]:
    """Whole entries, of which a few stay in memory: one that several feeds list is read once for all of them."""
    by_path = {summary.path: summary for summary in content.summaries}
    read = lru_cache(_RECENT)(lambda path: content.entry(by_path[path]))
    return lambda summary: read(summary.path)


def entries_of(content: Mapping[str, ParsedEntry], whole: Callable[[EntrySummary], Entry]) -> Entries:
    """Entries for outputs, without those that could not be read."""
    readable = [(path, parsed, parsed.summary) for path, parsed in content.items() if parsed.summary is not None]
    return Entries(
        tuple(summary for _, _, summary in readable),
        whole,
        {path: parsed.content for path, parsed, _ in readable},
        {path: parsed.fingerprint for path, parsed, _ in readable},
    )


def kept_content(
    site: Site,
    today: date,
    *,
    any_day: bool = False,
    stamps: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    spool: EntrySpool | None = None,
) -> Content:
    """The same as `read_content`, going on from the last command and leaving a record for the next.

    With `any_day`, for whoever needs no problems, the day is that of the last command.
    """
    store = ContentRecord.kept(site.root)
    if any_day and store.value.day:
        today = store.value.day
    content = read_content(site, today, store.value, stamps=stamps, spool=spool)
    if content.record != store.value:
        store.save(content.record)
    return content


def read_content(
    site: Site,
    today: date,
    previous: ContentRecord,
    *,
    stamps: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    spool: EntrySpool | None = None,
) -> Content:
    """The content of the entries' files, checked for a day; files that are unchanged in `previous` are not read.

    `site` has the records that entries share; `stamps` are sizes and times of files, as far as they are known. Entries
    that are read go into the spool. Raises BuildFailed.
    """
    rules = digest(program(), today.isoformat(), site.settings, site.layout)
    shared = (site.topics, site.people, site.publishers, sorted(site.images), site.problems)
    records = digest(*map(repr, shared))
    known = previous.parsed_entries if previous.rules == rules else {}
    folders: list[Problem] = []
    files = [_stamp(path, item, stamps) for path, item in entry_files(site.root, site.layout, folders)]
    picture = _pictures(site)
    parsed_entries = {
        path: old
        for path, size, modified in files
        if (old := known.get(path)) is not None
        and (old.size, old.modified) == (size, modified or None)
        and old.summary is not None
        and old.pictures == picture(old.summary)
        and (records == previous.records or _sound(old, old.summary, site))
    }
    context = Context.of(site, today)

    def work(part: Sequence[tuple[str, int, int]]) -> list[tuple[ParsedEntry, bytes]]:
        return [_read(*file, site, context, spools=spool is not None) for file in part]

    for part in spread(work, [file for file in files if file[0] not in parsed_entries], "Reading entries"):
        for parsed_entry, pickled in part:
            parsed_entries[parsed_entry.path] = parsed_entry
            if spool is not None and pickled:
                spool.put(parsed_entry.path, pickled)
    if spool is not None:
        spool.flush()
    record = ContentRecord(today, rules, records, {path: parsed_entries[path] for path, _, _ in files})
    return Content(site, today, record, tuple(folders), spool)


def _stamp(path: str, item: os.DirEntry[str], stamps: Mapping[str, tuple[int, int]]) -> tuple[str, int, int]:
    """A file with its size and the time of its last change."""
    if item.path in stamps:
        size, modified = stamps[item.path]
    else:
        try:
            status = item.stat()
        except OSError:  # deleted since the folder was listed; reading it reports that
            return path, 0, 0
        size, modified = status.st_size, status.st_mtime_ns
    return path, size, 0 if is_fresh(modified) else modified


def _read(
    path: str, size: int, modified: int, site: Site, context: Context, *, spools: bool = False
) -> tuple[ParsedEntry, bytes]:
    content = b""
    try:
        content = bytes_of(site.root, path)
        entry = load_entry(content, path, site.settings.language)
    except ContentError as error:
        return ParsedEntry(path, size, modified, "", digest(content), None, "", error.problems), b""
    pickled = pickle.dumps(entry, 5) if spools else b""  # before checks fill its cached properties
    summary = summarize(entry)
    pictures = _pictures(site)(summary)  # before they are checked, should they change meanwhile
    problems = tuple(check_entry(entry, context))
    parsed = ParsedEntry(path, size, modified, pictures, digest(content), summary, digest(summary), problems)
    return parsed, pickled


def _pictures(site: Site) -> Callable[[EntrySummary], str]:
    """A function for the fingerprint of the pictures that an entry names."""

    @cache
    def stamp(name: str) -> str:
        try:
            status = (site.root / site.layout.docs / name).stat()
        except (OSError, ValueError):  # none has this name, or none can have it
            return ""
        modified = time.time_ns() if is_fresh(status.st_mtime_ns) else status.st_mtime_ns
        return f"{name} {status.st_size} {modified}"

    return lambda summary: "\n".join(stamp(name) for kind, name in summary.named_records if kind == "images")


def _sound(parsed_entry: ParsedEntry, summary: EntrySummary, site: Site) -> bool:
    """Whether an entry has no problems although shared records have changed: all that it names still exist."""
    return not parsed_entry.problems and all(name in getattr(site, kind) for kind, name in summary.named_records)


def told(entries: Sequence[EntrySummary], problems: Sequence[Problem], today: date) -> tuple[str, tuple[str, ...]]:
    """What a build says of its entries, and the files at their former paths."""
    public = (entry for entry in entries if is_public(entry, today))
    return summary(len(entries), problems, unseen=unseen(entries, today)), former_files(public)
