"""`explainer fmt`: puts entries into their common form, or says which are not in it."""

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
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a file would change.")
@click.pass_obj
def fmt_command(root: Path, files: Sequence[Path], only_check: bool) -> None:
    """Put entries into their common form: all, or the FILES and folders named; shared records when named."""
    problems: list[Problem] = []
    paths = [*dict.fromkeys(_paths(root, [inside(root, path) for path in files] or ["content/entries"], problems))]
    with status(f"Formatting {len(paths)} files …"):
        done = [*rewrite(root, paths, write=not only_check)]
    different = [one.path for one in done if one.differs]
    for path in different:
        click.echo(f"{printable(path)}: {'would be formatted' if only_check else 'formatted'}")
    problems += [problem for one in done for problem in one.problems]
    if problems:
        click.echo(report.as_text(in_order(problems)))
    left = sum(bool(one.problems) for one in done)
    parts = [
        f"{len(different)} {'would be formatted' if only_check else 'formatted'}" if different else "",
        f"{left} left alone" if left else "",
        f"{len(done) - len(different) - left} as they should be" if len(done) > len(different) + left else "",
    ]
    click.echo(f"{count(len(done), 'file', 'files')}: {', '.join(filter(None, parts)) or 'nothing to do'}")
    if problems or (only_check and different):
        raise click.exceptions.Exit(PROBLEMS)


def _paths(root: Path, wanted: Sequence[str], problems: list[Problem]) -> Iterator[str]:
    """The files that were named, and those in the folders that were."""
    for path in wanted:
        folder, _, name = path.rpartition("/")
        if (root / path).is_dir() and f"{path}/".startswith("content/entries/"):
            yield from (file for file, _ in entry_files(root, path.rstrip("/"), problems))
        elif path.startswith("content/entries/") or (
            folder == "site_data" and name in [f"{one}.yml" for one in _RECORDS]
        ):
            yield path
        else:
            known = ", ".join(f"site_data/{one}.yml" for one in _RECORDS)
            raise click.UsageError(f"{path} has no common form; name files or folders in content/entries/, or {known}")
