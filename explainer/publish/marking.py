"""Marks the pages of an edition on the branch, and lists the hashes that they have then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path

from explainer.history import git
from explainer.outputs.data.log import SUMS, sums

_BATCH = 200
"""How many pages are in memory at once."""


def marked_files(
    root: Path, ref: str, folder: str, mark: Callable[[bytes, str], bytes]
) -> Iterator[tuple[str, bytes | str]]:
    """Every page of an edition with its mark, and `SHA256SUMS` as it is with them.

    `folder` is that of our pages on the branch, with a slash at its end; the edition is its first part.
    A page that was not the listed one keeps its row: what somebody else did to it is still found.
    """
    tree = git.tree(root, ref, folder.partition("/")[0])
    pages = ((path, blob) for path, blob in tree.items() if path.endswith(".html"))
    hashes: dict[tuple[str, str], str] = {}
    while batch := list(islice(pages, _BATCH)):
        texts = dict(git.contents(root, (blob for _, blob in batch), whole=True))
        for path, blob in batch:
            page = mark(texts[blob], path)
            hashes[path, sha256(texts[blob]).hexdigest()] = sha256(page).hexdigest()
            yield path, page
    if listed_in := tree.get(folder + SUMS):
        listed = dict(git.contents(root, [listed_in], whole=True))[listed_in].decode().splitlines()
        rows = ((f"{folder}{path}", known) for known, _, path in (line.partition("  ") for line in listed))
        yield folder + SUMS, sums(((path, hashes.get((path, known), known)) for path, known in rows), folder)
