"""Divides a sitemap that has more addresses than one file may have: into parts, and an index under its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

ADDRESSES = 50_000
BYTES = 50 * 1024 * 1024
"""What one file may have at most, by the protocol: https://www.sitemaps.org/protocol.html#index."""

_URL = re.compile(r"\s*<url>.*?</url>", re.DOTALL)
_PART = re.compile(r"<sitemap><loc>[^<]*?([^</]+)</loc>")


def divided(sitemap: str, site_info: str) -> dict[str, str]:
    """The files that a sitemap becomes, by name; none where one file may hold it.

    `home` is the front page's address, with a slash at its end: an index has whole ones.
    """
    if sitemap.count("<url>") <= ADDRESSES and len(sitemap.encode()) <= BYTES:
        return {}
    if not (urls := list(_URL.finditer(sitemap))):
        return {}
    head, tail = sitemap[: urls[0].start()], sitemap[urls[-1].end() :]
    parts = _parts((url[0] for url in urls), BYTES - len((head + tail).encode()))
    files = {f"sitemap-{number}.xml": head + part + tail for number, part in enumerate(parts, 1)}
    return {**files, "sitemap.xml": sitemap_index(f"{site_info}{name}" for name in files)}


def sitemap_index(addresses: Iterable[str], comment: str = "") -> str:
    """A sitemap of sitemaps."""
    listed = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
{comment}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{listed}</sitemapindex>
"""


def divide(folder: Path, site_info: str) -> None:
    """Divides the sitemap of a built site, if it must be. Hosts compress the parts themselves."""
    path = folder / "sitemap.xml"
    files = divided(path.read_text(encoding="utf-8"), site_info) if path.is_file() else {}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if files:
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)  # as MkDocs has made it of the whole


def sitemap_files(sitemap: str) -> list[str]:
    """The files that hold a site's addresses: those that its index names, else the sitemap itself."""
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
