"""Readers find entries in each language by what they would type: in capitals, without accents, in another form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import write_site
from matrix import sample
from playwright.sync_api import Page, Route

from explainer.build.site import build
from explainer.engine.search.words import Words, rules

from .conftest import OpenPage
from .host import Host, hosted

pytestmark = pytest.mark.browser

CASES = Path(__file__).parents[1] / "golden" / "search"
LANGUAGES = sorted(path.stem for path in CASES.glob("*.yml"))
SHIPPED = {path.stem for path in (Path(__file__).parents[2] / "site_data" / "ui").glob("*.yml")}
AT_LEAST = 15

ASK = """async (queries) => {
  const form = document.querySelector(".x-finder"), list = document.querySelector(".x-results");
  const found = {};
  for (const query of queries) {
    form.elements.q.value = query;
    form.requestSubmit();
    await new Promise((done) => {
      const look = () => (list.hasAttribute("aria-busy") ? setTimeout(look, 2) : done());
      look();
    });
    const more = document.querySelector(".x-further button");
    if (!more.parentElement.hidden) throw new Error(`more than a list for ${query}`);
    found[query] = [...list.querySelectorAll("h2 a")].map((link) => new URL(link.href).pathname.split("/").at(-2));
  }
  return found;
}"""
"""Asks the search page one query after another, as a reader who presses Enter; the slugs of what it shows, in order."""


def cases(language: str) -> dict[str, Any]:
    """The entries of a language, and what readers type."""
    read: dict[str, Any] = yaml.safe_load((CASES / f"{language}.yml").read_text(encoding="utf-8"))
    return read


def entry(language: str, told: dict[str, Any]) -> str:
    """An entry's file."""
    points = [{"id": f"p{number:03}", "text": text, "unsourced": "-"} for number, text in enumerate(told["points"])]
    return json.dumps(
        {
            "title": told["title"],
            "summary": told["summary"],
            "language": language,
            "status": "published",
            "published": "2026-05-05",
            "sections": [
                {"kind": "what_happened", "points": points},
                {"kind": "could_it_be_avoided", "empty": "–"},
                {"kind": "whats_next", "empty": "–"},
            ],
        },
        ensure_ascii=False,
    )


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site in English whose entries are in every language that has cases."""
    files: dict[str, str | None] = {"content/entries/dam.yml": None}
    for language in LANGUAGES:
        for slug, told in cases(language)["entries"].items():
            files[f"content/entries/{language}-{slug}.yml"] = entry(language, told)
    root = write_site(tmp_path_factory.mktemp("words"), files)
    with hosted(Host(build(root / "mkdocs.yml", date(2026, 11, 22)).folder)) as origin:
        yield origin


@pytest.fixture
def search(open_page: OpenPage, origin: str) -> Page:
    """The search page."""
    page = open_page()
    page.goto(f"{origin}/search/")
    return page


def test_each_shipped_language_has_enough_queries() -> None:
    assert set(LANGUAGES) >= SHIPPED
    assert {language for language in LANGUAGES if len(cases(language)["queries"]) < AT_LEAST} == set()


@pytest.mark.parametrize("language", sample(LANGUAGES, 5))
def test_what_a_reader_types_finds_what_is_meant_and_nothing_else(search: Page, language: str) -> None:
    queries = {str(query): found for query, found in cases(language)["queries"].items()}
    found = search.evaluate(ASK, list(queries))
    own = {
        query: [slug.removeprefix(f"{language}-") for slug in slugs if slug.startswith(f"{language}-")]
        for query, slugs in found.items()
    }
    wrong = {
        query: own[query]
        for query, meant in queries.items()
        if sorted(own[query]) != sorted(meant) or own[query][:1] != meant[:1]
    }
    assert wrong == {}


TYPED = (
    "l'ONU L’ÉLYSÉE aujourd’hui O'Brien's İSTANBUL’DA Ångström Straße ﬁnancé CO₂ Ελλάς ½ №5 e-mail U.S. GitLab",
    "1,300.50 1.300 12,5 1 300 27.02.2020 1'000 ٣٫٥ ۱۲۳ 10:14 3.14159 007 4,0 COVID-19",
    '"two words" „zwei Wörter“ «deux mots» « ++ -- _ snake_case a/b @home #tag',
    "大地震2024年の 東京GPS ガギグ ｶﾞ 한국어 ไทย ภาษา हिन्दी עברית وبالوزير لجـنة",
)
"""What is prepared in a way of its own."""


def fulfilled(script: bytes, route: Route) -> None:
    route.fulfill(body=script, content_type="text/javascript; charset=utf-8")


def test_queries_are_prepared_as_texts_are(search: Page, origin: str) -> None:
    told = [case for name in LANGUAGES for case in cases(name)["entries"].values()]
    texts = {*TYPED, *(query for name in LANGUAGES for query in map(str, cases(name)["queries"]))}
    texts |= {
        token for one in told for text in (one["title"], one["summary"], *one["points"]) for token in text.split()
    }
    for words in map(Words, sorted({*rules()["languages"], "zh", "ko"})):
        script = f"{origin}/made-by-a-test/{words.language}.js"
        search.route(script, partial(fulfilled, words.script()))
        prepared = search.evaluate(
            "async ([script, texts]) => { const { terms } = await import(script); return texts.map(terms); }",
            [script, sorted(texts)],
        )
        wrong = [
            (words.language, text, term, expected)
            for text, term in zip(sorted(texts), prepared, strict=True)
            if term != (expected := words.terms(text))
        ]
        assert wrong == []
