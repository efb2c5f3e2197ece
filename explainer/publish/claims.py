"""Whether a page has just the points of a version: each as it was worded, with its certainty and its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import unquote

from explainer.text.inline import to_text

_BLOCKS = frozenset({"p", "div", "section", "ul", "ol", "li", "blockquote"})
"""What ends a claim where its own end is left out, as minifiers do."""


class Claim(NamedTuple):
    """A point as readers see it."""

    text: str
    status: str
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.text} ({', '.join([self.status, *self.sources])})"


def amiss(said: Mapping[str, Any], html: str, fold: Callable[[str], str]) -> tuple[list[Claim], list[Claim]]:
    """The claims of a version that its page has not in just these words, and those that the page has beyond them.

    A site's own templates may mark claims in another way: of a page without marks, nothing is known.
    """
    page = _Claims()
    page.feed(html)
    page.close()
    there = [Claim(text, one["status"], tuple(one["sources"])) for one in page.points for text in one["texts"]]
    if not there:
        return [], []
    wanted = [*_claims_of(said)]
    return [*_beyond(wanted, there, fold)], [*_beyond(there, wanted, fold)]


def _beyond(some: list[Claim], others: list[Claim], fold: Callable[[str], str]) -> Iterator[Claim]:
    left = Counter((fold(claim.text), *claim[1:]) for claim in others)
    for claim in some:
        key = (fold(claim.text), *claim[1:])
        left[key] -= 1
        if left[key] < 0:
            yield claim


def points_of(said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The points of a version and those below them."""
    for points in (said.get("background", ()), *(section.get("points", ()) for section in said["sections"])):
        for point in points:
            yield from (point, *point.get("points", ()))


def _claims_of(said: Mapping[str, Any]) -> Iterator[Claim]:
    for one in points_of(said):
        for text in (one.get("text"), one.get("quotation", {}).get("text")):
            if text:
                yield Claim(to_text(text), one.get("status", ""), tuple(one.get("sources", ())))


class _Claims(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.points: list[dict[str, Any]] = []
        self._in_claim = self._in_marks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        classes = (known.get("class") or "").split()
        if tag in _BLOCKS:
            self._in_claim = False
        if "x-point" in classes:
            status = next((name[len("x-point--") :] for name in classes if name.startswith("x-point--")), "")
            self.points.append({"status": status, "texts": [], "sources": []})
        elif "x-claim" in classes and self.points:
            self.points[-1]["texts"].append("")
            self._in_claim = self._in_marks = True
        elif "x-outcome" in classes or "x-point-notes" in classes:
            self._in_marks = False
        elif "x-cite" in classes and self._in_marks:
            self.points[-1]["sources"].append(unquote(known.get("href") or "").partition("#source_")[2])

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._in_claim = False

    def handle_data(self, data: str) -> None:
        if self._in_claim:
            self.points[-1]["texts"][-1] += data
