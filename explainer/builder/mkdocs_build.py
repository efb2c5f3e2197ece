"""Builds the site with MkDocs; the new site takes the old one's place only when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
import traceback
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException


class BuildFailed(Exception):
    """The site engine could not build; the last good site is as it was. The text is the engine's own."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    folder: Path
    pages: int
    files: int


def build(
    config_file: Path,
    today: date,
    site_dir: Path | None = None,
    *,
    search: bool = True,
    edition_url: str | None = None,
) -> Built:
    """Builds the site that a `mkdocs.yml` describes, as it is on a day.

    `site_dir` stands for the configured one. Without `search` no search index is made. `edition_url` is the public
    address of an edition (empty if none is configured); its pages offer the others. Raises BuildFailed and changes
    nothing when anything goes wrong.
    """
    instead = {"site_dir": str(site_dir) if site_dir else None, "site_url": edition_url}
    try:
        config = load_config(str(config_file), **{name: value for name, value in instead.items() if value is not None})
    except MkDocsException as error:
        raise BuildFailed(str(error)) from error
    plugin = config.plugins.get("explainer")
    if plugin is None:
        raise BuildFailed(f"{config_file.name} does not name the plugin; add `- explainer` below `plugins:`")
    plugin.config.today = today.isoformat()
    if not search:
        plugin.config.search = False
    if edition_url is not None:
        config.extra.setdefault("version", {"provider": "mike"})
    target = Path(config.site_dir)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that taking its place is a rename within one file system.
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    config.site_dir = str(making)
    try:
        mkdocs_build(config)
        _share(making)
        files = [path for path in making.rglob("*") if path.is_file()]
        _replace(making, target)
    except (MkDocsException, SystemExit) as error:
        raise BuildFailed(str(error)) from error
    except Exception as error:  # of a template, say, or of another plugin: MkDocs lets them through
        raise BuildFailed(f"{_place(error)}: {type(error).__name__}: {error}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return Built(target, sum(path.suffix == ".html" for path in files), len(files))


def _place(error: Exception) -> str:
    """Where an error arose: in a template if it passed through one, which is what an editor can mend."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if not one.filename.endswith(".py")), frames[-1])
    return f"{frame.filename}:{frame.lineno}"


def _share(folder: Path) -> None:
    """mkdtemp makes a folder for its owner only; a site is for everyone whom the umask allows."""
    umask = os.umask(0)
    os.umask(umask)
    folder.chmod(0o777 & ~umask)


def _replace(new: Path, target: Path) -> None:
    """Puts a folder in another's place. Killed in between, the old one still lies beside it."""
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    new.rename(target)
    shutil.rmtree(old)
