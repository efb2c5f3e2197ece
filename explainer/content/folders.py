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


def read_only(site: Site) -> Iterator[Problem]:
    """A warning for each folder in which somebody, or a build, will want to save something and cannot."""
    layout = site.layout
    for folder in dict.fromkeys((".", layout.entries, layout.pages, layout.images, layout.data)):
        if folder and (site.root / folder).is_dir() and not os.access(site.root / folder, os.W_OK):
            what = "and no site can be built in it" if folder == "." else "and nothing can be saved in it"
            hint = f"change its permissions, as in `chmod u+w {folder}`"
            yield Problem(folder, f"this folder is read-only, {what}", hint, "read-only", severity=Severity.WARNING)


Found: TypeAlias = tuple[str, os.DirEntry[str]]
"""A file's path, relative to the site's root, and what the system says about it."""


def files_below(root: Path, folder: str, ending: str, problems: list[Problem]) -> Iterator[Found]:
    """Every file below a folder that is not hidden, sorted; reports what cannot be content."""
    try:
        items = sorted(os.scandir(root / folder), key=lambda item: item.name)
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"the folder cannot be read ({error.strerror})"
        problems.append(Problem(folder, message, "look at its permissions", "unreadable"))
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
        if not item.name.isprintable():  # it could not be an address, and might break the report
            shown = "".join(character if character.isprintable() else "?" for character in path)
            message = "characters that cannot be shown stand in this name"
            problems.append(Problem(shown, message, "rename it, with letters, digits and hyphens", "bad-name"))
        elif item.is_symlink():
            problems.append(Problem(path, "this is a link to somewhere else", "put the file itself here", "link"))
        elif item.is_dir():
            if item.name.endswith((".yml", ".yaml")):
                message = "this is a folder with the name of a file"
                problems.append(Problem(path, message, "rename the folder", "folder-named-as-file"))
            yield from files_below(root, path, ending, problems)
        elif not item.is_file():  # a pipe, say: reading it would wait for ever
            problems.append(Problem(path, "this is not a file", "delete it", "unexpected-file"))
        elif item.name.endswith(ending):
            yield path, item
        else:
            hint = f"rename it to end in `{ending}`, or move it away"
            problems.append(Problem(path, f"only `{ending}` files belong here", hint, "unexpected-file"))
