"""The parts of outputs: tasks, the tables in which they look things up, and the artifacts that they make."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import FunctionType
from typing import Any, Generic, TypeVar

import msgspec
from markupsafe import Markup

from explainer.model import Entry, Section
from explainer.model.summary import EntrySummary
from explainer.text import inline
from explainer.text.borrowed import Borrowed, signed
from explainer.text.language import Language

ENTRIES = "explainers"
"""The folder that entries' addresses begin with."""


class Logged(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A line of the log of all versions."""

    moment: str
    """When the version came, in ISO 8601 and UTC: the log is in this order."""
    entry: str
    """The entry's id."""
    version: int
    type: str
    """As in `updates`; or `publication`, or `withdrawal`."""
    at: str
    """When it came, as the editor wrote it."""
    slug: str
    hash: str
    """The version's hash, as in `history.chain`."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that the program publishes."""

    path: str
    """Where it stands in the tree that the site engine reads: `topics/syria/index.md`, `explainers/old/index.html`."""
    body: str
    """Its text; of a page from our templates, the text after the front matter."""
    source: str
    """The file that an editor edits to change it, relative to the site's root; empty if there is none."""
    meta: Mapping[str, Any] | None = None
    """The front matter of a page from our templates."""
    is_fixed: bool = False
    """Whether its path counts from the site's front page, wherever the others are."""
    logged: tuple[Logged, ...] = ()
    """The versions that it tells."""
    is_text: bool = False
    """Whether readers get it as it is, although its name is that of a page in Markdown."""

    def below(self, prefix: str) -> Artifact:
        """This artifact in a folder of the site. A page that an editor wrote stays where it is."""
        stays = self.is_fixed or (self.is_page and self.meta is None)
        return self if stays else replace(self, path=prefix + self.path)

    @property
    def is_page(self) -> bool:
        """Whether the site engine turns it into a page."""
        return self.path.endswith(".md") and not self.is_text

    @property
    def content(self) -> str:
        """Its whole text; a page is Markdown with front matter."""
        return self.body if self.meta is None else front_matter(self.meta) + self.body

    @property
    def address(self) -> str:
        """Where readers find it, relative to the site's front page: `topics/syria/`, `` for the front page itself."""
        if not self.is_page:
            return self.path.removesuffix("index.html")
        folder, mark, name = self.path.removesuffix(".md").rpartition("/")
        return folder + mark + ("" if name in ("index", "README") else f"{name}/")

    @property
    def destination(self) -> str:
        """Its file in the built site."""
        return self.address + "index.html" if self.is_page else self.path


@dataclass(frozen=True, slots=True)
class Link:
    """A text with an address."""

    text: str
    target: str
    """An address in the site, relative to the front page, or a whole URL."""
    language: Language | None = None
    """The language of the text, where it is not the page's."""


class Task(msgspec.Struct, frozen=True):
    """Makes some artifacts (the term of "Build Systems à la Carte", Mokhov, Mitchell and Peyton Jones, 2018).

    `run` gets the inputs and a RenderContext, which traces every lookup. It must be a function of a module: a closure
    could use values that are not traced, and its page would stay stale.
    """

    name: str
    """The address of the first artifact; unique."""
    run: Callable[..., Iterable[Artifact]]
    inputs: tuple[Any, ...] = ()
    """Plain values; their fingerprint is part of the task's key."""

    def __post_init__(self) -> None:
        if not isinstance(self.run, FunctionType) or self.run.__name__ != self.run.__qualname__:
            raise TypeError(f"the task `{self.name}` needs a function of a module; pass values as inputs")


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """The site's name and address from mkdocs.yml, which feeds need."""

    name: str = ""
    url: str = ""
    """The front page's address, with a slash at its end; empty where the site has none yet."""
    logo: str = ""
    """The address of its logo, if it has one."""
    ids: str = ""
    """What the ids of entries begin with: the same in every edition, and at any later address."""


T = TypeVar("T")


class Trace:
    """The names that were looked up and the days that were compared since the trace was last taken."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def taken(self) -> str:
        """The dependencies since the last call, sorted: a line for each, with the table's name and the name in it."""
        dependencies = "\n".join(sorted(self.seen))
        self.seen.clear()
        return dependencies


class Table(Generic[T]):
    """Values that tasks look up by name. Each lookup is traced, successful or not; a table cannot be iterated."""

    __iter__ = None

    def __init__(
        self,
        name: str,
        values: Mapping[str, Any],
        trace: Trace,
        fingerprint: Callable[[Any], str],
        read: Callable[[Any], T] = lambda value: value,
    ) -> None:
        """`read` turns a value into what a task gets; `fingerprint` changes whenever that may change."""
        self.name = name
        self.values = values
        self.trace = trace
        self.fingerprint = fingerprint
        self.read = read

    def __getitem__(self, key: str) -> T:
        self.trace.seen.add(f"{self.name} {key}")
        return self.read(self.values[key])

    def __contains__(self, key: str) -> bool:
        self.trace.seen.add(f"{self.name} {key}")
        return key in self.values

    def get(self, key: str) -> T | None:
        """The value of a name, or None."""
        exists = key in self
        return self[key] if exists else None


class Day:
    """The day of the build. A task can only compare it with other days, and each comparison is traced."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, day: date, trace: Trace) -> None:
        self._day = day
        self._trace = trace

    def __lt__(self, other: date) -> bool:
        self._trace.seen.add(f"{DAYS} <{other.isoformat()}")
        return self._day < other

    def __ge__(self, other: date) -> bool:
        return not self < other

    def __gt__(self, other: date) -> bool:
        self._trace.seen.add(f"{DAYS} >{other.isoformat()}")
        return self._day > other

    def __le__(self, other: date) -> bool:
        return not self > other

    def __eq__(self, other: object) -> bool:
        raise TypeError("the day of the build can only be compared with <, <=, > or >=")


DAYS = "days"
"""The table name in dependencies on the day of the build, which are comparisons: `<2026-12-01`."""


def is_public(entry: Entry | EntrySummary, today: date | Day) -> bool:
    """Whether readers may see an entry on a day: it is no draft, and its day of publication has come."""
    return entry.status != "draft" and entry.published is not None and entry.published.first <= today


def linker(address: str) -> Callable[[str], str]:
    """A function that turns addresses into relative URLs from a page, so that a site works below any path."""
    origin = address.split("/")[:-1]
    up = "../" * len(origin)

    def to(target: str) -> str:
        place, mark, anchor = target.partition("#")
        url = up + place
        if origin and place.startswith(origin[0]):  # they may share folders
            folders = place.split("/")
            shared = next(
                (depth for depth, (here, there) in enumerate(zip(origin, folders[:-1], strict=False)) if here != there),
                min(len(origin), len(folders) - 1),
            )
            url = "../" * (len(origin) - shared) + "/".join(folders[shared:])
        return (url or "./") + mark + anchor

    return to


def front_matter(values: Mapping[str, Any]) -> str:
    """A page's front matter; every value is written as JSON, which is YAML too."""
    lines = [f"{name}: {_json(value)}\n" for name, value in values.items()]
    return "---\n" + "".join(lines) + "---\n\n"


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _json(value: Any) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|&~^:=\"'$@]")


def heading(text: str) -> Markup:
    """Text for a Markdown heading, with every special character escaped."""
    escaped = _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    words = Markup(escaped)  # noqa: S704 - every special character is an entity now
    return signed(words) if isinstance(text, Borrowed) else words


def section_title(section: Section, language: Language) -> str:
    """The heading of a section: the editor's, else the date of a question, else the usual one with its date."""
    if section.heading:
        return section.heading
    if section.when and section.kind == "question":
        return language.minute(section.when)
    usual = language(f"section_{section.kind}")
    return f"{usual} · {language.minute(section.when)}" if section.when else usual


def safe_url(url: str | None) -> str | None:
    """The URL if it may be linked, else None."""
    return url if url is not None and inline.is_safe_url(url) else None
