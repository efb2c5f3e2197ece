"""What commands share: the site, the day, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from explainer.problems import Problem, Severity

if TYPE_CHECKING:
    from explainer.model import Site

PROBLEMS = 1
"""Exit status when something in the content must be mended."""


class Day(click.ParamType[date]):
    """A day, written as 2026-11-22."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a day; write it as 2026-11-22", param, ctx)


class Failure(click.ClickException):
    """Something failed that is no misuse of the command."""

    exit_code = PROBLEMS


with_today = click.option(
    "--today", type=Day(), help="The day to check or build for (2026-11-22); by default the newsroom's."
)


def status(text: str) -> AbstractContextManager[object]:
    """Shows on a terminal what is being done, for as long as it takes."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)


def load(root: Path) -> Site:
    """The site in a folder."""
    from explainer.content.load import load_site

    with status("Reading the content …"):
        return load_site(root)


def day_of(site: Site) -> date:
    """The calendar day in the newsroom; the only place where a command looks at the clock."""
    return datetime.now(site.settings.zone).date()


def config_file(root: Path) -> Path:
    """The site's mkdocs.yml, without which nothing can be built."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise click.UsageError(f"there is no mkdocs.yml in {root}; go to the site's folder, or name it with -C")
    return path


def inside(root: Path, path: Path) -> str:
    """A path as problems name it: relative to the site's folder."""
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        raise click.UsageError(f"{path} is not inside {root}") from None


def covers(wanted: str, path: str) -> bool:
    """Whether a file is the one that was named, or lies in the folder that was."""
    return wanted in (".", path) or path.startswith(wanted + "/")


def entry_paths(site: Site) -> set[str]:
    """The files of a site's entries, of those that cannot be read as well."""
    from explainer.content.load import is_entry_path

    told = {problem.path for problem in site.problems if problem.path.startswith("content/entries/")}
    return {entry.path for entry in site.entries} | set(filter(is_entry_path, told))


def show_errors(problems: Sequence[Problem], site: Site, consequence: str) -> None:
    """Ends the command with every error when there is one."""
    from explainer.checks import report

    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        click.echo(report.as_text(errors))
        click.echo(f"{report.summary(len(entry_paths(site)), errors)}; {consequence}")
    stop_at_errors(errors)


def stop_at_errors(problems: Sequence[Problem]) -> None:
    """Ends the command when there is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(PROBLEMS)
