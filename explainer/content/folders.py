"""Walks the folders that editors fill, and reports what cannot be content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias
from unicodedata import normalize

from explainer.model import Site
from explainer.model.addresses import unfit
from explainer.problems import Problem, Severity
from explainer.resources.reading import MAX_FILE, is_folder, leads_out


def read_only(site: Site) -> Iterator[Problem]:
    """A warning for each folder in which somebody, or a build, will want to save something and cannot."""
    layout = site.layout
    for folder in dict.fromkeys((".", layout.entries, layout.pages, layout.images, layout.data)):
        if folder and is_folder(site.root / folder) and not os.access(site.root / folder, os.W_OK):
            what = "and no site can be built in it" if folder == "." else "and nothing can be saved in it"
            hint = f"change its permissions, as in `chmod u+w {folder}`"
            yield Problem(folder, f"this folder is read-only, {what}", hint, "read-only", severity=Severity.WARNING)


Found: TypeAlias = tuple[str, os.DirEntry[str]]
"""A file's path, relative to the site's root, and what the system says about it."""


def unreadable(path: str, error: OSError, what: str = "file") -> Problem:
    """A file or folder that the system does not let us read; it never counts as one that is not there."""
    message = f"the {what} cannot be read ({error.strerror})"
    return Problem(shown(path), message, "look at its permissions", "unreadable")


def unprintable(path: str) -> Problem:
    """A name that could not be an address, and might break a report."""
    message = "characters that cannot be shown stand in this name"
    return Problem(shown(path), message, "rename it, with letters, digits and hyphens", "bad-name")


def not_a_file(path: str) -> Problem:
    """A pipe, a socket or a device: reading it could take for ever."""
    return Problem(shown(path), "this is not a file", "delete it", "unexpected-file")


def too_large(path: str) -> Problem:
    """A file that would fill the memory, and that no host takes."""
    message = f"the file is larger than {MAX_FILE // 1_000_000} MB, and nothing so large is published"
    return Problem(shown(path), message, "make it smaller, or link to it elsewhere", "file-too-large")


def link_outside(path: str) -> Problem:
    """A link that would publish, or write to, what does not belong to the site."""
    message = "this is a link that leads out of the repository"
    return Problem(shown(path), message, "put the file itself here", "link-outside")


def shown(path: str) -> str:
    """A path for a report: names need not be text."""
    return "".join(character if character.isprintable() else "?" for character in path)


def files_below(root: Path, folder: str, ending: str, problems: list[Problem]) -> Iterator[Found]:
    """Every file below a folder that is not hidden, sorted; reports what cannot be content."""
    if leads_out(root / folder, root):
        problems.append(link_outside(folder))
        return
    try:
        items = sorted(os.scandir(root / folder), key=lambda item: item.name)
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(unreadable(folder, error, "folder"))
        return
    alike: dict[str, str] = {}
    for item in items:
        path = f"{folder}/{item.name}"
        if item.name.startswith("."):
            continue
        other = alike.setdefault(normalize("NFC", item.name).casefold(), item.name)
        same = f"Windows and macOS take it for `{other}`, which has other capitals only" if other != item.name else ""
        if item.name.isprintable() and (reason := unfit(item.name) or same):
            problems.append(Problem(path, f"this name does not work everywhere: {reason}", "rename it", "bad-name"))
        if problem := _refused(item, path):
            problems.append(problem)
        elif item.is_dir():
            if item.name.endswith((".yml", ".yaml")):
                message = "this is a folder with the name of a file"
                problems.append(Problem(path, message, "rename the folder", "folder-named-as-file"))
            yield from files_below(root, path, ending, problems)
        elif item.name.endswith(ending):
            yield path, item
        else:
            hint = f"rename it to end in `{ending}`, or move it away"
            problems.append(Problem(path, f"only `{ending}` files belong here", hint, "unexpected-file"))


def _refused(item: os.DirEntry[str], path: str) -> Problem | None:
    """Why nothing is read here; None for a folder or a file that can be read."""
    if not item.name.isprintable():
        return unprintable(path)
    if item.is_symlink():
        return Problem(path, "this is a link to somewhere else", "put the file itself here", "link")
    if item.is_dir():
        return None
    if not item.is_file():
        return not_a_file(path)
    return too_large(path) if item.stat().st_size > MAX_FILE else None
