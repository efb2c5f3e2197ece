"""`explainer init`: makes the folder of a new site; asks on a terminal for what was not given."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from explainer.authoring.init import LANGUAGES, new_site
from explainer.authoring.new import NotMade
from explainer.text.plain import count


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="The site's name, as readers see it; by default the folder's.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the site itself; by default en.")
def init_command(folder: Path, name: str | None, language: str | None) -> None:
    """Make a new site in FOLDER: settings, shared records, an example, and what publishes it on GitHub.

    On a terminal it asks for what is not given. A folder that is not empty is refused.
    """
    default = folder.resolve().name
    if sys.stdin.isatty() and sys.stdout.isatty():
        name = name or click.prompt("Name of the site", default)
        language = language or click.prompt("Language of the site", "en", type=click.Choice(LANGUAGES))
    try:
        made = new_site(folder, name or default, language or "en")
    except NotMade as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{folder} is a site now ({count(len(made), 'file', 'files')}). What to do next:")
    program = _program()
    click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo(f"  {program} serve         # shows it while you write, with an example; Ctrl-C ends it")
    click.echo(f'  {program} new "Title"   # begins an explainer')
    click.echo("README.md there says how the site gets a program of its own.")


def _program() -> str:
    """How to call the program that runs now, from any folder: in a virtual environment it is often on no PATH."""
    here, found = Path(sys.executable).with_name("explainer"), shutil.which("explainer")
    if found and here.exists() and Path(found).samefile(here):
        return "explainer"
    return shlex.quote(str(here)) if here.exists() else f"{shlex.quote(sys.executable)} -m explainer"
