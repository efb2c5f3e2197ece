"""`explainer init`: creates a new site's folder; on a terminal, asks for what was not given."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from explainer.authoring.init import LANGUAGES, new_site
from explainer.authoring.new import NotCreated
from explainer.cli.base import errors_as
from explainer.text.plain import count


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", help="The site's name, as readers see it; by default the folder's.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of the site itself; by default en.")
def init_command(folder: Path, name: str | None, language: str | None) -> None:
    """Create a new site in FOLDER: settings, shared records, an example, and workflows that publish it on GitHub.

    On a terminal, you are asked for what you do not give. FOLDER must be new or empty.
    """
    default = folder.resolve().name
    if sys.stdin.isatty() and sys.stdout.isatty():
        name = name or click.prompt("Name of the site", default)
        language = language or click.prompt("Language of the site", "en", type=click.Choice(LANGUAGES))
    with errors_as(click.UsageError, NotCreated):
        files = new_site(folder, name or default, language or "en")
    click.echo(f"Created a site in {folder} ({count(len(files), 'file', 'files')}). Next:")
    program = _program()
    click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo(f"  {program} serve         # shows the site, with an example, while you write; Ctrl-C stops it")
    click.echo(f'  {program} new "Title"   # starts an explainer')
    click.echo("Its README.md explains how to install the program for this site alone.")


def _program() -> str:
    """How to call the running program from any folder: one in a virtual environment is often not on PATH."""
    here, on_path = Path(sys.executable).with_name("explainer"), shutil.which("explainer")
    if on_path and here.exists() and Path(on_path).samefile(here):
        return "explainer"
    return shlex.quote(str(here)) if here.exists() else f"{shlex.quote(sys.executable)} -m explainer"
