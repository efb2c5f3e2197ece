"""Finds files among a site's own templates that nothing ever loads: a wrong name, or a wrong folder."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePosixPath

from explainer.content import yamlfile
from explainer.content.load import bytes_of
from explainer.model import Site
from explainer.problems import ContentError, Problem, Severity, nearest
from explainer.resources import TEMPLATES
from explainer.text.templating import named_in
from explainer.text.templating.mistakes import RENAMED_TEMPLATES

_THEME = "theme/"
_LOADED = (".html", ".jinja", ".xml")
"""How names of templates end. All else in the theme's folder is published as it is: styles, scripts, pictures."""
_FIXED = ("new/site/", "new/about/", "preview/", "admin/")
"""Folders of the program of which no site can have its own, but for the form editor's page."""
_FORM = "admin/index.html.jinja"
_IN_HEAD = re.compile(r"""^template:\s*["']?([^"'\s]+)""", re.MULTILINE)


def unused_templates(site: Site) -> Iterator[Problem]:
    """Nothing loads a file in `templates/`: its name or its folder is wrong, and so what it says shows nowhere.

    What a template that is used names is used too. Where one is named by a value, or another theme's are asked for,
    nobody can know.
    """
    folder = site.root / "templates"
    if folder.resolve() == TEMPLATES.resolve():
        return
    own = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    if not own:
        return
    known = replaceable()
    names, unread = _read(own)
    used, elsewhere = _used(names, {*known, *_mentioned(site, own)})
    for name in sorted(used & unread.keys()):
        yield from unread[name]
    if elsewhere is None:
        return
    elsewhere |= any(_THEME + name not in known | own.keys() for name in _heads(site))
    for name in sorted(own.keys() - used):
        told = any(name in others for other, others in names.items() if other != name)
        if not told and not (name.startswith(_THEME) and (elsewhere or not name.endswith((".html", ".jinja")))):
            yield _problem(name, sorted(known))


@cache
def replaceable() -> frozenset[str]:
    """The program's own templates that a site's may stand before, relative to `templates/`."""
    paths = (path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in _LOADED)
    return frozenset(path for path in paths if path == _FORM or not path.startswith(_FIXED))


def _files(folder: Path) -> Iterator[Path]:
    """Those that are there to be loaded: neither hidden nor notes for colleagues."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and not name.lower().startswith("readme") and path.is_file():
                yield path


def _read(own: Mapping[str, Path]) -> tuple[dict[str, frozenset[str | None]], dict[str, tuple[Problem, ...]]]:
    """The templates that each of them names, relative to `templates/`; and of some what keeps them from being read."""
    names: dict[str, frozenset[str | None]] = dict.fromkeys(own, frozenset())
    unread = {}
    for name, path in own.items():
        shown = f"templates/{name}"
        before = _THEME if name.startswith(_THEME) else ""
        if name.endswith(_LOADED):
            try:
                named = named_in(yamlfile.decode(bytes_of(path, shown), shown))
                names[name] = frozenset(one and before + one for one in named)
            except ContentError as error:
                unread[name] = error.problems
    return names, unread


def _heads(site: Site) -> set[str]:
    """The templates that pages ask for."""
    return {name for page in site.pages for name in _IN_HEAD.findall(page.text)}


def _mentioned(site: Site, own: Collection[str]) -> Iterator[str]:
    """Templates of the theme that a page asks for in its head, or that mkdocs.yml names (`static_templates`)."""
    heads = _heads(site)
    settings = ""
    with suppress(OSError, UnicodeDecodeError):
        settings = (site.root / "mkdocs.yml").read_text(encoding="utf-8")
    for name in own:
        asked = name.removeprefix(_THEME)
        if name.startswith(_THEME) and (asked in heads or asked in settings):
            yield name


def _used(names: Mapping[str, Collection[str | None]], roots: Collection[str]) -> tuple[set[str], bool | None]:
    """Which of the site's own are loaded, and whether one asks for another theme's; None where nobody can know."""
    used: set[str] = set()
    elsewhere = False
    todo = [name for name in names if name in roots]
    while todo:
        one = todo.pop()
        used.add(one)
        for name in names[one]:
            if name is None:
                return used, None
            if name in names and name not in used:
                todo.append(name)
            elsewhere |= name.startswith(_THEME) and name not in names and name not in roots
    return used, elsewhere


def _problem(name: str, known: list[str]) -> Problem:
    path = f"templates/{name}"
    rule = "templates are called as the program's own: `pages/entry.md.jinja`, `theme/main.html`"
    message = f"nothing loads `{name}`, so that it changes no page"
    if (TEMPLATES / name).is_file():
        message = f"`{name}` cannot be replaced: the program always takes its own"
        return Problem(path, message, f"delete it; {rule}", "unused-template", severity=Severity.WARNING)
    if name in RENAMED_TEMPLATES:
        new = f"rename it to `templates/{RENAMED_TEMPLATES[name]}`, as the program's own"
        return Problem(path, message, new, "unused-template", severity=Severity.WARNING)
    same = [one for one in known if PurePosixPath(one).name == PurePosixPath(name).name]
    hint = f"move it to `templates/{same[0]}`" if len(same) == 1 else nearest(name, known, rule)
    return Problem(path, message, hint, "unused-template", severity=Severity.WARNING)
