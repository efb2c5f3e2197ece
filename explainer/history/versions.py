"""Finds every entry's versions: version n is its file at the last commit that had n - 1 updates.

An editor adds an item to `updates` and commits; nothing else makes a version. The working tree is the newest.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from explainer.content import yamlfile
from explainer.content.load import load_entry
from explainer.history import git
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError

FOLDER = "content/entries"
_FORMAT = 2
"""Of what is kept in `.cache/`; another number makes it be read anew."""
_OBJECT = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
"""The name of one of git's objects (SHA-1 or SHA-256)."""
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


@dataclass(slots=True)
class _Known:
    """What is kept from run to run: what each blob says of itself, and the changes up to a commit."""

    newest: str = ""
    revisions: list[git.Revision] = field(default_factory=list)
    """Newest first."""
    updates: dict[str, int | None] = field(default_factory=dict)
    """By blob: how many updates a published file has; None for a draft and for what cannot be read."""


def read_history(
    site: Site, cache: Path | None = None, entries: Iterable[Entry | EntrySummary] | None = None
) -> History:
    """The versions of a site's entries, from git; `cache` is a folder to remember in.

    `entries` stand for those that the site was loaded with.

    Without git, outside a repository or in a shallow clone there are none, and `History.missing` says why.
    """
    try:
        newest = git.head(site.root)
        return _history(site, site.entries if entries is None else entries, _known(site.root, newest, cache))
    except git.NoHistory as error:
        return History(site.root, missing=str(error))


def _history(site: Site, entries: Iterable[Entry | EntrySummary], known: _Known) -> History:
    changes: dict[str, list[tuple[int, git.Revision]]] = defaultdict(list)
    for number, revision in enumerate(known.revisions):
        changes[_slug(revision.path)].append((number, revision))
    return History(site.root, {entry.slug: _versions(entry, changes, known) for entry in entries})


def _versions(
    entry: Entry | EntrySummary, changes: Mapping[str, Sequence[tuple[int, git.Revision]]], known: _Known
) -> tuple[Version, ...]:
    """From the newest change back, under the entry's name and those that it had before."""
    found = {entry.version: Version(entry.version, "", entry.path, "")}
    slugs = dict.fromkeys((entry.slug, *entry.aliases))
    for _, revision in sorted((one for slug in slugs for one in changes.get(slug, ())), key=lambda one: one[0]):
        updates = known.updates.get(revision.blob)
        if updates is not None and updates + 1 < entry.version:
            version = Version(updates + 1, revision.blob, revision.path, revision.commit)
            found.setdefault(version.number, version)
    return tuple(found[number] for number in sorted(found))


def _known(root: Path, newest: str, cache: Path | None) -> _Known:
    file = cache / "history.json" if cache else None
    known = _load(file)
    if known.newest != newest:
        if known.newest and git.follows(root, known.newest, newest):
            known.revisions[:0] = _revisions(root, newest, after=known.newest)
        else:
            known.revisions = _revisions(root, newest)
        known.newest = newest
        unread = {revision.blob for revision in known.revisions if revision.blob} - known.updates.keys()
        known.updates |= dict.fromkeys(unread)
        for blob, content in git.contents(root, sorted(unread)):
            known.updates[blob] = _updates(content)
        if file is not None:
            _save(file, known)
    return known


def _revisions(root: Path, newest: str, *, after: str = "") -> list[git.Revision]:
    return [one for one in git.revisions(root, FOLDER, newest, after=after) if one.path.endswith(".yml")]


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


def _load(file: Path | None) -> _Known:
    """What was kept, unless it is missing, damaged, or of another format. A pull request may bring such a file."""
    if file is None:
        return _Known()
    try:
        stored = json.loads(file.read_bytes())
        if stored["format"] != _FORMAT:
            return _Known()
        revisions = [git.Revision(commit, path, blob) for commit, blob, path in map(_parted, stored["revisions"])]
        updates = stored["updates"]
        names = {stored["newest"], *updates, *(one.commit for one in revisions), *(one.blob for one in revisions)}
        # Names go to git as arguments, where one that begins with a hyphen would be an option.
        sound = (
            all(map(_OBJECT.match, names - {""}))
            and all(isinstance(count, int | None) for count in updates.values())
            and all(one.blob in updates for one in revisions if one.blob)
        )
        return _Known(stored["newest"], revisions, updates) if sound else _Known()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Known()


def _parted(line: str) -> list[str]:
    return line.split(" ", 2)


def _save(file: Path, known: _Known) -> None:
    """Keeps it for the next run; where nothing can be written, that run reads git again."""
    # Strings are read back in a fifth of the time that lists of lists take.
    revisions = [f"{revision.commit} {revision.blob} {revision.path}" for revision in known.revisions]
    stored = {"format": _FORMAT, "newest": known.newest, "revisions": revisions, "updates": known.updates}
    new = file.with_suffix(f".{os.getpid()}.new")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(stored, separators=(",", ":")), encoding="utf-8")
        new.replace(file)
