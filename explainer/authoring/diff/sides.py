"""The entries on one side of a comparison; only those whose files differ are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from explainer.content.load import is_entry_path, load_entry
from explainer.history import git
from explainer.history.files import blob_name
from explainer.history.moves import entries_at
from explainer.model import Entry, Site
from explainer.model.walk import Shared
from explainer.problems import ContentError


@dataclass(frozen=True, slots=True)
class Side:
    """The entries at a git revision, or those of the working files."""

    site: Site
    is_past: bool
    """Whether it is a revision; its entries have today's slugs too, where those have changed."""
    blobs: Mapping[str, str]
    """By path: what git calls the content of an entry's file."""
    slugs: Mapping[str, str]
    """By path."""

    @classmethod
    def of(cls, site: Site, revision: str) -> Self:
        """The entries at a revision; empty stands for the working files. Raises NoHistory."""
        newest = git.commit(site.root, revision or "HEAD")
        if not revision:
            paths = [entry.path for entry in site.summaries]
            blobs = {path: _blob(site, path, newest) for path in paths}
            return cls(site, False, blobs, {path: _stem(path) for path in paths})
        today = {alias: entry.slug for entry in site.summaries for alias in entry.aliases}
        files = entries_at(site.root, site.layout.entries, newest)
        blobs = {path: blob for path, blob in files.items() if is_entry_path(path)}
        return cls(site, True, blobs, {path: today.get(_stem(path), _stem(path)) for path in blobs})

    def differing(self, other: Side) -> set[str]:
        """The slugs of entries that may not be the same on both sides."""
        different = {
            path
            for path in self.blobs.keys() | other.blobs.keys()
            if self.blobs.get(path) != other.blobs.get(path) or self.slugs.get(path) != other.slugs.get(path)
        }
        slugs = {side.slugs[path] for side in (self, other) for path in different if path in side.slugs}
        for side in (self, other):
            slugs.update(slug for slug, number in Counter(side.slugs.values()).items() if number > 1)
        return slugs

    def entries(self, slugs: Collection[str]) -> dict[str, Entry]:
        """These of the entries, by slug; without those that cannot be read. Raises NoHistory."""
        return {self.slugs[entry.path]: entry for entry in self._read(slugs)}

    def named(self, kind: Shared) -> dict[str, set[str]]:
        """The records that each entry names, by its slug. Raises NoHistory."""
        if self.is_past:
            entries = self._read({*self.slugs.values()})
            return {self.slugs[entry.path]: {name for _, name in entry.values[kind]} for entry in entries}
        return {one.slug: {name for named, name in one.named_records if named == kind} for one in self.site.summaries}

    def _read(self, slugs: Collection[str]) -> Iterator[Entry]:
        if not self.is_past:
            yield from (self.site.known.whole(entry) for entry in self.site.summaries if entry.slug in slugs)
            return
        blobs = {path: blob for path, blob in self.blobs.items() if self.slugs[path] in slugs}
        contents = git.contents(self.site.root, blobs.values(), whole=True)
        for path, (_, content) in zip(blobs, contents, strict=True):
            with suppress(ContentError):
                yield load_entry(content, path, self.site.settings.language)


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def _blob(site: Site, path: str, like: str) -> str:
    try:
        return blob_name((site.root / path).read_bytes(), like)
    except OSError:  # it was deleted just now
        return ""
