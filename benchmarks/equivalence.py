"""Checks that all programs build the same: every point, link and source of an entry must be on its page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.entries import POINTS, SOURCES, entry, slug

_LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


class NotTheSame(Exception):
    """A page lacks something, so a comparison would be unfair."""


def verify_all(site: Path, entries: int) -> None:
    """Checks the page of every entry. Raises NotTheSame at the first that lacks something."""
    for number in range(entries):
        if entry(number)["status"] == "published":
            verify(site, number)


def verify(site: Path, number: int, version: int | None = None) -> None:
    """Checks the page of an entry, at its newest or another version. Raises NotTheSame if something is missing."""
    fields = entry(number, version)
    page = read(site, number)
    text = " ".join(_MARKUP.sub("", page).split())
    points = list(_points(fields))
    counts = {
        "points": sum(all(part in text for part in _parts(point["text"])) for point in points),
        "links": sum(f'href="{_LINK.findall(point["text"])[0][1]}"' in page for point in points),
        "sources": sum(f'href="{source["url"]}"' in page and source["title"] in text for source in fields["sources"]),
    }
    if counts != {"points": POINTS, "links": POINTS, "sources": SOURCES}:
        raise NotTheSame(f"the page of {slug(number)} in {site} has only {counts}")


def read(site: Path, number: int) -> str:
    """The page of an entry. Raises NotTheSame if there is none."""
    file = site / "explainers" / slug(number) / "index.html"
    if not file.is_file():
        raise NotTheSame(f"{file} is missing")
    return html.unescape(file.read_text(encoding="utf-8"))


def _points(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in fields["sections"]:
        for point in section["points"]:
            yield point
            yield from point.get("points", ())


def _parts(text: str) -> list[str]:
    """The text before, in and after the link; pages may insert characters around a link."""
    label = _LINK.findall(text)[0][0]
    before, _, after = _LINK.sub("\n", text).partition("\n")
    return [before.strip(), label, after.strip()]
