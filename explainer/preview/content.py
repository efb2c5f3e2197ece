"""What editors have written, read again as they save; of a file that cannot be read now, what it said last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path

from explainer.authoring.schemas import refresh_schemas
from explainer.build.content import Content, ContentRecord, ParsedEntry, entries_of, read_content
from explainer.content.load import bytes_of, is_entry_path, load_entry, load_records
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.entries import Entries
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError, Problem

_MANY = 50
"""Files that have changed at once (a branch was changed, say) from which on all processors are worth starting."""


class Changed(IntEnum):
    """How far something that was saved reaches; each reaches into all that those before it reach into."""

    NOTHING = 0
    """Into an entry's own pages at most."""
    SUMMARIES = 1
    """Into what others say of an entry."""
    ENTRIES = 2
    """Into which entries there are, their addresses, or their versions."""
    SHARED = 3
    """Into anything: what entries share, a template, a picture, mkdocs.yml."""


class LastGood:
    """Every file of a site's content as it is now, and as it was when it could be read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._good: dict[str, tuple[ParsedEntry, bytes]] = {}
        self._contents: dict[str, str] = {}
        """By path: the hash of what the file held when it could be read, up to date in all that was handed out."""
        self._problems: tuple[Problem, ...] | None = None
        self._store = ContentRecord.kept(root)
        records = load_records(root)
        self.shown = replace(records, problems=())
        """What entries shared when all of it could be read."""
        self._now = self._read_all(records, self._store.value)

    @property
    def today(self) -> date:
        """The day of the preview."""
        return self._now.today

    def entries(self) -> Entries:
        """All entries that could ever be read."""
        entries = entries_of({path: one for path, (one, _) in self._good.items()}, self._entry)
        return replace(entries, contents=self._contents)

    def _entry(self, one: EntrySummary) -> Entry:
        return load_entry(self._good[one.path][1], one.path, self.shown.settings.language)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the files as they are now."""
        if self._problems is None:
            self._problems = self._now.problems()
        return self._problems

    def refresh(self, paths: Collection[str]) -> Changed:
        """Reads files again that have changed, relative to the site's root."""
        self._problems = None
        entries = [path for path in paths if path.startswith(f"{self.shown.layout.entries}/")]
        if len(entries) == len(paths) <= _MANY and self.today == current_day(self._now.site):
            parts = [self._take(path) for path in sorted(entries)]
            if None not in parts:
                return max(filter(None, parts), default=Changed.NOTHING)
        self._now = self._read_all(load_records(self._root), self._now.record)
        return Changed.SHARED

    def _take(self, path: str) -> Changed | None:
        """Reads one file again; None if only a look at the folders can tell what it is."""
        parsed_entries, file = self._now.parsed_entries, self._root / path
        if is_entry_path(path) and file.is_file() and not file.is_symlink():
            return self._reread(path)
        if path in parsed_entries and not file.exists():
            self._now = self._now.without(path)
            return Changed.ENTRIES if self._good.pop(path, None) else Changed.NOTHING
        # Text editors make other files beside one that they write, and take them away again.
        gone = not file.exists() and not any(one.path.startswith(path) for one in self._now.folders)
        return Changed.NOTHING if gone and not any(known.startswith(f"{path}/") for known in parsed_entries) else None

    def _reread(self, path: str) -> Changed:
        old, _ = self._good.get(path, (None, b""))
        self._now = self._now.reread(path)
        new = self._now.parsed_entries[path]
        if not self._take_good(new):
            return Changed.NOTHING
        if old is None:
            self._good = dict(sorted(self._good.items()))
        if old is None or _place(old) != _place(new):
            return Changed.ENTRIES
        return Changed.SUMMARIES if old.fingerprint != new.fingerprint else Changed.NOTHING

    def _read_all(self, records: Site, previous: ContentRecord) -> Content:
        """Reads all entries that have changed."""
        if not records.problems:
            self.shown = records
            refresh_schemas(records)
        now = read_content(records, current_day(records), previous)
        good, self._good = self._good, {}
        for path, one in now.parsed_entries.items():
            if path in good:
                self._good[path] = good[path]
            self._take_good(one)
        self._store.save(now.record)
        return now

    def _take_good(self, one: ParsedEntry) -> bool:
        """Holds what a file says if it can be read. Should it change at this moment, that will be told, too."""
        if one.summary is None:
            return False
        old, text = self._good.get(one.path, (None, b""))
        if old is None or old.content != one.content:
            try:
                text = bytes_of(self._root, one.path)
            except ContentError:
                return False
            if digest(text) != one.content:
                return False
        self._good[one.path] = one, text
        self._contents[one.path] = one.content
        return True


def _place(parsed_entry: ParsedEntry) -> object:
    """What decides where an entry's pages are, and in which languages the site speaks."""
    one = parsed_entry.summary
    return one and (one.slug, one.language, one.aliases, one.version, one.status)


def current_day(site: Site) -> date:
    """The newsroom's calendar day; the preview is one of the rims that look at the clock."""
    return datetime.now(site.settings.zone).date()
