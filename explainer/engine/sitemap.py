"""Splits a sitemap that is too large for one file into parts and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

ADDRESSES = 50_000
BYTES = 50 * 1024 * 1024
"""The limits for one file: https://www.sitemaps.org/protocol.html#index."""

_URL = re.compile(r"\s*<url>.*?</url>", re.DOTALL)
_PART = re.compile(r"<sitemap><loc>[^<]*?([^</]+)</loc>")


def split_sitemap(sitemap: str, home: str) -> dict[str, str]:
    """The files that a sitemap is split into, by name; none if one file is enough.

    `home` is the front page's address with a final slash, as an index needs absolute addresses.
    """
    if sitemap.count("<url>") <= ADDRESSES and len(sitemap.encode()) <= BYTES:
        return {}
    if not (urls := list(_URL.finditer(sitemap))):
        return {}
    head, tail = sitemap[: urls[0].start()], sitemap[urls[-1].end() :]
    parts = _parts((url[0] for url in urls), BYTES - len((head + tail).encode()))
    files = {f"sitemap-{number}.xml": head + part + tail for number, part in enumerate(parts, 1)}
    return {**files, "sitemap.xml": sitemap_index(f"{home}{name}" for name in files)}


def sitemap_index(addresses: Iterable[str], comment: str = "") -> str:
    """A sitemap index."""
    listed = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
{comment}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{listed}</sitemapindex>
"""


def split_built_sitemap(folder: Path, home: str) -> None:
    """Splits the sitemap of a built site if it is too large. Hosts compress the parts themselves."""
    path = folder / "sitemap.xml"
    files = split_sitemap(path.read_text(encoding="utf-8"), home) if path.is_file() else {}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if files:
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs made it from the whole sitemap


def sitemap_files(sitemap: str) -> list[str]:
    """The files that hold the addresses: those that an index names, else the sitemap itself."""
    return _PART.findall(sitemap) or ["sitemap.xml"]


def _parts(urls: Iterable[str], room: int) -> Iterator[str]:
    part: list[str] = []
    size = 0
    for url in urls:
        more = len(url.encode())
        if part and (len(part) == ADDRESSES or size + more > room):
            yield "".join(part)
            part, size = [], 0
        part.append(url)
        size += more
    yield "".join(part)
