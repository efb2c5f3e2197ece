"""Finds files in `docs_dir` that must not be published: what is no picture among the pictures, and links that lead out.

Whoever may propose a change of an entry may put a file beside it. A drawing or a page with a script would run at the
site's own address, where the form editor keeps its sign-in; a link could publish any file of the machine that builds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from explainer.content.layout import settings_file
from explainer.model import Site
from explainer.model.figures import PICTURE_FORMATS
from explainer.problems import Problem


def unfit_files(site: Site) -> Iterator[Problem]:
    """What must not be published, each once."""
    yield from _no_pictures(site)
    yield from _links_out(site)


def _no_pictures(site: Site) -> Iterator[Problem]:
    layout = site.layout
    if not layout.pages:  # the folder of a site that was there before, whose owner decides
        return
    named = ""
    for image in sorted(site.images):
        if image.rpartition(".")[2].lower() in PICTURE_FORMATS:
            continue
        if not named:
            try:
                named = settings_file(site.root).read_text(encoding="utf-8", errors="ignore")
            except OSError:  # whoever builds the site reports it
                named = " "
        if image not in named:  # a logo, say: the settings are code, which its owner looks at
            formats = ", ".join(f".{ending}" for ending in PICTURE_FORMATS)
            hint = f"save it as {formats}; a file that mkdocs.yml names may be anything, as may other folders"
            yield Problem(f"{layout.docs}/{image}", "only pictures belong here", hint, "no-picture")


def _links_out(site: Site) -> Iterator[Problem]:
    layout, top = site.layout, _repository(site.root)
    # In these no link at all is followed, and reading them has told of it.
    ours = {str(site.root / folder) for folder in (layout.entries, layout.pages, layout.images) if layout.pages}
    for folder, folders, names in os.walk(site.root / layout.docs):
        if folder in ours:
            folders.clear()
            continue
        for name in sorted((*folders, *names)):
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(top):
                place = path.relative_to(site.root).as_posix()
                hint = "put the file itself here"
                yield Problem(place, "this is a link that leads out of the repository", hint, "link-outside")


def _repository(root: Path) -> Path:
    """The folder of the repository that a site is in; the site's own without git."""
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
