"""`explainer build`: checks the content and builds the site."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.cli.base import Failure, config_file, day_of, errors_as, no_address, show_errors, with_today
from explainer.cli.progress import progress

if TYPE_CHECKING:
    from explainer.build.built import Built
    from explainer.build.snapshot import Scan


@click.command("build")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build; by default mkdocs.yml's `site_dir`.",
)
@click.option("--no-search", is_flag=True, help="Leave out the search index.")
@with_today
@click.pass_obj
def build_command(root: Path, site_dir: Path | None, no_search: bool, today: date | None) -> None:
    """Build the site. If the content has an error, nothing is built and the last good site stays as it was."""
    from explainer.build import snapshot
    from explainer.content.layout import site_url
    from explainer.resources.staging import Locked, locked

    config = config_file(root)
    start = time.perf_counter()
    scan = snapshot.Scan.of(root)
    unchanged = snapshot.unchanged(scan, root, today, site_dir, not no_search, None)
    if unchanged is None:
        built = _build(config, today, site_dir, not no_search, scan)
        action = f"Built {built.pages} pages ({built.files} files, {built.rendered} rendered, {built.written} changed)"
        _report(built.summary, action, built.folder, start)
        if not site_url(root):
            click.echo(no_address("build"), err=True)
    else:
        with suppress(Locked, OSError), locked(Path(unchanged.folder)):
            pass  # a build that was killed at its very end has left its lock
        _report(unchanged.summary, f"Nothing has changed ({len(unchanged.files)} files)", Path(unchanged.folder), start)


def _build(config: Path, today: date | None, site_dir: Path | None, search: bool, scan: Scan) -> Built:
    """Builds the site; ends the command if that fails."""
    # These imports take a third of a second, which a build with nothing to do saves.
    from explainer.build.site import BuildFailed, ContentRefused, build
    from explainer.content.load import load_records

    logging.getLogger("mkdocs.plugins.explainer.notices").setLevel(logging.INFO)
    day = today or day_of(load_records(config.parent))
    try:
        with errors_as(Failure, BuildFailed), _warnings_on_screen(), progress("Building …"):
            built = build(config, day, site_dir, search=search, scan=scan)
    except ContentRefused as error:
        show_errors(error.problems, error.entries, "nothing was built")
        raise
    return built


def _report(summary: str, action: str, folder: Path, start: float) -> None:
    """Reports what was read, what was done, in how many seconds, and how to view the result."""
    click.echo(summary + ("; `explainer check` shows them" if "warning" in summary else ""))
    click.echo(f"{action} in {time.perf_counter() - start:.1f} s: {folder}")
    click.echo(f"To view it: python3 -m http.server --directory {folder} 8000, then open http://localhost:8000/")


@contextmanager
def _warnings_on_screen() -> Iterator[None]:
    """As MkDocs does it: a plugin that sets up logging of its own must not say everything twice."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
