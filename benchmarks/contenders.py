"""The programs that we are compared with, and the list of all that is measured."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import corpus, markdown, ours, same_pages
from benchmarks.cases import COLD, EDIT, Case, Contender, edited_entries, once, remove, verify_edit, write
from benchmarks.entries import entry, slug, versions
from benchmarks.equivalence import verify_all

REQUIREMENTS = Path(__file__).parents[1] / "requirements" / "peers.txt"


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
            write(new / name, text)
        _write_pages(new / "content" / "explainers", new / "static", entries)

    once(root, lay_out)
    command = (str(_hugo(work)), "--quiet", "--cacheDir", str(root / "cache"))
    previous = (root / "public", root / "resources", root / "cache")
    return Contender("Hugo", root, previous[0], _cases(work, content, previous, command, entries, rebuilds=True))


def hugo_same(work: Path, entries: int) -> Contender:
    """Hugo with the same pages as ours: see `same_pages`."""
    root = work / f"hugo-same-{entries}"
    once(root, lambda new: same_pages.lay_out(new, entries))
    previous = (root / "public", root / "resources", root / "cache")
    command = (str(_hugo(work)), "--quiet", "--cacheDir", str(root / "cache"))
    content = root / "content" / "explainers"
    cases = _cases(work, content, previous, command, entries, rebuilds=True, page=same_pages.page)
    return Contender("Hugo, the same pages", root, previous[0], cases)


def _hugo(work: Path) -> Path:
    """The binary itself: the package's command is a Python script, whose start would count too."""
    return next((_environment(work) / "lib").glob("python*/site-packages/hugo/binaries/hugo*"))


CONTENDERS: Mapping[str, Callable[[Path, int], Contender]] = {
    "explainer": ours.explainer,
    "lean": ours.lean,
    "past": ours.with_past,
    "pages": ours.pages_alone,
    "desk": ours.desk,
    "ci": ours.ci,
    "mkdocs": mkdocs,
    "properdocs": properdocs,
    "zensical": zensical,
    "hugo": hugo,
    "hugo-same": hugo_same,
}
"""By the name for `--only`: functions that create the program's copy of a corpus, unless it exists."""


def _of_mkdocs_family(
    name: str, program: str, arguments: tuple[str, ...], work: Path, entries: int, *, rebuilds: bool = False
) -> Contender:
    root = work / f"{program}-{entries}"
    pages = root / "docs" / "explainers"

    def lay_out(new: Path) -> None:
        write(new / "mkdocs.yml", _MKDOCS)
        write(new / "docs" / "index.md", "# The Measured Desk\n")
        numbers = _write_pages(new / "docs" / "explainers", new / "docs", entries)
        write(new / "docs" / "explainers" / "index.md", markdown.listing(numbers))

    once(root, lay_out)
    previous = (root / "site", root / ".cache")
    command = (str(_environment(work) / "bin" / program), *arguments)
    cases = _cases(work, pages, previous, command, entries, rebuilds=rebuilds)
    return Contender(name, root, previous[0], cases, {"NO_MKDOCS_2_WARNING": "1"})


def _cases(
    work: Path,
    pages: Path,
    previous: tuple[Path, ...],
    command: tuple[str, ...],
    entries: int,
    *,
    rebuilds: bool,
    page: Callable[[int, int | None], str] = markdown.page,
) -> tuple[Case, ...]:
    """A cold build and, for a program that `rebuilds` incrementally, one after an edit; `page` writes an entry."""
    edited = edited_entries(entries)

    def cold(_: int) -> None:
        remove(work, *previous)
        for number in edited:
            write(pages / f"{slug(number)}.md", page(number, None))

    def edit(turn: int) -> None:
        number = edited[turn % len(edited)]
        write(pages / f"{slug(number)}.md", page(number, versions(number) + 1))

    site = previous[0]
    cases = (
        Case(COLD, cold, command, lambda turn: None if turn else verify_all(site, entries)),
        Case(EDIT, edit, command, lambda turn: verify_edit(site, edited, turn)),
    )
    return cases if rebuilds else cases[:1]


def _write_pages(pages: Path, static: Path, entries: int) -> list[int]:
    """Writes all entries but drafts, which are not published. Returns their numbers."""
    numbers = [number for number in range(entries) if entry(number)["status"] != "draft"]
    for number in numbers:
        write(pages / f"{slug(number)}.md", markdown.page(number))
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
