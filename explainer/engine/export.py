"""Writes a plain docs tree and configuration for engines that run no plugins (Zensical)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from explainer.checks import check_records
from explainer.content import yamlfile
from explainer.content.load import load_site
from explainer.content.media import is_content
from explainer.engine.frame import ASSETS
from explainer.engine.pictures import HIDDEN, published_pictures
from explainer.engine.sitemap import split_sitemap
from explainer.history.versions import read_history
from explainer.model import Layout, Site
from explainer.outputs import rendered
from explainer.outputs.base import Artifact, SiteInfo
from explainer.outputs.plan import SitePlan
from explainer.outputs.theme import theme_context
from explainer.problems import ContentError, Severity
from explainer.resources import TEMPLATES
from explainer.resources.reading import files_below
from explainer.resources.staging import Locked, beside, locked
from explainer.text.templating import Templates

_MARK = ".explainer-export"
"""Marks a folder as an export, which may be replaced."""
_HIDDEN = re.compile(r"\A---\n(?:(?!---).*\n)*?noindex: *true\b")
"""The front matter of a page that search engines must not index."""


class ExportRefused(Exception):
    """The folder holds something other than an export."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    folder: Path
    pages: int


def export(config_file: Path, folder: Path, today: date) -> Exported:
    """Writes `mkdocs.yml`, `docs/` and `theme/` to a folder that is new, empty or an earlier export.

    Raises ExportRefused for any other folder, and while another process writes to it; ContentError for errors in the
    files, and if two outputs claim one path.
    """
    if folder.exists() and not (folder / _MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportRefused(f"{folder} is not empty and is not an export; name another folder")
    site = load_site(config_file.parent)
    if errors := [one for one in check_records(site) if one.severity is Severity.ERROR]:
        raise ContentError(errors)
    try:
        with locked(folder), beside(folder) as staging:
            pages = _write(config_file, site, today, staging)
            if folder.exists():
                shutil.rmtree(folder)
            staging.rename(folder)
    except Locked as error:
        raise ExportRefused(str(error)) from error
    return Exported(folder, pages)


def _write(config_file: Path, site: Site, today: date, staging: Path) -> int:
    """Writes the files of an export; returns the number of its pages."""
    # These engines make a page of every file in Markdown.
    site = replace(site, settings=site.settings.model_copy(update={"markdown": False}))
    root = site.root
    configuration = config_file.read_text(encoding="utf-8")
    settings = yamlfile.settings(config_file)
    url, theme = str(settings.get("site_url") or ""), settings.get("theme")
    home = url.rstrip("/") + "/" if url else ""
    logo = urljoin(home, str(theme["logo"])) if home and isinstance(theme, dict) and theme.get("logo") else ""
    site_info = SiteInfo(str(settings.get("site_name") or ""), home, logo)
    plan = SitePlan.of(site, today, history=read_history(site, root / ".cache"), site_info=site_info)
    artifacts = rendered(plan)
    (staging / _MARK).write_text("Made by `explainer export`; changes here are lost.\n", encoding="utf-8")
    for artifact in artifacts:
        path = staging / "docs" / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(artifact.content, encoding="utf-8", newline="\n")
    _copy_media(root, site.layout, staging / "docs")
    for name, path in published_pictures(plan).items():
        if path == HIDDEN:
            (staging / "docs" / name).unlink(missing_ok=True)
        else:
            (staging / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, staging / "docs" / name)
    overridden = (root / site.layout.templates / "theme" / "sitemap.xml").is_file()
    files = {} if overridden else split_sitemap(_sitemap(artifacts, site_info.url), site_info.url)
    # No plugin finishes these pages: the frame does what else `engine.frame` would do.
    words = {**theme_context(plan.context), "alone": True}
    plain, custom_dir = yamlfile.plain_config(configuration, {"explainer": words})
    own = [root / site.layout.templates / "theme", *([root / custom_dir] if custom_dir else [])]
    for source in (TEMPLATES / "all", TEMPLATES / "theme", *own):
        if source.is_dir():
            shutil.copytree(source, staging / "theme", dirs_exist_ok=True)
    for name, text in files.items():  # an engine would write a single sitemap
        place = staging / ("theme" if name == "sitemap.xml" else "docs")
        (place / name).write_text(text, encoding="utf-8", newline="\n")
    (staging / "mkdocs.yml").write_text(plain, encoding="utf-8", newline="\n")
    return sum(artifact.path.endswith(".md") for artifact in artifacts)


def _sitemap(artifacts: Iterable[Artifact], home: str) -> str:
    """The sitemap that an engine would make for these pages."""
    pages = []
    for artifact in artifacts:
        if artifact.is_page:
            head = artifact.meta or {}
            pages.append(
                {
                    "canonical_url": home + artifact.address,
                    "update_date": head.get("changed", ""),
                    "meta": {
                        "noindex": head.get("noindex", _HIDDEN.search(artifact.body) is not None),
                        "kind": head.get("kind"),
                        "alternates": head.get("alternates") or (),
                    },
                }
            )
    return Templates([TEMPLATES / "all"]).render("sitemap.xml", {"config": {"site_url": home}, "pages": pages})


def _copy_media(root: Path, layout: Layout, docs: Path) -> None:
    """Copies our styles, scripts and fonts, and every file of the site that is not an entry, a page or hidden."""
    shutil.copytree(TEMPLATES / "assets", docs / ASSETS, dirs_exist_ok=True)
    content = root / layout.docs
    for path in files_below(content):
        relative = path.relative_to(content)
        if is_content(relative.as_posix(), layout) or any(part.startswith(".") for part in relative.parts):
            continue
        if not path.is_symlink() and path.suffix != ".md":
            (docs / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, docs / relative)
