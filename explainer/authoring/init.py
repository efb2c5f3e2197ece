"""Creates a new site's folder, in which everything works and nothing is published yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explainer import __version__
from explainer.authoring.new import NotCreated, one_line, quoted, write_new
from explainer.authoring.schemas import write_schemas
from explainer.content.load import load_records
from explainer.model.base import is_blank
from explainer.resources import SHARED, TEMPLATES, UI
from explainer.text.templating import Templates

LANGUAGES = tuple(sorted(path.stem for path in UI.glob("*.yml")))
"""Languages that the site's own words are available in."""
THEMES = ("material", "explainer")
"""Themes that a new site can have: Material's frame, or the lean one of our own."""
_TIME_ZONE = "UTC"
_SITE = "new/site"
_COMMON = (
    ".github/agenda.py",
    ".github/comment.py",
    ".github/workflows/agenda.yml",
    ".github/workflows/change.yml",
    ".github/workflows/comment.yml",
    ".github/workflows/publish.yml",
    ".github/workflows/sources.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
)
"""Files that a new site shares with this repository."""


def new_site(folder: Path, name: str, language: str, theme: str = THEMES[0]) -> tuple[str, ...]:
    """Creates a site in a folder that is new, empty or a repository without files; returns the files' paths.

    `language` is one of LANGUAGES, `theme` one of THEMES. Raises NotCreated.
    """
    if folder.exists() and (not folder.is_dir() or any(path.name != ".git" for path in folder.iterdir())):
        raise NotCreated(f"{folder} is not empty, and no file is overwritten; name a new folder")
    name = one_line(name)
    if is_blank(name):
        raise NotCreated('a site needs a name, as in --name "The Explainer Desk"')
    files = dict(_files(name, language, theme))
    for path, text in files.items():
        write_new(folder / path, text)
    try:
        schemas = write_schemas(load_records(folder))
    except OSError as error:
        raise NotCreated(f"{folder} cannot be written to ({error.strerror}); check its permissions") from None
    return tuple(sorted((*files, *schemas)))


def _files(name: str, language: str, theme: str) -> Iterator[tuple[str, str]]:
    """The paths and texts of a new site's files, without those that are generated from them."""
    values = {"name": quoted(name), "heading": name, "language": language, "theme": theme}
    values |= {"time_zone": _TIME_ZONE, "version": __version__}
    templates = Templates([TEMPLATES])
    yield "content/pages/about.md", templates.render(f"new/about/{language}.md.jinja", values)
    for template in sorted((TEMPLATES / _SITE).rglob("*.jinja")):
        path = template.relative_to(TEMPLATES / _SITE).as_posix().removesuffix(".jinja")
        yield path, templates.render(f"{_SITE}/{path}.jinja", values)
    for path in _COMMON:
        text = (SHARED / path).read_text(encoding="utf-8")
        yield path, text.replace("TZ: Europe/London", f"TZ: {_TIME_ZONE}")
