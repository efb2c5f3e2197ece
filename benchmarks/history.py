"""Measures how fast the versions of a large site are read: `python benchmarks/history.py [ENTRIES] [--flat]`.

Makes a repository with three versions of each entry, one commit each, and reads it without and with what was kept. The
bar: 10,000 entries with 30,000 versions in under 10 s cold and 1 s warm. With `--flat` all entries stand in one folder,
where each of git's trees names every one of them; without, in twenty folders.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from explainer.history.versions import Version, read_history
from explainer.load import load_site

VERSIONS = 3
_WORDS = ("the", "dam", "water", "village", "council", "report", "minister", "engineers", "repairs", "night", "north")
_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=18)).capitalize() + "."


def entry(number: int, version: int) -> str:
    """An entry of about 3.5 kB, as long as the repository's own; each version says one point differently."""
    chance = random.Random(number)
    lines = [
        f"title: What happened at dam {number}",
        f"summary: {_sentence(chance)}",
        "status: published",
        "published: 2020-02-21T17:20+03:00",
        "sections:",
    ]
    for kind in ("what_happened", "could_it_be_avoided", "whats_next"):
        lines += [f"  - kind: {kind}", "    points:"]
        for point in range(5):
            text = _sentence(chance) + (f" It was {version}." if point == 1 else "")
            lines += [
                f"      - id: {kind[0]}{point}",
                f"        text: {text}",
                "        sources: [first]",
                f"        when: 2020-02-{point + 10}",
            ]
    lines += ["sources:", '  - {id: first, title: Dam breaks, url: "https://courier.example.org/dam"}']
    if version > 1:
        lines.append("updates:")
        for update in range(1, version):
            lines += [f"  - at: 2020-03-0{update}", "    type: update", f"    note: {_sentence(chance)}"]
    return "\n".join(lines) + "\n"


def _path(number: int, flat: bool) -> str:
    return f"content/entries/{'' if flat else f'desk{number % 20:02}/'}dam-{number}.yml"


def _stream(entries: int, flat: bool) -> Iterator[bytes]:
    """What `git fast-import` reads: every entry's first version, then every second one, in an order that looks real."""
    chance = random.Random(0)
    mark = 0
    for version in range(1, VERSIONS + 1):
        numbers = list(range(entries))
        chance.shuffle(numbers)
        for number in numbers:
            mark += 1
            text = entry(number, version).encode()
            head = f"commit refs/heads/main\ncommitter A <a@example.org> {1582300000 + mark} +0000\ndata 1\n.\n"
            yield head.encode() + f"M 100644 inline {_path(number, flat)}\ndata {len(text)}\n".encode() + text + b"\n"


def make(root: Path, entries: int, flat: bool) -> None:
    """Writes the repository, packed as a clone of it would be."""
    variables = {**os.environ, **_SETTINGS}
    subprocess.run(["git", "init", "-q", "-b", "main", root], check=True, env=variables)
    command = ["git", "-C", str(root), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=variables) as importing:
        assert importing.stdin is not None
        for part in _stream(entries, flat):
            importing.stdin.write(part)
    assert importing.returncode == 0
    subprocess.run(["git", "-C", str(root), "repack", "-adfq", "--depth=50"], check=True, env=variables)
    subprocess.run(["git", "-C", str(root), "reset", "--hard", "-q"], check=True, env=variables)


def main() -> None:
    """Prints seconds and the greatest amount of memory of this process."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("entries", nargs="?", type=int, default=10_000)
    arguments.add_argument("--flat", action="store_true")
    arguments.add_argument("--keep", type=Path, help="make the repository here, or use the one that is here")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or Path(folder) / "site"
        if not root.exists():
            make(root, options.entries, options.flat)
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
                versions: list[Version] = [one for found in history.versions.values() for one in found]
                print(f"{name}: {len(versions)} versions in {seconds:.2f} s {history.missing}")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory: {after / 1024:.0f} MB, of which {(after - before) / 1024:.0f} MB on top of the loaded entries")


if __name__ == "__main__":
    sys.exit(main())
