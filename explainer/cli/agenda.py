"""`explainer agenda`: lists what editors have to do, with due dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from explainer.cli.base import day_of, load, show_errors, with_today

NOBODY = "-"
"""Selects entries without an author; not a valid id."""


@click.command("agenda")
@click.option("--days", type=click.IntRange(0, 36_500), default=14, show_default=True, help="How far to look ahead.")
@click.option("--owner", metavar="ID", help="Only this person's tasks; `-` for entries without an author.")
@click.option("--format", "form", type=click.Choice(["text", "json", "md", "ics"]), default="text", show_default=True)
@with_today
@click.pass_obj
def agenda_command(root: Path, days: int, owner: str | None, form: str, today: date | None) -> None:
    """List what is overdue or due soon: predictions, reviews, drafts, translations, publications, dead sources."""
    from explainer.authoring.agenda import FORMATS, agenda, owner_of
    from explainer.problems import nearest

    site = load(root)
    show_errors(site.problems, site, "no agenda was made")  # an unreadable entry may have something due as well
    tasks = agenda(site, today or day_of(site), days)
    if owner is not None:
        known = sorted({*site.people, *filter(None, map(owner_of, site.entries))})
        if owner not in (NOBODY, *known):
            hint = nearest(owner, known, "name one of site_data/people.yml")
            raise click.UsageError(f"there is no person `{owner}`; {hint}")
        tasks = tasks.of(None if owner == NOBODY else owner)
    for note in tasks.notes:
        click.echo(note, err=True)
    click.echo(FORMATS[form](tasks).rstrip("\n") if form != "ics" else FORMATS[form](tasks), nl=form != "ics")
