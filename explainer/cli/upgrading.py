"""`explainer upgrade`: brings the program's files in a site up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from explainer.authoring.upgrade import Change, NotKept, apply, planned
from explainer.authoring.upkeep import RECORD
from explainer.authoring.wheel import NoWheel
from explainer.cli.base import Failure, config_file, errors_as, inside, show_errors
from explainer.cli.progress import progress
from explainer.content.load import load_records
from explainer.resources.files import FileChanged
from explainer.text.plain import count, printable

_STATES = {
    "add": ("would be added", "added"),
    "replace": ("would be updated", "updated"),
    "delete": ("would be deleted", "deleted"),
    "yours": ("stays as it is, because you have changed it; the program's own differs",) * 2,
    "old template": ("is a copy of a template that has changed since; bring over what you need",) * 2,
}
"""What is said of a file, without and with `--write`."""


@click.command("upgrade")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Change the files; without this, you see what would change.")
@click.pass_obj
def upgrade_command(root: Path, files: Sequence[Path], write: bool) -> None:
    """Bring a site's workflows, Makefile, text editors' settings, packages and program up to the version that runs.

    A file that you have changed stays as it is, unless you name it among FILES. Each difference is shown, and so are
    copies of templates that have grown old.
    """
    config_file(root)
    site = load_records(root)
    show_errors(site.problems, site, "nothing was written")
    taken = [inside(root, path) for path in files]
    with errors_as(click.UsageError, NoWheel, NotKept), progress("…"):
        upgrade = planned(site, taken)
    if write:
        try:
            apply(root, upgrade)
        except FileChanged as error:
            raise Failure(f"{printable(str(error))} was saved by somebody else; try again") from error
    for change in upgrade.changes:
        _show(change, write)
    number = sum(change.writes for change in upgrade.changes)
    yours = any(change.state == "yours" for change in upgrade.changes)
    if number:
        click.echo(f"{count(number, 'file', 'files')} {'changed' if write else 'would change'}")
        click.echo("To install what is new: make site" if write else "To change them: explainer upgrade --write")
    elif not yours:
        click.echo("Everything that the program writes is up to date")
    if yours and not upgrade.recorded:
        click.echo(f"{RECORD} did not tell which files the program wrote, so each that differs counts as yours")
    if yours:
        click.echo("To take the program's version of a file: explainer upgrade --write FILE")


def _show(change: Change, write: bool) -> None:
    click.echo(f"{printable(change.path)}: {_STATES[change.state][write]}")
    for line in change.diff():
        click.echo(f"    {printable(line)}")
