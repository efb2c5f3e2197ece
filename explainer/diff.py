"""Says what changed in an entry, or in a whole site between two revisions: as text, JSON or Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from explainer.history import git
from explainer.history.differences import Change, compare
from explainer.history.versions import read_history
from explainer.load import is_entry_path, load_entry
from explainer.model import Entry, Site
from explainer.problems import ContentError
from explainer.report import printable

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


_SIGNS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~@&:])")


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
    """What changed in all entries between two revisions; an empty one is the files as they are. Raises NotThere."""
    after = entries_at(site, new) if new else {entry.slug: entry for entry in site.entries}
    return between(entries_at(site, old), after)


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
            f"- **{_WORDS[change.kind]}**, {_place(change)}: {_said(change, *marks, quote=True)}" for change in found
        ]
        parts.append(f"### {_safe(slug, quote=True)}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts) or "No explainer says anything else than before.\n"


def as_json(changes: Mapping[str, Sequence[Change]]) -> str:
    """A mapping from slugs to lists of changes, with the fields of `explainer.history.differences.Change`."""
    return json.dumps(
        {slug: [asdict(change) for change in found] for slug, found in changes.items()}, ensure_ascii=False, indent=2
    )


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown}


def _place(change: Change) -> str:
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
    line = " ".join(printable(text).split())
    # GitHub looks for people to notify after it has taken the backslashes away; what has no width keeps it from that.
    return _SIGNS.sub(r"\\\1", line).replace("@", "@&#8203;") if quote else line


def _slug(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yml")
