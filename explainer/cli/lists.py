"""`explainer agenda`, `explainer diff` and `explainer where`: list facts about the site's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from explainer.cli.base import day_of, errors_as, load, memo, show_errors, with_format, with_today

NOBODY = "-"
"""Selects entries without an author; not a valid id."""


@click.command("agenda")
@click.option("--days", type=click.IntRange(0, 36_500), default=14, show_default=True, help="How far to look ahead.")
@click.option("--owner", metavar="ID", help="Only this person's tasks; `-` for entries without an author.")
@with_format("text", "json", "md", "ics")
@with_today
@click.pass_obj
def agenda_command(root: Path, days: int, owner: str | None, form: str, today: date | None) -> None:
    """List what is overdue or due soon: predictions, reviews, drafts, translations, publications, dead sources."""
    from explainer.authoring.agenda import FORMATS, Places, agenda, owner_of
    from explainer.problems import nearest
    from explainer.resources.memo import Results

    site = load(root)
    show_errors(site.problems, site, "no agenda was made")  # an unreadable entry may have something due as well
    remember = memo(root, "agenda", Results[Places], "Looking for tasks", site.known.contents)
    tasks = agenda(site, today or day_of(site), days, remember)
    if owner is not None:
        known = sorted({*site.people, *filter(None, map(owner_of, site.summaries))})
        if owner not in (NOBODY, *known):
            hint = nearest(owner, known, "name one of site_data/people.yml")
            raise click.UsageError(f"there is no person `{owner}`; {hint}")
        tasks = tasks.of(None if owner == NOBODY else owner)
    for note in tasks.notes:
        click.echo(note, err=True)
    text = FORMATS[form](tasks)
    click.echo(text if form == "ics" else text.rstrip("\n"), nl=form != "ics")


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
@with_format("text", "json", "md")
@click.pass_obj
def diff_command(root: Path, slug: str | None, old: str, new: str, form: str) -> None:
    """Show what changed, point by point: in the entry SLUG, or in all entries between two git revisions."""
    from explainer.authoring import diff

    site = load(root)
    if not new:  # otherwise an unreadable file would look like a deleted one
        show_errors(site.problems, site, "nothing was compared")
    with errors_as(click.UsageError, diff.NotFound):
        changes = diff.of_entry(site, slug, old, new) if slug else diff.of_site(site, old or "HEAD", new)
    if text := diff.FORMATS[form](changes):
        click.echo(text.rstrip("\n"))


@click.command("where")
@click.argument("name", metavar="ID")
@with_format("text", "json")
@click.pass_obj
def where_command(root: Path, name: str, form: str) -> None:
    """List the entries that use ID: a topic, person or publisher, a source's address or host, or an image."""
    from explainer.authoring.uses import FORMATS, Addresses, UnknownId, where
    from explainer.resources.memo import Results

    site = load(root)
    show_errors(site.problems, site, "nothing was looked up")  # an unreadable entry may use it as well
    with errors_as(click.UsageError, UnknownId):
        remember = memo(root, "addresses", Results[Addresses], "Looking for addresses", site.known.contents)
        click.echo(FORMATS[form](where(site, name, remember)))
