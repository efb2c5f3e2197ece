"""What is measured: programs with a corpus of their own, and cases, each of which begins where the last ended."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from benchmarks.entries import versions
from benchmarks.equivalence import verify

_HERE = Path(__file__).parent
_MAKERS = ("contenders.py", "corpus.py", "entries.py", "markdown.py", "ours.py", "same_pages.py", "hugo/**/*.*")
"""A corpus is made again if one of these files has changed."""
REMOVED = ".removed"
"""The subfolder of the work folder in which old files wait to be deleted."""

COLD = "cold"
SEARCH = "cold, with the search index"
NOTHING = "nothing changed"
EDIT = "one edit"
SEARCH_EDIT = "one edit, with the search index"
TEMPLATE = "one line in a template"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure."""

    name: str
    prepare: Callable[[int], None]
    """Prepares the files for a round; not measured."""
    command: tuple[str, ...]
    verify: Callable[[int], None]
    """Raises NotTheSame unless the pages show what they must."""
    passes: tuple[int, ...] = (0,)
    """The exit statuses of a run that counts."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A program with its own copy of a corpus."""

    name: str
    root: Path
    site: Path
    """The folder of the built site."""
    cases: tuple[Case, ...]
    """In the order in which they are measured; each starts from the result of the previous one."""
    environment: Mapping[str, str] = field(default_factory=dict)
    save: Callable[[int], None] | None = None
    """Saves an edited entry while a preview runs; None: the preview is not measured."""


def edited_entries(entries: int) -> range:
    """The entries to edit, one in each round: they are published and have four versions."""
    return range(13, min(entries, 113), 10)


def verify_edit(site: Path, edited: range, turn: int) -> None:
    """Checks that the page of the entry that was edited in a round shows it. Raises NotTheSame."""
    number = edited[turn % len(edited)]
    verify(site, number, versions(number) + 1)


def once(root: Path, make: Callable[[Path], None]) -> None:
    """Makes a folder unless it exists; again if the code that makes it has changed. It appears only when complete."""
    mark = root.with_name(f"{root.name}.made-by")
    makers = (file for pattern in _MAKERS for file in sorted(_HERE.glob(pattern)))
    digest = sha256(b"".join(file.read_bytes() for file in makers)).hexdigest()
    if root.exists() and mark.is_file() and mark.read_text(encoding="ascii") == digest:
        return
    new = root.with_name(f"{root.name}.new")
    remove(root.parent, root, new)
    new.parent.mkdir(parents=True, exist_ok=True)
    make(new)
    mark.write_text(digest, encoding="ascii")
    new.rename(root)


def remove(work: Path, *folders: Path) -> None:
    """Moves folders aside. Deleting them would slow down the next measurement: ext4 does not reuse an inode that was
    freed within the last minutes, and scans over all of them for each new file.
    """
    aside = work / REMOVED
    aside.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(dir=aside)) / folder.name)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
