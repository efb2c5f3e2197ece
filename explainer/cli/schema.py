"""`explainer schema`: prints the JSON Schemas of editors' files, or writes a site's own for its text editors."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.authoring.schemas import FOLDER, as_text, json_schema, write_schemas
from explainer.cli.base import Failure, show_errors
from explainer.content.load import SCHEMAS, load_records


@click.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)), required=False)
@click.option("--write", is_flag=True, help=f"Write all, with the site's own ids, to {FOLDER}/ for text editors.")
@click.pass_obj
def schema_command(root: Path, name: str | None, write: bool) -> None:
    """Print the JSON Schema of entries, or of a file of shared records."""
    if not write:
        click.echo(as_text(json_schema(SCHEMAS[name or "entry"])), nl=False)
        return
    if name is not None:
        raise click.UsageError(f"--write writes all schemas; leave out `{name}`")
    site = load_records(root)
    show_errors(site.problems, site, "nothing was written")
    try:
        changed = write_schemas(site)
    except OSError as error:
        raise Failure(f"{FOLDER}/ cannot be written to ({error.strerror}); check its permissions") from error
    click.echo("\n".join(f"{path}: written" for path in changed) or f"{FOLDER}/ is up to date")
