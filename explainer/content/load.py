"""Reads a site's files: `load_site(root) -> Site`. Nothing is written, and no file can make it fail."""

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
from explainer.content.layout import layout_of
from explainer.content.validation import adapter, validated
from explainer.model import Entry, Layout, Page, Person, Publisher, Settings, Site, Topic, Word
from explainer.problems import ContentError, Problem
from explainer.resources import UI

T = TypeVar("T")

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")

MODELS: dict[str, Any] = {
    "entry": Entry,
    "site": Settings,
    "topics": dict[str, Topic],
    "publishers": dict[str, Publisher],
    "people": dict[str, Person],
}
"""What editors write, by the kind of file."""
SCHEMAS = {kind: adapter(model) for kind, model in MODELS.items()}


def load_site(root: Path, layout: Layout | None = None) -> Site:
    """Everything that a site says; what cannot be read is told in `Site.problems`."""
    records = load_records(root, layout)
    problems: list[Problem] = []
    entries = tuple(_entries(records, problems))
    if not entries and not problems and not records.problems:
        problems.append(no_entries(records.layout))
    return replace(records, entries=entries, problems=(*records.problems, *problems))


def load_records(root: Path, layout: Layout | None = None) -> Site:
    """A site without its entries: what these share. Without a `layout`, mkdocs.yml says where the files are."""
    layout = layout or layout_of(root)
    problems: list[Problem] = []
    data = root / layout.data
    return Site(
        root=root,
        settings=_record(root, data / "site.yml", Settings, Settings(), problems),
        topics=_record(root, data / "topics.yml", dict[str, Topic], {}, problems),
        publishers=_record(root, data / "publishers.yml", dict[str, Publisher], {}, problems),
        people=_record(root, data / "people.yml", dict[str, Person], {}, problems),
        languages=_languages(root, data / "ui", problems),
        entries=(),
        pages=tuple(_pages(root, layout, problems)),
        images=frozenset(_images(root, layout, problems)),
        problems=tuple(problems),
        layout=layout,
    )


def load_entry(content: bytes, path: str, language: str = "en") -> Entry:
    """One entry from the bytes of its file.

    `path` is relative to the site's root; the slug is its last part without `.yml`. `language` is meant when the file
    names none. Raises ContentError with every problem in the file.
    """
    slug = path.rpartition("/")[2].removesuffix(".yml")
    text = yamlfile.decode(content, path)
    data = yamlfile.read(text, path)
    if data is None:
        raise ContentError(
            [
                Problem(
                    path,
                    "the file is empty",
                    'begin with `title: …`; `explainer new "Title"` writes a whole draft',
                    "empty-file",
                )
            ]
        )
    if isinstance(data, dict):
        data = {"language": language, **data}
    return validated(Entry, data, text, path).placed(slug, path)


def is_entry_path(path: str) -> bool:
    """Whether a file below `content/entries/` is an entry, by its name."""
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
    files = list(_files(root, folder or layout.entries, (".yml",), found))
    # A site that was there before may publish other files from this folder.
    problems += (problem for problem in found if layout.pages or problem.code != "unexpected-file")
    for path, item in files:
        if excluded and excluded.match_file(path.removeprefix(f"{layout.docs}/")):
            continue
        if _SLUG.match(item.name.removesuffix(".yml")):
            yield path, item
            continue
        hint = "the name is the address: use lower-case letters, digits and hyphens, as in `idlib-ceasefire.yml`"
        problems.append(Problem(path, f"`{item.name}` cannot be an address", hint, "bad-slug"))


def patterns_of(text: str) -> GitIgnoreSpec | None:
    """MkDocs' `exclude_docs` or `draft_docs`."""
    return GitIgnoreSpec.from_lines(text.splitlines()) if text.strip() else None


def _entries(site: Site, problems: list[Problem]) -> Iterator[Entry]:
    for path, _ in entry_files(site.root, site.layout, problems):
        try:
            yield load_entry(bytes_of(site.root / path, path), path, site.settings.language)
        except ContentError as error:
            problems.extend(error.problems)


def bytes_of(path: Path, relative: str) -> bytes:
    """What a file holds, up to a little more than may be read. Raises ContentError (`unreadable`)."""
    try:
        with path.open("rb") as file:
            # One byte more than is allowed is enough to refuse a file, however large it is.
            return file.read(yamlfile.MAX_BYTES + 1)
    except OSError as error:
        raise ContentError(
            [Problem(relative, f"the file cannot be read ({error.strerror})", "look at its permissions", "unreadable")]
        ) from None


def positions_in(root: Path, path: str) -> yamlfile.Positions:
    """Where everything stands in a file of a site; nothing is known of one that cannot be read (any more)."""
    try:
        return yamlfile.positions(yamlfile.decode(bytes_of(root / path, path), path), path)
    except ContentError:
        return yamlfile.Positions()


def located(root: Path, problems: Iterable[Problem], *, key: bool = False) -> list[Problem]:
    """Problems of one file with their lines and columns; the file is read only if there are any."""
    found = list(problems)
    positions = positions_in(root, found[0].path) if found else yamlfile.Positions()
    places = (positions.find(problem.pointer, key=key) for problem in found)
    return [replace(problem, line=line, column=column) for problem, (line, column) in zip(found, places, strict=True)]


def _record(root: Path, path: Path, model: type[T], default: T, problems: list[Problem]) -> T:
    """A file of shared records; the default when it is missing, empty or wrong."""
    relative = path.relative_to(root).as_posix()
    if not path.exists():
        return default
    try:
        return _read(bytes_of(path, relative), relative, model, default)
    except ContentError as error:
        problems.extend(error.problems)
        return default


def load_shared(content: bytes, name: str) -> Mapping[str, Any]:
    """The `topics`, `publishers` or `people` that the bytes of a file hold, by id. Raises ContentError."""
    records: Mapping[str, Any] = _read(content, f"site_data/{name}.yml", MODELS[name], {})
    return records


def _read(content: bytes, path: str, model: type[T], default: T) -> T:
    text = yamlfile.decode(content, path)
    data = yamlfile.read(text, path)
    return default if data is None else validated(model, data, text, path)


def _languages(root: Path, folder: Path, problems: list[Problem]) -> Mapping[str, Mapping[str, Any]]:
    """The packaged words of each language, with the site's own in their place where it has some."""
    languages: dict[str, dict[str, Any]] = {}
    for source in (UI, folder):
        if not source.is_dir() or (source is folder and folder.resolve() == UI.resolve()):
            continue
        for path in sorted(source.glob("*.yml")):
            base = root if source is folder else UI.parent
            words = _record(base, path, dict[str, Word], {}, problems)
            languages.setdefault(path.stem, {}).update(words)
    return languages


def _pages(root: Path, layout: Layout, problems: list[Problem]) -> Iterator[Page]:
    for path, item in _files(root, layout.pages, (".md",), problems) if layout.pages else ():
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
        yield Page(path, name.removesuffix(".md"), yamlfile.decode(bytes_of(root / path, path), path))
    except ContentError as error:
        problems.extend(error.problems)


def _markdown(root: Path, layout: Layout) -> Iterator[str]:
    """The other pages of a site, in the order in which MkDocs finds them (`mkdocs.structure.files.get_files`)."""
    ours = {layout.entries, layout.pages}
    for folder, folders, names in os.walk(root / layout.docs, followlinks=True):
        inside = posixpath.normpath(Path(os.path.relpath(folder, root)).as_posix())
        folders[:] = sorted(name for name in folders if f"{inside}/{name}" not in ours and not name.startswith("."))
        pages = sorted(
            (name for name in names if name.endswith(".md") and not name.startswith(".")),
            key=lambda name: (name not in ("index.md", "README.md"), name),
        )
        if "index.md" in pages and "README.md" in pages:
            pages.remove("README.md")  # so does MkDocs
        excluded = [patterns for patterns in map(patterns_of, (layout.excluded, layout.drafts)) if patterns]
        for name in pages:
            path = posixpath.normpath(f"{inside}/{name}")
            below = posixpath.relpath(path, layout.docs)
            if not below.startswith("templates/") and not any(one.match_file(below) for one in excluded):
                yield path


def _images(root: Path, layout: Layout, problems: list[Problem]) -> Iterator[str]:
    for path, _ in _files(root, layout.images, (), problems if layout.pages else []):
        yield path.removeprefix(f"{layout.docs}/")


def _files(
    root: Path, folder: str, endings: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below a folder, sorted, without hidden ones; what cannot be content is reported."""
    try:
        found = sorted(os.scandir(root / folder), key=lambda item: item.name)
    except OSError:
        return
    for item in found:
        path = f"{folder}/{item.name}"
        if item.name.startswith("."):
            continue
        if endings and item.name.endswith(endings) and item.name.isprintable() and item.is_file(follow_symlinks=False):
            yield path, item
            continue
        if not item.name.isprintable():  # it could not be an address, and might break the report
            shown = "".join(character if character.isprintable() else "?" for character in path)
            message = "characters that cannot be shown stand in this name"
            problems.append(Problem(shown, message, "rename it, with letters, digits and hyphens", "bad-name"))
        elif item.is_symlink():
            problems.append(Problem(path, "this is a link to somewhere else", "put the file itself here", "link"))
        elif item.is_dir():
            if item.name.endswith((".yml", ".yaml")):
                problems.append(
                    Problem(
                        path, "this is a folder with the name of a file", "rename the folder", "folder-named-as-file"
                    )
                )
            yield from _files(root, path, endings, problems)
        elif not item.is_file():  # a pipe, say: reading it would wait for ever
            problems.append(Problem(path, "this is not a file", "delete it", "unexpected-file"))
        elif not endings or item.name.endswith(endings):
            yield path, item
        else:
            expected = " or ".join(f"`{ending}`" for ending in endings)
            problems.append(
                Problem(
                    path,
                    f"only {expected} files belong here",
                    f"rename it to end in {expected}, or move it away",
                    "unexpected-file",
                )
            )


def no_entries(layout: Layout) -> Problem:
    """What is said of a site in which nothing has been written yet."""
    hint = f'write the first one with `explainer new "What happened at the dam"`; it makes a draft in {layout.entries}/'
    return Problem(layout.entries, "there are no entries yet", hint, "no-entries")
