"""`explainer where`: lists the entries that use a topic, person, publisher, address or image."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.cli.base import load, show_errors


@click.command("where")
@click.argument("name", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def where_command(root: Path, name: str, form: str) -> None:
    """List the entries that use ID: a topic, person or publisher, a source's address or host, or an image."""
    from explainer.authoring.uses import FORMATS, UnknownId, where

    site = load(root)
    show_errors(site.problems, site, "nothing was looked up")  # an unreadable entry may use it as well
    try:
        matches = where(site, name)
    except UnknownId as error:
        raise click.UsageError(str(error)) from error
    click.echo(FORMATS[form](matches))
