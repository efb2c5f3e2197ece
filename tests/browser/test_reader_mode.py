"""Readability, which is Firefox's reader mode, finds every claim of every explainer and nothing beside the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html
from pages import found

from .conftest import OpenPage
from .tools import judge

pytestmark = pytest.mark.browser

CLAIM = "//*[contains(concat(' ', @class, ' '), ' x-claim ')]"
PARSE = """async address => {
  const text = await (await fetch(address)).text()
  const parsed = () => new DOMParser().parseFromString(text, 'text/html')
  const article = new Readability(parsed()).parse()
  return {offered: isProbablyReaderable(parsed()), ...article}
}"""


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def test_reader_mode_keeps_every_claim_and_knows_the_author(open_page: OpenPage, origin: str, site: Path) -> None:
    page = open_page()
    page.goto(origin)
    sources = (judge("readability").read_text(encoding="utf-8"), judge("readerable").read_text(encoding="utf-8"))
    names = ("Readability", "isProbablyReaderable")
    page.evaluate(f"(() => {{ {' '.join(sources)}; {' '.join(f'window.{name} = {name};' for name in names)} }})()")
    lost, read = [], 0
    for path in sorted((site / "explainers").glob("*/index.html")):
        document = html.document_fromstring(path.read_text(encoding="utf-8"))
        claims = found(document, CLAIM)
        if not claims:  # withdrawn, or a redirect
            continue
        article: dict[str, Any] = page.evaluate(PARSE, urljoin(origin, f"/explainers/{path.parent.name}/"))
        text = plain(article["textContent"])
        lost += [(path.parent.name, claim) for claim in claims if plain(claim) not in text]
        names_shown = found(document, "//*[@class='p-author']")
        assert article["offered"] and plain(article["byline"]) == plain(" ".join(names_shown)), path.parent.name
        assert plain(article["title"]) == plain(*found(document, "//h1")), path.parent.name
        assert "<svg" not in article["content"] and "@online" not in text and "x-timeline" not in article["content"]
        read += 1
    assert lost == [] and read > 20
