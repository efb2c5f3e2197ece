"""Reads a published site as its readers get it: from a folder, or from its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request, urlopen

_LARGEST = 100 * 2**20
"""Bytes of a file. The log of ten thousand explainers takes four million."""
_PATIENCE = 30
"""Seconds without an answer."""

Read: TypeAlias = Callable[[str], bytes | None]
"""Gives the content of a file by its path from the front page; None where there is none."""


class Unreachable(Exception):
    """A published site cannot be read. The message is for whoever asked."""


def reader(place: str) -> Read:
    """Reads the site in a folder or at an address. Raises Unreachable where there is neither."""
    if urlsplit(place).scheme in ("http", "https"):
        base = place.rstrip("/") + "/"
        # A path is the site's own word: one like `//example.org/` must not lead to another host.
        return lambda path: _fetched(urljoin(base, f"./{quote(path.removesuffix('index.html').lstrip('/'))}"))
    folder = Path(place)
    if not folder.is_dir():
        raise Unreachable(
            f"{place} is no folder; name that of a built site, or an address such as https://example.org/"
        )
    return lambda path: _content(folder, path)


def files_below(place: str, folders: tuple[str, ...]) -> Iterator[str]:
    """The files in some folders of a site on this machine, by their paths; an address does not tell what it has."""
    root = Path(place)
    for folder in folders:
        for path in sorted((root / folder).rglob("*")) if root.is_dir() else ():
            if path.is_file():
                yield path.relative_to(root).as_posix()


def _content(folder: Path, path: str) -> bytes | None:
    place = folder / path
    if not place.resolve().is_relative_to(folder.resolve()):
        return None
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise Unreachable(f"{place} cannot be read: {error.strerror}") from None


def _fetched(address: str) -> bytes | None:
    request = Request(address, headers={"User-Agent": "explainer-verify", "Cache-Control": "no-cache"})  # noqa: S310
    try:
        with urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310 - the scheme was looked at
            content: bytes = response.read(_LARGEST + 1)
    except HTTPError as error:
        if error.code in (404, 410):
            return None
        raise Unreachable(f"{address} answers {error.code} {error.reason}") from None
    except (URLError, OSError) as error:
        raise Unreachable(f"{address} does not answer: {getattr(error, 'reason', error)}") from None
    if len(content) > _LARGEST:
        raise Unreachable(f"{address} is larger than {_LARGEST // 2**20} MB")
    return content
