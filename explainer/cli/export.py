"""`explainer export`: writes a plain docs tree for engines that run no plugins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from explainer.cli.base import config_file, day_of, load, show_errors, with_today


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_today
@click.pass_obj
def export_command(root: Path, folder: Path, today: date | None) -> None:
    """Write a plain docs tree and its configuration to FOLDER, for engines that run no plugins (Zensical)."""
    from explainer.checks import check
    from explainer.engine.export import ExportRefused, export
    from explainer.problems import ContentError

    config = config_file(root)
    site = load(root)
    day = today or day_of(site)
    problems = check(site, day)
    show_errors(problems, site, "nothing was written")
    try:
        exported = export(config, folder.resolve(), day)
    except ExportRefused as error:
        raise click.UsageError(str(error)) from error
    except ContentError as error:
        show_errors(error.problems, site, "nothing was written")
        raise
    click.echo(f"Wrote {exported.pages} pages: {exported.folder}")
