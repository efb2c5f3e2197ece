"""Finds every entry's versions: version n is its file at the last commit that had n - 1 updates.

An editor adds an item to `updates` and commits; nothing else makes a version. The working tree is the newest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from explainer.content import yamlfile
from explainer.content.load import load_entry
from explainer.history import git
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError
from explainer.resources.store import Store

FOLDER = "content/entries"
_COUNTED = re.compile(r"^(?:status|updates):.*(?:\n(?:[ \r#-].*)?)*", re.MULTILINE)
"""Two top-level fields in block style. Reading whole files would take twenty times as long."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it stood after an update; version 1 is the first publication."""

    number: int
    blob: str
    """The file's content in git; empty for the working tree."""
    path: str
    """Where the file stood then."""
    commit: str
    """The last commit with this version; empty for the working tree."""


@dataclass(frozen=True)
class History:
    """What git knows of a site's entries."""

    root: Path
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """By slug, oldest first; the newest is the working tree's and stands last. Numbers may be missing."""
    missing: str = ""
    """Why there is no history, in a sentence; empty where there is one."""

    @cached_property
    def blobs(self) -> git.Blobs:
        """What git has kept."""
        return git.Blobs(self.root)

    def text(self, version: Version, site: Site) -> Entry | None:
        """An old version as it was; None when today's model cannot read it, or git has lost it."""
        content = self.blobs.get(version.blob)
        return None if content is None else _entry(content, version, site)

    def texts(self, versions: Iterable[Version], site: Site) -> dict[int, Entry]:
        """Old versions by number; those that today's model cannot read are left out."""
        texts = ((version.number, self.text(version, site)) for version in versions if version.blob)
        return {number: text for number, text in texts if text is not None}


def _entry(content: bytes, version: Version, site: Site) -> Entry | None:
    try:
        return load_entry(content, version.path, site.settings.language)
    except ContentError:
        return None


_Object: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})?\Z")]
"""The name of one of git's objects (SHA-1 or SHA-256), or nothing. Names go to git as arguments, where one that begins
with a hyphen would be an option; what was kept may come with a pull request."""


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of an entry as a commit left it."""

    commit: _Object
    path: str
    blob: _Object
    """Empty where the commit deleted the file."""
    updates: int | None
    """How many updates a published file has; None for a draft and for what cannot be read."""


class Changes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept from run to run: the changes of entries up to a commit."""

    newest: _Object = ""
    changes: tuple[Change, ...] = ()
    """Newest first."""


def read_history(
    site: Site, cache: Path | None = None, entries: Iterable[Entry | EntrySummary] | None = None
) -> History:
    """The versions of a site's entries, from git; `cache` is a folder to remember in.

    `entries` stand for those that the site was loaded with.

    Without git, outside a repository or in a shallow clone there are none, and `History.missing` says why.
    """
    try:
        newest = git.head(site.root)
        return _history(site, site.entries if entries is None else entries, _changes(site.root, newest, cache))
    except git.NoHistory as error:
        return History(site.root, missing=str(error))


def _history(site: Site, entries: Iterable[Entry | EntrySummary], known: Iterable[Change]) -> History:
    changes: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for number, change in enumerate(known):
        changes[_slug(change.path)].append((number, change))
    return History(site.root, {entry.slug: _versions(entry, changes) for entry in entries})


def _versions(entry: Entry | EntrySummary, changes: Mapping[str, Sequence[tuple[int, Change]]]) -> tuple[Version, ...]:
    """From the newest change back, under the entry's name and those that it had before."""
    found = {entry.version: Version(entry.version, "", entry.path, "")}
    slugs = dict.fromkeys((entry.slug, *entry.aliases))
    for _, change in sorted((one for slug in slugs for one in changes.get(slug, ())), key=lambda one: one[0]):
        if change.updates is not None and change.updates + 1 < entry.version:
            version = Version(change.updates + 1, change.blob, change.path, change.commit)
            found.setdefault(version.number, version)
    return tuple(found[number] for number in sorted(found))


def _changes(root: Path, newest: str, cache: Path | None) -> tuple[Change, ...]:
    """Every change up to a commit; only what has come since the last time is asked of git."""
    store = Store(cache / "history.bin", Changes) if cache else None
    known = store.value if store else Changes()
    if known.newest != newest:
        older = known.changes if known.newest and git.follows(root, known.newest, newest) else ()
        revisions = git.revisions(root, FOLDER, newest, after=known.newest if older else "")
        new = [one for one in revisions if one.path.endswith(".yml")]
        updates = {change.blob: change.updates for change in known.changes}
        unread = sorted({one.blob for one in new if one.blob} - updates.keys())
        updates |= {blob: _updates(content) for blob, content in git.contents(root, unread)}
        changes = [Change(one.commit, one.path, one.blob, updates.get(one.blob)) for one in new]
        known = Changes(newest, (*changes, *older))
        if store:
            store.save(known)
    return known.changes


def _updates(content: bytes) -> int | None:
    """How many updates a published file has. The rest of the file is not parsed: most old files are never shown."""
    try:
        text = yamlfile.decode(content, "")
        data = yamlfile.read("\n".join(_COUNTED.findall(text)) or text, "")
    except ContentError:
        return None
    if not isinstance(data, dict) or data.get("status") not in ("published", "withdrawn"):
        return None
    updates = data.get("updates")
    return len(updates) if isinstance(updates, list) else 0


def _slug(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
