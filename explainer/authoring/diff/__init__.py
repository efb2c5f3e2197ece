"""Says what changed in an entry, or in a whole site between two revisions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any

from explainer.authoring.diff.forms import FORMATS, PlacedChange
from explainer.authoring.diff.notes import changed_notes
from explainer.authoring.diff.records import NAMING, changed_records
from explainer.content.load import is_entry_path, load_entry, load_shared
from explainer.history import git
from explainer.history.differences import UNDER, Change, compare, heading_of, headings
from explainer.history.versions import read_history
from explainer.model import Entry, Site
from explainer.problems import ContentError, nearest

__all__ = ["FORMATS", "NotThere", "between", "entries_at", "of_entry", "of_site", "records_at", "version_of"]

_VERSION = re.compile(r"v([1-9][0-9]{0,5})")


class NotThere(Exception):
    """A version, revision or entry that does not exist; the text says which, and which there are."""


def of_entry(site: Site, slug: str, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed in one entry between two versions or revisions.

    By default since the version before; since the last commit, where there is only one version. Raises NotThere.
    """
    after = version_of(site, slug, new)
    if not old and after is not None and after.version == 1:
        if new:
            raise NotThere(f"there is no version before the first; name an older side of `{slug}`: `--from HEAD~1`")
        old = "HEAD"
    elif not old and after is not None:
        old = f"v{after.version - 1}"
    before = version_of(site, slug, old)
    return between({slug: before} if before else {}, {slug: after} if after else {}, site)


def of_site(site: Site, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed in all entries between two revisions, and first in what they share, by the path of its file.

    An empty revision is the files as they are. Raises NotThere.
    """
    _refuse_versions(site, old, new)
    after = entries_at(site, new) if new else {entry.slug: entry for entry in site.entries}
    before = entries_at(site, old)
    now: Mapping[str, Mapping[str, Any]] = (
        records_at(site, new) if new else {name: getattr(site, name) for name in NAMING}
    )
    return {**changed_records(records_at(site, old), now, after), **between(before, after, site)}


def _refuse_versions(site: Site, old: str, new: str) -> None:
    """Raises NotThere for the versions of one entry, where none is named; a tag may have such a name, too."""
    for side in (old, new):
        if version := _VERSION.fullmatch(side):
            try:
                git.commit(site.root, side)
            except git.NoRevision:
                having = [entry.slug for entry in site.entries if entry.version >= int(version[1])]
                slug = next(iter(having or [entry.slug for entry in site.entries]), "SLUG")
                sides = "".join(f" {name} {one}" for name, one in (("--from", old), ("--to", new)) if one)
                raise NotThere(
                    f"`{side}` is a version of one entry; say which entry, as in `explainer diff {slug}{sides}`"
                ) from None
            except git.NoHistory as error:
                raise NotThere(str(error)) from error


def version_of(site: Site, slug: str, wanted: str) -> Entry | None:
    """An entry as it was: `v2`, or at a git revision; `` is the file as it lies here. None: it did not exist then.

    Raises NotThere.
    """
    current = next((entry for entry in site.entries if entry.slug == slug), None)
    if current is None:
        renamed = next((entry.slug for entry in site.entries if slug in entry.aliases), None)
        hint = nearest(slug, [entry.slug for entry in site.entries], "name its file without `.yml`")
        raise NotThere(f"there is no entry `{slug}`; {f'it is called `{renamed}` now' if renamed else hint}")
    if not wanted:
        return current
    if version := _VERSION.fullmatch(wanted):
        return _by_number(site, current, int(version[1]))
    return entries_at(site, wanted, {slug, *current.aliases}).get(slug)


def _by_number(site: Site, current: Entry, number: int) -> Entry:
    if number == current.version:
        return current
    history = read_history(site, site.root / ".cache")
    versions = history.versions.get(current.slug, ())
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        known = ", ".join(f"v{version.number}" for version in versions) or f"v{current.version}"
        raise NotThere(history.missing or f"there is no version {number} of `{current.slug}`; there are {known}")
    entry = history.text(found, site)
    if entry is None:
        raise NotThere(f"version {number} of `{current.slug}` was written in a form that cannot be read any more")
    return entry


def entries_at(site: Site, revision: str, slugs: set[str] | None = None) -> Mapping[str, Entry]:
    """The entries at a git revision, by the slug that they have today. Raises NotThere."""
    today = {alias: entry.slug for entry in site.entries for alias in entry.aliases}
    try:
        commit = git.commit(site.root, revision)
        files = {
            path: blob for path, blob in git.tree(site.root, commit, "content/entries").items() if is_entry_path(path)
        }
        wanted = {path: blob for path, blob in files.items() if slugs is None or _slug(path) in slugs}
        contents = dict(git.contents(site.root, wanted.values()))
    except git.NoHistory as error:
        raise NotThere(str(error)) from error
    found = {}
    for path, blob in wanted.items():
        try:
            entry = load_entry(contents[blob], path, site.settings.language)
        except ContentError:
            continue
        found[today.get(entry.slug, entry.slug)] = entry
    return found


def records_at(site: Site, revision: str) -> dict[str, Mapping[str, Any]]:
    """The records that entries share at a git revision, by file and id; without files of a form of the past."""
    found: dict[str, Mapping[str, Any]] = {}
    try:
        files = git.tree(site.root, git.commit(site.root, revision), "site_data")
        blobs = {name: files[f"site_data/{name}.yml"] for name in NAMING if f"site_data/{name}.yml" in files}
        contents = dict(git.contents(site.root, blobs.values()))
    except git.NoHistory as error:
        raise NotThere(str(error)) from error
    for name in NAMING:
        with suppress(ContentError):
            found[name] = load_shared(contents[blobs[name]], name) if name in blobs else {}
    return found


def between(old: Mapping[str, Entry], new: Mapping[str, Entry], site: Site) -> dict[str, tuple[Change, ...]]:
    """What changed in each entry; that it came, went or has another name is a change of the place `entry`."""
    found: dict[str, tuple[Change, ...]] = {}
    for slug in sorted(old.keys() | new.keys()):
        before, after = old.get(slug), new.get(slug)
        if before is None and after is not None:
            found[slug] = (Change("added", "entry", None, after.title),)
        elif after is None and before is not None:
            found[slug] = (Change("removed", "entry", None, before.title),)
        elif before is not None and after is not None:
            renamed = [Change("field", "entry", None, after.title, (), before.slug, after.slug)]
            told = (*changed_notes(before, after), *_placed(before, after, site))
            changes = (*(renamed if before.slug != after.slug else ()), *told)
            if changes:
                found[slug] = changes
    return found


def _placed(old: Entry, new: Entry, site: Site) -> list[Change]:
    """What changed in an entry, under the headings that its readers see."""
    words = site.languages.get(new.language) or site.languages.get("en", {})
    before, after = headings(old, new, lambda kind: str(words.get(f"section_{kind}", kind)))
    found: list[Change] = []
    for change in compare(old, new):
        heading = heading_of(change, before, after)
        said = {field.name: getattr(change, field.name) for field in fields(Change)}
        if change.kind == "moved":
            said |= {"was": _under(change.was, before), "now": _under(change.now, after)}
        found.append(PlacedChange(**said, heading=heading))
    return found


def _under(place: str, headings: Mapping[str, str]) -> str:
    section, parted, above = place.partition(UNDER)
    return f"{headings.get(section, section)}{parted}{above}"


def _slug(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
