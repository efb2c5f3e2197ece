"""Reads a site's files: `load_site(root) -> Site`. Never writes; no content makes it fail."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pathspec import GitIgnoreSpec

from explainer.content import yamlfile
from explainer.content.folders import files_below, link_outside, unreadable
from explainer.content.layout import layout_of
from explainer.content.links import LINKS, read_links
from explainer.content.validation import adapter, validated
from explainer.model import Entry, Layout, Page, Person, Publisher, Settings, Site, Topic, Word
from explainer.model.addresses import FileName
from explainer.model.links import Link
from explainer.problems import ContentError, Problem
from explainer.resources import UI
from explainer.resources.reading import leads_out, may_enter, read

T = TypeVar("T")

MODELS: dict[str, Any] = {
    "entry": Entry,
    "site": Settings,
    "topics": dict[FileName, Topic],
    "publishers": dict[FileName, Publisher],
    "people": dict[str, Person],
}
"""The model for each kind of file that editors write."""
SCHEMAS = {kind: adapter(model) for kind, model in MODELS.items()}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")


def load_site(root: Path, layout: Layout | None = None) -> Site:
    """Everything that a site's files say; `Site.problems` lists what cannot be read."""
    site = load_records(root, layout)
    problems: list[Problem] = []
    entries = tuple(_entries(site, problems))
    if not entries and not problems and not site.problems:
        problems.append(no_entries(site.layout))
    return replace(site, entries=entries, problems=(*site.problems, *problems))


def load_records(root: Path, layout: Layout | None = None) -> Site:
    """A site without its entries: the records that entries share, pages and images.

    Without a `layout`, mkdocs.yml says where the files are.
    """
    layout = layout or layout_of(root)
    problems: list[Problem] = []

    def record(name: str, default: Any) -> Any:
        return _record(root, f"{layout.data}/{name}.yml", MODELS[name], default, problems)

    return Site(
        root=root,
        settings=record("site", Settings()),
        topics=record("topics", {}),
        publishers=record("publishers", {}),
        people=record("people", {}),
        languages=_languages(root, layout.data, problems),
        entries=(),
        pages=tuple(_pages(root, layout, problems)),
        images=frozenset(_images(root, layout, problems)),
        links=_links(root, layout, problems),
        problems=tuple(problems),
        layout=layout,
    )


def load_entry(content: bytes, path: str, language: str = "en") -> Entry:
    """One entry from the bytes of its file.

    `path` is relative to the site's root; the slug is its last part without `.yml`. `language` is the default for an
    entry that does not declare one. Raises ContentError with every problem in the file.
    """
    text = yamlfile.decode(content, path)
    return entry_of(yamlfile.read(text, path), text, path, language)


def entry_of(data: Any, text: str, path: str, language: str = "en") -> Entry:
    """One entry from the data in the text of its file. Raises ContentError."""
    if data is None:
        hint = 'begin with `title: …`; `explainer new "Title"` writes a whole draft'
        raise ContentError([Problem(path, "the file is empty", hint, "empty-file")])
    if isinstance(data, dict):
        data = {"language": language, **data}
    return validated(Entry, data, text, path).placed(path.rpartition("/")[2].removesuffix(".yml"), path)


def load_shared(content: bytes, name: str) -> Mapping[str, Any]:
    """The `topics`, `publishers` or `people` in the bytes of a file, by id. Raises ContentError."""
    return _read(content, f"site_data/{name}.yml", MODELS[name]) or {}


def _read(content: bytes, path: str, model: Any) -> Any:
    """The bytes of a file as a model; None for an empty file."""
    text = yamlfile.decode(content, path)
    data = yamlfile.read(text, path)
    return data if data is None else validated(model, data, text, path)


def is_entry_path(path: str) -> bool:
    """Whether a file below `content/entries/` has a name that an entry may have."""
    name = path.rpartition("/")[2]
    return name.endswith(".yml") and _SLUG.match(name.removesuffix(".yml")) is not None


def entry_files(
    root: Path, layout: Layout, problems: list[Problem], folder: str = ""
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of a site's entries, or of those in one folder, by path relative to its root.

    What cannot be an entry is reported.
    """
    excluded = patterns_of(layout.excluded)
    found: list[Problem] = []
    files = list(files_below(root, folder or layout.entries, ".yml", found))
    # A site that was there before may publish other files from this folder.
    problems += (problem for problem in found if layout.pages or problem.path.endswith((".yml", ".yaml")))
    for path, item in files:
        if excluded and excluded.match_file(path.removeprefix(f"{layout.docs}/")):
            continue
        if is_entry_path(item.name):
            yield path, item
        else:
            hint = "the name is the address: use lower-case letters, digits and hyphens, as in `idlib-ceasefire.yml`"
            problems.append(Problem(path, f"`{item.name}` cannot be an address", hint, "bad-slug"))


def patterns_of(text: str) -> GitIgnoreSpec | None:
    """MkDocs' `exclude_docs` or `draft_docs`."""
    return GitIgnoreSpec.from_lines(text.splitlines()) if text.strip() else None


def _entries(site: Site, problems: list[Problem]) -> Iterator[Entry]:
    for path, _ in entry_files(site.root, site.layout, problems):
        try:
            yield load_entry(bytes_of(site.root, path), path, site.settings.language)
        except ContentError as error:
            problems.extend(error.problems)


def bytes_of(root: Path, path: str) -> bytes:
    """The content of a site's file, cut off above the largest permitted size. Raises ContentError (`unreadable`)."""
    try:
        return read(root / path, yamlfile.MAX_BYTES + 1)  # one byte too many is enough to refuse the file
    except OSError as error:
        raise ContentError([unreadable(path, error)]) from None


def text_of(root: Path, path: str) -> str:
    """The text of a site's file. Raises ContentError."""
    return yamlfile.decode(bytes_of(root, path), path)


def positions_in(root: Path, path: str) -> yamlfile.Positions:
    """The positions of everything in a site's file; none if it cannot be read (any more)."""
    try:
        return yamlfile.positions(text_of(root, path), path)
    except ContentError:
        return yamlfile.Positions()


def located(root: Path, problems: Iterable[Problem], *, key: bool = False) -> list[Problem]:
    """Problems of one file with their lines and columns; the file is read only if there are any."""
    found = list(problems)
    positions = positions_in(root, found[0].path) if found else yamlfile.Positions()
    places = (positions.find(problem.pointer, key=key) for problem in found)
    return [replace(problem, line=line, column=column) for problem, (line, column) in zip(found, places, strict=True)]


def _links(root: Path, layout: Layout, problems: list[Problem]) -> Mapping[str, Link]:
    if not (root / layout.data / LINKS).exists():
        return {}
    try:
        return read_links(root, layout)
    except ContentError as error:
        problems.extend(error.problems)
        return {}


def _record(root: Path, path: str, model: Any, default: T, problems: list[Problem]) -> T:
    """A file of shared records; the default if it is missing, empty or wrong."""
    try:
        (root / path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return default
    except OSError as error:
        problems.append(unreadable(path, error))
        return default
    if leads_out(root / path, root):
        problems.append(link_outside(path))
        return default
    try:
        record = _read(bytes_of(root, path), path, model)
        return default if record is None else record
    except ContentError as error:
        problems.extend(error.problems)
        return default


def _languages(root: Path, data: str, problems: list[Problem]) -> Mapping[str, Mapping[str, Any]]:
    """The packaged words of each language, overridden by the site's own."""
    languages: dict[str, dict[str, Any]] = {}
    own = root / data / "ui"
    for folder, base in ((UI, UI.parent), *([(own, root)] if own.resolve() != UI.resolve() else [])):
        try:
            names = sorted(
                item.name for item in os.scandir(folder) if item.name.endswith(".yml") and item.name.isprintable()
            )
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(unreadable(f"{data}/ui", error, "folder"))
            continue
        for name in names:
            path = (folder / name).relative_to(base).as_posix()
            words: Mapping[str, Any] = _record(base, path, dict[str, Word], {}, problems)
            languages.setdefault(name.removesuffix(".yml"), {}).update(words)
    return languages


def _pages(root: Path, layout: Layout, problems: list[Problem]) -> Iterator[Page]:
    for path, item in files_below(root, layout.pages, ".md", problems) if layout.pages else ():
        if item.name == "README.md":
            message = "`README.md` is no page here: site engines take it for the front page of its folder"
            hint = "name the page after what it tells, as in `about.md`; put notes for colleagues beside mkdocs.yml"
            problems.append(Problem(path, message, hint, "unexpected-file"))
        else:
            yield from _page(root, path, path.removeprefix(f"{layout.pages}/"), problems)
    for path in _markdown(root, layout):
        yield from _page(root, path, path.removeprefix(f"{layout.docs}/"), problems)


def _page(root: Path, path: str, name: str, problems: list[Problem]) -> Iterator[Page]:
    try:
        # Site engines read text, too, so that any line end ends the front matter.
        yield Page(path, name.removesuffix(".md"), yamlfile.with_newlines(text_of(root, path)))
    except ContentError as error:
        problems.extend(error.problems)


def _markdown(root: Path, layout: Layout) -> Iterator[str]:
    """The other pages of a site, in the order in which MkDocs finds them (`mkdocs.structure.files.get_files`)."""
    ours = {layout.entries, layout.pages} if layout.pages else set()
    excluded = [patterns for patterns in map(patterns_of, (layout.excluded, layout.drafts)) if patterns]
    # Whoever checks all files (`checks.files`) reports what is left out here.
    for folder, folders, names in os.walk(root / layout.docs, followlinks=True):
        folders[:] = [name for name in folders if may_enter(Path(folder, name), root)]
        inside = posixpath.normpath(Path(os.path.relpath(folder, root)).as_posix())
        folders[:] = sorted(name for name in folders if f"{inside}/{name}" not in ours and not name.startswith("."))
        pages = sorted(
            (name for name in names if name.endswith(".md") and not name.startswith(".") and name.isprintable()),
            key=lambda name: (name not in ("index.md", "README.md"), name),
        )
        if "index.md" in pages and "README.md" in pages:
            pages.remove("README.md")  # so does MkDocs
        for name in pages:
            path = posixpath.normpath(f"{inside}/{name}")
            below = posixpath.relpath(path, layout.docs)
            if leads_out(root / path, root):
                continue
            if not below.startswith("templates/") and not any(one.match_file(below) for one in excluded):
                yield path


def _images(root: Path, layout: Layout, problems: list[Problem]) -> Iterator[str]:
    for path, _ in files_below(root, layout.images, "", problems if layout.pages else []):
        yield path.removeprefix(f"{layout.docs}/")


def no_entries(layout: Layout) -> Problem:
    """The problem of a site without entries."""
    hint = f'write the first with `explainer new "What happened at the dam"`; it makes a draft under {layout.entries}/'
    return Problem(layout.entries, "there are no entries yet", hint, "no-entries")
