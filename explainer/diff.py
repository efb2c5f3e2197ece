"""Says what changed in an entry, or in a whole site between two revisions: as text, JSON or Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

from explainer.history import git
from explainer.history.differences import Change, compare
from explainer.history.versions import read_history
from explainer.load import is_entry_path, load_entry, load_shared
from explainer.model import Entry, Site
from explainer.model.base import Model
from explainer.problems import ContentError
from explainer.report import count, markdown, printable
from explainer.where import people, publishers, topics

_WORDS = {
    "added": "new point",
    "removed": "removed",
    "reworded": "reworded",
    "moved": "moved",
    "resourced": "sources",
    "redated": "date",
    "status": "status",
    "outcome": "outcome",
    "field": "changed",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class RecordChange(Change):
    """A difference in a record that entries share; its `place` is the record's id and the field."""

    entries: tuple[str, ...] = ()
    """Slugs of the entries that name the record, on the newer side."""


class NotThere(Exception):
    """A version, revision or entry that does not exist; the text says which, and which there are."""


def of_entry(site: Site, slug: str, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed in one entry between two versions or revisions; by default since the one before. Raises NotThere."""
    after = version_of(site, slug, new)
    if not old and after is not None:
        if after.version == 1:
            raise NotThere(f"`{slug}` has only one version; name an older side, as in `--from HEAD~1`")
        old = f"v{after.version - 1}"
    before = version_of(site, slug, old)
    return between({slug: before} if before else {}, {slug: after} if after else {})


def of_site(site: Site, old: str, new: str) -> dict[str, tuple[Change, ...]]:
    """What changed in all entries between two revisions, and first in what they share, by the path of its file.

    An empty revision is the files as they are. Raises NotThere.
    """
    after = entries_at(site, new) if new else {entry.slug: entry for entry in site.entries}
    before = entries_at(site, old)
    now = records_at(site, new) if new else {name: getattr(site, name) for name in _NAMING}
    return {**_shared(records_at(site, old), now, after), **between(before, after)}


def version_of(site: Site, slug: str, wanted: str) -> Entry | None:
    """An entry as it was: `v2`, or at a git revision; `` is the file as it lies here. None: it did not exist then.

    Raises NotThere.
    """
    current = next((entry for entry in site.entries if entry.slug == slug), None)
    if current is None:
        raise NotThere(f"there is no entry `{slug}`")
    if not wanted:
        return current
    if re.fullmatch(r"v[1-9][0-9]{0,5}", wanted):
        return _by_number(site, current, int(wanted[1:]))
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


_NAMED = 10
"""How many entries are named where a record touches more."""
_NAMING = {"topics": topics, "publishers": publishers, "people": people}
"""The files of shared records, and how entries name those."""


def records_at(site: Site, revision: str) -> dict[str, Mapping[str, Any]]:
    """The records that entries share at a git revision, by file and id; without files of a form of the past."""
    found: dict[str, Mapping[str, Any]] = {}
    try:
        files = git.tree(site.root, git.commit(site.root, revision), "site_data")
        blobs = {name: files[f"site_data/{name}.yml"] for name in _NAMING if f"site_data/{name}.yml" in files}
        contents = dict(git.contents(site.root, blobs.values()))
    except git.NoHistory as error:
        raise NotThere(str(error)) from error
    for name in _NAMING:
        with suppress(ContentError):
            found[name] = load_shared(contents[blobs[name]], name) if name in blobs else {}
    return found


def _shared(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], entries: Mapping[str, Entry]
) -> dict[str, tuple[Change, ...]]:
    """What changed in shared records, with the entries that this touches; none names one that came just now."""
    found: dict[str, tuple[Change, ...]] = {}
    for name in _NAMING:
        if name not in old or name not in new:
            continue
        changed = [record for record in old[name] if old[name][record] != new[name].get(record)]
        changes = [
            change
            for record, users in _users(name, changed, entries).items()
            for change in _of_record(record, old[name][record], new[name].get(record), users)
        ]
        if changes:
            found[f"site_data/{name}.yml"] = tuple(changes)
    return found


def _users(name: str, records: Sequence[str], entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {record: [] for record in records}
    for slug in sorted(entries) if records else ():
        for record in {named for _, named in _NAMING[name](entries[slug])} & users.keys():
            users[record].append(slug)
    return users


def _of_record(record: str, old: Any, new: Any, users: Sequence[str]) -> Iterator[Change]:
    touched = "no entry names it"
    if users:
        touched = f"named by {count(len(users), 'entry', 'entries')}: {', '.join(users[:_NAMED])}" + (
            f" and {len(users) - _NAMED} more" if users[_NAMED:] else ""
        )
    if new is None:
        yield RecordChange("removed", record, None, touched, entries=tuple(users))
        return
    before, after = _fields(old), _fields(new)
    for field in before | after:
        if before.get(field) != after.get(field):
            was, now = before.get(field, ""), after.get(field, "")
            yield RecordChange("field", f"{record} {field}", None, touched, (), was, now, tuple(users))


def _fields(record: Model) -> dict[str, str]:
    """A record's values as text; of those in several languages each for itself, as `name.ru`."""
    found: dict[str, str] = {}
    for field, value in record.model_dump(exclude_none=True).items():
        texts = value if isinstance(value, dict) else {"": value}
        found |= {f"{field}.{language}".rstrip("."): _written(text) for language, text in texts.items()}
    return found


def _written(value: object) -> str:
    """A value as it stands in the file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def between(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, tuple[Change, ...]]:
    """What changed in each entry; an entry that came or went is one change of its status."""
    found = {}
    for slug in sorted(old.keys() | new.keys()):
        before, after = old.get(slug), new.get(slug)
        if before is not None and after is not None:
            changes = compare(before, after)
        else:
            entry = after or before
            title = entry.title if entry else ""
            kind = "added" if before is None else "removed"
            changes = (Change(kind, "entry", None, title),)  # type: ignore[arg-type]
        if changes:
            found[slug] = changes
    return found


def as_text(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a terminal: `[-removed-]` and `{+added+}`, as word diffs are written."""
    lines = []
    for slug, found in changes.items():
        lines.append(printable(slug))
        lines += [
            f"  {_WORDS[change.kind]}, {_place(change)}: {_said(change, '[-', '-]', '{+', '+}')}" for change in found
        ]
    return "\n".join(lines)


def as_markdown(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a comment on a proposed change; an editor's text is quoted so that none of its signs has a meaning."""
    parts = []
    for slug, found in changes.items():
        # Elements, not signs: `~~` and `**` mean nothing where they touch a letter or a comma.
        marks = ("<del>", "</del>", "<ins>", "</ins>")
        rows = [
            f"- **{_WORDS[change.kind]}**, {_place(change, quote=True)}: {_said(change, *marks, quote=True)}"
            for change in found
        ]
        parts.append(f"### {_safe(slug, quote=True)}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts) or "No explainer says anything else than before.\n"


def as_json(changes: Mapping[str, Sequence[Change]]) -> str:
    """A mapping from slugs to lists of changes, with the fields of `explainer.history.differences.Change`."""
    return json.dumps(
        {slug: [asdict(change) for change in found] for slug, found in changes.items()}, ensure_ascii=False, indent=2
    )


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown}


def _place(change: Change, *, quote: bool = False) -> str:
    if isinstance(change, RecordChange):  # editors make up these names; all other places are ours
        return _safe(change.place, quote=quote)
    return f"{change.place} #{change.point}" if change.point else change.place


def _said(change: Change, gone: str, gone_end: str, come: str, come_end: str, *, quote: bool = False) -> str:
    if change.runs:
        marks = {"same": ("", ""), "removed": (gone, gone_end), "added": (come, come_end)}
        return "".join(_marked(text, *marks[kind], quote=quote) for kind, text in change.runs)
    text, was, now = (_safe(one, quote=quote) for one in (change.text, change.was, change.now))
    if not was and not now:
        return text
    values = f"{was or '–'} → {now or '–'}"
    return f"{values} ({text})" if text and text != now else values


def _marked(text: str, start: str, end: str, *, quote: bool) -> str:
    """A stretch of words between marks; the spaces around it stay outside, as Markdown wants them."""
    words = text.strip()
    if not words:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before and ' '}{start}{_safe(words, quote=quote)}{end}{after and ' '}"


def _safe(text: str, *, quote: bool) -> str:
    """One line without what would move a terminal's cursor; with `quote`, without Markdown's signs either."""
    return markdown(text) if quote else " ".join(printable(text).split())


def _slug(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
