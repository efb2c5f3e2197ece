"""The files of a site as MkDocs knows them: those in `docs_dir`, those that we add, and where they are."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel

from explainer.content.layout import layout
from explainer.engine.frame import ASSETS
from explainer.model import Layout
from explainer.outputs import file_taken
from explainer.outputs.base import Artifact, SiteInfo
from explainer.problems import ContentError
from explainer.resources import TEMPLATES
from explainer.resources.reading import files_below


def site_root(config: MkDocsConfig) -> Path:
    """The folder of a site: that of mkdocs.yml, or the one around a `docs_dir` that is elsewhere."""
    return _root(config.docs_dir, config.config_file_path or config.docs_dir)


@cache  # asked for every page
def _root(docs_dir: str, config_file: str) -> Path:
    docs, beside = Path(docs_dir), Path(config_file).parent
    return beside if docs.is_relative_to(beside) else docs.parent


def own_theme(config: MkDocsConfig) -> Path | None:
    """The folder of a site's own templates for the frame; None if there is none beside the program's."""
    folder = site_root(config) / layout_of_config(config).templates / "theme"
    return folder if folder.is_dir() and folder.resolve() != (TEMPLATES / "theme").resolve() else None


def layout_of_config(config: MkDocsConfig) -> Layout:
    """Where a site's files are."""
    settings = {
        "docs_dir": posixpath.relpath(config.docs_dir, site_root(config)),
        "exclude_docs": _lines(config.exclude_docs),
        "draft_docs": _lines(config.draft_docs),
    }
    return layout(settings, config.plugins["explainer"].config)


def _lines(patterns: Any) -> str:
    return "\n".join(str(pattern.pattern) for pattern in patterns.patterns) if patterns else ""


def site_info_of(config: MkDocsConfig) -> SiteInfo:
    """The site's name, and the address below which our pages stand."""
    prefix = layout_of_config(config).prefix
    home = config.plugins["explainer"].config.home or config.site_url
    url, ids = (f"{one.rstrip('/')}/{prefix}" if one else "" for one in (config.site_url, home))
    logo = str(config.theme.get("logo") or "") if config.site_url else ""
    return SiteInfo(config.site_name, url, urljoin(f"{str(config.site_url).rstrip('/')}/", logo) if logo else "", ids)


def has_own_pages(config: MkDocsConfig) -> bool:
    """Whether a site has templates of its own for our pages."""
    own = site_root(config) / layout_of_config(config).templates / "pages"
    return own.is_dir() and own.resolve() != (TEMPLATES / "pages").resolve()


def assets(config: MkDocsConfig) -> Iterator[File]:
    """Our styles, scripts and fonts; a site's own file of the same name stands for ours."""
    found: dict[str, Path] = {}
    for folder in (TEMPLATES / "assets", site_root(config) / layout_of_config(config).templates / "assets"):
        found |= {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    for name, path in sorted(found.items()):
        file = File(
            ASSETS + name, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV
        )
        file.generated_by, file.abs_src_path = "explainer", str(path)
        yield file


def is_taken(file: File, claimed: Container[str], config: MkDocsConfig) -> bool:
    """Whether something of ours stands where a file would. Raises ContentError if that is a file of the site's own.

    Pages that the theme makes (`404.html`, the sitemap) are MkDocs' affair.
    """
    own = file.src_dir == config.docs_dir and file.dest_uri not in config.theme.static_templates
    if own and file.dest_uri in claimed:
        path = f"{layout_of_config(config).docs}/{file.src_uri}"
        raise ContentError([file_taken(path, file.dest_uri)])
    return file.dest_uri in claimed


def artifact_file(artifact: Artifact, config: MkDocsConfig) -> File:
    """An artifact as MkDocs knows files."""
    # MkDocs tells by its ending that a file is a page.
    name, destination = (f"{artifact.path}.txt", artifact.path) if artifact.is_text else (artifact.path, None)
    file = File(
        name,
        None,
        config.site_dir,
        config.use_directory_urls,
        dest_uri=destination,
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.content_string = artifact.content
    if artifact.source:
        # `edit_uri` counts from docs_dir, the path of a source from the root.
        root = str(site_root(config))
        docs = os.path.relpath(config.docs_dir, root)
        inside = artifact.source.startswith(f"{docs}/")
        file.edit_uri = artifact.source.removeprefix(f"{docs}/") if inside else f"../{artifact.source}"
        file.abs_src_path = os.path.join(root, artifact.source)  # noqa: PTH118 - per page
    if not artifact.source or not Path(str(file.abs_src_path)).is_file():
        # Plugins that ask git when a page was changed leave out what is called generated, and give the day of the build
        # for it: only a page that no file stands behind is. Others expect that there is a file that they can read.
        file.generated_by = "explainer"
        file.abs_src_path = config.config_file_path
    return file
