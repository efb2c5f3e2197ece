"""Finds the files in a change that are code: what runs on the site, or on the machine that builds it.

Entries, shared records and pictures are checked, so that whoever reviews them need only look at what they say. Of
anything else, somebody who knows the site should read every line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from explainer.content.layout import FILES
from explainer.content.load import is_entry_path
from explainer.history.change import Change, Kind
from explainer.history.files import ChangedFile, changed_files
from explainer.history.git import NoHistory, commit, git
from explainer.model import Layout, Site
from explainer.model.figures import PICTURE_FORMATS
from explainer.resources.reading import read
from explainer.text.page_code import page_code

CODE = "Code"
"""The name of this part of a change; no entry has a capital in its name."""
_KINDS: dict[str, Kind] = {"added": "added", "removed": "removed"}


@dataclass(frozen=True, slots=True)
class CodeChange(Change):
    """A file of code that a change adds, removes or edits: its `place`; `text` says what kind of file it is."""


def changed_code(site: Site, old: str, new: str) -> tuple[CodeChange, ...]:
    """The files of code below a site's folder that differ between two revisions; empty stands for the working files.

    Raises NoHistory.
    """
    # What git does not know yet may be anything; of that, only what a build or a workflow reads counts.
    read_by_us = (*site.layout.folders, *FILES, ".github", ".gitlab-ci.yml")
    files = changed_files(site.root, ["."], commit(site.root, old), new and commit(site.root, new))
    known = (file for file in files if file.before or _is_below(file.path, read_by_us))
    return tuple(_change(site, file, new) for file in known if _is_code(file.path, site.layout))


def _is_below(path: str, places: Iterable[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


def _is_code(path: str, layout: Layout) -> bool:
    """Whether a file is none of those whose content is checked."""
    if path.startswith(f"{layout.entries}/"):
        return not is_entry_path(path)
    if path.startswith(f"{layout.images}/"):
        return path.rpartition(".")[2].lower() not in PICTURE_FORMATS
    shared = ("topics.yml", "publishers.yml", "people.yml", "links.json")
    return path not in [f"{layout.data}/{name}" for name in shared]


def _change(site: Site, file: ChangedFile, new: str) -> CodeChange:
    path, kind = file.path, _kind(file.path, site.layout)
    if path.endswith(".md") and file.change != "removed":
        found = dict.fromkeys(f"{what} in line {line}" for line, what in _found(site, path, new))
        kind += f", with {'; '.join(found)}" if found else ""
    return CodeChange(_KINDS.get(file.change, "field"), path, None, kind)


def _kind(path: str, layout: Layout) -> str:
    if path.startswith(f"{layout.templates}/"):
        return "a template"
    if path in FILES or path == f"{layout.data}/site.yml":
        return "settings"
    if path.startswith(f"{layout.data}/ui/"):
        return "the site’s own words"
    if path.startswith(f"{layout.docs}/"):
        return "a page" if path.endswith(".md") else "published as it is"
    return "a workflow" if path.startswith((".github/", ".gitlab")) else "a file of the repository"


def _found(site: Site, path: str, new: str) -> Iterator[tuple[int, str]]:
    with suppress(NoHistory, OSError):
        content = git(site.root, "show", "--end-of-options", f"{new}:./{path}") if new else read(site.root / path)
        yield from page_code(content.decode("utf-8", "replace"))
