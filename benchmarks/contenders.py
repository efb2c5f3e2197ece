"""The programs that are compared, their files on disk, and the cases that are measured."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from benchmarks import corpus, markdown
from benchmarks.entries import TODAY, entry, entry_text, path, slug, versions
from benchmarks.equivalence import NotTheSame, read, verify, verify_all
from explainer.resources import TEMPLATES

_HERE = Path(__file__).parent
_MAKERS = ("contenders.py", "corpus.py", "entries.py", "markdown.py")
REMOVED = ".removed"
"""The subfolder of the work folder in which old files wait to be deleted."""
REQUIREMENTS = _HERE.parent / "requirements" / "peers.txt"

COLD = "cold"
SEARCH = "cold, with the search index"
NOTHING = "nothing changed"
EDIT = "one edit"
TEMPLATE = "one line in a template"
_LINE = "\n<p>Measured in round {}.</p>\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to measure."""

    name: str
    prepare: Callable[[int], None]
    """Prepares the files for a round; not measured."""
    command: tuple[str, ...]
    verify: Callable[[int], None]
    """Raises NotTheSame unless the pages show what they must."""


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


def explainer(work: Path, entries: int) -> Contender:
    """This program without a git history: as many texts as the peers have."""
    root = work / f"explainer-{entries}"
    _once(root, lambda new: corpus.write_site(new, entries))
    return _ours("explainer", work, root, entries)


def with_past(work: Path, entries: int) -> Contender:
    """This program with every earlier version and its changes: three times as many texts."""
    root = work / f"explainer-past-{entries}"
    _once(root, lambda new: corpus.write_repository(new, entries))
    return _ours("explainer, with the past", work, root, entries)


def _ours(name: str, work: Path, root: Path, entries: int) -> Contender:
    edited = _edited(entries)
    site, override = root / "site", root / "templates" / "pages" / "entry.md.jinja"

    def cold(_: int) -> None:
        _remove(work, site, root / ".cache", root / "templates")
        for number in edited:
            _write(root / path(number), entry_text(number))

    def edit(turn: int) -> None:
        number = edited[turn % len(edited)]
        _write(root / path(number), entry_text(number, versions(number) + 1))

    def save(turn: int) -> None:
        _write(root / path(edited[0]), entry_text(edited[0], versions(edited[0]) + (turn + 1) % 2))

    def template(turn: int) -> None:
        _write(override, (TEMPLATES / "pages" / "entry.md.jinja").read_text(encoding="utf-8") + _LINE.format(turn))

    build = (sys.executable, "-m", "explainer", "-C", str(root), "build", "--today", TODAY)
    fast = (*build, "--no-search")

    def template_shown(turn: int) -> None:
        for number in (0, edited[-1]):
            if _LINE.format(turn).strip() not in read(site, number):
                raise NotTheSame(f"the page of {slug(number)} in {site} was not rendered with the new template")

    cases = (
        Case(COLD, cold, fast, lambda turn: None if turn else verify_all(site, entries)),
        Case(NOTHING, lambda _: None, fast, lambda _: verify(site, edited[0])),
        Case(EDIT, edit, fast, lambda turn: _verify_edit(site, edited, turn)),
        Case(TEMPLATE, template, fast, template_shown),
        Case(SEARCH, cold, build, lambda _: verify(site, edited[0])),
    )
    return Contender(name, root, site, cases, save=save)


def mkdocs(work: Path, entries: int) -> Contender:
    """MkDocs with Material and its search, in their default settings."""
    return _of_mkdocs_family("MkDocs + Material", "mkdocs", ("build", "-q"), work, entries)


def properdocs(work: Path, entries: int) -> Contender:
    """ProperDocs, the fork of MkDocs, with Material."""
    return _of_mkdocs_family("ProperDocs + Material", "properdocs", ("build", "-q", "-f", "mkdocs.yml"), work, entries)


def zensical(work: Path, entries: int) -> Contender:
    """Zensical, by Material's authors."""
    return _of_mkdocs_family("Zensical", "zensical", ("build",), work, entries, rebuilds=True)


def hugo(work: Path, entries: int) -> Contender:
    """Hugo with a layout of twenty lines: no theme, no search, no feeds."""
    root = work / f"hugo-{entries}"
    content = root / "content" / "explainers"

    def lay_out(new: Path) -> None:
        for name, text in _HUGO.items():
            _write(new / name, text)
        _write_pages(new / "content" / "explainers", new / "static", entries)

    _once(root, lay_out)
    # The binary itself: the package's command is a Python script, whose start would count too.
    program = next((_environment(work) / "lib").glob("python*/site-packages/hugo/binaries/hugo*"))
    command = (str(program), "--quiet", "--cacheDir", str(root / "cache"))
    previous = (root / "public", root / "resources", root / "cache")
    return Contender("Hugo", root, previous[0], _cases(work, content, previous, command, entries, rebuilds=True))


CONTENDERS: Mapping[str, Callable[[Path, int], Contender]] = {
    "explainer": explainer,
    "past": with_past,
    "mkdocs": mkdocs,
    "properdocs": properdocs,
    "zensical": zensical,
    "hugo": hugo,
}
"""By the name for `--only`: functions that create the program's copy of a corpus, unless it exists."""


def _of_mkdocs_family(
    name: str, program: str, arguments: tuple[str, ...], work: Path, entries: int, *, rebuilds: bool = False
) -> Contender:
    root = work / f"{program}-{entries}"
    pages = root / "docs" / "explainers"

    def lay_out(new: Path) -> None:
        _write(new / "mkdocs.yml", _MKDOCS)
        _write(new / "docs" / "index.md", "# The Measured Desk\n")
        numbers = _write_pages(new / "docs" / "explainers", new / "docs", entries)
        _write(new / "docs" / "explainers" / "index.md", markdown.listing(numbers))

    _once(root, lay_out)
    previous = (root / "site", root / ".cache")
    command = (str(_environment(work) / "bin" / program), *arguments)
    cases = _cases(work, pages, previous, command, entries, rebuilds=rebuilds)
    return Contender(name, root, previous[0], cases, {"NO_MKDOCS_2_WARNING": "1"})


def _cases(
    work: Path, pages: Path, previous: tuple[Path, ...], command: tuple[str, ...], entries: int, *, rebuilds: bool
) -> tuple[Case, ...]:
    """A cold build and, for a program that `rebuilds` incrementally, one after an edit."""
    edited = _edited(entries)

    def cold(_: int) -> None:
        _remove(work, *previous)
        for number in edited:
            _write(pages / f"{slug(number)}.md", markdown.page(number))

    def edit(turn: int) -> None:
        number = edited[turn % len(edited)]
        _write(pages / f"{slug(number)}.md", markdown.page(number, versions(number) + 1))

    site = previous[0]
    cases = (
        Case(COLD, cold, command, lambda turn: None if turn else verify_all(site, entries)),
        Case(EDIT, edit, command, lambda turn: _verify_edit(site, edited, turn)),
    )
    return cases if rebuilds else cases[:1]


def _edited(entries: int) -> range:
    """The entries to edit, one in each round: they are published and have four versions."""
    return range(13, min(entries, 113), 10)


def _verify_edit(site: Path, edited: range, turn: int) -> None:
    number = edited[turn % len(edited)]
    verify(site, number, versions(number) + 1)


def _write_pages(pages: Path, static: Path, entries: int) -> list[int]:
    """Writes all entries but drafts, which are not published. Returns their numbers."""
    numbers = [number for number in range(entries) if entry(number)["status"] != "draft"]
    for number in numbers:
        _write(pages / f"{slug(number)}.md", markdown.page(number))
    for name, content in corpus.site_files(entries):
        if name.startswith("content/images/"):
            file = static / name.removeprefix("content/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    return numbers


def _environment(work: Path) -> Path:
    """The peers' virtual environment, with exactly the locked packages."""
    folder = work / "venv"
    marker = folder / ".installed"
    locked = REQUIREMENTS.read_text(encoding="utf-8")
    if not marker.is_file() or marker.read_text(encoding="utf-8") != locked:
        print(f"Installing the peers that {REQUIREMENTS.name} locks into {folder} …", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        install = [str(folder / "bin" / "pip"), "install", "-qq", "--require-hashes", "-r", str(REQUIREMENTS)]
        subprocess.run(install, check=True)
        marker.write_text(locked, encoding="utf-8")
    return folder


def _once(root: Path, make: Callable[[Path], None]) -> None:
    """Makes a folder unless it exists; again if the code that makes it has changed. It appears only when complete."""
    mark = root.with_name(f"{root.name}.made-by")
    digest = sha256(b"".join((_HERE / name).read_bytes() for name in _MAKERS)).hexdigest()
    if root.exists() and mark.is_file() and mark.read_text(encoding="ascii") == digest:
        return
    new = root.with_name(f"{root.name}.new")
    _remove(root.parent, root, new)
    new.parent.mkdir(parents=True, exist_ok=True)
    make(new)
    mark.write_text(digest, encoding="ascii")
    new.rename(root)


def _remove(work: Path, *folders: Path) -> None:
    """Moves folders aside. Deleting them would slow down the next measurement: ext4 does not reuse an inode that was
    freed within the last minutes, and scans over all of them for each new file.
    """
    aside = work / REMOVED
    aside.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        if folder.exists():
            folder.rename(Path(tempfile.mkdtemp(dir=aside)) / folder.name)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")


# Entries are not in the navigation: with all 10,000 on each page, the peers would take hours.
_MKDOCS = """\
site_name: The Measured Desk
site_url: https://measured.example.org/
theme:
  name: material
  font: false
plugins: [search]
markdown_extensions: [footnotes]
nav:
  - index.md
  - explainers/index.md
not_in_nav: |
  /explainers/*
"""

_HUGO = {
    "hugo.toml": """\
baseURL = "https://measured.example.org/"
title = "The Measured Desk"
disableKinds = ["rss", "taxonomy", "term"]
""",
    "layouts/single.html": """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<h1>{{ .Title }}</h1>
<time>{{ .Date.Format "2006-01-02" }}</time>
{{ .Content }}
</body>
</html>
""",
    "layouts/list.html": """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
</body>
</html>
""",
}
