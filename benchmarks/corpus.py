"""Generates sites of any size: `python -m benchmarks.corpus FOLDER --entries 10000 [--no-history]`."""

from __future__ import annotations

import argparse
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.entries import (
    FIRST_DAY,
    FOLDERS,
    IMAGES,
    TODAY,
    as_yaml,
    entry_text,
    path,
    people,
    publishers,
    topics,
    updated,
    versions,
)

_ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def site_files(entries: int) -> Iterator[tuple[str, bytes]]:
    """All files of a site except its entries."""
    yield "mkdocs.yml", _CONFIGURATION.encode()
    yield ".gitignore", b"/.cache/\n/site/\n"
    yield "content/pages/about.md", b"# About\n\nA site that is made to be measured.\n"
    yield "site_data/site.yml", _SETTINGS.encode()
    last = max(entries - 1, 0)
    records = {
        "topics": {f"topic-{n:03}": {"name": f"Topic {n}"} for n in range(topics(last))},
        "people": {f"person-{n:03}": {"name": f"Person {n}"} for n in range(people(last))},
        "publishers": {
            f"publisher-{n:03}": {
                "name": f"Publisher {n}",
                "url": f"https://publisher-{n}.example.org/",
                "language": "en",
            }
            for n in range(publishers(last))
        },
    }
    for kind, record in records.items():
        yield f"site_data/{kind}.yml", "".join(f"{line}\n" for line in as_yaml(record)).encode()
    for number in range(IMAGES):
        yield f"content/images/picture-{number}.png", _picture(number)


def _picture(number: int) -> bytes:
    """A PNG of some kilobytes with a grey pattern."""
    width, height = 320, 180
    rows = (bytes([0, *((x * y // (number + 30) + x) % 256 for x in range(width))]) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    image = zlib.compress(b"".join(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", image) + chunk(b"IEND", b"")


# Drawing a social image takes a fifth of a second, far more than all else of an entry. And made-up links lead to no
# sources: no site lives with twelve warnings in each entry.
_SETTINGS = """\
language: en
time_zone: UTC
social_images: false
checks: {link-without-source: "off"}
"""
_CONFIGURATION = """\
site_name: The Measured Desk
site_url: https://measured.example.org/
docs_dir: content
site_dir: site
plugins: [explainer]
theme:
  name: material
  font: false
  features: [navigation.tabs, toc.follow]
nav:
  - Explainers: index.md
  - All: explainers/index.md
  - Topics: topics/index.md
  - What’s next: whats-next/index.md
  - Sources: sources/index.md
  - Corrections: corrections/index.md
  - About: about.md
markdown_extensions: [attr_list, toc]
"""


def write_site(root: Path, entries: int, *, folders: int = FOLDERS, seed: int = 0) -> None:
    """Writes a site without its history."""
    for name, content in site_files(entries):
        _write(root / name, content)
    for number in range(entries):
        _write(root / path(number, folders), entry_text(number, seed=seed).encode())


def write_repository(root: Path, entries: int, *, folders: int = FOLDERS, seed: int = 0) -> None:
    """Writes a site with its history in git: one commit for each version, packed like a clone."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ISOLATED
    subprocess.run(["git", "init", "-q", "-b", "main", root], check=True, env=variables)
    git = ["git", "-C", str(root)]
    with subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE, env=variables) as importing:
        assert importing.stdin is not None
        for part in _commits(entries, folders, seed):
            importing.stdin.write(part)
    if importing.returncode:
        raise subprocess.CalledProcessError(importing.returncode, importing.args)
    subprocess.run([*git, "repack", "-adfq", "--depth=50"], check=True, env=variables)
    subprocess.run([*git, "reset", "--hard", "-q"], check=True, env=variables)


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints, whoever uses this machine."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ISOLATED
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, env=variables, capture_output=True, text=True).stdout


def _commits(entries: int, folders: int, seed: int) -> Iterator[bytes]:
    """The input of `git fast-import`: the site's files, then every version of every entry, by date."""
    yield _commit(FIRST_DAY, list(site_files(entries)))
    history = sorted(
        (updated(number, n), number, n) for number in range(entries) for n in range(1, versions(number) + 1)
    )
    for day, number, version in history:
        yield _commit(day, [(path(number, folders), entry_text(number, version, seed).encode())])


def _commit(day: date, files: list[tuple[str, bytes]]) -> bytes:
    seconds = (day - date(1970, 1, 1)).days * 86400
    head = f"commit refs/heads/main\ncommitter Ada <ada@example.org> {seconds} +0000\ndata 7\nUpdate\n"
    changes = (f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n" for name, content in files)
    return head.encode() + b"".join(changes)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def main() -> None:
    """Writes a corpus to a new folder."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--entries", type=int, default=10_000)
    arguments.add_argument("--no-history", action="store_true", help="only the newest version of each entry, no git")
    arguments.add_argument("--flat", action="store_true", help="all entries in one folder")
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    if options.folder.exists():
        sys.exit(f"{options.folder} already exists")
    write = write_site if options.no_history else write_repository
    write(options.folder, options.entries, folders=0 if options.flat else FOLDERS, seed=options.seed)
    print(f"To build it: explainer -C {options.folder} build --today {TODAY}")


if __name__ == "__main__":
    main()
