"""Finds every entry's versions: version n is its file at the last commit that had n - 1 updates.

An editor adds an item to `updates` and commits; nothing else makes a version. The working tree is the newest.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from explainer import yamlfile
from explainer.history import git
from explainer.load import load_entry
from explainer.model import Entry, Site
from explainer.problems import ContentError

_FOLDER = "content/entries"
_FORMAT = 1
"""Of what is kept in `.cache/`; another number makes it be read anew."""


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


@dataclass(frozen=True, slots=True)
class History:
    """What git knows of a site's entries."""

    root: Path
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    """By slug, oldest first; the newest is the working tree's and stands last. Numbers may be missing."""
    missing: str = ""
    """Why there is no history, in a sentence; empty where there is one."""

    def entries(self, wanted: Iterable[Version], site: Site) -> dict[str, Entry | None]:
        """The old entries by blob; None for one that today's model cannot read."""
        by_blob = {version.blob: version for version in wanted if version.blob}
        found: dict[str, Entry | None] = {}
        for blob, content in git.contents(self.root, by_blob):
            try:
                found[blob] = load_entry(content, by_blob[blob].path, site.settings.language)
            except ContentError:
                found[blob] = None
        return found


@dataclass(slots=True)
class _Known:
    """What is kept from run to run: what each blob says of itself, and the changes up to a commit."""

    newest: str = ""
    revisions: list[git.Revision] = field(default_factory=list)
    """Newest first."""
    updates: dict[str, int | None] = field(default_factory=dict)
    """By blob: how many updates a published file has; None for a draft and for what cannot be read."""


def read_history(site: Site, cache: Path | None = None) -> History:
    """The versions of a site's entries, from git; `cache` is a folder to remember in.

    Without git, outside a repository or in a shallow clone there are none, and `History.missing` says why.
    """
    try:
        newest = git.head(site.root)
        known = _known(site.root, newest, cache)
    except git.NoHistory as error:
        return History(site.root, missing=str(error))
    changes: dict[str, list[git.Revision]] = defaultdict(list)
    for revision in known.revisions:
        changes[_slug(revision.path)].append(revision)
    return History(site.root, {entry.slug: _versions(entry, changes, known) for entry in site.entries})


def _versions(entry: Entry, changes: Mapping[str, list[git.Revision]], known: _Known) -> tuple[Version, ...]:
    """From the newest change back, under the entry's name and those that it had before."""
    found = {entry.version: Version(entry.version, "", entry.path, "")}
    for slug in (entry.slug, *entry.aliases):
        for revision in changes.get(slug, ()):
            updates = known.updates.get(revision.blob)
            if updates is not None and updates + 1 < entry.version:
                version = Version(updates + 1, revision.blob, revision.path, revision.commit)
                found.setdefault(version.number, version)
    return tuple(found[number] for number in sorted(found))


def _known(root: Path, newest: str, cache: Path | None) -> _Known:
    file = cache / "history.json" if cache else None
    known = _load(file)
    if known.newest != newest:
        try:
            added = list(git.revisions(root, _FOLDER, newest, after=known.newest)) if known.newest else None
        except git.NoHistory:  # what was newest then is gone: a rebase, another clone
            added = None
        if known.newest and added is not None and _is_ancestor(root, known.newest, newest):
            known.revisions[:0] = added
        else:
            known.revisions = list(git.revisions(root, _FOLDER, newest))
        known.newest = newest
        unread = {revision.blob for revision in known.revisions if revision.blob} - known.updates.keys()
        for blob, content in git.contents(root, sorted(unread)):
            known.updates[blob] = _updates(content)
        if file is not None:
            _save(file, known)
    return known


def _is_ancestor(root: Path, older: str, newer: str) -> bool:
    try:
        git.git(root, "merge-base", "--is-ancestor", older, newer)
    except git.NoHistory:
        return False
    return True


def _updates(content: bytes) -> int | None:
    """How many updates a published file has. Only this is read here: most old files are never shown."""
    try:
        data = yamlfile.read(yamlfile.decode(content, ""), "")
    except ContentError:
        return None
    if not isinstance(data, dict) or data.get("status") not in ("published", "withdrawn"):
        return None
    updates = data.get("updates")
    return len(updates) if isinstance(updates, list) else 0


def _slug(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")


def _load(file: Path | None) -> _Known:
    """What was kept, unless it is missing, damaged, or of another format. JSON, as a pull request may bring a file."""
    if file is None:
        return _Known()
    try:
        stored = json.loads(file.read_bytes())
        if stored["format"] != _FORMAT:
            return _Known()
        revisions = [git.Revision(commit, path, blob) for commit, path, blob in stored["revisions"]]
        return _Known(stored["newest"], revisions, dict(stored["updates"]))
    except (OSError, ValueError, KeyError, TypeError):
        return _Known()


def _save(file: Path, known: _Known) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    revisions = [(revision.commit, revision.path, revision.blob) for revision in known.revisions]
    stored = {"format": _FORMAT, "newest": known.newest, "revisions": revisions, "updates": known.updates}
    new = file.with_suffix(".new")
    new.write_text(json.dumps(stored, separators=(",", ":")), encoding="utf-8")
    new.replace(file)
