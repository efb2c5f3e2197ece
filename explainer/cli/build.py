"""`explainer build`: checks the content and builds the site."""

from __future__ import annotations

import logging
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.cli.base import PROBLEMS, Failure, config_file, day_of, status, with_today

if TYPE_CHECKING:
    from explainer.build import Built
    from explainer.build.snapshot import Scan


@click.command("build")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build, instead of mkdocs.yml's folder.",
)
@click.option("--no-search", is_flag=True, help="Leave out the search index.")
@with_today
@click.pass_obj
def build_command(root: Path, site_dir: Path | None, no_search: bool, today: date | None) -> None:
    """Build the site. An error in the content stops it and leaves the last good site as it was."""
    from explainer.build import snapshot

    config = config_file(root)
    start = time.perf_counter()
    scan = snapshot.Scan.of(root)
    same = snapshot.unchanged(scan, root, today, site_dir, not no_search, None)
    if same is None:
        built = _build(config, today, site_dir, not no_search, scan)
        done = f"Built {built.pages} pages ({built.files} files, {built.rendered} made, {built.written} different)"
        _say(built.summary, done, built.folder, start)
    else:
        _say(same.said, f"Nothing has changed ({len(same.files)} files)", Path(same.folder), start)


def _build(config: Path, today: date | None, site_dir: Path | None, search: bool, scan: Scan) -> Built:
    """Builds, and ends the command where that fails."""
    # These take a third of a second to import, which a build that has nothing to do can spare.
    from explainer.build import BuildFailed, ContentRefused, build
    from explainer.checks import report
    from explainer.content.load import load_records
    from explainer.problems import Severity

    logging.getLogger("mkdocs").addHandler(_warnings_on_screen())
    logging.getLogger("mkdocs.plugins.explainer.history").setLevel(logging.INFO)
    day = today or day_of(load_records(config.parent))
    try:
        with status("Building …"):
            built = build(config, day, site_dir, search=search, scan=scan)
    except BuildFailed as error:
        raise Failure(str(error)) from error
    except ContentRefused as error:
        errors = [problem for problem in error.problems if problem.severity is Severity.ERROR]
        click.echo(report.as_text(errors))
        click.echo(f"{report.summary(error.entries, errors)}; nothing was built")
        raise click.exceptions.Exit(PROBLEMS) from error
    if built.slowly:
        click.echo(f"MkDocs built all of it, which takes longer: {built.slowly}", err=True)
    return built


def _say(summary: str, done: str, folder: Path, start: float) -> None:
    """Says what was read, what was done since the start, where it is, and what comes next."""
    click.echo(summary + ("; `explainer check` shows them" if "warning" in summary else ""))
    click.echo(f"{done} in {time.perf_counter() - start:.1f} s: {folder}")
    click.echo(f"To look at it: python3 -m http.server --directory {folder} 8000, then open http://localhost:8000/")


def _warnings_on_screen() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    return handler
