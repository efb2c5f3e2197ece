"""`explainer diff`: shows what changed, in one entry or in all."""

from __future__ import annotations

from pathlib import Path

import click

from explainer.cli.base import load, show_errors


@click.command("diff")
@click.argument("slug", required=False)
@click.option(
    "--from",
    "old",
    default="",
    help="The older side: a version (v2) or a git revision; by default the previous version, else the last commit.",
)
@click.option(
    "--to", "new", default="", help="The newer side: a version or a git revision; by default the working files."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "md"]), default="text", show_default=True)
@click.pass_obj
def diff_command(root: Path, slug: str | None, old: str, new: str, form: str) -> None:
    """Show what changed, point by point: in the entry SLUG, or in all entries between two git revisions."""
    from explainer.authoring import diff

    site = load(root)
    if not new:  # else an unreadable file would look like a deleted one
        show_errors(site.problems, site, "nothing was compared")
    try:
        changes = diff.of_entry(site, slug, old, new) if slug else diff.of_site(site, old or "HEAD", new)
    except diff.NotFound as error:
        raise click.UsageError(str(error)) from error
    text = diff.FORMATS[form](changes)
    if text:
        click.echo(text.rstrip("\n"))
