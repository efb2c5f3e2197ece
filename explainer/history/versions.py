"""Finds every entry's versions in git: version n is its file at the last commit that had its first n - 1 updates.

Only a new item in `updates`, committed, makes a version. The working tree is the newest. What was published is looked
for along the first parents first, then in everything that was merged: an ordinary `git pull` makes the published
branch the second parent of its merge, and looks just as a finished branch does. The dates of the updates tell which
of two branches a version is from.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from explainer.content import yamlfile
from explainer.content.load import load_entry
from explainer.history import git
from explainer.history.moves import Origin, origins, refuse_repository_inside
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError
from explainer.resources.progress import tell
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


ObjectName: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})?\Z")]
"""The name of a git object (SHA-1 or SHA-256), or nothing. Names become git's arguments, where one that begins with a
hyphen would be an option; a pull request may bring a forged cache."""


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry's file in one commit."""

    commit: ObjectName
    path: str
    blob: ObjectName
    """Empty if the commit deleted the file."""
    updates: tuple[str, ...] | None
    """The date of each update of a published entry; None for a draft or an unreadable file."""
    main: bool
    """Whether the commit lies on the main line."""


class Changes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept between runs: the changes to entries up to a commit."""

    newest: ObjectName = ""
    changes: tuple[Change, ...] = ()
    """Newest first, as commits are searched."""
    folder: str = ""
    """The folder of the entries."""


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
    entries = site.summaries if entries is None else entries
    return History(site.root, {entry.slug: _versions(entry, changes) for entry in entries})


def changes_by_slug(site: Site, cache: Path | None) -> Mapping[str, list[tuple[int, Change]]]:
    """Every change to an entry's file, newest first, with its number among all changes. Raises git.NoHistory."""
    refuse_repository_inside(site.root, site.layout.entries)
    changes: dict[str, list[tuple[int, Change]]] = defaultdict(list)
    for number, change in enumerate(_changes(site.root, site.layout.entries, git.head(site.root), cache)):
        changes[change.path.rpartition("/")[2].removesuffix(".yml")].append((number, change))
    return changes


def _versions(entry: Entry | EntrySummary, changes: Mapping[str, Sequence[tuple[int, Change]]]) -> tuple[Version, ...]:
    """An entry's versions, from its newest change back, under its slug and its former ones."""
    told = tuple(update.at.text for update in entry.updates)
    versions = {entry.version: Version(entry.version, "", entry.path, "")}
    ranks: dict[int, tuple[bool, bool]] = {}
    slugs = dict.fromkeys((entry.slug, *entry.aliases))
    for _, change in sorted((pair for slug in slugs for pair in changes.get(slug, ())), key=itemgetter(0)):
        if change.updates is not None and (number := len(change.updates) + 1) < entry.version:
            rank = change.updates == told[: number - 1], change.main
            if number not in ranks or rank > ranks[number]:
                ranks[number] = rank
                versions[number] = Version(number, change.blob, change.path, change.commit)
    return tuple(versions[number] for number in sorted(versions))


def _changes(root: Path, folder: str, newest: str, cache: Path | None) -> tuple[Change, ...]:
    """Every change up to a commit; git is asked only for those since the previous run."""
    store = Store(cache / "history.bin", Changes) if cache else None
    stored = store.value if store else Changes()
    if stored.newest != newest or stored.folder != folder:
        follows = stored.newest and stored.folder == folder and git.follows(root, stored.newest, newest)
        older = stored.changes if follows else ()
        updates = {change.blob: change.updates for change in stored.changes}
        changes = _Reader(updates).changes(root, folder, newest, stored.newest if older else "")
        stored = Changes(newest, (*changes, *older), folder)
        if store:
            store.save(stored)
    return stored.changes


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the changes to entries from git, and follows them into the folders where they were before."""

    updates: dict[str, tuple[str, ...] | None]
    """What is known of blobs, by name."""
    followed: set[Origin] = field(default_factory=set)

    def changes(self, root: Path, folder: str, newest: str, after: str = "") -> Iterator[Change]:
        """The changes in `after..newest`. A move is followed to the beginning."""
        new = [file for file in git.revisions(root, folder, newest, after=after) if file.path.endswith(".yml")]
        unread = sorted({file.blob for file in new if file.blob} - self.updates.keys())
        for number, (blob, content) in enumerate(git.contents(root, unread), 1):
            self.updates[blob] = _updates(content)
            tell("Reading earlier versions", number, len(unread))
        # What arrives with updates was somewhere else before.
        arrivals = dict.fromkeys(file.commit for file in new if file.added and self.updates.get(file.blob))
        moved = origins(root, folder, arrivals)
        for commit, files in groupby(new, lambda file: file.commit):
            for file in files:
                yield Change(file.commit, file.path, file.blob, self.updates.get(file.blob), file.main)
            for origin in moved.get(commit, ()):
                if origin not in self.followed:
                    self.followed.add(origin)
                    prefix = git.place_in_repository(root) or "."
                    for change in self.changes(git.top_of_repository(root), origin[1] or ".", origin[0]):
                        yield msgspec.structs.replace(change, path=posixpath.relpath(change.path, prefix))


def _updates(content: bytes) -> tuple[str, ...] | None:
    """The dates of a published entry's updates. Nothing else is parsed, as most old files are never shown."""
    try:
        text = yamlfile.decode(content, "")
        data = yamlfile.read("\n".join(_COUNTED.findall(text)) or text, "")
    except ContentError:
        return None
    if not isinstance(data, dict) or data.get("status") not in ("published", "withdrawn"):
        return None
    updates = data.get("updates")
    if not isinstance(updates, list):
        return ()
    return tuple(str(update.get("at", "")) if isinstance(update, dict) else "" for update in updates)
