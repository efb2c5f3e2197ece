"""`explainer serve`: previews the site on this machine."""

from __future__ import annotations

import re
from pathlib import Path

import click

from explainer.cli.base import Failure, config_file


@click.command("serve")
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
@click.pass_obj
def serve_command(root: Path, address: str) -> None:
    """Preview the site on this machine, drafts included; pages reload when you save a file."""
    from explainer.build.errors import BuildFailed
    from explainer.preview.server import serve

    match = re.fullmatch(r"([^:\s]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})", address)
    if match is None:
        raise click.UsageError(f"`{address}` is not an address to listen on; write it as 127.0.0.1:8000")
    try:
        serve(config_file(root), (match[1].strip("[]"), int(match[2])))
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise Failure(f"cannot listen on {address} ({why}); try another, as in `-a 127.0.0.1:8001`") from error
    except BuildFailed as error:
        raise Failure(str(error)) from error
