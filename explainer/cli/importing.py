"""`explainer import`: turns an article in Markdown or HTML into a draft, and reports what it was unsure of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from explainer.authoring.new import NotCreated, free_path, slug_of, write_new
from explainer.cli.base import load
from explainer.model import Site
from explainer.text.plain import printable

if TYPE_CHECKING:
    from explainer.authoring.importing import Imported


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--to", metavar="PATH", help="The file to write, or `-` to print; by default named after the title.")
@click.pass_obj
def import_command(root: Path, file: BinaryIO, to: str | None) -> None:
    """Turn the article in FILE (Markdown or HTML; `-` reads standard input) into a draft. No word of it is lost."""
    from explainer.authoring.importing import MAX_BYTES, NotImported, import_article  # parsers take time to import

    site = load(root)
    name = getattr(file, "name", "<stdin>").removeprefix("<stdin>")
    try:
        article = import_article(site, file.read(MAX_BYTES + 1), name)
        if to == "-":
            click.echo(article.text, nl=False)
            click.echo(_account(article, "This"), err=True)
            return
        path = _place(site, article, to)
        write_new(path, article.text)
    except (NotImported, NotCreated) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"`{printable(name or '-')}` cannot be read ({error.strerror})") from error
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    click.echo(_account(article, str(shown)))
    click.echo(f"What is still missing: explainer check {printable(str(shown))}")


def _place(site: Site, article: Imported, to: str | None) -> Path:
    option = "--to content/entries/idlib-ceasefire.yml"
    if to is None:
        return free_path(site, slug_of(article.title), option)
    if not to.endswith(".yml"):
        raise NotCreated(f"`{printable(to)}` is not an entry's file; name one, as in {option}")
    target = Path(to).resolve()
    return free_path(site, target.stem, option, target.parent)


def _account(article: Imported, name: str) -> str:
    """What is certain, what was guessed and what was not placed, for the editor who compares."""
    lines = [f"{printable(name)} is a draft of “{printable(article.title)}”"]
    for heading, items in (
        ("Certain, because the article says so:", article.certain),
        ("Guessed; please compare:", article.guessed),
        ("Not placed; kept in comments at the end of the file:", article.unplaced),
    ):
        if items:
            lines += [heading, *(f"  - {_short(printable(line))}" for line in items)]
    return "\n".join(lines)


def _short(line: str) -> str:
    return line if len(line) <= 160 else f"{line[:159]}…"
