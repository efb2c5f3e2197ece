"""The files that a change touches beside entries and shared records, each with why somebody should look at it.

Entries, shared records and pictures are checked, so that whoever reviews them need only look at what they say. Anything
else is code: it runs on the site, or on the machine that builds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from explainer.authoring.diff.changes import NAMING, Mark, Named, OtherChange
from explainer.content import yamlfile
from explainer.content.layout import FILES
from explainer.content.load import is_entry_path
from explainer.history import git
from explainer.history.files import ChangedFile, changed_files
from explainer.model import Site
from explainer.model.figures import PICTURE_FORMATS
from explainer.problems import ContentError
from explainer.resources.reading import read
from explainer.text.page_code import page_code
from explainer.text.plain import count, listed


def other_files(site: Site, old: str, new: str, named: Named) -> Iterator[OtherChange]:
    """What changed in files between two revisions; an empty one stands for the working files.

    `named` tells which records the entries of the newer side name. Raises NoHistory.
    """
    layout = site.layout
    # What git does not know yet may be anything; of that, only what a build or a workflow reads counts.
    shown = (*layout.folders, *FILES)
    read_by_us = (*shown, ".github", ".gitlab-ci.yml")
    left_out = [f"{layout.data}/{name}" for name in (*(f"{name}.yml" for name in NAMING), "links.json")]
    for file in changed_files(site.root, ["."], git.commit(site.root, old), new and git.commit(site.root, new)):
        path, is_among_entries = file.path, _is_below(file.path, [layout.entries])
        is_checked = path in left_out or (is_among_entries and is_entry_path(path))
        if is_checked or not (file.before or _is_below(path, read_by_us)):
            continue
        marks: list[Mark] = [] if _label(site, path) == "picture" else ["code"]
        if _is_below(path, shown) and not is_among_entries:
            marks.append("no note")
        yield from _of_file(site, file, new, named, tuple(marks))


def _is_below(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _label(site: Site, path: str) -> str:
    layout = site.layout
    if _is_below(path, [layout.images]) and path.rpartition(".")[2].lower() in PICTURE_FORMATS:
        return "picture"
    if _is_below(path, [layout.templates]):
        return "template"
    if _is_below(path, [f"{layout.data}/ui"]):
        return "words of the site"
    if _is_below(path, [*FILES, layout.data]):
        return "settings"
    if _is_below(path, [layout.docs]):
        return "page" if path.endswith(".md") else "file"
    return "workflow" if path.startswith((".github/", ".gitlab")) else "file of the repository"


def _of_file(site: Site, file: ChangedFile, new: str, named: Named, marks: tuple[Mark, ...]) -> Iterator[OtherChange]:
    path, label, layout = file.path, _label(site, file.path), site.layout
    if _is_below(path, [layout.data]) and path.endswith(".yml"):
        values = _values_that_differ(site, file, new)
        for key, (was, now) in values.items():
            yield OtherChange("field", f"{path} {key}", None, "", (), was, now, label=label, marks=marks)
        if values:
            return
    said = {"added": "new", "removed": "removed", "changed": "changed"}[file.change]
    if file.added is not None and file.change == "changed":
        said += f": {count(file.added, 'line', 'lines')} added, {count(file.removed or 0, 'line', 'lines')} removed"
    if label == "picture":
        name = path.removeprefix(f"{layout.docs}/")
        users = sorted(slug for slug, names in named("images").items() if name in names)
        seen = f"shown by {count(len(users), 'entry', 'entries')}: {listed(users)}" if users else "no entry shows it"
        said = f"{'other content under the same name' if file.change == 'changed' else said}, {seen}"
    elif path.endswith(".md") and file.change != "removed":
        found = dict.fromkeys(f"{what} in line {line}" for line, what in _what_runs(site, path, new))
        said += f", with {'; '.join(found)}" if found else ""
    yield OtherChange("field", path, None, said, label=label, marks=marks)


def _what_runs(site: Site, path: str, new: str) -> Iterator[tuple[int, str]]:
    with suppress(git.NoHistory, OSError):
        content = git.git(site.root, "show", "--end-of-options", f"{new}:./{path}") if new else read(site.root / path)
        yield from page_code(content.decode("utf-8", "replace"))


def _values_that_differ(site: Site, file: ChangedFile, new: str) -> dict[str, tuple[str, str]]:
    """The values that differ in a file of settings or words, by key; none if a side cannot be read."""
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
    return {}


def _flat(value: Any, place: str = "") -> dict[str, str]:
    """Nested values by their path: `editor.repo`."""
    items: Sequence[tuple[Any, Any]] = list(value.items()) if isinstance(value, dict) else []
    if not items:
        return {} if value is None else {place: str(value).lower() if isinstance(value, bool) else str(value)}
    return {key: text for name, below in items for key, text in _flat(below, f"{place}.{name}".strip(".")).items()}
