"""Writes the hashes of a built site's files, so that others can check it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from explainer.outputs.data.log import SUMS, sums


def write_sums(folder: Path, prefix: str, paths: Iterable[str]) -> None:
    """Writes `SHA256SUMS` for these files of a site, which stand below a prefix in its folder."""
    files = ((path, sha256((folder / path).read_bytes()).hexdigest()) for path in paths)
    place = folder / f"{prefix}{SUMS}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(sums(files, prefix), encoding="utf-8", newline="\n")
