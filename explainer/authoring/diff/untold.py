"""What readers may notice and no update tells: topics, related pieces, pictures, pages, templates, settings, words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from explainer.authoring.diff.changes import Named
from explainer.content import yamlfile
from explainer.content.layout import FILES
from explainer.history import git
from explainer.history.differences import Change, plain_text
from explainer.history.files import ChangedFile, changed_files
from explainer.model import Entry, Site
from explainer.model.about import Withdrawn
from explainer.model.base import Model
from explainer.model.walk import Shared, fields
from explainer.problems import ContentError
from explainer.text.inline import to_text
from explainer.text.plain import count, listed

HEADING = "Without a note to readers"
"""Stands over these changes; no slug or path."""


@dataclass(frozen=True, slots=True)
class UntoldChange(Change):
    """A change that needs no update; its place is an entry and a field, or a file and a key in it."""

    label: str = ""
    """What changed: `topics`, `page`, `template`."""


def untold_changes(
    site: Site,
    old: str,
    new: str,
    entries: tuple[Mapping[str, Entry], Mapping[str, Entry]],
    *,
    named: Named,
    shared: Collection[Shared],
) -> tuple[UntoldChange, ...]:
    """What changed beside the texts of entries, between two revisions; the files of `shared` records are left out.

    `entries` are those of both revisions that differ, by slug. Raises NoHistory.
    """
    before, after = entries
    changes = [
        change for slug in sorted(before.keys() & after.keys()) for change in _of_entry(before[slug], after[slug])
    ]
    layout = site.layout
    left_out = {f"{layout.data}/{name}.yml" for name in shared} | {f"{layout.data}/links.json"}
    paths = [*layout.folders, *FILES]
    for file in changed_files(site.root, paths, git.commit(site.root, old), new and git.commit(site.root, new)):
        if file.path not in left_out and not file.path.startswith(f"{layout.entries}/"):
            changes += _of_file(site, file, new, named)
    return tuple(changes)


def _of_entry(old: Entry, new: Entry) -> Iterator[UntoldChange]:
    """The fields about an entry's place among others, sources that nothing cites, and ids that went."""
    if "draft" in (old.status, new.status) or old == new:
        return
    slugs = {old.slug, new.slug} if old.slug != new.slug else ()  # that it was renamed is told elsewhere
    sides = (
        side.model_copy(update={"aliases": tuple(alias for alias in side.aliases if alias not in slugs)})
        for side in (old, new)
    )
    yield from _of_record(Entry, new.slug, *sides)
    yield from _of_record(Withdrawn, new.slug, old.withdrawn, new.withdrawn)
    before, after = (_uncited(entry) for entry in (old, new))
    listed_before, listed_after = ({source.id for source in entry.sources} for entry in (old, new))
    for source, title in {**before, **after}.items():
        if source not in listed_before or source not in listed_after:
            was, now = ("", title) if source in listed_after else (title, "")
            yield UntoldChange("field", new.slug, None, "", (), was, now, label="source that no point names")
    kept = {place.point.id for place in new.points()}
    nameless = {to_text(place.point.words) for place in new.points() if place.point.id is None}
    for _, _, point, _ in old.points():
        if point.id and point.id not in kept and (text := to_text(point.words)) in nameless:
            yield UntoldChange("field", new.slug, None, text, (), f"#{point.id}", "", label="address of a point")


def _of_record(model: type[Model], slug: str, old: Model | None, new: Model | None) -> Iterator[UntoldChange]:
    for field in fields(model):
        if field.need == "comment":
            was, now = (plain_text(field, getattr(side, field.name, None)) for side in (old, new))
            if was != now:
                yield UntoldChange("field", slug, None, "", (), was, now, label=field.name)


def _uncited(entry: Entry) -> dict[str, str]:
    """The titles of sources that nothing cites, by id."""
    cited = {source for _, source in entry.values["sources"] if isinstance(source, str)}
    return {source.id: source.title for source in entry.sources if source.id not in cited}


def _of_file(site: Site, file: ChangedFile, new: str, named: Named) -> Iterator[UntoldChange]:
    label, layout = _label(site, file.path), site.layout
    if file.path.startswith(f"{layout.data}/") and file.path.endswith(".yml"):
        values = _values(site, file, new)
        if values is not None:
            for key, (was, now) in values.items():
                yield UntoldChange("field", f"{file.path} {key}", None, "", (), was, now, label=label)
            return
    said = {"added": "new", "removed": "removed", "changed": "changed"}[file.change]
    if file.added is not None and file.change == "changed":
        said += f": {count(file.added, 'line', 'lines')} added, {count(file.removed or 0, 'line', 'lines')} removed"
    if label == "picture":
        name = file.path.removeprefix(f"{layout.docs}/")
        users = sorted(slug for slug, names in named("images").items() if name in names)
        shown = f"shown by {count(len(users), 'entry', 'entries')}: {listed(users)}" if users else "no entry shows it"
        said = f"{'other content under the same name' if file.change == 'changed' else said}, {shown}"
    yield UntoldChange("field", file.path, None, said, label=label)


def _label(site: Site, path: str) -> str:
    layout = site.layout
    folders = {layout.images: "picture", layout.templates: "template", f"{layout.data}/ui": "words of the site"}
    for folder, label in folders.items():
        if path.startswith(f"{folder}/"):
            return label
    if path in FILES or path.startswith(f"{layout.data}/"):
        return "settings"
    return "page" if path.endswith(".md") else "file"


def _values(site: Site, file: ChangedFile, new: str) -> dict[str, tuple[str, str]] | None:
    """The values that differ in a file of settings or words, by key; None if one side cannot be read."""
    old = dict(git.contents(site.root, [file.before])).get(file.before, b"") if file.before.strip("0") else b""
    with suppress(ContentError, OSError):
        if new:
            blob = git.tree(site.root, new, file.path.rpartition("/")[0]).get(file.path, "")
            now = dict(git.contents(site.root, [blob])).get(blob, b"") if blob else b""
        else:
            now = (site.root / file.path).read_bytes() if file.change != "removed" else b""
        before, after = (_flat(yamlfile.read(yamlfile.decode(text, file.path), file.path)) for text in (old, now))
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        return {key: (before.get(key, ""), after.get(key, "")) for key in keys}
    return None


def _flat(value: Any, place: str = "") -> dict[str, str]:
    """Nested values by their path: `editor.repo`."""
    items: Sequence[tuple[Any, Any]] = list(value.items()) if isinstance(value, dict) else []
    if not items:
        return {} if value is None else {place: str(value).lower() if isinstance(value, bool) else str(value)}
    return {key: text for name, below in items for key, text in _flat(below, f"{place}.{name}".strip(".")).items()}
