"""`explainer fmt`: puts entries into canonical form, or lists those that are not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from explainer.authoring.fmt import rewrite
from explainer.checks import report
from explainer.cli.base import PROBLEMS, inside, status
from explainer.content.load import entry_files
from explainer.problems import Problem, in_order
from explainer.text.plain import count, printable

_RECORDS = ("people", "publishers", "site", "topics")


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if a file would change.")
@click.pass_obj
def fmt_command(root: Path, files: Sequence[Path], only_check: bool) -> None:
    """Put entries into canonical form: all of them, or those in FILES; shared records only when named."""
    problems: list[Problem] = []
    paths = [*dict.fromkeys(_paths(root, [inside(root, path) for path in files] or ["content/entries"], problems))]
    with status(f"Formatting {len(paths)} files …"):
        results = [*rewrite(root, paths, write=not only_check)]
    different = [result.path for result in results if result.differs]
    for path in different:
        click.echo(f"{printable(path)}: {'would be formatted' if only_check else 'formatted'}")
    problems += [problem for result in results for problem in result.problems]
    if problems:
        click.echo(report.as_text(in_order(problems)))
    refused = sum(bool(result.problems) for result in results)
    rest = len(results) - len(different) - refused
    parts = [
        f"{len(different)} {'would be formatted' if only_check else 'formatted'}" if different else "",
        f"{refused} not changed" if refused else "",
        f"{rest} already formatted" if rest else "",
    ]
    click.echo(f"{count(len(results), 'file', 'files')}: {', '.join(filter(None, parts)) or 'nothing to do'}")
    if problems or (only_check and different):
        raise click.exceptions.Exit(PROBLEMS)


def _paths(root: Path, names: Sequence[str], problems: list[Problem]) -> Iterator[str]:
    """The named files, and the files in the named folders."""
    for path in names:
        folder, _, name = path.rpartition("/")
        if (root / path).is_dir() and f"{path}/".startswith("content/entries/"):
            yield from (file for file, _ in entry_files(root, path.rstrip("/"), problems))
        elif path.startswith("content/entries/") or (
            folder == "site_data" and name in [f"{record}.yml" for record in _RECORDS]
        ):
            yield path
        else:
            records = ", ".join(f"site_data/{record}.yml" for record in _RECORDS)
            raise click.UsageError(
                f"{path} has no canonical form; name a file or folder in content/entries/, or {records}"
            )
