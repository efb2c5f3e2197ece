"""The command line: imports only the module of the command that was typed."""

from __future__ import annotations

import atexit
import errno
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from explainer import __version__
from explainer.text.plain import printable

COMMANDS = {
    **dict.fromkeys(("agenda", "diff", "where"), "lists"),
    **dict.fromkeys(("deploy", "export", "preview", "serve", "verify"), "publishing"),
    **dict.fromkeys(("import", "init", "new"), "creating"),
    **dict.fromkeys(("fmt", "note", "schema"), "files"),
    **dict.fromkeys(("archive", "links", "quotes"), "sources"),
    **{"build": "build", "check": "check", "upgrade": "upgrading"},
}
"""The module of each command in this package; its function is `NAME_command`."""


class _Commands(click.Group):
    """Imports a command when it is called, so that it need not wait for the imports of others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # For a misspelt name, click suggests the nearest of the commands that it has.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            module = import_module(f"explainer.cli.{COMMANDS[name]}")
            self.add_command(getattr(module, f"{name}_command"), name)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Turns what the system refuses (a full disk, a folder that is closed to us) into a message with its place."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE or error.strerror is None:  # click ends quietly when nobody reads
                raise
            what = f"{printable(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
            raise click.ClickException(f"{what}{error.strerror}; nothing more was written") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
    """Publish explainers: YAML entries with a source behind every point."""
    context.obj = directory.resolve()
    if (context.obj / ".cache").is_dir():
        _refuse_foreign_cache(context.obj)


def _refuse_foreign_cache(root: Path) -> None:
    """Ends the command if `.cache` came with the repository: it would count as what earlier commands have found."""
    from explainer.history.git import NoHistory, git

    with suppress(NoHistory):
        if git(root, "ls-files", "-z", "--", ":(glob).cache/*.bin"):
            raise click.ClickException(
                "files in `.cache` are in git, where anybody could have put them, and the program trusts what it finds "
                "there; take them out: `git rm -r --cached .cache`, and write `/.cache/` into .gitignore"
            )


def run() -> None:
    """Runs the command line, and exits at once: freeing ten thousand entries takes longer than many builds."""
    ended: list[SystemExit] = []
    atexit.register(_exit, ended)  # the first function registered is the last to run
    try:
        main(prog_name="explainer")
    except SystemExit as error:
        ended.append(error)  # its traceback keeps the command's objects alive
        raise


def _exit(ended: list[SystemExit]) -> None:
    with suppress(OSError):  # a closed pipe, say, which Python handles
        sys.stdout.flush()
        sys.stderr.flush()
        if ended and isinstance(ended[0].code, int):
            os._exit(ended[0].code)
