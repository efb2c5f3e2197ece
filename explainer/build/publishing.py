"""Brings the files of a finished build into the site's folder, and keeps the record of what is there."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from explainer.build.folder import delete, files_in, link_files, replace_files, replace_whole
from explainer.build.manifest import Manifest, is_inside
from explainer.resources.store import Store

LINKED = 5_000
"""So many files are brought into a new folder, which then takes the place of the old one in a single step. More take
longer than a change needs otherwise."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Lets Ctrl-C, and a host that wants to end the process, wait until the files are where they belong."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def publish(staging: Path, folder: Path, staged: list[str], now: Manifest, store: Store[Manifest]) -> None:
    """Moves new files into place, deletes files that no longer belong, and saves the manifest.

    Readers of a site of up to `LINKED` files never get a mixed one, whenever this is killed. In a larger one each file
    is whole; if this is killed, some are new and some old until the next build. See decision 0036.
    """
    paths = {output.path for output in now.outputs()}
    kept = paths.difference(staged)
    if not kept or (len(paths) <= LINKED and link_files(folder, staging, kept)):
        replace_whole(staging, folder)
    else:
        pending = (*store.value.pending, *staged)  # for the next build, should this one be killed
        alone = store.save(msgspec.structs.replace(store.value, pending=pending))
        with undisturbed():
            replace_files(staging, folder, staged)
        before = {*pending, *(output.path for output in store.value.outputs())}
        if not alone:  # another build ran meanwhile: its files are unknown
            before = set(files_in(folder))
        delete(folder, sorted(filter(is_inside, before - paths)))
    store.save(now)
