"""Brings the files of a finished build into the site's folder, and keeps the record of what is there."""

from __future__ import annotations

from pathlib import Path

import msgspec

from explainer.build.folder import delete, files_in, replace_files, replace_whole
from explainer.build.manifest import Manifest, is_inside
from explainer.resources.store import Store


def publish(staging: Path, folder: Path, staged: list[str], now: Manifest, store: Store[Manifest]) -> None:
    """Moves new files into place, deletes files that no longer belong, and saves the manifest."""
    paths = {output.path for output in now.outputs()}
    if len(staged) == len(paths):
        replace_whole(staging, folder)
    else:
        pending = (*store.value.pending, *staged)  # for the next build, should this one be killed
        alone = store.save(msgspec.structs.replace(store.value, pending=pending))
        replace_files(staging, folder, staged)
        before = {*pending, *(output.path for output in store.value.outputs())}
        if not alone:  # another build ran meanwhile: its files are unknown
            before = set(files_in(folder))
        delete(folder, sorted(filter(is_inside, before - paths)))
    store.save(now)
