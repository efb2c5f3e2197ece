"""Shared by the commands: loading the site, options, reporting errors, exit codes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from explainer.cli.progress import progress
from explainer.problems import Problem, Severity

if TYPE_CHECKING:
    from explainer.build.content import Content
    from explainer.model import Site
    from explainer.resources.memo import Fact, Memo, Results, Work

F = TypeVar("F", bound="Fact")

PROBLEMS = 1
"""The exit status if the content has errors."""


class Day(click.ParamType[date]):
    """A date such as 2026-11-22."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a date; write it as 2026-11-22", param, ctx)


class Moment(click.ParamType[datetime]):
    """A minute with its zone, such as 2026-11-22T03:10Z."""

    name = "minute"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            self.fail(f"`{value}` is not a minute; write it as 2026-11-22T03:10Z", param, ctx)


class Failure(click.ClickException):
    """A failure that is not a usage error."""

    exit_code = PROBLEMS


with_today = click.option(
    "--today", type=Day(), help="The day to check or build for (2026-11-22); by default today in the site's time zone."
)


def with_format(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--format`, passed as `form`; text is the default."""
    return click.option("--format", "form", type=click.Choice(forms), default="text", show_default=True)


@contextmanager
def errors_as(kind: type[click.ClickException], *errors: type[Exception]) -> Iterator[None]:
    """Turns these errors into one that ends the command and shows their message."""
    try:
        yield
    except errors as error:
        raise kind(str(error)) from error


def load(root: Path) -> Site:
    """The site in a folder, as far as it can be read; its entries are read when they are asked for."""
    return _content(root, None, any_day=True).whole_site


def load_whole(root: Path) -> Site:
    """The site in a folder with every entry in memory, for commands that go through all of each."""
    from explainer.content.load import load_site

    with progress(_READING):
        return load_site(root)


def read(root: Path, today: date | None = None) -> Content:
    """The content of the site in a folder, checked for a day, by default today; only what is new is read."""
    return _content(root, today, any_day=False)


def _content(root: Path, today: date | None, *, any_day: bool) -> Content:
    from explainer.build.content import kept_content
    from explainer.build.errors import BuildFailed
    from explainer.build.workers import no_collection
    from explainer.content.load import load_records

    with errors_as(Failure, BuildFailed), no_collection(), progress(_READING):
        records = load_records(root)
        return kept_content(records, today or day_of(records), any_day=any_day)


def memo(
    root: Path, name: str, kind: type[Results[F]], doing: str, contents: Mapping[str, str] | None = None
) -> Memo[F]:
    """What earlier commands have worked out, by a name of its own; `contents` are the fingerprints of files.

    `doing` names the work to whoever waits.
    """
    from explainer.build.errors import BuildFailed
    from explainer.build.snapshot import program
    from explainer.build.workers import spread
    from explainer.resources.memo import Memo

    def parts(work: Work[F], paths: Sequence[str]) -> Iterator[Sequence[F]]:
        with errors_as(Failure, BuildFailed), progress(f"{doing} …"):
            yield from spread(work, paths, doing)

    return Memo(root, name, kind, program=program(), spread=parts, contents=contents)


_READING = "Reading the content …"


def day_of(site: Site) -> date:
    """Today in the site's time zone; here and in `moment_now` alone a command reads the clock."""
    return datetime.now(site.settings.zone).date()


def moment_now() -> datetime:
    """Now, for commands that ask others: what they find depends on when they ask."""
    return datetime.now(UTC)


def no_address(command: str) -> str:
    """What a site lacks whose address is not known, in words; `command` makes it anew."""
    return (
        "warning: mkdocs.yml has no `site_url`, so there are no feeds, no sitemap or robots.txt,\n"
        "no canonical links for search engines, and no addresses in citations\n"
        f"    add the site's public address, as in `site_url: https://explainers.example.org/`, and {command} again"
    )


def config_file(root: Path) -> Path:
    """The site's mkdocs.yml; a usage error if there is none."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise click.UsageError(f"there is no mkdocs.yml in {root}; change to the site's folder, or name it with -C")
    return path


def inside(root: Path, path: Path) -> str:
    """A path relative to the site's folder, as in problems."""
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        raise click.UsageError(f"{path} is not inside {root}") from None


def covers(named: str, path: str) -> bool:
    """Whether a path is the named file or lies in the named folder."""
    return named in (".", path) or path.startswith(named + "/")


def entry_paths(site: Site) -> set[str]:
    """The paths of all entries, unreadable ones included."""
    from explainer.content.load import is_entry_path

    reported = {problem.path for problem in site.problems if problem.path.startswith(f"{site.layout.entries}/")}
    return {entry.path for entry in site.summaries} | set(filter(is_entry_path, reported))


def show_errors(problems: Sequence[Problem], entries: Site | int, consequence: str) -> None:
    """Prints all errors and ends the command, if there are any. `entries` is their number, or the site with them."""
    from explainer.checks import report

    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        number = entries if isinstance(entries, int) else len(entry_paths(entries))
        click.echo(report.as_text(errors))
        click.echo(f"{report.summary(number, errors)}; {consequence}")
    stop_at_errors(errors)


def stop_at_errors(problems: Sequence[Problem]) -> None:
    """Ends the command if there is an error."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(PROBLEMS)
