"""What editors have written, read again as they save; of a file that cannot be read now, what it said last."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from explainer.authoring.schemas import refresh_schemas
from explainer.build import snapshot
from explainer.build.manifest import Manifest, ParsedEntry, Store
from explainer.build.reading import read_entries, read_entry, rules_of, shared_by
from explainer.checks import check_records, check_together
from explainer.checks.base import Context
from explainer.content.load import bytes_of, is_entry_path, load_entry, load_records, no_entries
from explainer.keys import digest
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError, Problem

_ENTRIES = "content/entries/"
_KEPT = ".cache/preview.bin"
_MANY = 50
"""Files that have changed at once (a branch was changed, say) from which on all processors are worth starting."""


@dataclass(frozen=True, slots=True)
class Changed:
    """How far something that was saved reaches."""

    shared: bool = False
    """Into anything: what entries share, a template, a picture, mkdocs.yml."""
    entries: bool = False
    """Into which entries there are, their addresses, or their versions."""
    summaries: bool = False
    """Into what others say of an entry."""

    def __or__(self, other: Changed) -> Changed:
        return Changed(self.shared or other.shared, self.entries or other.entries, self.summaries or other.summaries)


class Content:
    """Every file of a site's content as it is now, and as it was when it could be read."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._parsed_entries: dict[str, ParsedEntry] = {}
        self._folders: tuple[Problem, ...] = ()
        self._good: dict[str, tuple[EntrySummary, bytes]] = {}
        self._problems: tuple[Problem, ...] | None = None
        self.contents: dict[str, str] = {}
        """By path: the hash of an entry's file as it was when it could be read."""
        self.fingerprints: dict[str, str] = {}
        """By path: the hash of what others say of an entry."""
        self.records = load_records(root)
        """What entries share; what cannot be read is missing."""
        self.shown = replace(self.records, problems=())
        """What entries shared when all of it could be read."""
        self.today = date.min
        self._program = snapshot.code()  # as it runs, whatever becomes of its files meanwhile
        self._store = Store(root / _KEPT)
        previous = self._store.previous
        self._rules, self._shared = previous.rules, previous.records
        self._read_all(previous.parsed_entries)

    @property
    def summaries(self) -> tuple[EntrySummary, ...]:
        """All entries that could ever be read, in short."""
        return tuple(one for one, _ in self._good.values())

    def entry(self, one: EntrySummary) -> Entry:
        """The whole of an entry."""
        return load_entry(self._good[one.path][1], one.path, self.shown.settings.language)

    def refresh(self, paths: Collection[str]) -> Changed:
        """Reads files again that have changed, relative to the site's root."""
        self._problems = None
        entries = [path for path in paths if path.startswith(_ENTRIES)]
        if len(entries) == len(paths) <= _MANY and self.today == _today(self.records):
            parts = [self._take(path) for path in sorted(entries)]
            known = [part for part in parts if part is not None]
            if len(known) == len(parts):
                changed = Changed()
                for part in known:
                    changed |= part
                return changed
        self.records = load_records(self._root)
        self._read_all(self._parsed_entries)
        return Changed(shared=True)

    def _take(self, path: str) -> Changed | None:
        """Reads one file again; None if only a look at the folders can tell what it is."""
        file = self._root / path
        if is_entry_path(path) and file.is_file() and not file.is_symlink():
            return self._reread(path)
        if path in self._parsed_entries and not file.exists():
            del self._parsed_entries[path]
            self.contents.pop(path, None)
            return Changed(entries=self._good.pop(path, None) is not None)
        # Text editors make other files beside one that they write, and take them away again.
        gone = not file.exists() and not any(one.path.startswith(path) for one in self._folders)
        return Changed() if gone and not any(known.startswith(f"{path}/") for known in self._parsed_entries) else None

    def _reread(self, path: str) -> Changed:
        old, fingerprint = self._good.get(path), self.fingerprints.get(path)
        parsed_entry = read_entry(path, self.records, Context.of(self.records, self.today))
        new = path not in self._parsed_entries
        self._parsed_entries[path] = parsed_entry
        if new:
            self._parsed_entries = dict(sorted(self._parsed_entries.items()))
        text = self._text(path, parsed_entry)
        if parsed_entry.summary is None or text is None:
            return Changed()
        self._good[path] = (parsed_entry.summary, text)
        self.contents[path], self.fingerprints[path] = parsed_entry.content, parsed_entry.fingerprint
        if old is None:
            self._good = dict(sorted(self._good.items()))
            return Changed(entries=True)
        return Changed(
            entries=_place(old[0]) != _place(parsed_entry.summary), summaries=fingerprint != parsed_entry.fingerprint
        )

    def _read_all(self, parsed_entries: Mapping[str, ParsedEntry]) -> None:
        """Reads all entries that have changed; these are known, by what they shared at the time."""
        self.today = _today(self.records)
        if not self.records.problems:
            self.shown = self.records
            refresh_schemas(self.records)
        rules, shared = rules_of(self.records, self.today, self._program), shared_by(self.records)
        known = parsed_entries if rules == self._rules else {}
        found = read_entries(self.records, self.today, known, records_same=shared == self._shared, whole=False)
        self._rules, self._shared = rules, shared
        self._folders = found.problems
        self._parsed_entries = dict(found.parsed_entries)
        good = {}
        for path, parsed_entry in self._parsed_entries.items():
            if parsed_entry.summary is not None and self.contents.get(path) == parsed_entry.content:
                good[path] = (parsed_entry.summary, self._good[path][1])
            elif parsed_entry.summary is not None and (text := self._text(path, parsed_entry)) is not None:
                good[path] = (parsed_entry.summary, text)
            elif path in self._good:
                good[path] = self._good[path]
        self._good = good
        self.contents = {path: digest(text) for path, (_, text) in good.items()}
        self.fingerprints = {path: digest(one) for path, (one, _) in good.items()}
        self._store.save(Manifest(rules, shared, parsed_entries=self._parsed_entries))

    def _text(self, path: str, parsed_entry: ParsedEntry) -> bytes | None:
        """What a file holds, if it is what was read: should it change again at this moment, that will be told, too."""
        try:
            text = bytes_of(self._root / path, path)
        except ContentError:
            return None
        return text if digest(text) == parsed_entry.content else None

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the files as they are now."""
        if self._problems is None:
            parsed_entries = self._parsed_entries.values()
            unread = [problem for one in parsed_entries if one.summary is None for problem in one.problems]
            site = replace(self.records, problems=(*self.records.problems, *self._folders, *unread))
            summaries = [one.summary for one in parsed_entries if one.summary is not None]
            found = [
                *check_records(self.records),
                *self._folders,
                *(problem for one in parsed_entries for problem in one.problems),
                *check_together(summaries, Context.of(site, self.today, summaries)),
            ]
            self._problems = tuple(found or ([] if self._parsed_entries else [no_entries()]))
        return self._problems


def _place(one: EntrySummary) -> tuple[object, ...]:
    """What decides where an entry's pages are, and in which languages the site speaks."""
    return one.slug, one.language, one.aliases, one.version, one.status


def _today(site: Site) -> date:
    """The newsroom's calendar day; the preview is one of the rims that look at the clock."""
    return datetime.now(site.settings.zone).date()
