"""Measures how fast the versions of a large site are read: `python -m benchmarks.history [ENTRIES] [--flat]`.

Creates a repository with three versions of each entry on average, one commit each, and reads it with a cold and a warm
cache. The limits: 10,000 entries with 30,000 versions in 10 s cold and 1 s warm. With `--flat`, all entries are in one
folder, so that each of git's trees names all of them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import write_repository
from benchmarks.entries import FOLDERS
from explainer.content.load import load_site
from explainer.history.versions import read_history


def main() -> None:
    """Prints seconds and this process's peak memory."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    arguments.add_argument("entries", nargs="?", type=int, default=10_000)
    arguments.add_argument("--flat", action="store_true")
    arguments.add_argument("--keep", type=Path, help="create the repository here, or use an existing one")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or Path(folder) / "site"
        if not root.exists():
            write_repository(root, options.entries, folders=0 if options.flat else FOLDERS)
        start = time.perf_counter()
        site = load_site(root)
        loaded = time.perf_counter() - start
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"{len(site.entries)} entries loaded in {loaded:.1f} s")
        with tempfile.TemporaryDirectory() as cache:
            for name in ("cold", "warm"):
                start = time.perf_counter()
                history = read_history(site, Path(cache))
                seconds = time.perf_counter() - start
                versions = sum(map(len, history.versions.values()))
                print(f"{name}: {versions} versions in {seconds:.2f} s {history.missing}")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory: {after / 1024:.0f} MB, of which {(after - before) / 1024:.0f} MB on top of the loaded entries")


if __name__ == "__main__":
    main()
