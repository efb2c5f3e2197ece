"""The preview: MkDocs' own live server, with drafts."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.commands.serve import serve as mkdocs_serve


def serve(config_file: Path, address: str | None) -> None:
    """Serves the site until it is interrupted; `address` is `127.0.0.1:8000` unless mkdocs.yml says otherwise."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    mkdocs_serve(str(config_file), livereload=True, dev_addr=address)
