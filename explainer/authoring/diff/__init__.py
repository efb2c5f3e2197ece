"""Compares two versions or revisions of an entry, or two revisions of the whole site: `explainer diff`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any

from explainer.authoring.diff.changes import NAMING, PlacedChange, changed_notes, changed_records
from explainer.authoring.diff.code import CODE, changed_code
from explainer.authoring.diff.forms import FORMATS
from explainer.authoring.diff.sides import Side
from explainer.authoring.diff.untold import HEADING, untold_changes
from explainer.content.load import load_shared
from explainer.history import git
from explainer.history.differences import UNDER, Change, compare, heading_of, headings
from explainer.history.versions import read_history
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.outputs.base import section_title
from explainer.problems import ContentError, nearest
from explainer.text.language import languages

__all__ = ["FORMATS", "NotFound", "between", "of_entry", "of_site", "records_at", "version_of"]

_VERSION = re.compile(r"v([1-9][0-9]{0,5})")


class NotFound(Exception):
    """A version, revision or entry does not exist; the message says which, and which there are."""


def of_entry(site: Site, slug: str, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed in one entry between two versions or revisions.

    By default since the previous version, or since the last commit if no text of that is kept. Raises NotFound.
    """
    after = version_of(site, slug, new)
    if not old and after is not None and after.version == 1:
        if new:
            raise NotFound(f"there is no version before the first; name an older side of `{slug}`: `--from HEAD~1`")
        old = "HEAD"
    elif not old and after is not None:
        old = f"v{after.version - 1}" if new else _previous(site, after)
    before = version_of(site, slug, old)
    return between({slug: before} if before else {}, {slug: after} if after else {}, site)


def of_site(site: Site, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed between two revisions: first in code, then what else needs no update, under headings of their own.

    Then come shared records, by file path, and all entries, by slug. A comment may be cut at its end, where every
    entry's changes are found in its file too.

    An empty revision stands for the working files. Raises NotFound.
    """
    _refuse_versions(site, old, new)
    try:
        before, after = Side.of(site, old), Side.of(site, new)
        differ = before.differing(after)
        were, are = before.entries(differ), after.entries(differ)
    except git.NoHistory as error:
        raise NotFound(str(error)) from error
    now: Mapping[str, Mapping[str, Any]] = (
        records_at(site, new) if new else {name: getattr(site, name) for name in NAMING}
    )
    changed = {**changed_records(records_at(site, old), now, after.named), **between(were, are, site)}
    try:
        code, untold = (
            changed_code(site, old, new),
            untold_changes(site, old, new, (were, are), named=after.named, shared=NAMING),
        )
    except git.NoHistory as error:
        raise NotFound(str(error)) from error
    first = {CODE: code, HEADING: untold}
    return {**{heading: found for heading, found in first.items() if found}, **changed}


def _refuse_versions(site: Site, old: str, new: str) -> None:
    """Raises NotFound for a version such as `v2`, which needs an entry, unless a tag has that name."""
    for side in (old, new):
        if version := _VERSION.fullmatch(side):
            try:
                git.commit(site.root, side)
            except git.NoRevision:
                having = [entry.slug for entry in site.summaries if entry.version >= int(version[1])]
                slug = next(iter(having or [entry.slug for entry in site.summaries]), "SLUG")
                sides = "".join(f" {name} {value}" for name, value in (("--from", old), ("--to", new)) if value)
                raise NotFound(
                    f"`{side}` is a version of one entry; say which entry, as in `explainer diff {slug}{sides}`"
                ) from None
            except git.NoHistory as error:
                raise NotFound(str(error)) from error


def version_of(site: Site, slug: str, revision: str) -> Entry | None:
    """An entry at a version (`v2`) or git revision; empty stands for the working file. None: it did not exist then.

    Raises NotFound.
    """
    current = next((entry for entry in site.summaries if entry.slug == slug), None)
    if current is None:
        renamed = next((entry.slug for entry in site.summaries if slug in entry.aliases), None)
        hint = nearest(slug, [entry.slug for entry in site.summaries], "name its file without `.yml`")
        raise NotFound(f"there is no entry `{slug}`; {f'it is now called `{renamed}`' if renamed else hint}")
    if not revision:
        return site.known.whole(current)
    if version := _VERSION.fullmatch(revision):
        return _by_number(site, current, int(version[1]))
    try:
        return Side.of(site, revision).entries({slug}).get(slug)
    except git.NoHistory as error:
        raise NotFound(str(error)) from error


def _previous(site: Site, entry: Entry) -> str:
    """The version before an entry's newest; the last commit if none is kept, as of an entry taken over with updates."""
    history = read_history(site, site.root / ".cache", [entry])
    kept = [version.number for version in history.versions.get(entry.slug, ()) if version.number < entry.version]
    return f"v{kept[-1]}" if kept else f"v{entry.version - 1}" if history.missing else "HEAD"


def _by_number(site: Site, current: EntrySummary, number: int) -> Entry:
    if number == current.version:
        return site.known.whole(current)
    history = read_history(site, site.root / ".cache", [current])
    versions = history.versions.get(current.slug, ())
    match = next((version for version in versions if version.number == number), None)
    if match is None:
        numbers = ", ".join(f"v{version.number}" for version in versions) or f"v{current.version}"
        raise NotFound(history.missing or f"there is no version {number} of `{current.slug}`; there are {numbers}")
    entry = history.text(match, site)
    if entry is None:
        raise NotFound(f"version {number} of `{current.slug}` is in an old format that can no longer be read")
    return entry


def records_at(site: Site, revision: str) -> dict[str, Mapping[str, Any]]:
    """Shared records at a git revision, by file and id; without files in an old format."""
    records: dict[str, Mapping[str, Any]] = {}
    try:
        data = site.layout.data
        files = git.tree(site.root, git.commit(site.root, revision), data)
        blobs = {name: files[f"{data}/{name}.yml"] for name in NAMING if f"{data}/{name}.yml" in files}
        contents = dict(git.contents(site.root, blobs.values(), whole=True))
    except git.NoHistory as error:
        raise NotFound(str(error)) from error
    for name in NAMING:
        with suppress(ContentError):
            records[name] = load_shared(contents[blobs[name]], name) if name in blobs else {}
    return records


def between(old: Mapping[str, Entry], new: Mapping[str, Entry], site: Site) -> dict[str, tuple[Change, ...]]:
    """What changed in each entry; adding, removing or renaming it is a change of the place `entry`."""
    changed: dict[str, tuple[Change, ...]] = {}
    for slug in sorted(old.keys() | new.keys()):
        before, after = old.get(slug), new.get(slug)
        if before is None and after is not None:
            changed[slug] = (Change("added", "entry", None, after.title),)
        elif after is None and before is not None:
            changed[slug] = (Change("removed", "entry", None, before.title),)
        elif before is not None and after is not None:
            changes = (*changed_notes(before, after), *_with_headings(before, after, site))
            if before.slug != after.slug:
                changes = (Change("field", "entry", None, after.title, (), before.slug, after.slug), *changes)
            if changes:
                changed[slug] = changes
    return changed


def _with_headings(old: Entry, new: Entry, site: Site) -> Iterator[Change]:
    """What changed in an entry, with the headings that readers see."""
    language = languages(site.languages, {new.language})[new.language]
    before, after = headings(old, new, lambda section: section_title(section, language))
    for change in compare(old, new):
        values = {field.name: getattr(change, field.name) for field in fields(Change)}
        if change.kind == "moved":
            values |= {"was": _under(change.was, before), "now": _under(change.now, after)}
        yield PlacedChange(**values, heading=heading_of(change, before, after))


def _under(place: str, headings: Mapping[str, str]) -> str:
    section, parted, above = place.partition(UNDER)
    return f"{headings.get(section, section)}{parted}{above}"
