"""Checks of characters that readers do not see, or take for others, in all that people write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from explainer.checks.base import Check, Context, Finding
from explainer.content.load import located
from explainer.model import Entry, Site
from explainer.model.walk import Kind
from explainer.problems import Pointer, Problem, Severity
from explainer.resources.reading import is_file
from explainer.text.characters import doubts

WRITTEN: tuple[Kind, ...] = ("text", "markdown", "name", "address")
"""The kinds of what people write, unlike what they choose."""


def bidi_override(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has a character that turns the text after it round, so that readers see other words than programs."""
    return _in_entry(entry, "bidi-override")


def invisible_character(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has a character that nobody sees, or that only some fonts know, where no script needs it."""
    return _in_entry(entry, "invisible-character")


def mixed_scripts(entry: Entry, context: Context) -> Iterator[Finding]:
    """A word has letters of two alphabets that look alike, so that nobody who searches for it finds it."""
    return _in_entry(entry, "mixed-scripts")


def _in_entry(entry: Entry, code: str) -> Iterator[Finding]:
    for kind in WRITTEN:
        for pointer, text in entry.values[kind]:
            yield from ((pointer, doubt.message, doubt.hint) for doubt in doubts(text) if doubt.code == code)


def doubtful_characters(site: Site) -> Iterator[Problem]:
    """The same in what entries share, in the site's words, in hand-written pages, and in the names of pictures."""
    data = site.layout.data
    for file in ("site", "topics", "publishers", "people"):
        records = site.settings.model_dump() if file == "site" else dict(getattr(site, file))
        yield from located(site.root, _found(site, f"{data}/{file}.yml", _texts(records, ())))
    for language, words in site.languages.items():
        path = f"{data}/ui/{language}.yml"
        if is_file(site.root / path):
            yield from located(site.root, _found(site, path, _texts(words, ())))
    for page in site.pages:
        for number, line in enumerate(page.text.splitlines(), 1) if not page.text.isascii() else ():
            for problem in _found(site, page.path, [((), line)]):
                yield Problem(
                    page.path, problem.message, problem.hint, problem.code, (), number, severity=problem.severity
                )
    for image in sorted(site.images):
        yield from _found(site, f"{site.layout.docs}/{image}", [((), image)])


def _found(
    site: Site, path: str, texts: Iterator[tuple[Pointer, str]] | list[tuple[Pointer, str]]
) -> Iterator[Problem]:
    for pointer, text in texts:
        for doubt in doubts(text):
            severity = site.settings.checks.get(doubt.code, _SEVERITIES[doubt.code])
            if severity != "off":
                yield Problem(path, doubt.message, doubt.hint, doubt.code, pointer, severity=Severity(severity))


def _texts(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every text in a record, ids and names of fields among them, with its place."""
    fields = value.model_dump() if hasattr(value, "model_dump") else value
    if isinstance(fields, dict):
        for name, below in fields.items():
            yield (*pointer, name), str(name)
            yield from _texts(below, (*pointer, name))
    elif isinstance(fields, list | tuple):
        for number, below in enumerate(fields):
            yield from _texts(below, (*pointer, number))
    elif isinstance(fields, str):
        yield pointer, fields


CHECKS = (
    Check(bidi_override, Severity.ERROR),
    Check(invisible_character, Severity.WARNING),
    Check(mixed_scripts, Severity.WARNING),
)
"""In the manual's order, each with its default severity."""
_SEVERITIES = {check.code: str(check.severity) for check in CHECKS}
