"""Reads what anyone may have put there: no pipe that never ends, no endless file, no folder passed over in silence."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from explainer.resources.locks import NOFOLLOW, PLAIN

MAX_FILE = 100_000_000
"""Bytes of the largest file that is read or published; git hosts take none that is larger."""


def read(path: Path | str, most: int = MAX_FILE + 1, *, follow: bool = True) -> bytes:
    """The content of a plain file, cut off after `most` bytes. Without `follow`, a link is not read.

    Raises OSError, also for a pipe, a socket or a device, which could keep whoever reads it waiting for ever.
    """
    flags = os.O_RDONLY | PLAIN | (0 if follow else NOFOLLOW)
    kind = Path(path).stat(follow_symlinks=follow).st_mode  # opening a device may already do something
    if stat.S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(kind):
        raise OSError(errno.EINVAL, "it is not a plain file", str(path))
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(most)


def walk(
    top: Path | str, failed: Callable[[OSError], None], enter: Callable[[os.DirEntry[str]], bool] | None = None
) -> Iterator[os.DirEntry[str]]:
    """Everything below a folder, sorted by name: first the names in a folder, then what is below its folders.

    `enter` says whether to look below a folder, or a link to one; without it, no link is followed. What cannot be
    listed is told to `failed`; `pathlib` and `os.walk` pass over it.
    """
    try:
        items = sorted(os.scandir(top), key=lambda item: item.name)
    except OSError as error:
        failed(error)
        return
    yield from items
    for item in items:
        if item.is_dir(follow_symlinks=enter is not None) and (enter is None or enter(item)):
            yield from walk(item.path, failed, enter)


def files_below(top: Path) -> list[Path]:
    """Every file below a folder, hidden ones included, sorted. Raises OSError for a folder that cannot be listed."""

    def failed(error: OSError) -> None:
        raise error

    return sorted(Path(item.path) for item in walk(top, failed) if item.is_file()) if top.is_dir() else []


def leads_out(path: Path, root: Path) -> bool:
    """Whether some part of a path below a site's root is a link to what does not belong to the site's repository.

    What is hidden belongs to nobody's site: `.git` and `.env` hold passwords.
    """
    if not is_linked(path, root):
        return False
    top = repository(root)
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # links in a circle
        return True
    return not real.is_relative_to(top) or any(part.startswith(".") for part in real.relative_to(top).parts)


def may_enter(folder: Path, root: Path) -> bool:
    """Whether to look below a folder: not if it is a link that leads out, round in a circle, or lies behind another."""
    if not _is_link(folder):
        return True
    above = root.resolve() / folder.parent.relative_to(root)
    real = folder.resolve()
    return not leads_out(folder, root) and above == above.resolve() and not above.is_relative_to(real)


def is_linked(path: Path, root: Path) -> bool:
    """Whether a path below a folder, or a folder on the way to it, is a link."""
    return any(_is_link(part) for part in (path, *path.parents) if part != root and part.is_relative_to(root))


# Unlike the methods of `Path`, these raise nothing where a folder above cannot be read.
_is_link, is_folder, is_file, exists = os.path.islink, os.path.isdir, os.path.isfile, os.path.exists


def repository(root: Path) -> Path:
    """The folder of the repository that a site is in; the site's own without git."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
