"""The command line: finds the module in `commands` for what was typed, and loads only that one."""

from __future__ import annotations

import atexit
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click

from explainer import __version__

COMMANDS = {
    "agenda": "agenda:agenda_command",
    "build": "build:build_command",
    "check": "check:check_command",
    "deploy": "deploy:deploy_command",
    "diff": "diff:diff_command",
    "export": "export:export_command",
    "fmt": "fmt:fmt_command",
    "import": "importing:import_command",
    "init": "init:init_command",
    "new": "new:new_command",
    "schema": "schema:schema_command",
    "serve": "serve:serve_command",
    "where": "where:where_command",
}
"""Each command's place in `explainer.cli`: the module and, after the colon, the function."""


class _Commands(click.Group):
    """Commands that are imported when they are asked for: a command must not wait for what only others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # Of a misspelt one, click tells the nearest of all that it has.
        for name in [cmd_name] if cmd_name in COMMANDS else COMMANDS:
            module, _, function = COMMANDS[name].partition(":")
            self.add_command(getattr(import_module(f"explainer.cli.{module}"), function), name)
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
    """Publishes explainers: YAML entries with a source behind every point."""
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
