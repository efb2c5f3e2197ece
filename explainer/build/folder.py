"""Updates the folder of a built site: new files are staged beside it, and moved into place when all are complete."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

from explainer.resources.reading import walk
from explainer.resources.staging import aside

_SITE = frozenset(("sitemap.xml", "404.html"))


def holds_something_else(target: Path, marks: Collection[str] = _SITE) -> bool:
    """Whether the target holds something other than a built site, which has one of the files in `marks`."""
    if target.is_dir():
        names = {path.name for path in target.iterdir()}
        return ".git" in names or bool(names and names.isdisjoint(marks))
    return target.exists() or target.is_symlink()


def files_in(target: Path) -> Iterator[str]:
    """Every file in a folder."""
    return (
        os.path.relpath(item.path, target) for item in walk(target, _fail) if not item.is_dir(follow_symlinks=False)
    )


def _fail(error: OSError) -> None:
    raise error


def replace_whole(new: Path, target: Path) -> None:
    """Replaces a folder with a new one, in one step where the system can exchange two: the old one is `new` then."""
    if target.is_dir() and not target.is_symlink() and exchange(new, target):
        return
    if target.exists():
        old = aside(target)
        target.rename(old / target.name)
        new.rename(target)
        shutil.rmtree(old)
    else:
        new.rename(target)


_EXCHANGE = 2
"""`RENAME_EXCHANGE`: https://man7.org/linux/man-pages/man2/rename.2.html."""


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; False where the system or the file system cannot."""
    here = -100  # `AT_FDCWD`
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):  # not Linux, or an old one
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE) == 0)


def link_files(target: Path, new: Path, paths: Iterable[str]) -> bool:
    """Makes files of a folder stand in a new one as well; False where they cannot stand in two places."""
    existing = {new}
    try:
        for path in paths:
            place = new / path
            if place.parent not in existing:
                place.parent.mkdir(parents=True, exist_ok=True)
                existing.add(place.parent)
            os.link(target / path, place, follow_symlinks=False)
    except OSError:
        return False
    return True


def replace_files(new: Path, target: Path, paths: Iterable[str]) -> None:
    """Moves files into place, each atomically; replaces folders and links that are in the way."""
    existing = {target}
    for path in paths:
        place = target / path
        _make_folder(place.parent, existing)
        try:
            (new / path).replace(place)
        except IsADirectoryError:
            shutil.rmtree(place)
            (new / path).replace(place)


def _make_folder(folder: Path, existing: set[Path]) -> None:
    """Creates a folder and its parents. A link in its place is deleted, as it would lead out of the site."""
    if folder not in existing:
        _make_folder(folder.parent, existing)
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        folder.mkdir(exist_ok=True)
        existing.add(folder)


def delete(target: Path, paths: Iterable[str]) -> None:
    """Deletes files, and folders that are then empty."""
    for path in paths:
        place = target / path
        if any(parent.is_symlink() for parent in place.parents if target in parent.parents):
            continue  # the path leads out of the folder
        with suppress(OSError):
            place.unlink()
        with suppress(OSError):  # it is not empty
            for folder in takewhile(lambda parent: parent != target, place.parents):
                folder.rmdir()
