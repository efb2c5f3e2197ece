"""Rewrites files in their common form: each whole or not at all, and never over what somebody else has just saved."""

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
    """What became of one file."""

    path: str
    """Relative to the site's root."""
    differs: bool
    """Whether it was not in its common form."""
    problems: tuple[Problem, ...] = ()
    """Why it was left alone."""


def rewrite(root: Path, paths: Iterable[str], *, write: bool) -> Iterator[Rewritten]:
    """Formats files, or only looks which would change."""
    for path in paths:
        try:
            before = bytes_of(root / path, path)
            after = formatted(decode(before, path), path).encode()
            if write and before != after:
                _replace(root / path, path, before, after)
            yield Rewritten(path, before != after)
        except ContentError as error:
            yield Rewritten(path, False, error.problems)


def _replace(path: Path, name: str, before: bytes, after: bytes) -> None:
    """Puts other bytes into a file's place. Raises ContentError when it is not what it was, or cannot be written."""
    try:
        replace(path, after, before=before)
    except FileChanged:
        message = "somebody saved this file while it was being formatted, so it was left as it is"
        raise ContentError([Problem(name, message, "run `explainer fmt` again", "changed-meanwhile")]) from None
    except OSError as error:
        message = f"the file cannot be written ({error.strerror})"
        raise ContentError([Problem(name, message, "look at the permissions of its folder", "not-written")]) from None
