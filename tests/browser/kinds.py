"""One page of each kind that the repository's site has."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from matrix import WHOLE
from playwright.sync_api import Page

AT_LEAST = 14
"""Kinds that the built site surely has: fewer, and not enough was looked at."""
WORD = "Idlib"
"""What the search page is asked for: a word of the entry that `KINDS` shows, of its translation and of few others."""


class Kind(NamedTuple):
    """A kind of page, by an example."""

    name: str
    """What it is called in a test's id and a screenshot's name."""
    address: str
    """Where the example lies, below the site's root."""

    def file(self, site: Path) -> Path:
        """The file that a host answers with."""
        if self.name == "not-found":
            return site / "404.html"
        return site / self.address.partition("?")[0].lstrip("/") / "index.html"

    @property
    def is_framed(self) -> bool:
        """Whether it is looked at in both frames."""
        return self.name in _FRAMED

    def visit(self, page: Page, origin: str) -> None:
        """Goes there and waits until it is all there: its fonts, and what a search finds, too."""
        answer = page.goto(urljoin(origin, self.address), wait_until="networkidle" if "?" in self.address else "load")
        assert answer is not None
        assert answer.status == (404 if self.name == "not-found" else 200)
        page.evaluate("() => document.fonts.ready.then(() => null)")


FRONT = Kind("front", "/")
ENTRY = Kind("entry", "/explainers/russia-turkey-idlib/")
ARABIC = Kind("entry-arabic", "/explainers/mh17-questions-ar/")
RUSSIAN = Kind("entry-translation", "/explainers/russia-turkey-idlib-ru/")
SEARCH = Kind("search", f"/search/?q={WORD}")
NOT_FOUND = Kind("not-found", "/there/is/no/such/page/")

_FRAMED = ("front", "entry", "entry-arabic", "written", "not-found", "search")
"""Kinds that are looked at in the lean frame too. What we publish is the same in any frame, so for the others one
frame is enough, except for what colours and type decide."""

KINDS = (
    FRONT,
    Kind("all", "/explainers/"),
    Kind("year", "/years/2026/"),
    ENTRY,
    ARABIC,
    RUSSIAN,
    Kind("entry-empty-sections", "/explainers/incendie-pyrenees-orientales-2022/"),
    Kind("entry-outcomes", "/explainers/east-palestine-derailment/"),
    Kind("entry-withdrawn", "/explainers/vacaciones-escolares-peru-2022/"),
    Kind("topics", "/topics/"),
    Kind("topic", "/topics/russia/"),
    Kind("sources", "/sources/"),
    Kind("publisher", "/sources/moscow-times/"),
    Kind("whats-next", "/whats-next/"),
    Kind("corrections", "/corrections/"),
    Kind("written", "/about/"),
    NOT_FOUND,
    SEARCH,
)


def is_looked_at(kind: Kind, theme: str, test: str) -> bool:
    """Whether a test that looks at every kind looks at this one in a theme."""
    if test == "test_lighthouse_is_content":
        return (WHOLE and theme != "explainer") or kind == ENTRY
    return theme != "explainer" or kind.is_framed or (WHOLE and test == "test_axe_finds_no_violation")
