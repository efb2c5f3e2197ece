"""Finds files that must not be read or published: links that lead out, pipes, and what is no picture among pictures.

Whoever may propose a change of an entry may put a file beside it. A drawing or a page with a script would run at the
site's own address, where the form editor keeps its sign-in; a link could publish any file of the machine that builds.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.content import yamlfile
from explainer.content.folders import link_outside, not_a_file, too_large, unprintable, unreadable
from explainer.content.layout import settings_file
from explainer.content.pictures.kinds import ACTIVE, misfit
from explainer.model import Site
from explainer.model.figures import PICTURE_FORMATS
from explainer.problems import Problem
from explainer.resources.reading import (
    MAX_FILE,
    exists,
    is_file,
    is_folder,
    is_linked,
    leads_out,
    may_enter,
    read,
    walk,
)

_OURS = (".cache", ".cache/pictures", ".vscode", ".vscode/schemas")
"""Folders that the program itself writes to, beside the site's own."""
_PATH = re.compile(r"(?!/|.*\.\./)[^\0\n:]{1,500}")
"""What may be the path of a file inside the site."""


def unfit_files(site: Site) -> Iterator[Problem]:
    """What must not be read or published, each once."""
    named, custom_dir = _named(site)
    settings = settings_file(site.root)
    try:
        read(settings, 1)
    except FileNotFoundError:  # whoever needs it says so
        pass
    except OSError as error:
        yield unreadable(settings.name, error)
    yield from _no_pictures(site, named)
    # Below these no link at all is followed, and reading them has reported whatever else is wrong.
    layout = site.layout
    reported = {site.root / folder for folder in (layout.entries, layout.pages, layout.images) if layout.pages}
    others = sorted(name for name in named if name == custom_dir or not is_folder(site.root / name))
    for name in dict.fromkeys((*layout.folders, *others)):
        yield from _unfit(site, site.root / name, reported)
    yield from _linked(site)


def is_code(problem: Problem, site: Site) -> bool:
    """Whether a problem of this module keeps templates and settings from being read."""
    return not problem.path.startswith(f"{site.layout.docs}/")


def _named(site: Site) -> tuple[set[str], str]:
    """The paths that mkdocs.yml names, relative to the site's root, and the theme's folder of its owner's own.

    Its owner looks at these files, as at all code.
    """
    try:
        file = settings_file(site.root)
        settings = yamlfile.settings(file)
    except Exception:  # whoever builds the site reports it
        return set(), ""
    theme = settings.get("theme")
    custom_dir = str(theme.get("custom_dir") or "") if isinstance(theme, dict) else ""
    inside = (posixpath.normpath(value) for value in _texts(settings) if _PATH.fullmatch(value))
    paths = {path for value in inside for path in (value, f"{site.layout.docs}/{value}")}
    return paths | {file.name}, posixpath.normpath(custom_dir)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _no_pictures(site: Site, named: set[str]) -> Iterator[Problem]:
    layout = site.layout
    paths = [f"{layout.docs}/{image}" for image in site.images] if layout.pages else _beside_entries(site)
    formats = ", ".join(f".{ending}" for ending in PICTURE_FORMATS)
    where = f"put drawings and downloads elsewhere in {layout.docs}/, as in `{layout.docs}/downloads/`"
    for path in sorted(paths):
        if path in named:
            continue
        try:
            fault = misfit(site.root / path)
        except OSError as error:
            yield unreadable(path, error)
            continue
        if fault:
            yield Problem(path, fault, f"save it as a picture, as {formats}, by its format; {where}", "no-picture")


def _beside_entries(site: Site) -> list[str]:
    """What can run, or says that it is a picture, among the entries of a site that was there before.

    Its other folders are its owner's, and so is what else lies here.
    """
    top = site.root / site.layout.entries
    items = walk(top, lambda _: None) if is_folder(top) and not leads_out(top, site.root) else ()
    return [
        Path(item.path).relative_to(site.root).as_posix()
        for item in items
        if item.is_file(follow_symlinks=False)
        and item.name.isprintable()
        and not item.name.startswith(".")
        and (ACTIVE.search(f"{item.name}.") or item.name.lower().endswith(PICTURE_FORMATS))
    ]


def _unfit(site: Site, top: Path, reported: set[Path]) -> Iterator[Problem]:
    root, failed = site.root, list[OSError]()
    place = top.relative_to(root).as_posix()
    if leads_out(top, root):
        if top not in reported:
            yield link_outside(place)
        return
    if not is_folder(top):
        if exists(top) and not is_file(top):
            yield not_a_file(place)
        return
    # Engines pass over what is hidden, unless the site says otherwise. Text editors leave links there.
    hidden = "!" in site.layout.excluded

    def enter(item: os.DirEntry[str]) -> bool:
        path = Path(item.path)
        return path not in reported and (hidden or not item.name.startswith(".")) and may_enter(path, root)

    for item in walk(top, failed.append, enter):
        path = Path(item.path)
        place = path.relative_to(root).as_posix()
        if (item.name.startswith(".") and not hidden) or path in reported:
            continue
        if not item.name.isprintable():
            yield unprintable(place)
        elif item.is_symlink() and leads_out(path, root):
            yield link_outside(place)
        elif item.is_symlink() and not (path.exists() and may_enter(path, root)):
            message = "this link leads nowhere, round in a circle, or on from another link"
            yield Problem(place, message, "put the file itself here", "link")
        elif not item.is_dir() and not item.is_file():
            yield not_a_file(place)
        elif item.is_file() and item.stat().st_size > MAX_FILE:
            yield too_large(place)
    for error in failed:
        yield unreadable(Path(str(error.filename)).relative_to(root).as_posix(), error, "folder")


def _linked(site: Site) -> Iterator[Problem]:
    """Links in place of what the program writes: it would write elsewhere, or read what somebody has forged."""
    pictures = site.root / ".cache" / "pictures"
    kept = sorted(pictures.iterdir()) if os.access(pictures, os.R_OK) and is_folder(pictures) else []
    for path in (*(site.root / name for name in _OURS), *kept):
        if path.is_symlink() and not is_linked(path.parent, site.root):
            place = path.relative_to(site.root).as_posix()
            message = "this is a link, and the program neither writes nor reads through one here"
            yield Problem(place, message, f"delete it: `rm {place}`", "link")
