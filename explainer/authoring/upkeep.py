"""The files of a site that the program keeps up to date, as it writes them today, and the record of what it wrote."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from explainer import __version__
from explainer.authoring.wheel import Wheel
from explainer.resources import SHARED, TEMPLATES, UI
from explainer.text.templating import Templates

LANGUAGES = tuple(sorted(path.stem for path in UI.glob("*.yml")))
"""Languages that the site's own words are available in."""
RECORD = ".explainer.json"
"""The file in which a site records what the program wrote."""
VENDOR = "vendor"
"""The folder in which a site keeps the program."""
_COMMON = (
    ".github/agenda.py",
    ".github/comment.py",
    ".github/workflows/agenda.yml",
    ".github/workflows/change.yml",
    ".github/workflows/comment.yml",
    ".github/workflows/publish.yml",
    ".github/workflows/sources.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
)
"""Files that a site shares with this repository."""
_MADE = (".editorconfig", ".gitattributes", ".gitignore", "Makefile", "requirements.txt")
"""Files that are made from a template."""
_ZONE = re.compile(rb"(?m)^( +TZ: )\S+")
"""The time zone in a workflow, which follows the site's settings."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the program wrote into a site: hashes by path, with forward slashes."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Each file as it was written."""
    templates: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The site's copies of templates: the copy, and the program's own that it was compared with."""

    def text(self) -> bytes:
        """The record as it is kept."""
        data = {"version": __version__, "files": dict(self.files), "templates": dict(self.templates)}
        return f"{json.dumps(data, indent=2, sort_keys=True)}\n".encode()


def read_record(root: Path) -> Record | None:
    """A site's record; None if there is none that can be read."""
    try:
        data = json.loads((root / RECORD).read_bytes())
        files = {str(path): str(written) for path, written in data["files"].items()}
        return Record(files, {str(path): (str(copy), str(own)) for path, (copy, own) in data["templates"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def fingerprint(content: bytes) -> str:
    """What a file says, whatever its line ends and, in a workflow, its time zone."""
    return hashlib.sha256(_ZONE.sub(rb"\1UTC", content.replace(b"\r\n", b"\n"))).hexdigest()


def words_of(language: str) -> Mapping[str, str]:
    """What a new site's files and `explainer init` say in a language; in English where there is no other."""
    language = language if language in LANGUAGES else "en"
    return tomllib.loads((TEMPLATES / "new" / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def rendered(template: str, language: str, values: Mapping[str, Any]) -> str:
    """A file of a new site, made from `templates/new/`."""
    return Templates([TEMPLATES]).render(f"new/{template}.jinja", {**values, "w": words_of(language)})


def kept_files(language: str, time_zone: str, wheel: Wheel) -> Iterator[tuple[str, bytes]]:
    """The files that `explainer upgrade` keeps up to date, as the running program writes them."""
    locked = (SHARED / "requirements" / "run.txt").read_text(encoding="utf-8")
    packages = "".join(line for line in locked.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    for path in _MADE:
        yield path, rendered(f"site/{path}", language, {"wheel": wheel, "locked": packages}).encode()
    for path in _COMMON:
        text = (SHARED / path).read_bytes().replace(b"\r\n", b"\n")
        yield path, _ZONE.sub(rb"\g<1>" + time_zone.encode(), text)
    yield f"{VENDOR}/{wheel.name}", wheel.content
