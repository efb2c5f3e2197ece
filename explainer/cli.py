"""The command line: `explainer check`, `build`, `serve`, `new`, `schema`, `export`, `diff`, `deploy`."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter
from rich.console import Console

from explainer import __version__, report
from explainer.checks import check
from explainer.draft import NotMade, new_entry
from explainer.load import SCHEMAS, load_site
from explainer.model import Site
from explainer.problems import ContentError, Problem, Severity, in_order

_PROBLEMS = 1
"""Exit status when something in the content must be mended."""

_console = Console(stderr=True)


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"`{value}` is not a day; write it as 2026-11-22", param, ctx)


class _Failure(click.ClickException):
    """Something failed that is no misuse of the command."""

    exit_code = _PROBLEMS


_today = click.option(
    "--today", type=_Day(), help="The day to check or build for (2026-11-22); by default the newsroom's."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="explainer")
@click.option(
    "-C",
    "--directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The site's folder.",
)
@click.pass_context
def main(context: click.Context, directory: Path) -> None:
    """Publishes explainers: YAML entries with a source behind every point."""
    context.obj = directory.resolve()


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(report.FORMATS)), default="text", show_default=True)
@click.option("--since", metavar="REV", help="Refuse changes since a git revision that no update tells readers of.")
@_today
@click.pass_obj
def check_command(root: Path, paths: Sequence[Path], form: str, since: str | None, today: date | None) -> None:
    """Say what is wrong in the content: everywhere, or in the files and folders at PATHS."""
    site = _load(root)
    problems = check(site, today or _day(site))
    if since is not None:
        from explainer.history.gate import silent_changes
        from explainer.history.git import NoHistory

        try:
            problems = in_order([*problems, *silent_changes(site, since)])
        except NoHistory as error:
            raise click.UsageError(str(error)) from error
    wanted = [_inside(root, path) for path in paths]
    if foreign := [path for path in wanted if path != "." and path.partition("/")[0] not in ("content", "site_data")]:
        raise click.UsageError(f"{foreign[0]} is not content; name files or folders in content/ or site_data/")
    if wanted:
        problems = tuple(problem for problem in problems if any(_covers(path, problem.path) for path in wanted))
    text = report.FORMATS[form](problems)
    if text:
        click.echo(text)
    if form == "text":
        click.echo(report.summary(len(site.entries), problems))
    _stop_at_errors(problems)


@main.command("build")
@click.option(
    "-d",
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build, instead of mkdocs.yml's folder.",
)
@click.option("--no-search", is_flag=True, help="Leave out the search index.")
@_today
@click.pass_obj
def build_command(root: Path, site_dir: Path | None, no_search: bool, today: date | None) -> None:
    """Build the site. An error in the content stops it and leaves the last good site as it was."""
    from explainer.builder import BuildFailed, build  # MkDocs takes a third of a second to import

    config_file = _config_file(root)
    start = time.perf_counter()
    with _console.status("Reading and checking the content …"):
        site = _load(root)
        day = today or _day(site)
        problems = check(site, day)
    _show_errors(problems, site, "nothing was built")
    logging.getLogger("mkdocs").addHandler(_warnings_on_screen())
    logging.getLogger("mkdocs.plugins.explainer.history").setLevel(logging.INFO)
    with _console.status(f"Building {len(site.entries)} entries …"):
        try:
            built = build(config_file, day, site_dir, search=not no_search)
        except BuildFailed as error:
            raise _Failure(str(error)) from error
    seconds = time.perf_counter() - start
    click.echo(report.summary(len(site.entries), problems) + ("; `explainer check` shows them" if problems else ""))
    click.echo(f"Built {built.pages} pages ({built.files} files) in {seconds:.1f} s: {built.folder}")
    click.echo(
        f"To look at it: python3 -m http.server --directory {built.folder} 8000, then open http://localhost:8000/"
    )


@main.command("deploy")
@click.argument("edition")
@click.argument("aliases", nargs=-1, metavar="[ALIAS]...")
@click.option("--title", help="What the selector calls the edition, if not EDITION.")
@click.option("--branch", help="The branch to publish on; by default mkdocs.yml's `remote_branch`: gh-pages.")
@click.option("--push", is_flag=True, help="Push the branch to the remote.")
@click.option("--remote", help="Where to push; by default mkdocs.yml's `remote_name`: origin.")
@_today
@click.pass_obj
def deploy_command(root: Path, /, edition: str, today: date | None, **options: Any) -> None:
    """Publish the site as EDITION on a git branch, beside the others, and lead the ALIASes to it."""
    from explainer.builder import BuildFailed
    from explainer.deploy import DeployFailed, deploy

    config_file = _config_file(root)
    site = _load(root)
    day = today or _day(site)
    _show_errors(check(site, day), site, "nothing was deployed")
    try:
        with _console.status(f"Building {len(site.entries)} entries …"):
            done = deploy(config_file, day, edition, **options)
    except (BuildFailed, DeployFailed) as error:
        raise _Failure(str(error)) from error
    if done.commit:
        click.echo(f"Deployed {edition} to {done.branch} ({done.commit[:10]}); readers are led to {done.current}")
    else:
        click.echo(f"{edition} is on {done.branch} as it is; nothing was committed")


@main.command("serve")
@click.option("-a", "--address", help="Where to listen, as in 127.0.0.1:8000.")
@click.pass_obj
def serve_command(root: Path, address: str | None) -> None:
    """Show the site on this machine, drafts too, and build it again as files change."""
    from explainer.serve import serve

    if address is not None and not re.fullmatch(r"[^:\s]+:[0-9]{1,5}", address):
        raise click.UsageError(f"`{address}` is not an address to listen at; write it as 127.0.0.1:8000")
    try:
        serve(_config_file(root), address)
    except OSError as error:
        raise _Failure(f"cannot listen there ({error.strerror}); try another, as in `-a 127.0.0.1:8001`") from error


@main.command("new")
@click.argument("title")
@click.option("--slug", help="The file's name and address, if it is not to be made from the title.")
@click.pass_obj
def new_command(root: Path, title: str, slug: str | None) -> None:
    """Begin a draft: a file with the three sections, under content/entries/."""
    try:
        path = new_entry(_load(root), title, slug)
    except NotMade as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{path.relative_to(root)} is ready to be written; `explainer serve` shows it")


@main.command("diff")
@click.argument("slug", required=False)
@click.option(
    "--from", "old", default="", help="The older side: a version (v2) or a git revision; by default the version before."
)
@click.option(
    "--to", "new", default="", help="The newer side: a version or a git revision; by default the files as they are."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "md"]), default="text", show_default=True)
@click.pass_obj
def diff_command(root: Path, slug: str | None, old: str, new: str, form: str) -> None:
    """Say what changed, point by point: in the entry SLUG, or between two git revisions in all."""
    from explainer import diff

    site = _load(root)
    if not new:  # a file that cannot be read is not one that was deleted
        _show_errors(site.problems, site, "nothing was compared")
    try:
        changes = diff.of_entry(site, slug, old, new) if slug else diff.of_site(site, old or "HEAD", new)
    except diff.NotThere as error:
        raise click.UsageError(str(error)) from error
    text = diff.FORMATS[form](changes)
    if text:
        click.echo(text.rstrip("\n"))


@main.command("schema")
@click.argument("name", type=click.Choice(list(SCHEMAS)), default="entry")
def schema_command(name: str) -> None:
    """Print the JSON Schema of entries, or of a file of shared records."""
    click.echo(json.dumps(json_schema(SCHEMAS[name]), ensure_ascii=False, indent=2))


@main.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@_today
@click.pass_obj
def export_command(root: Path, folder: Path, today: date | None) -> None:
    """Write a plain docs tree and configuration into FOLDER, for engines without plugins (Zensical)."""
    from explainer.export import ExportRefused, export

    config_file = _config_file(root)
    site = _load(root)
    day = today or _day(site)
    problems = check(site, day)
    _show_errors(problems, site, "nothing was written")
    try:
        exported = export(config_file, folder.resolve(), day)
    except ExportRefused as error:
        raise click.UsageError(str(error)) from error
    except ContentError as error:
        _show_errors(error.problems, site, "nothing was written")
        raise
    click.echo(f"Wrote {exported.pages} pages: {exported.folder}")


def json_schema(adapter: TypeAdapter[object]) -> dict[str, object]:
    """The JSON Schema (2020-12) of what editors write in a file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter.json_schema()}


def _load(root: Path) -> Site:
    with _console.status("Reading the content …"):
        return load_site(root)


def _day(site: Site) -> date:
    """The calendar day in the newsroom; the only place where a command looks at the clock."""
    return datetime.now(site.settings.zone).date()


def _config_file(root: Path) -> Path:
    path = root / "mkdocs.yml"
    if not path.is_file():
        raise click.UsageError(f"there is no mkdocs.yml in {root}; go to the site's folder, or name it with -C")
    return path


def _inside(root: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(root).as_posix()
    except ValueError:
        raise click.UsageError(f"{path} is not inside {root}") from None


def _covers(wanted: str, path: str) -> bool:
    return wanted in (".", path) or path.startswith(wanted + "/")


def _show_errors(problems: Sequence[Problem], site: Site, consequence: str) -> None:
    """Ends the command with every error when there is one."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        click.echo(report.as_text(errors))
        click.echo(f"{report.summary(len(site.entries), errors)}; {consequence}")
    _stop_at_errors(errors)


def _stop_at_errors(problems: Sequence[Problem]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise click.exceptions.Exit(_PROBLEMS)


def _warnings_on_screen() -> logging.Handler:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    return handler
