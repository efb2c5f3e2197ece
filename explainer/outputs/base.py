"""What outputs give: tasks and the artifacts that these make; with what all of them are written by."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from types import FunctionType
from typing import Any

import msgspec
from markupsafe import Markup

from explainer.model import Entry, PartialDate
from explainer.model.dates import parse
from explainer.model.summary import EntrySummary
from explainer.outputs.dependencies import Day
from explainer.text import inline

ENTRIES = "explainers"
"""The folder that entries' addresses begin with."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file that the program publishes."""

    path: str
    """Where it stands in the tree that the site engine reads: `topics/syria/index.md`, `explainers/old/index.html`."""
    body: str
    """Its text; of a page from our templates what follows the head."""
    source: str
    """The file that an editor changes to change it, relative to the site's root; empty if there is none."""
    meta: Mapping[str, Any] | None = None
    """What the head of a page from our templates says."""

    def below(self, prefix: str) -> Artifact:
        """This artifact in a folder of the site. A page that an editor wrote stays where it is."""
        return self if self.is_page and self.meta is None else replace(self, path=prefix + self.path)

    @property
    def is_page(self) -> bool:
        """Whether the site engine makes a page of it."""
        return self.path.endswith(".md")

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
        """The file of the built site that it ends up in."""
        return self.address + "index.html" if self.is_page else self.path


class Task(msgspec.Struct, frozen=True):
    """Makes some artifacts together (the term of "Build Systems à la Carte", Mokhov, Mitchell and Peyton Jones, 2018).

    `run` gets the inputs and a RenderContext, which traces what is looked up in it. It is a function of a module: one
    that is made anew, a closure say, could reach what nobody traces, and its page would stay stale.
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
    """What mkdocs.yml says of the site; feeds must name it, and give whole addresses."""

    name: str = ""
    url: str = ""
    """The front page's address, with a slash at its end; empty where the site has none yet."""


def is_public(entry: Entry | EntrySummary, today: date | Day) -> bool:
    """Whether readers may see an entry on a day: no draft, and its day of publication has come."""
    return entry.status != "draft" and entry.published is not None and entry.published.first <= today


def moment(when: PartialDate | None) -> datetime:
    """A moment to sort by; a day begins at midnight UTC, and what has no date comes last (first in the preview)."""
    if when is None:
        return datetime.max.replace(tzinfo=UTC)
    if when.moment is not None:
        return when.moment.astimezone(UTC)
    return datetime(when.first.year, when.first.month, when.first.day, tzinfo=UTC)


@lru_cache(maxsize=65536)
def instant(text: str | None) -> datetime:
    """The same of a date as it is written, for those who sort thousands."""
    return moment(None if text is None else parse(text))


def linker(address: str) -> Callable[[str], str]:
    """A function that gives the way from a page's address to another, so that a site works below any path."""
    origin = address.split("/")[:-1]
    up = "../" * len(origin)

    def to(target: str) -> str:
        place, mark, anchor = target.partition("#")
        way = up + place
        if origin and place.startswith(origin[0]):  # they may have folders in common
            folders = place.split("/")
            shared = next(
                (number for number, (one, other) in enumerate(zip(origin, folders[:-1], strict=False)) if one != other),
                min(len(origin), len(folders) - 1),
            )
            way = "../" * (len(origin) - shared) + "/".join(folders[shared:])
        return (way or "./") + mark + anchor

    return to


def front_matter(values: Mapping[str, Any]) -> str:
    """A page's YAML head; every value is written as JSON, which is YAML too."""
    lines = [f"{name}: {_json(value)}\n" for name, value in values.items()]
    return "---\n" + "".join(lines) + "---\n\n"


_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _json(value: Any) -> str:
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|&~^:=\"'$@]")


def heading(text: str) -> Markup:
    """Text for a Markdown heading in which no sign has a meaning."""
    escaped = _MARKDOWN.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    return Markup(escaped)  # noqa: S704 - every sign with a meaning is an entity now


def safe_url(url: str | None) -> str | None:
    """An address that may be linked, or None."""
    return url if url is not None and inline.is_safe_url(url) else None
