"""The command line: imports only the module of the command that was typed."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from explainer import __version__

COMMANDS = (
    *("agenda", "build", "check", "deploy", "diff", "export", "fmt"),
    *("import", "init", "new", "schema", "serve", "where"),
)
"""Each is the function `NAME_command` in the module `explainer.cli.NAME`, except that `import` is in `importing`."""


class _Commands(click.Group):
    """Imports a command when it is called, so that it need not wait for what only others import."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # For a misspelt name, click suggests the nearest of the commands that it has.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            module = import_module(f"explainer.cli.{'importing' if name == 'import' else name}")
            self.add_command(getattr(module, f"{name}_command"), name)
        return super().get_command(ctx, cmd_name)


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


def run() -> None:
    """Runs what was typed, and exits at once: freeing ten thousand entries would take longer than many a build."""
    ended: list[SystemExit] = []
    atexit.register(_exit, ended)  # the first function registered is the last to run
    try:
        main(prog_name="explainer")
    except SystemExit as error:
        ended.append(error)  # it keeps alive whatever the command has loaded
        raise


def _exit(ended: list[SystemExit]) -> None:
    with suppress(OSError):  # nobody reads the output any more, say; Python knows what to do then
        sys.stdout.flush()
        sys.stderr.flush()
        if ended and isinstance(ended[0].code, int):
            os._exit(ended[0].code)
