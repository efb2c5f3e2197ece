"""Former addresses of an entry, and names that every file system takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from explainer.model.walk import Mark

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending (Microsoft Learn, "Naming Files, Paths, and Namespaces")."""
_SIGNS = re.compile(r'[<>:"|?*\\]')
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_PATH = r"(/[^/\s?#<>:\"|*\\]+)+/?"
_FILES = {
    *("avif", "bmp", "css", "csv", "gif", "gz", "ico", "ics", "jpeg", "jpg", "js", "json", "map", "md", "mp3", "mp4"),
    *("pdf", "png", "svg", "txt", "webmanifest", "webp", "woff", "woff2", "xml", "yml", "zip"),
}
"""Endings of what is no page: readers' programs would get HTML instead of what they ask for."""
_TAKEN = {"404.html", "assets"}
"""What every site has at its top, whatever its theme."""
_LONGEST = 200
"""Bytes of a name; file systems take 255, and a build needs some for itself."""


def unfit(name: str) -> str:
    """Why the name of a file or folder cannot be used everywhere; empty if it can."""
    if _DEVICE.fullmatch(name):
        return f"Windows keeps the name `{name.partition('.')[0]}` for a device"
    if name.endswith((".", " ")):
        return "Windows drops a dot or a space at the end of a name"
    return ""


def _fit_for_files(name: str) -> str:
    if reason := unfit(name):
        raise PydanticCustomError("reserved-name", "`{name}` cannot be an address: {reason}", _context(name, reason))
    return name


def _context(name: str, reason: str) -> dict[str, Any]:
    return {"name": name, "reason": reason}


class HasAliases(Protocol):
    """An entry, or its summary."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its former slugs and paths."""


FileName = Annotated[str, AfterValidator(_fit_for_files)]
"""An id of which a folder of the site is made."""


def is_path(alias: str) -> bool:
    """Whether a former address is a whole path, not a slug."""
    return alias.startswith("/")


def redirect_file(path: str) -> str:
    """The file of the site that stands at a former path: `/2015/dam.html` is itself, `/2015/dam` a folder's page."""
    plain = unquote(path).strip("/")
    is_file = plain.endswith((".html", ".htm")) and not path.endswith("/")
    return plain if is_file else f"{plain}/index.html"


def former_files(entries: Iterable[HasAliases]) -> tuple[str, ...]:
    """The files at the former paths of some entries."""
    aliases = (alias for entry in entries for alias in entry.aliases)
    return tuple(dict.fromkeys(redirect_file(alias) for alias in aliases if is_path(alias)))


def _alias(text: str) -> str:
    if reason := _unfit_path(text) if is_path(text) else _unfit_slug(text):
        raise PydanticCustomError("bad-alias", "`{name}` cannot lead here: {reason}", _context(text[:60], reason))
    return text


def _unfit_slug(text: str) -> str:
    if "://" in text:
        path = urlsplit(text).path or "/"
        return f"leave out what stands before the path, and write `{quote(unquote(path))}`"
    if _SLUG.fullmatch(text) is None:
        return "a slug has lower-case letters, digits and hyphens, and a whole path begins with `/`"
    return unfit(text)


def _unfit_path(text: str) -> str:
    """Why a path cannot be that of a page below the site's front page."""
    if "?" in text or "#" in text:
        return "what follows `?` or `#` is not seen by a page; only a server can redirect it"
    try:
        plain = unquote(text, errors="strict")
    except UnicodeDecodeError:
        return "its `%` signs stand for no letters"
    parts = plain.removeprefix("/").removesuffix("/").split("/")
    if text.count("/") != plain.count("/") or "%" in plain or any(part in ("", ".", "..") for part in parts):
        return "it is no plain path below the front page"
    if not plain.isprintable() or any(sign.isspace() for sign in plain) or any(part[0] == "." for part in parts):
        return "it has a space, an invisible sign or a name that begins with a dot"
    if any(len(part.encode()) > _LONGEST for part in parts) or len(plain) > 4 * _LONGEST:
        return "it is too long for a file"
    if parts[0].lower() in _TAKEN:
        return f"`/{parts[0]}` belongs to the site itself"
    if parts[-1].rpartition(".")[2].lower() in _FILES and "." in parts[-1]:
        return "it is no page, and readers' programs would get one"
    if sign := _SIGNS.search(plain):
        return f"Windows allows no `{sign[0]}` in a name"
    return next(filter(None, map(unfit, parts)), "")


Alias = Annotated[
    str,
    AfterValidator(_alias),
    WithJsonSchema({"type": "string", "pattern": rf"^([a-z0-9][a-z0-9-]*|{_PATH})$"}),
    Mark(kind="id"),
]
"""A former slug, or a whole former path below the front page, which begins with `/`."""
