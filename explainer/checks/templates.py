"""Finds templates of a site that nothing loads, as their name or folder is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from explainer.content.load import text_of
from explainer.model import Site
from explainer.problems import ContentError, Problem, Severity, nearest
from explainer.resources import TEMPLATES
from explainer.text.templating import named_in
from explainer.text.templating.mistakes import RENAMED_TEMPLATES

_THEME = "theme/"
_ASSETS = "assets/"
"""Styles, scripts and fonts, published as they are."""
_ALL = "all/"
"""Where the program keeps what it adds to any theme; a site replaces it in `theme/`."""
_LOADED = (".html", ".jinja", ".xml")
"""Endings of templates. Other files in the theme's folder (styles, scripts, pictures) are published as they are."""
_FIXED = ("new/site/", "new/about/", "new/readme/", "preview/", "admin/")
"""Folders of the program that a site cannot replace, except the form editor's page."""
_FORM = "admin/index.html.jinja"
_IN_HEAD = re.compile(r"""^template:\s*["']?([^"'\s]+)""", re.MULTILINE)


def unused_templates(site: Site) -> Iterator[Problem]:
    """Nothing loads a file in `templates/`: its name or its folder is wrong, so its text appears nowhere.

    A template that a used template names is used too. Nothing is reported if a template is named by an expression or
    belongs to another theme.
    """
    folder = site.root / site.layout.templates
    if folder.resolve() == TEMPLATES.resolve():
        return
    own = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    if not own:
        return
    known = replaceable()
    names, unread = _read(site.root, site.layout.templates, own)
    used, other_theme = _used(names, {*known, *_mentioned(site, own)})
    for name in sorted(used & unread.keys()):
        yield from unread[name]
    if other_theme is None:
        return
    other_theme |= any(_THEME + name not in known | own.keys() for name in _heads(site))
    for name in sorted(own.keys() - used):
        named = any(name in names[other] for other in names if other != name)
        in_theme = name.startswith(_THEME) and (other_theme or not name.endswith((".html", ".jinja")))
        if not (named or in_theme or name.startswith(_ASSETS)):
            yield _problem(site.layout.templates, name, sorted(known))


@cache
def replaceable() -> frozenset[str]:
    """The program's templates that a site can replace, relative to `templates/`."""
    paths = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in _LOADED)
    paths = (_THEME + path.removeprefix(_ALL) if path.startswith(_ALL) else path for path in paths)
    return frozenset(path for path in paths if path == _FORM or not path.startswith(_FIXED))


def _files(folder: Path) -> Iterator[Path]:
    """Files that may be loaded: neither hidden nor notes for colleagues."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and not name.lower().startswith("readme") and path.is_file():
                yield path


def _read(
    root: Path, folder: str, own: Collection[str]
) -> tuple[dict[str, frozenset[str | None]], dict[str, tuple[Problem, ...]]]:
    """The templates that each template names, relative to `templates/`; and the problems of unreadable ones."""
    names: dict[str, frozenset[str | None]] = dict.fromkeys(own, frozenset())
    unread = {}
    for name in own:
        shown = f"{folder}/{name}"
        theme = _THEME if name.startswith(_THEME) else ""
        if name.endswith(_LOADED):
            try:
                named = named_in(text_of(root, shown))
                names[name] = frozenset(template and theme + template for template in named)
            except ContentError as error:
                unread[name] = error.problems
    return names, unread


def _heads(site: Site) -> set[str]:
    """The templates that pages name in their front matter."""
    return {name for page in site.pages for name in _IN_HEAD.findall(page.text)}


def _mentioned(site: Site, own: Collection[str]) -> Iterator[str]:
    """Templates of the theme that a page names in its front matter, or mkdocs.yml (`static_templates`)."""
    heads, settings = _heads(site), ""
    with suppress(OSError, UnicodeDecodeError):
        settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    for name in own:
        short = name.removeprefix(_THEME)
        if name.startswith(_THEME) and (short in heads or short in settings):
            yield name


def _used(names: Mapping[str, Collection[str | None]], roots: Collection[str]) -> tuple[set[str], bool | None]:
    """The site's templates that are loaded, and whether one names another theme's; None if that is unknown."""
    used: set[str] = set()
    other_theme = False
    queue = [name for name in names if name in roots]
    while queue:
        template = queue.pop()
        used.add(template)
        for name in names[template]:
            if name is None:
                return used, None
            if name in names and name not in used:
                queue.append(name)
            other_theme |= name.startswith(_THEME) and name not in names and name not in roots
    return used, other_theme


def _problem(folder: str, name: str, known: list[str]) -> Problem:
    rule = "templates are called as the program's own: `pages/entry.md.jinja`, `theme/main.html`"
    message = f"nothing loads `{name}`, so that it changes no page"
    namesakes = [path for path in known if PurePosixPath(path).name == PurePosixPath(name).name]
    if (TEMPLATES / name).is_file():
        message, hint = f"`{name}` cannot be replaced: the program always takes its own", f"delete it; {rule}"
    elif name in RENAMED_TEMPLATES:
        hint = f"rename it to `{folder}/{RENAMED_TEMPLATES[name]}`, as the program's own"
    else:
        hint = f"move it to `{folder}/{namesakes[0]}`" if len(namesakes) == 1 else nearest(name, known, rule)
    return Problem(f"{folder}/{name}", message, hint, "unused-template", severity=Severity.WARNING)
