"""Everything that was loaded, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from explainer.model.entry import Entry
from explainer.model.records import Person, Publisher, Settings, Topic
from explainer.problems import Problem


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a site's files are. Paths are relative to its root, with forward slashes."""

    docs: str = "content"
    """MkDocs' `docs_dir`."""
    entries: str = "content/entries"
    images: str = "content/images"
    pages: str = "content/pages"
    """Markdown pages that stand at the site's root: `content/pages/about.md` is `/about/`. Empty if there is no such
    folder, as in a site that was there before."""
    data: str = "site_data"
    templates: str = "templates"
    prefix: str = ""
    """The folder of the published site that holds our pages, with a slash at its end; empty for the site's root."""
    excluded: str = ""
    """MkDocs' `exclude_docs`: patterns as in `.gitignore`, relative to `docs`."""
    drafts: str = ""
    """MkDocs' `draft_docs`: the same for drafts."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Everything that editors change."""
        return self.docs, self.data, self.templates


@dataclass(frozen=True, slots=True)
class Page:
    """A page that editors write in Markdown."""

    path: str
    """The file, relative to the site's root."""
    address: str
    """Where it is published: `about` for `content/pages/about.md`."""
    text: str
    """Markdown with its front matter."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a site's files say."""

    root: Path
    """The folder that holds `content/` and `site_data/`."""
    settings: Settings
    topics: Mapping[str, Topic]
    """By id, in the file's order."""
    publishers: Mapping[str, Publisher]
    """By id, in the file's order."""
    people: Mapping[str, Person]
    """By id, in the file's order."""
    languages: Mapping[str, Mapping[str, str | Mapping[str, str]]]
    """What the site itself says, by language and word; a counted word has a text for each plural form."""
    entries: tuple[Entry, ...]
    """Every entry that could be read, drafts too, by path."""
    pages: tuple[Page, ...]
    """By path."""
    images: frozenset[str]
    """Files in the folder of pictures, as entries name them: `images/idlib.webp`."""
    problems: tuple[Problem, ...]
    """What kept files from being read."""
    layout: Layout = Layout()
