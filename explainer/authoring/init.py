"""Creates a new site's folder, in which everything works and nothing is published yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from explainer import __version__
from explainer.authoring.new import NotCreated, one_line, quoted, write_new
from explainer.authoring.schemas import write_schemas
from explainer.authoring.upkeep import RECORD, Record, fingerprint, kept_files, rendered
from explainer.authoring.wheel import NoWheel, running_wheel
from explainer.content.format import formatted
from explainer.content.load import load_records
from explainer.model.base import is_blank
from explainer.resources.files import create

THEMES = ("material", "explainer")
"""Themes that a new site can have: Material's frame, or the lean one of our own."""
_TIME_ZONE = "UTC"
_OWNED = (
    "mkdocs.yml",
    "content/entries/what-nato-is.yml",
    "site_data/people.yml",
    "site_data/publishers.yml",
    "site_data/site.yml",
    "site_data/topics.yml",
)
"""Files that are the owner's from the first day."""
_ADDRESS = re.compile(r"https?://[^\s/?#\"]+(/[^\s?#\"]*)?")


def new_site(folder: Path, name: str, language: str, theme: str = THEMES[0], url: str = "") -> tuple[str, ...]:
    """Creates a site in a folder that is new, empty or a repository without files; returns the files' paths.

    `language` is one of LANGUAGES, `theme` one of THEMES; `url` may be empty. Raises NotCreated.
    """
    if folder.exists() and (not folder.is_dir() or any(path.name != ".git" for path in folder.iterdir())):
        raise NotCreated(f"{folder} is not empty, and no file is overwritten; name a new folder")
    name = one_line(name)
    if is_blank(name):
        raise NotCreated('a site needs a name, as in --name "The Explainer Desk"')
    url = address_of(url)
    try:
        kept = dict(kept_files(language, _TIME_ZONE, running_wheel()))
    except NoWheel as error:
        raise NotCreated(str(error)) from None
    owned = dict(_owned_files(name, language, theme, url))
    record = Record({path: fingerprint(content) for path, content in kept.items()})
    try:
        for path, text in owned.items():
            write_new(folder / path, text)
        for path, content in {**kept, RECORD: record.text()}.items():
            create(folder / path, content)
        schemas = write_schemas(load_records(folder))
    except OSError as error:
        raise NotCreated(f"{folder} cannot be written to ({error.strerror}); check its permissions") from None
    return tuple(sorted((*owned, *kept, RECORD, *schemas)))


def address_of(typed: str) -> str:
    """A site's public address, ending in a slash; may be empty. Raises NotCreated if it is no address."""
    typed = typed.strip()
    if not typed:
        return ""
    if not _ADDRESS.fullmatch(typed):
        raise NotCreated(
            f"`{one_line(typed)}` is not an address of a site; write it as https://explainers.example.org/"
        )
    return typed if typed.endswith("/") else f"{typed}/"


def _owned_files(name: str, language: str, theme: str, url: str) -> Iterator[tuple[str, str]]:
    """The paths and texts of the files that the program never touches again."""
    values: dict[str, object] = {
        "name": quoted(name),
        "heading": name,
        "language": language,
        "theme": theme,
        "url": url and quoted(url),
    }
    values |= {"time_zone": _TIME_ZONE, "version": __version__, "quoted": quoted}
    for path in _OWNED:
        text = rendered(f"site/{path}", language, values)
        yield path, formatted(text, path) if path.startswith("content/") else text
    yield "README.md", rendered(f"readme/{language}.md", language, values)
    yield "content/pages/about.md", rendered(f"about/{language}.md", language, values)
