"""Brings the program's files in a site up to date: workflows, Makefile, settings of editors, packages, the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from explainer.authoring.schemas import FOLDER, schema_files
from explainer.authoring.upkeep import RECORD, VENDOR, Record, fingerprint, kept_files, read_record
from explainer.authoring.wheel import Wheel, has_same_files, running_wheel
from explainer.model import Site
from explainer.problems import nearest
from explainer.resources import TEMPLATES
from explainer.resources.files import create, replace
from explainer.resources.reading import is_linked

State = Literal["add", "replace", "delete", "yours", "old template"]


class NotKept(Exception):
    """A file was named that the program does not keep up to date."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an upgrade makes of a file, or leaves to the owner."""

    path: str
    """Relative to the site's root, with forward slashes."""
    state: State
    """`yours` is a file that the owner has changed or deleted, or of which the site has no record."""
    before: bytes
    after: bytes

    @property
    def writes(self) -> bool:
        """Whether the upgrade touches the file."""
        return self.state in ("add", "replace", "delete")

    def diff(self) -> Iterator[str]:
        """The lines of a unified diff; for a file that is not text, one line that says so."""
        try:
            old, new = (text.decode().replace("\r\n", "\n").splitlines() for text in (self.before, self.after))
        except UnicodeDecodeError:
            yield f"Binary files a/{self.path} and b/{self.path} differ"
            return
        names = (f"a/{self.path}" if old else "/dev/null", f"b/{self.path}" if new else "/dev/null")
        yield from unified_diff(old, new, *names, lineterm="")


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Everything that the running program would change in a site."""

    changes: tuple[Change, ...]
    record: Record
    """What the site records afterwards."""
    recorded: bool
    """Whether it has recorded before what the program wrote."""


def planned(site: Site, taken: Sequence[str] = ()) -> Upgrade:
    """What there is to bring up to date. `taken` are files that are replaced even if the owner has changed them.

    Raises NoWheel, NotKept, and OSError if a file cannot be read.
    """
    root, old = site.root, read_record(site.root)
    record = old or Record()
    wheel = running_wheel()
    vendored = _content(root, f"{VENDOR}/{wheel.name}")
    if vendored is not None and has_same_files(vendored, wheel.content):  # packed elsewhere: keep it and its hash
        wheel = Wheel(wheel.name, vendored)
    kept = dict(kept_files(site.settings.language, site.settings.time_zone, wheel))
    schemas = schema_files(site) if (root / FOLDER).is_dir() else {}
    for path in taken:
        if path not in kept:
            raise NotKept(f"`{path}` is no file that the program writes; {nearest(path, [*kept], 'leave it out')}")
    former = [path for path in record.files if path not in kept and _stays_inside(path)]
    originals = _originals(root, [*former, *record.files])
    templates = dict(_templates(site, record, originals))
    changes = [
        *_of_files(root, {**kept, **schemas}, record, {*taken, *schemas}, known=old is not None),
        *_of_former(root, former, record),
        *_of_templates(site, templates, originals),
    ]
    return Upgrade(
        tuple(changes), Record({path: fingerprint(text) for path, text in kept.items()}, templates), old is not None
    )


def apply(root: Path, upgrade: Upgrade) -> None:
    """Writes what is planned. Raises OSError."""
    for change in upgrade.changes:
        path = root / change.path
        if change.writes and is_linked(path.parent, root):
            raise OSError(0, "it lies behind a link", change.path)
        if change.state == "add":
            create(path, change.after)
        elif change.state == "replace":
            replace(path, change.after, before=change.before)
        elif change.state == "delete":
            path.unlink()
    text = upgrade.record.text()
    if _content(root, RECORD) != text:
        replace(root / RECORD, text)


def _of_files(
    root: Path, wanted: Mapping[str, bytes], record: Record, taken: set[str], *, known: bool
) -> Iterator[Change]:
    for path, after in wanted.items():
        before, written = _content(root, path), record.files.get(path)
        if before is not None and _says_the_same(before, after):
            continue
        if path in taken or (written is None and before is None and known):
            yield Change(path, "add" if before is None else "replace", before or b"", after)
        elif before is not None and written == fingerprint(before):
            yield Change(path, "replace", before, after)
        elif before is not None and written != fingerprint(after):  # what is new in the program is worth a look
            yield Change(path, "yours", before, after)


def _says_the_same(before: bytes, after: bytes) -> bool:
    """Whether two files differ in nothing, or in the line ends of text."""
    return before == after or (b"\0" not in after and before.replace(b"\r\n", b"\n") == after)


def _of_former(root: Path, former: Sequence[str], record: Record) -> Iterator[Change]:
    """Files that the program once wrote, and no longer needs."""
    for path in former:
        before = _content(root, path)
        if before is not None:
            yield Change(path, "delete" if record.files[path] == fingerprint(before) else "yours", before, b"")


def _of_templates(
    site: Site, templates: Mapping[str, tuple[str, str]], originals: Callable[[str], bytes | None]
) -> Iterator[Change]:
    """Copies of templates whose originals have changed since."""
    for name, (_, own) in templates.items():
        path, now = f"{site.layout.templates}/{name}", (TEMPLATES / name).read_bytes()
        if own != fingerprint(now):
            then = originals(name)
            was = then if then is not None and fingerprint(then) == own else _content(site.root, path)
            yield Change(path, "old template", was or b"", now)


def _templates(
    site: Site, record: Record, originals: Callable[[str], bytes | None]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The site's copies of templates, each with the original that it was made from, as hashes.

    A copy that is new, or was changed since the last upgrade, was made from the original that the site had then.
    """
    folder = site.root / site.layout.templates
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not is_linked(path, site.root) and (TEMPLATES / name).is_file():
            copy, known = fingerprint(path.read_bytes()), record.templates.get(name)
            if known is None or known[0] != copy:
                known = (copy, fingerprint(originals(name) or (TEMPLATES / name).read_bytes()))
            yield name, known


def _originals(root: Path, paths: Sequence[str]) -> Callable[[str], bytes | None]:
    """Gives templates of the program that the site keeps, which may be older than the running one."""
    wheels = (path for path in paths if path.startswith(f"{VENDOR}/") and _stays_inside(path))
    wheel = next(filter(None, (_content(root, path) for path in wheels)), b"")
    return lambda name: _packed(wheel, f"explainer/templates/{name}")


def _stays_inside(path: str) -> bool:
    """Whether a path of the record leads to a file of the site: anyone may have written one there."""
    return not Path(path).is_absolute() and ".." not in Path(path).parts and not path.startswith(".git/")


def _packed(wheel: bytes, name: str) -> bytes | None:
    try:
        with ZipFile(BytesIO(wheel)) as opened:
            return opened.read(name)
    except (BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None


def _content(root: Path, path: str) -> bytes | None:
    """A file's content; None if there is none, or only a link."""
    file = root / path
    return file.read_bytes() if file.is_file() and not file.is_symlink() and not is_linked(file.parent, root) else None
