"""Lets one process at a time make a folder: a lock, and a temporary folder beside it that never stays behind."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from explainer.resources.locks import NOFOLLOW, PLAIN, lock

_held: set[Path] = set()
"""What this process holds: the system's lock keeps out other processes only."""


class Locked(Exception):
    """Another process is making the folder; the message says which."""


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Keeps every other process from making a folder meanwhile. Raises Locked, or OSError where nothing can be written.

    The lock is the system's: it ends with the process, however that ends.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    file = target.parent.resolve() / f".{target.name}.lock"
    if file in _held:
        raise Locked(_message(target, os.getpid(), file))
    opened = _opened(file, target)
    _held.add(file)
    try:
        yield
    finally:
        _held.discard(file)
        with suppress(OSError):
            file.unlink()
        os.close(opened)


def _opened(file: Path, target: Path) -> int:
    while True:
        opened = os.open(file, os.O_RDWR | os.O_CREAT | NOFOLLOW | PLAIN, 0o644)
        if not lock(opened):
            holder = os.read(opened, 20).decode("ascii", "replace").strip()
            os.close(opened)
            raise Locked(_message(target, holder, file))
        with suppress(FileNotFoundError):  # whoever held it has just deleted it
            if file.lstat().st_ino == os.fstat(opened).st_ino:
                os.ftruncate(opened, 0)
                os.write(opened, f"{os.getpid()}\n".encode())
                return opened
        os.close(opened)


def _message(target: Path, process: int | str, file: Path) -> str:
    since = ""
    with suppress(OSError):
        since = f"{datetime.fromtimestamp(file.stat().st_mtime, UTC).astimezone():, since %Y-%m-%d %H:%M:%S}"
    return (
        f"another build of {target} is running (process {process}{since}); wait until it is done, or end it with "
        f"`kill {process}`"
    )


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A temporary folder for a site's new files, on the same file system as the site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _restore(target)
    with temporary(target.parent, f".{target.name}-") as staging:
        # mkdtemp makes folders that only their owner can read; a site has the permissions that the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        staging.chmod(0o777 & ~umask)
        yield staging


@contextmanager
def temporary(parent: Path, prefix: str) -> Iterator[Path]:
    """A temporary folder in another; deletes those that killed processes have left there."""
    for path, _ in _left(parent, prefix):
        shutil.rmtree(path, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=parent))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def aside(target: Path) -> Path:
    """A folder to move an old site into; should this process be killed, the next one puts the site back."""
    return Path(tempfile.mkdtemp(prefix=f".{target.name}-{os.getpid()}-old-", dir=target.parent))


def _restore(target: Path) -> None:
    """Brings back a site that a killed build had moved aside."""
    for path, kind in _left(target.parent, f".{target.name}-"):
        if kind.startswith("old-") and (path / target.name).is_dir() and not target.exists():
            (path / target.name).rename(target)


def _left(parent: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    """The temporary folders of processes that no longer run, and what their names say after the process."""
    for path in sorted(parent.iterdir()):
        named = re.fullmatch(rf"{re.escape(prefix)}(\d+)-(.+)", path.name)
        if named and not runs(int(named[1])):
            with suppress(OSError):
                about = path.lstat()
                if (
                    stat.S_ISDIR(about.st_mode) and about.st_uid == getattr(os, "getuid", lambda: 0)()
                ):  # others use `/tmp`, too
                    yield path, named[2]


def runs(process: int) -> bool:
    """Whether a process with this number runs."""
    try:
        os.kill(process, 0)
    except OverflowError:
        return False
    except OSError as error:  # otherwise it belongs to another user
        return not isinstance(error, ProcessLookupError)
    return True
