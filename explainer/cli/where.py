"""`explainer where`: says which entries use a topic, a person, a publisher, an address or an image."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.cli.base import load, show_errors


@click.command("where")
@click.argument("name", metavar="ID")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def where_command(root: Path, name: str, form: str) -> None:
    """Say which entries use ID: a topic, person or publisher, a source's address or host, or an image."""
    from explainer.authoring.uses import FORMATS, Unknown, where

    site = load(root)
    show_errors(site.problems, site, "nothing was looked up")  # what cannot be read may use it as well
    try:
        found = where(site, name)
    except Unknown as error:
        raise click.UsageError(str(error)) from error
    click.echo(FORMATS[form](found))
