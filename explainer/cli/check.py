"""`explainer check`: reports problems in the content."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from explainer.cli.base import (
    covers,
    entry_paths,
    errors_as,
    inside,
    memo,
    read,
    stop_at_errors,
    with_format,
    with_today,
)
from explainer.problems import Severity, in_order


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@with_format("text", "json", "github", "gitlab")
@click.option("--since", metavar="REV", help="Report changes since a git revision that no update tells readers about.")
@with_today
@click.pass_obj
def check_command(root: Path, paths: Sequence[Path], form: str, since: str | None, today: date | None) -> None:
    """Report problems in the content: everywhere, or in the files and folders at PATHS."""
    from explainer.checks import report
    from explainer.content.folders import read_only
    from explainer.content.layout import site_url
    from explainer.history.corrections import Misquotes, misquoted_corrections
    from explainer.history.lost import lost_versions
    from explainer.history.versions import read_history
    from explainer.outputs.standing import misplaced
    from explainer.resources.memo import Results

    content = read(root, today)
    site, day, cache = content.whole_site, content.today, root / ".cache"
    selected = [inside(root, path) for path in paths]
    misquoted = misquoted_corrections(
        site,
        cache,
        memo(root, "corrections", Results[Misquotes], "Comparing corrections", site.known.contents),
        partial(_is_in, selected),
    )
    problems = in_order([*content.problems(), *read_only(site), *misquoted, *lost_versions(site, cache)])
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems = in_order([*problems, *misplaced(site, day, site_url(root), partial(read_history, site, cache))])
    if since is not None:
        from explainer.history.git import NoHistory
        from explainer.history.silent_changes import silent_changes

        with errors_as(click.UsageError, NoHistory):
            silent = silent_changes(site, since, day)
        reported = {(problem.path, problem.pointer, problem.code) for problem in silent}
        rest = [problem for problem in problems if (problem.path, problem.pointer, problem.code) not in reported]
        problems = in_order([*rest, *silent])
    folders = site.layout.folders
    if foreign := [path for path in selected if path != "." and not any(covers(folder, path) for folder in folders)]:
        *others, last = (f"{folder}/" for folder in folders)
        raise click.UsageError(f"{foreign[0]} is not content; name files or folders in {', '.join(others)} or {last}")
    if selected:
        problems = tuple(problem for problem in problems if _is_in(selected, problem.path))
    if text := report.FORMATS[form](problems):
        click.echo(text)
    if form == "text":
        checked = {path for path in entry_paths(site) if _is_in(selected, path)}
        entries = [entry for entry in site.summaries if entry.path in checked]
        files = sum(path.is_file() for path in paths)
        click.echo(report.summary(len(checked), problems, unseen=report.unseen(entries, day), files=files))
        if waiting := report.waiting(entries, day):
            click.echo(waiting)
    stop_at_errors(problems)


def _is_in(selected: Sequence[str], path: str) -> bool:
    """Whether a path is one of those that were named, or below one; without names every path is."""
    return any(covers(name, path) for name in selected or ["."])
