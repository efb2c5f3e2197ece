"""`explainer merge`: puts parts of a site together that were built apart."""

from __future__ import annotations

import time
from pathlib import Path

import click

from explainer.commands.base import Failure, config_file
from explainer.commands.build import build_site, say, with_search, with_site_dir


@click.command("merge")
@click.argument("parts", nargs=-1, required=True, type=click.Path(path_type=Path))
@with_site_dir
@with_search
@click.pass_obj
def merge_command(root: Path, parts: tuple[Path, ...], site_dir: Path | None, no_search: bool) -> None:
    """Put PARTS together: the folders that `explainer build --shard` made. The site is that of `explainer build`."""
    from explainer.builder.sharding import Parts, PartsRefused

    config = config_file(root)
    start = time.perf_counter()
    try:
        read = Parts.read(parts)
    except PartsRefused as error:
        raise Failure(str(error)) from error
    built = build_site(config, read.day, site_dir, search=not no_search, way=read)
    done = f"Merged {len(read.records)} {'part' if len(read.records) == 1 else 'parts'}: {built.pages} pages"
    say(built.summary, f"{done} ({built.files} files, {built.written} different)", built.folder, start)
