"""`explainer fmt`, `note` and `schema`: the canonical form, the notes for changes and the schemas of editors' files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

import click

from explainer.authoring.fmt import Form, rewrite
from explainer.authoring.schemas import FOLDER, as_text, json_schema, write_schemas
from explainer.checks import report
from explainer.cli.base import PROBLEMS, Failure, Moment, errors_as, inside, load, memo, moment_now, show_errors
from explainer.content.layout import layout_of
from explainer.content.load import SCHEMAS, entry_files, load_records
from explainer.model import Layout
from explainer.model.about import UpdateType
from explainer.problems import ContentError, Problem, in_order
from explainer.resources.memo import Results
from explainer.text.plain import count, printable

_RECORDS = [kind for kind in sorted(SCHEMAS) if kind != "entry"]


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if a file would change.")
@click.pass_obj
def fmt_command(root: Path, files: Sequence[Path], only_check: bool) -> None:
    """Put entries into canonical form: all of them, or those in FILES; shared records only when named."""
    problems: list[Problem] = []
    layout = layout_of(root)
    named = [inside(root, path) for path in files] or [layout.entries]
    paths = [*dict.fromkeys(_paths(root, layout, named, problems))]
    results = [*rewrite(root, paths, write=not only_check, remember=memo(root, "forms", Results[Form], "Formatting"))]
    different = [result.path for result in results if result.differs]
    formatted = "would be formatted" if only_check else "formatted"
    for path in different:
        click.echo(f"{printable(path)}: {formatted}")
    problems += [problem for result in results for problem in result.problems]
    if problems:
        click.echo(report.as_text(in_order(problems)))
    refused = sum(bool(result.problems) for result in results)
    rest = len(results) - len(different) - refused
    parts = [
        f"{len(different)} {formatted}" if different else "",
        f"{refused} not changed" if refused else "",
        f"{rest} already formatted" if rest else "",
    ]
    click.echo(f"{count(len(results), 'file', 'files')}: {', '.join(filter(None, parts)) or 'nothing to do'}")
    if problems or (only_check and different):
        raise click.exceptions.Exit(PROBLEMS)


def _paths(root: Path, layout: Layout, names: Sequence[str], problems: list[Problem]) -> Iterator[str]:
    """The named files, and the files in the named folders."""
    for path in names:
        records = [f"{layout.data}/{record}.yml" for record in _RECORDS]
        if (root / path).is_dir() and f"{path}/".startswith(f"{layout.entries}/"):
            yield from (file for file, _ in entry_files(root, layout, problems, path.rstrip("/")))
        elif path.startswith(f"{layout.entries}/") or path in records:
            yield path
        else:
            hint = f"name a file or folder in {layout.entries}/, or {', '.join(records)}"
            raise click.UsageError(f"{path} has no canonical form; {hint}")


@click.command("note")
@click.argument("slug")
@click.option("--since", metavar="REV", default="HEAD", show_default=True, help="What readers know: a git revision.")
@click.option("--type", "kind", type=click.Choice(get_args(UpdateType)), default="update", show_default=True)
@click.option("--write", is_flag=True, help="Add the items to the file; `note` is left for you to write.")
@click.option("--now", type=Moment(), help="When the change is published (2026-11-22T10:05Z); by default now.")
@click.pass_obj
def note_command(root: Path, *, slug: str, since: str, kind: str, write: bool, now: datetime | None) -> None:
    """Print the updates that tell readers what changed in the entry SLUG, all but the sentence."""
    from explainer.authoring.diff import NotFound, version_of
    from explainer.authoring.note import add, as_text, items_for
    from explainer.history.git import NoHistory
    from explainer.history.silent_changes import missing_notes

    site = load(root)
    show_errors(site.problems, site, "nothing was compared")
    moment = (now or moment_now()).astimezone(site.settings.zone)
    with errors_as(click.UsageError, NotFound, NoHistory):
        entry = version_of(site, slug, "")
        needs = missing_notes(site, slug, since, moment.date())
    if entry is None or needs is None:
        click.echo(f"{slug}: readers could not see it at {since}, so it needs no update")
        return
    items = items_for(needs, kind, moment)
    if not items:
        click.echo(f"{slug}: nothing has changed since {since} that needs an update")
    elif not write:
        click.echo(as_text(items))
    else:
        try:
            add(site, entry, items)
        except ContentError as error:
            show_errors(error.problems, site, "nothing was written")
        click.echo(f"{printable(entry.path)}: {count(len(items), 'update', 'updates')} added; now write each `note`")


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
