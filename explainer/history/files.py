"""Finds the files that differ between two revisions, or between a revision and the working files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from explainer.history.git import git


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that came, went or has other content."""

    path: str
    """Relative to the site's root."""
    change: str
    """`added`, `removed` or `changed`."""
    before: str
    """The name of the older blob."""
    added: int | None = None
    """How many lines came; None if it is not a text."""
    removed: int | None = None
    """How many lines went; None if it is not a text."""


_CHANGES = {b"A": "added", b"D": "removed"}


def changed_files(root: Path, paths: Iterable[str], old: str, new: str = "") -> list[ChangedFile]:
    """The files at or below some paths that differ between two commits, sorted; without `new`, the working files do.

    Content is compared as git stores it, so neither line ends nor Git LFS make a difference. Raises NoHistory.
    """
    paths = [f":(literal){path}" for path in paths]
    options = (
        "--raw",
        "--numstat",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--relative",
    )
    output = git(root, "diff", *options, "--end-of-options", *filter(None, (old, new)), "--", *paths)
    found: dict[str, ChangedFile] = {}
    records = iter(output.split(b"\0"))
    for record in records:
        if record.startswith(b":"):  # `:100644 100644 <old> <new> M`, then the path
            path, parts = next(records).decode("utf-8", "replace"), record.split(b" ")
            found[path] = ChangedFile(path, _CHANGES.get(parts[4][:1], "changed"), parts[2].decode())
        elif record:  # `3\t1\tpath`; `-\t-\tpath` if it is not a text
            added, removed, name = record.split(b"\t", 2)
            if (path := name.decode("utf-8", "replace")) in found and added != b"-":
                found[path] = replace(found[path], added=int(added), removed=int(removed))
    if not new:
        others = git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", *paths)
        for path in filter(None, others.decode("utf-8", "replace").split("\0")):
            found.setdefault(path, ChangedFile(path, "added", ""))
    return [found[path] for path in sorted(found)]


def blob_name(content: bytes, like: str) -> str:
    """The name that git gives to a blob, by the same algorithm as another name."""
    return hashlib.new("sha1" if len(like) == 40 else "sha256", b"blob %d\0%b" % (len(content), content)).hexdigest()
