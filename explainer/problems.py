"""The one type for "something an author should fix", from YAML syntax to dead links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
"""The way from the top of a file to a value: `("sections", 0, "points", 2, "text")`."""


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Stops the build and makes `explainer check` end with status 1."""
    WARNING = "warning"
    """Is shown, and stops nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix: where it is, what is wrong in plain words, and a right example."""

    path: str
    """The file, relative to the site's root, with forward slashes."""
    message: str
    """What is wrong, in an editor's words, without a full stop."""
    hint: str
    """What to write instead, with a right example."""
    code: str = ""
    """A stable name: a check's own name, or one of the loader's."""
    pointer: Pointer = ()
    """Which value of the file is meant; the line and column are found from it."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message} [{self.code}]"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as an editor reads them: by file, then by place."""
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line, problem.column, problem.code)))


class ContentError(Exception):
    """Content that cannot be used, with every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def nearest_of(word: str, known: list[str]) -> str:
    """A hint that names the nearest of the known names, or all of them."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else "it can be " + ", ".join(f"`{name}`" for name in known)


def nearest(word: str, known: list[str], nothing: str) -> str:
    """A hint that names the nearest known name, or says how to add one."""
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`? Otherwise {nothing}" if close else nothing
