"""Problems: anything that an author should fix, from YAML syntax to dead links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias
from unicodedata import combining, normalize

Pointer: TypeAlias = tuple[str | int, ...]
"""The path from a file's root to a value: `("sections", 0, "points", 2, "text")`."""


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Stops the build and makes `explainer check` end with status 1."""
    WARNING = "warning"
    """Is shown, but does not stop anything."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix: where it is, what is wrong and what to write instead."""

    path: str
    """The file, relative to the site's root, with forward slashes."""
    message: str
    """What is wrong, in plain words, without a full stop."""
    hint: str
    """What to write instead, with an example."""
    code: str = ""
    """A stable code: a check's name, or one of the loader's codes."""
    pointer: Pointer = ()
    """The value concerned; line and column are derived from it."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message} [{self.code}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems sorted by file, then by place."""
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line, problem.column, problem.code)))


class ContentError(Exception):
    """Content cannot be used; holds all its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest_of(word: str, known: list[str]) -> str:
    """A hint with the nearest known name, or all of them."""
    close = closest(word, known)
    return f"did you mean `{close}`?" if close else "it can be " + ", ".join(f"`{name}`" for name in known)


def nearest(word: str, known: list[str], advice: str) -> str:
    """A hint with the nearest known name, followed by other advice."""
    if any(normalize("NFC", name) == normalize("NFC", word) != "" for name in known):
        return _plainly(word)
    close = closest(word, known)
    return f"did you mean `{close}`? Otherwise {advice}" if close else advice


def closest(word: str, known: Iterable[str]) -> str:
    """The known name most like a word, whatever is written in capitals; empty if none is."""
    folded = {name.casefold(): name for name in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def _plainly(word: str) -> str:
    """What to do about a name that looks like the right one: many file systems keep its letters taken apart."""
    plain = "".join(sign for sign in normalize("NFD", word) if not combining(sign))
    return (
        "a name that looks the same is there, but its letters are stored in another way (`é` as one character, NFC, or "
        f"as `e` and an accent, NFD); name both in plain letters, as in `{plain if plain.isascii() else 'dam-1.png'}`"
    )
