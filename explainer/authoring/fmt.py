"""Rewrites files in canonical form."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from explainer.authoring.saving import save
from explainer.content.format import formatted
from explainer.content.load import bytes_of
from explainer.content.yamlfile import decode, with_newlines
from explainer.problems import ContentError, Problem
from explainer.resources.files import clear
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
                save(root, path, before, after, "explainer fmt")
            yield Rewritten(path, differs)
        except ContentError as error:
            yield Rewritten(path, False, error.problems)
