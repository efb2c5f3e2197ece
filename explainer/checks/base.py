"""What a check is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import Pointer, Problem, Severity


@dataclass(frozen=True, slots=True)
class Context:
    """What checks look things up in, made once for a run."""

    site: Site
    today: date
    """The day on which the site is built."""
    by_slug: Mapping[str, tuple[EntrySummary, ...]]
    """Entries by slug; more than one is a problem."""
    by_alias: Mapping[str, tuple[EntrySummary, ...]]
    """Entries by the slugs that they had before."""
    unread: frozenset[str]
    """Files that could not be read. What they hold is not known, so that nothing is said to be missing from them."""

    @classmethod
    def of(cls, site: Site, today: date, entries: Iterable[EntrySummary] = ()) -> Context:
        """The context of a site on a day; checks that compare entries need all of them."""
        by_slug: dict[str, tuple[EntrySummary, ...]] = {}
        by_alias: dict[str, tuple[EntrySummary, ...]] = {}
        for entry in entries:
            by_slug[entry.slug] = (*by_slug.get(entry.slug, ()), entry)
            for alias in dict.fromkeys(entry.aliases):
                by_alias[alias] = (*by_alias.get(alias, ()), entry)
        return cls(site, today, by_slug, by_alias, frozenset(problem.path for problem in site.problems))

    def may_exist(self, slug: str) -> bool:
        """Whether there is an entry of this name, or a file of this name that could not be read."""
        return slug in self.by_slug or any(path.endswith(f"/{slug}.yml") for path in self.unread)


CheckFunction: TypeAlias = Callable[[Any, Context], Iterator[Problem]]
"""Of an Entry, or where it compares entries of a Brief."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: a generator of problems, whose name is its code and whose docstring is its manual."""

    find: CheckFunction
    severity: Severity
    """The usual one; `checks` in `site_data/site.yml` may say otherwise."""
    compares: bool = False
    """Whether it looks at other entries too, so that what it finds may change with them."""

    @property
    def code(self) -> str:
        """`unknown_source` is `unknown-source`."""
        return self.find.__name__.replace("_", "-")


def found(entry: Entry | EntrySummary, pointer: Pointer, message: str, hint: str) -> Problem:
    """A problem of an entry; the runner adds code, severity, line and column."""
    return Problem(entry.path, message, hint, pointer=pointer)
