"""Rewrites files in canonical form, atomically, and never over what somebody else has just saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.content.format import formatted
from explainer.content.load import bytes_of
from explainer.content.yamlfile import decode
from explainer.problems import ContentError, Problem
from explainer.resources.files import FileChanged, replace


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The result for one file."""

    path: str
    """Relative to the site's root."""
    differs: bool
    """Whether it was not in canonical form."""
    problems: tuple[Problem, ...] = ()
    """Why it was not changed."""


def rewrite(root: Path, paths: Iterable[str], *, write: bool) -> Iterator[Rewritten]:
    """Formats files, or with `write=False` only finds those that would change."""
    for path in paths:
        try:
            before = bytes_of(root, path)
            after = formatted(decode(before, path), path).encode()
            if write and before != after:
                _replace(root / path, path, before, after)
            yield Rewritten(path, before != after)
        except ContentError as error:
            yield Rewritten(path, False, error.problems)


def _replace(path: Path, name: str, before: bytes, after: bytes) -> None:
    """Replaces a file's bytes. Raises ContentError if the file has changed or cannot be written."""
    try:
        replace(path, after, before=before)
    except FileChanged:
        message = "somebody saved this file while it was being formatted, so it was not changed"
        raise ContentError([Problem(name, message, "run `explainer fmt` again", "changed-meanwhile")]) from None
    except OSError as error:
        message = f"the file cannot be written ({error.strerror})"
        raise ContentError([Problem(name, message, "check the permissions of its folder", "not-written")]) from None
