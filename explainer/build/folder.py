"""The folder of a built site: new files are made beside it, and take their places when all of them are whole."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A folder to make a site's files in, on the same file system as the site's; it is gone afterwards."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear(target)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}-{os.getpid()}-", dir=target.parent))
    # mkdtemp makes a folder for its owner only; a site is for everyone whom the umask allows.
    umask = os.umask(0)
    os.umask(umask)
    staging.chmod(0o777 & ~umask)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


_SITE = frozenset(("sitemap.xml", "404.html"))


def holds_something_else(target: Path, marks: Collection[str] = _SITE) -> bool:
    """Whether there is something that is no built site, and would be lost; `marks` are files by which to know one."""
    if target.is_dir():
        names = {path.name for path in target.iterdir()}
        return ".git" in names or bool(names and names.isdisjoint(marks))
    return target.exists() or target.is_symlink()


def files_in(target: Path) -> Iterator[str]:
    """Every file in a folder."""
    return (path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_symlink() or path.is_file())


def _clear(target: Path) -> None:
    """Deletes what builds left that were killed; brings back the site that one of them had only put aside."""
    for path in target.parent.glob(f".{target.name}-*-*"):
        process = re.fullmatch(rf"\.{re.escape(target.name)}-(\d+)-(old-)?.*", path.name)
        if process and not _runs(int(process[1])):
            if process[2] and (path / target.name).is_dir() and not target.exists():
                (path / target.name).rename(target)
            shutil.rmtree(path, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is somebody else's
        return True
    return True


def replace_whole(new: Path, target: Path) -> None:
    """Puts a folder in another's place."""
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-{os.getpid()}-old-", dir=target.parent))
        target.rename(old / target.name)
        new.rename(target)
        shutil.rmtree(old)
    else:
        new.rename(target)


def replace_files(new: Path, target: Path, paths: Iterable[str]) -> None:
    """Puts files in their places, each at once. What stands in their way belongs to no site of ours."""
    made = {target}
    for path in paths:
        place = target / path
        _make_folder(place.parent, made)
        try:
            (new / path).replace(place)
        except IsADirectoryError:
            shutil.rmtree(place)
            (new / path).replace(place)


def _make_folder(folder: Path, made: set[Path]) -> None:
    """Makes a folder and those around it, unless they were made. A link in its place would lead out of the site."""
    if folder not in made:
        _make_folder(folder.parent, made)
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        folder.mkdir(exist_ok=True)
        made.add(folder)


def delete(target: Path, paths: Iterable[str]) -> None:
    """Deletes files, and the folders that are empty then."""
    for path in paths:
        place = target / path
        if any(one.is_symlink() for one in place.parents if target in one.parents):
            continue  # it leads out of the folder
        with suppress(OSError):
            place.unlink()
        for folder in place.parents:
            if folder == target:
                break
            try:
                folder.rmdir()
            except OSError:
                break
