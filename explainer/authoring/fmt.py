"""Rewrites files in canonical form, atomically, and never over what somebody else has just saved.

Line ends are the system's affair, or git's (`core.autocrlf`): a file keeps its own.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.content.format import formatted
from explainer.content.load import bytes_of
from explainer.content.yamlfile import decode, with_newlines
from explainer.problems import ContentError, Problem
from explainer.resources.files import FileChanged, clear, replace
from explainer.resources.reading import is_linked


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
    paths = list(paths)
    for folder in dict.fromkeys((root / path).parent for path in paths) if write else ():
        clear(folder)
    for path in paths:
        try:
            if is_linked(root / path, root):
                message = "this is a link, or lies behind one, and is not written through it"
                raise ContentError([Problem(path, message, "name the file itself", "link")])
            before = bytes_of(root, path)
            text = decode(before, path)
            after = formatted(text, path)
            differs = after != with_newlines(text) or before.startswith(BOM_UTF8)
            if write and differs:
                _replace(root / path, path, before, with_newlines(after, _line_end(before)).encode())
            yield Rewritten(path, differs)
        except ContentError as error:
            yield Rewritten(path, False, error.problems)


def _line_end(content: bytes) -> str:
    """The line end that most lines have."""
    return "\r\n" if 2 * content.count(b"\r\n") > content.count(b"\n") else "\n"


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
