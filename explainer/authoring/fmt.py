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
from explainer.keys import digest
from explainer.problems import ContentError, Problem
from explainer.resources.files import clear
from explainer.resources.memo import Fact, Remember, worked_out
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


class Form(Fact, frozen=True, kw_only=True):
    """Whether a file is in canonical form."""

    differs: bool = False
    problems: tuple[Problem, ...] = ()
    """Why it has none."""


def rewrite(
    root: Path, paths: Iterable[str], *, write: bool, remember: Remember[Form] = worked_out
) -> Iterator[Rewritten]:
    """Formats files, or with `write=False` only finds those that would change."""
    paths = list(paths)
    for folder in dict.fromkeys((root / path).parent for path in paths) if write else ():
        clear(folder)
    refused, keys = dict[str, tuple[Problem, ...]](), dict[str, str]()
    for path in paths:
        try:
            keys[path] = digest(_content(root, path))
        except ContentError as error:
            refused[path] = error.problems
    forms = remember(keys, lambda part: [_form(root, path) for path in part])
    for path in paths:
        if path in refused:
            yield Rewritten(path, False, refused[path])
        elif write and forms[path].differs:
            yield _written(root, path)
        else:
            yield Rewritten(path, forms[path].differs, forms[path].problems)


def _content(root: Path, path: str) -> bytes:
    if is_linked(root / path, root):
        message = "this is a link, or lies behind one, and is not written through it"
        raise ContentError([Problem(path, message, "name the file itself", "link")])
    return bytes_of(root, path)


def _form(root: Path, path: str) -> Form:
    try:
        content = _content(root, path)
        return Form(differs=_is_other(content, formatted(decode(content, path), path), path))
    except ContentError as error:
        return Form(problems=error.problems)


def _is_other(content: bytes, canonical: str, path: str) -> bool:
    return canonical != with_newlines(decode(content, path)) or content.startswith(BOM_UTF8)


def _written(root: Path, path: str) -> Rewritten:
    try:
        before = _content(root, path)
        after = formatted(decode(before, path), path)
        if differs := _is_other(before, after, path):
            save(root, path, before, after, "explainer fmt")
        return Rewritten(path, differs)
    except ContentError as error:
        return Rewritten(path, False, error.problems)
