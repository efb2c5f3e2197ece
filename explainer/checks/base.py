"""What a check is, what it looks things up in, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias
from unicodedata import normalize

from explainer.model import Entry, Site
from explainer.model.addresses import is_path, redirect_file
from explainer.model.summary import EntrySummary
from explainer.model.walk import Shared
from explainer.problems import Pointer, Severity, nearest


@dataclass(frozen=True, slots=True)
class Context:
    """What checks look things up in; the same for a whole run."""

    site: Site
    today: date
    """The day on which the site is built."""
    by_slug: Mapping[str, tuple[EntrySummary, ...]]
    """Entries by slug; more than one is a problem."""
    by_alias: Mapping[str, tuple[EntrySummary, ...]]
    """Entries by their former slugs and addresses, as `alias_key` compares them."""
    by_first_slug: Mapping[str, tuple[EntrySummary, ...]]
    """Entries by the slug under which they were first published, from which their ids are made."""
    unread: frozenset[str]
    """Files that could not be read. Their content is unknown, so nothing is reported as missing from them."""

    @classmethod
    def of(cls, site: Site, today: date, entries: Iterable[EntrySummary] = ()) -> Context:
        """The context of a site on a day; checks that compare entries need all of them."""
        by_slug: dict[str, tuple[EntrySummary, ...]] = {}
        by_alias: dict[str, tuple[EntrySummary, ...]] = {}
        by_first_slug: dict[str, tuple[EntrySummary, ...]] = {}
        for entry in entries:
            by_slug[entry.slug] = (*by_slug.get(entry.slug, ()), entry)
            by_first_slug[entry.first_slug] = (*by_first_slug.get(entry.first_slug, ()), entry)
            for alias in dict.fromkeys(map(alias_key, entry.aliases)):
                by_alias[alias] = (*by_alias.get(alias, ()), entry)
        return cls(site, today, by_slug, by_alias, by_first_slug, frozenset(problem.path for problem in site.problems))

    def may_exist(self, slug: str) -> bool:
        """Whether an entry, or a file that could not be read, has this name."""
        return slug in self.by_slug or any(path.endswith(f"/{slug}.yml") for path in self.unread)


def alias_key(alias: str) -> str:
    """What two aliases share if they lead readers from one address."""
    return f"/{normalize('NFC', redirect_file(alias))}".casefold() if is_path(alias) else alias


Finding: TypeAlias = tuple[Pointer, str, str]
"""A value, what is wrong with it, and a hint. The runner adds path, code, severity, line and column."""
CheckFunction: TypeAlias = Callable[[Any, Context], Iterator[Finding]]
"""Its first argument is an Entry, or an EntrySummary if it compares entries."""


@dataclass(frozen=True, slots=True)
class Check:
    """A generator of problems, whose name is its code and whose docstring is its manual."""

    find: CheckFunction
    severity: Severity | Literal["off"]
    """The default; `checks` in `site_data/site.yml` can override it. What is off runs only where a site asks for it."""
    compares: bool = False
    """Whether it looks at other entries too, so that its findings may change with them."""

    @property
    def code(self) -> str:
        """`unknown_source` is `unknown-source`."""
        return self.find.__name__.replace("_", "-")


def unknown(
    entry: Entry, context: Context, names: Shared, known: Collection[str], *, message: str, advice: str
) -> Iterator[Finding]:
    """A finding for each id that names nothing known.

    `{0}` in message and advice stands for the id, `{1}` for the folder of shared records.
    """
    if f"{context.site.layout.data}/{names}.yml" in context.unread:
        return
    for pointer, name in entry.values[names]:
        if name not in known:
            yield (
                pointer,
                message.format(name),
                nearest(name, list(known), advice.format(name, context.site.layout.data)),
            )
