"""Reads a published site as its readers get it: from a folder, or from its address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any, TypeAlias
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

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


def read_json(read: Read, path: str) -> Any:
    """What a file says that holds JSON; None where there is none, or it cannot be read."""
    return parsed((read(path) or b"").decode(errors="replace"))


def parsed(text: str) -> Any:
    """What a text in JSON says; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


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


class _SameHost(HTTPRedirectHandler):
    """Follows a site that moves its pages, but not to another host, which nobody asked for."""

    def redirect_request(  # noqa: PLR0917 - as the library calls it
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            fp.close()
            raise Unreachable(f"{req.full_url} leads to another host ({newurl}); name that one")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = build_opener(_SameHost)


def _fetched(address: str) -> bytes | None:
    request = Request(address, headers={"User-Agent": "explainer-verify", "Cache-Control": "no-cache"})  # noqa: S310
    try:
        with _OPENER.open(request, timeout=_PATIENCE) as response:
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
