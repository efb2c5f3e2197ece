"""`explainer serve`: shows the site on this machine while it is written."""

from __future__ import annotations

import re
from pathlib import Path

import click

from explainer.commands.base import Failure, config_file


@click.command("serve")
@click.option("-a", "--address", help="Where to listen, as in 127.0.0.1:8000.")
@click.pass_obj
def serve_command(root: Path, address: str | None) -> None:
    """Show the site on this machine, drafts too, and build it again as files change."""
    from explainer.serve import serve

    if address is not None and not re.fullmatch(r"[^:\s]+:[0-9]{1,5}", address):
        raise click.UsageError(f"`{address}` is not an address to listen at; write it as 127.0.0.1:8000")
    try:
        serve(config_file(root), address)
    except OSError as error:
        raise Failure(f"cannot listen there ({error.strerror}); try another, as in `-a 127.0.0.1:8001`") from error
