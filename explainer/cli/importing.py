"""`explainer import`: makes a draft of an article in Markdown or HTML, and says how."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from explainer.authoring.new import NotMade, free_path, slug_of, write_new
from explainer.cli.base import load
from explainer.model import Site
from explainer.text.plain import printable

if TYPE_CHECKING:
    from explainer.authoring.importing import Imported


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--to", metavar="PATH", help="The file to make, or `-` to print; by default named after the title.")
@click.pass_obj
def import_command(root: Path, file: BinaryIO, to: str | None) -> None:
    """Make a draft of the article in FILE (Markdown or HTML; `-` is what is piped in). No word of it is lost."""
    from explainer.authoring.importing import MAX_BYTES, NotImported, import_article  # parsers take time to import

    site = load(root)
    name = getattr(file, "name", "<stdin>").removeprefix("<stdin>")
    try:
        done = import_article(site, file.read(MAX_BYTES + 1), name)
        if to == "-":
            click.echo(done.text, nl=False)
            click.echo(_account(done, "This"), err=True)
            return
        path = _place(site, done, to)
        write_new(path, done.text)
    except (NotImported, NotMade) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"`{printable(name or '-')}` cannot be read ({error.strerror})") from error
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    click.echo(_account(done, str(shown)))
    click.echo(f"What is still missing: explainer check {printable(str(shown))}")


def _place(site: Site, done: Imported, to: str | None) -> Path:
    option = "--to content/entries/idlib-ceasefire.yml"
    if to is None:
        return free_path(site, slug_of(done.title), option)
    if not to.endswith(".yml"):
        raise NotMade(f"`{printable(to)}` is no file of an entry; name one, as in {option}")
    wanted = Path(to).resolve()
    return free_path(site, wanted.stem, option, wanted.parent)


def _account(done: Imported, name: str) -> str:
    """What is sure, what was guessed and what has no place, for the editor who compares."""
    lines = [f"{printable(name)} is a draft of “{printable(done.title)}”"]
    for heading, told in (
        ("Sure, for the article says so:", done.sure),
        ("Guessed; please compare:", done.guessed),
        ("Not placed; it stands in comments at the end of the file:", done.left),
    ):
        if told:
            lines += [heading, *(f"  - {_short(printable(line))}" for line in told)]
    return "\n".join(lines)


def _short(line: str) -> str:
    return line if len(line) <= 160 else f"{line[:159]}…"
