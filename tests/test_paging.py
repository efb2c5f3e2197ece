"""Lists that are cut into pages: no page grows without bound, and everything is still reached."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from conftest import GOOD_SITE, write_site
from lxml import html

from explainer.content.load import load_site
from explainer.outputs import render
from explainer.outputs.base import SiteInfo
from explainer.outputs.lists.cards import PAGE

MANY = 2 * PAGE + 5


def many_entries() -> dict[str, str | None]:
    """So many entries that each list needs three pages: each overdue, corrected, with a source of its own."""
    text = GOOD_SITE["content/entries/dam.yml"].replace("expected: 2027-03", "expected: 2026-06")
    note = "updates:\n  - {at: 2026-06-01, type: correction, note: Wrong., point: a1b2, was: a, now: b}\n"
    return {
        f"content/entries/dam-{number:03}.yml": text.replace("Dam breaks", f"Dam {number} breaks") + note
        for number in range(MANY)
    }


def test_no_page_grows_without_bound_and_all_is_reached(tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, many_entries()))
    pages: dict[str, Any] = {
        artifact.address: html.document_fromstring(artifact.content.partition("---\n\n")[2])
        for artifact in render(site, date(2026, 11, 22), site_info=SiteInfo("Desk", "https://desk.example.org/"))
        if artifact.path.endswith(".md")
    }
    lists = {address: page for address, page in pages.items() if not address.startswith("explainers/dam")}
    for address, page in lists.items():
        for way in (
            "//li[contains(@class, 'x-card')]",
            "//ul[contains(@class, 'x-outlooks')]/li",
            "//ol/li",
            "//ul/li[p]",
        ):
            assert len(page.xpath(way)) <= 3 * PAGE, address
        longest = max((len(one.xpath("./li")) for one in page.xpath("//ul")), default=0)
        assert longest < 2 * PAGE, address
    for start in ("explainers/", "topics/floods/", "whats-next/", "corrections/", "changes/", "sources/courier/"):
        todo = [start]
        seen: set[str] = set()
        entries: set[str] = set()
        while todo:
            address = todo.pop()
            seen.add(address)
            links = [
                urljoin(f"/{address}", way).partition("#")[0].lstrip("/") for way in pages[address].xpath("//a/@href")
            ]
            entries |= {link.split("/")[1] for link in links if link.startswith("explainers/dam")}
            further = {link for link in links if link.startswith((start, "years/")) and link in lists}
            todo += sorted(further - seen - set(todo))
        assert len(entries) >= MANY, start
