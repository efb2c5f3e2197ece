"""Finds every entry's versions in git: version n is its file at the last commit that had n - 1 updates.

Only a new item in `updates`, committed, makes a version. The working tree is the newest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
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

_COUNTED = re.compile(r"^(?:status|updates):.*(?:\n(?:[ \r#-].*)?)*", re.MULTILINE)
"""Two top-level fields in block style. Parsing whole files would take twenty times as long."""


@dataclass(frozen=True, slots=True)
class Version:
    """An entry as it stood after an update; version 1 is the first publication."""

    number: int
    blob: str
    """The file's content in git; empty for the working tree."""
    path: str
    """The file's path in that commit."""
    commit: str
    """The last commit with this version; empty for the working tree."""


@dataclass(frozen=True)
class History:
    """The history of a site's entries in git."""

    root: Path
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """By slug, oldest first; the working tree's comes last. Numbers may be missing."""
    missing: str = ""
    """Why there is no history; empty if there is one."""

    @cached_property
    def blobs(self) -> git.Blobs:
        """The repository's blobs."""
        return git.Blobs(self.root)

    def text(self, version: Version | Change, site: Site) -> Entry | None:
        """An old version; None if the current model cannot read it or git does not have it."""
        content = self.blobs.get(version.blob)
        with suppress(ContentError):
            return None if content is None else load_entry(content, version.path, site.settings.language)
        return None

    def texts(self, versions: Iterable[Version], site: Site) -> dict[int, Entry]:
        """Old versions by number; those that the current model cannot read are left out."""
        texts = ((version.number, self.text(version, site)) for version in versions if version.blob)
        return {number: text for number, text in texts if text is not None}


_Object: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})?\Z")]
"""The name of a git object (SHA-1 or SHA-256), or nothing. Names become git's arguments, where one that begins with a
hyphen would be an option; a pull request may bring a forged cache."""


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry's file in one commit."""

    commit: _Object
    path: str
    blob: _Object
    """Empty if the commit deleted the file."""
    updates: int | None
    """How many updates a published entry has; None for a draft or an unreadable file."""


class Changes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept between runs: the changes to entries up to a commit."""

    newest: _Object = ""
    changes: tuple[Change, ...] = ()
    """Newest first."""


def read_history(
    site: Site, cache: Path | None = None, entries: Iterable[Entry | EntrySummary] | None = None
) -> History:
    """The versions of a site's entries, from git; `cache` is a folder for what is kept between runs.

    `entries` replaces the site's own. Without git, outside a repository or in a shallow clone there are no versions,
    and `History.missing` says why.
    """
    try:
        changes = changes_by_slug(site, cache)
    except git.NoHistory as error:
        return History(site.root, missing=str(error))
    entries = site.entries if entries is None else entries
    return History(site.root, {entry.slug: _versions(entry, changes) for entry in entries})


def changes_by_slug(site: Site, cache: Path | None) -> Mapping[str, list[tuple[int, Change]]]:
    """Every change to an entry's file, newest first, with its number among all changes. Raises git.NoHistory."""
    changes: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for number, change in enumerate(_changes(site.root, site.layout.entries, git.head(site.root), cache)):
        changes[change.path.rpartition("/")[2].removesuffix(".yml")].append((number, change))
    return changes


def _versions(entry: Entry | EntrySummary, changes: Mapping[str, Sequence[tuple[int, Change]]]) -> tuple[Version, ...]:
    """An entry's versions, from its newest change back, under its slug and its former ones."""
    versions = {entry.version: Version(entry.version, "", entry.path, "")}
    slugs = dict.fromkeys((entry.slug, *entry.aliases))
    for _, change in sorted((pair for slug in slugs for pair in changes.get(slug, ())), key=itemgetter(0)):
        if change.updates is not None and change.updates + 1 < entry.version:
            version = Version(change.updates + 1, change.blob, change.path, change.commit)
            versions.setdefault(version.number, version)
    return tuple(versions[number] for number in sorted(versions))


def _changes(root: Path, folder: str, newest: str, cache: Path | None) -> tuple[Change, ...]:
    """Every change up to a commit; git is asked only for those since the previous run."""
    store = Store(cache / "history.bin", Changes) if cache else None
    stored = store.value if store else Changes()
    if stored.newest != newest:
        older = stored.changes if stored.newest and git.follows(root, stored.newest, newest) else ()
        revisions = git.revisions(root, folder, newest, after=stored.newest if older else "")
        new = [revision for revision in revisions if revision.path.endswith(".yml")]
        updates = {change.blob: change.updates for change in stored.changes}
        unread = sorted({revision.blob for revision in new if revision.blob} - updates.keys())
        updates |= {blob: _updates(content) for blob, content in git.contents(root, unread)}
        changes = [Change(file.commit, file.path, file.blob, updates.get(file.blob)) for file in new]
        stored = Changes(newest, (*changes, *older))
        if store:
            store.save(stored)
    return stored.changes


def _updates(content: bytes) -> int | None:
    """How many updates a published entry has. Nothing else is parsed, as most old files are never shown."""
    try:
        text = yamlfile.decode(content, "")
        data = yamlfile.read("\n".join(_COUNTED.findall(text)) or text, "")
    except ContentError:
        return None
    if not isinstance(data, dict) or data.get("status") not in ("published", "withdrawn"):
        return None
    updates = data.get("updates")
    return len(updates) if isinstance(updates, list) else 0
