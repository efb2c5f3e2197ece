"""What a build made of what, so that the next one makes only what is missing, and deletes what no longer belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from explainer.build.snapshot import intact
from explainer.build.workers import aside
from explainer.model.summary import EntrySummary
from explainer.problems import Problem

_FORMAT = 3
"""Another number makes what was kept be forgotten."""


_PENDING = ".pending"
_SINCE = ".since"
_OFTEN = 8
"""Times that what has changed since must go into the whole; else the whole is written anew."""
T = TypeVar("T")


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
    """The hash of the brief."""
    problems: tuple[Problem, ...]
    """What is wrong with it, whatever other entries say."""


class Output(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site, as the build left it."""

    path: str
    """Relative to the site's folder."""
    size: int
    modified: int
    """Nanoseconds."""
    content: bytes
    """The hash of what it holds."""
    changed: str | None
    """For a page that the sitemap lists: the day of its last change, or empty; None for what it does not list."""
    searched: str
    """For a page that readers can search: its language."""

    def intact(self, folder: str) -> bool:
        """Whether the file is as the build left it."""
        return intact(f"{folder}/{self.path}", self.size, self.modified)


class JobResult(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a job made."""

    key: str
    """The hash of what went into it, besides what was looked up."""
    dependencies: str
    """What was looked up, as `Press` writes it down."""
    outputs: tuple[Output, ...]
    source: str = ""
    """The file that an editor changes to change it."""
    indexed: bytes = b""
    """What its pages add to the index of MkDocs' search plugin, where a site lists that."""


class Manifest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that is remembered of a build."""

    rules: str = ""
    """What decides how an entry is judged, as a hash."""
    records: str = ""
    """What entries share, as a hash."""
    tables: dict[str, dict[str, str]] = {}
    """All that could be looked up, as `Press` writes it down."""
    parsed_entries: dict[str, ParsedEntry] = {}
    """By path."""
    jobs: dict[str, JobResult] = {}
    format: int = _FORMAT

    def outputs(self) -> Iterator[Output]:
        """Every file of the site."""
        return (output for made in self.jobs.values() for output in made.outputs)

    def touched(self, folder: str) -> set[str]:
        """The paths of files that are not as the build left them."""
        return {output.path for output in self.outputs() if not output.intact(folder)}


class _Since(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is different from a manifest that lies beside it: nothing else needs to be written after a small change."""

    whole: bytes
    """The sum of that manifest."""
    rules: str
    records: str
    tables: dict[str, dict[str, str | None]]
    parsed_entries: dict[str, ParsedEntry | None]
    jobs: dict[str, JobResult | None]

    def applied_to(self, old: Manifest) -> Manifest:
        """That manifest, as it would be now."""
        tables = {name: _patched(old.tables.get(name, {}), changes) for name, changes in self.tables.items()}
        return Manifest(
            self.rules,
            self.records,
            {**old.tables, **tables},
            _patched(old.parsed_entries, self.parsed_entries),
            _patched(old.jobs, self.jobs),
        )


def _patched(old: dict[str, T], changes: Mapping[str, T | None]) -> dict[str, T]:
    gone = [name for name, value in changes.items() if value is None]
    new = old | {name: value for name, value in changes.items() if value is not None}
    for name in gone:
        new.pop(name, None)
    return new


def _changes(old: Mapping[str, T], new: Mapping[str, T]) -> dict[str, T | None]:
    """What is to be changed in one mapping to make the other."""
    if old == new:
        return {}
    changed: dict[str, T | None] = {name: value for name, value in new.items() if old.get(name) != value}
    return changed | dict.fromkeys(old.keys() - new.keys())


class Store:
    """The file that keeps a manifest: whole, and in another beside it what has changed since that was written."""

    def __init__(self, file: Path) -> None:
        """Reads it. Where it is missing, damaged, or of another format, nothing was kept."""
        self._file = file
        self._whole, self._sum, self._size = Manifest(), b"", 0
        with suppress(msgspec.DecodeError):
            mark, content = _read(file)
            whole = _WHOLE.decode(content)
            if whole.format == _FORMAT:
                self._whole, self._sum, self._size = whole, mark, len(content)
        self.previous, self.mark = self._whole, self._sum
        """The mark is another one for another manifest."""
        with suppress(msgspec.DecodeError):
            mark, content = _read(file.with_suffix(_SINCE))
            since = _DIFFERENT.decode(content)
            if since.whole == self._sum:
                self.previous, self.mark = since.applied_to(self._whole), self._sum + mark

    def forget_entries(self) -> Manifest:
        """Lets go of what entries said, and with it of half the memory; gives the rest."""
        self._whole = msgspec.structs.replace(self._whole, parsed_entries={})
        self.previous = msgspec.structs.replace(self.previous, parsed_entries={})
        return self.previous

    def save(self, now: Manifest) -> bool:
        """Keeps it for the next build; whether it could. Where nothing can be written, that one has more to do."""
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            since = msgspec.msgpack.encode(self._since(now)) if self._sum else b""
            if since and len(since) * _OFTEN < self._size:
                self._write(_SINCE, since)
            else:
                self._write(self._file.suffix, msgspec.msgpack.encode(now))
                for suffix in (_SINCE, _PENDING):
                    self._file.with_suffix(suffix).unlink(missing_ok=True)
            return True
        return False

    def _since(self, now: Manifest) -> _Since:
        old = self._whole
        tables = {name: _changes(old.tables.get(name, {}), table) for name, table in now.tables.items()}
        parsed_entries, jobs = _changes(old.parsed_entries, now.parsed_entries), _changes(old.jobs, now.jobs)
        return _Since(self._sum, now.rules, now.records, tables, parsed_entries, jobs)

    def _write(self, suffix: str, content: bytes) -> None:
        new = self._file.with_suffix(".new")  # one name for all builds: one that is killed leaves nothing for ever
        with new.open("wb") as file:
            file.write(fingerprint(content))
            file.write(content)
        new.replace(self._file.with_suffix(suffix))

    def pending(self) -> tuple[str, ...]:
        """What builds were about to write since the whole was written; one of them may have been ended before that."""
        try:
            paths = self._file.with_suffix(_PENDING).read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return ()
        return tuple(path for path in paths if path)

    def note_pending(self, paths: Iterable[str]) -> bool:
        """Notes what a build is about to write, for the next one should this be ended; whether it could."""
        known = dict.fromkeys((*self.pending(), *paths))
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.with_suffix(_PENDING).write_text("\n".join(known), encoding="utf-8")
            return True
        return False


def opened(file: Path, folder: str, sources: int) -> tuple[Store, Callable[[], set[str]]]:
    """What was kept of a site, and what gives the paths of its files that are not as they were left."""
    # Begun before there is much in the memory of this process: what both write to then must be copied.
    found = aside(partial(_touched, file, folder), sources)
    store = Store(file)

    def touched() -> set[str]:
        mark, paths = found()
        return paths if mark == store.mark else store.previous.touched(folder)  # another build came between

    return store, touched


def _touched(file: Path, folder: str) -> tuple[bytes, set[str]]:
    store = Store(file)
    return store.mark, store.previous.touched(folder)


_WHOLE = msgspec.msgpack.Decoder(Manifest)
_DIFFERENT = msgspec.msgpack.Decoder(_Since)
_SUM = 4


def _read(file: Path) -> tuple[bytes, memoryview]:
    """The sum of a file's content, and the content; nothing where it is missing or damaged."""
    try:
        content = file.read_bytes()
    except OSError:
        content = b""
    return content[:_SUM], unsealed(content)


def unsealed(content: bytes) -> memoryview:
    """What was sealed; nothing where it is not as it was."""
    said = memoryview(content)[_SUM:]
    return said if content[:_SUM] == fingerprint(said) else memoryview(b"")


def fingerprint(content: bytes | memoryview) -> bytes:
    """What stands before a content to tell that it is whole: something else, most probably, where it is damaged."""
    return crc32(content).to_bytes(_SUM)


def is_inside(path: str) -> bool:
    """Whether a path stays in its folder. What was kept may come with a pull request, and says what to delete."""
    return ".." not in path and "\0" not in path and not path.startswith(("/", "\\"))
