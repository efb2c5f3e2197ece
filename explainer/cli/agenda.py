"""`explainer agenda`: says what editors have to do by a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from explainer.cli.base import day_of, load, show_errors, with_today

NOBODY = "-"
"""Stands for entries without an author; no id looks so."""


@click.command("agenda")
@click.option("--days", type=click.IntRange(0, 36_500), default=14, show_default=True, help="How far to look ahead.")
@click.option("--owner", metavar="ID", help="Only what this person answers for; `-` for entries without an author.")
@click.option("--format", "form", type=click.Choice(["text", "json", "md", "ics"]), default="text", show_default=True)
@with_today
@click.pass_obj
def agenda_command(root: Path, days: int, owner: str | None, form: str, today: date | None) -> None:
    """Say what is overdue or falls due soon: outlooks, reviews, drafts, translations, publications, dead sources."""
    from explainer.authoring.agenda import FORMATS, agenda, owner_of
    from explainer.problems import nearest

    site = load(root)
    show_errors(site.problems, site, "no agenda was made")  # what cannot be read may have something due as well
    found = agenda(site, today or day_of(site), days)
    if owner is not None:
        known = sorted({*site.people, *filter(None, map(owner_of, site.entries))})
        if owner not in (NOBODY, *known):
            hint = nearest(owner, known, "name one of site_data/people.yml")
            raise click.UsageError(f"there is no person `{owner}`; {hint}")
        found = found.of(None if owner == NOBODY else owner)
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(FORMATS[form](found).rstrip("\n") if form != "ics" else FORMATS[form](found), nl=form != "ics")
