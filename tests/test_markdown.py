"""The Markdown of an explainer: other parsers read the same words in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import write_site
from hostile import HOSTILE
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markdown import markdown
from markdown_it import MarkdownIt

from explainer.content.load import load_site
from explainer.outputs import render
from explainer.outputs.base import SiteInfo
from explainer.text.inline import to_html, to_text
from explainer.text.markdown import escaped, from_html, indented, link

PAGE = "https://small.example.org/explainers/dam/"
COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parsers(text: str) -> dict[str, html.HtmlElement]:
    """Markdown as two programs read it: one keeps to CommonMark, the other is older than that."""
    made = {"markdown-it": COMMONMARK.render(text), "Python-Markdown": markdown(text, extensions=["tables"])}
    return {name: html.fragment_fromstring(text, "div") for name, text in made.items()}


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# Python-Markdown keeps the first two control characters for itself; no entry has them.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)
MARKUP = st.text("a b1.)(*_`[]<>!#&;|~+-=:\\\"'{}/", min_size=1)
PLACES = {"{}": "p", "# {}": "h1", "-   {}": "li", "-   above\n\n    {}": "li/p[2]", "1.  {}": "li"}


@given(st.sampled_from(sorted(PLACES)), (TEXT | MARKUP).map(lambda text: " ".join(text.split())).filter(bool))
@example("-   {}", "1. one")
@example("-   {}", "# one #")
@example("-   {}", "--- a")
@example("-   {}", "===")
@example("-   {}", "&lt;b&gt; &amp;")
@example("-   {}", "![a](b)")
@example("-   {}", "a\\")
def test_any_text_is_read_as_it_is(place: str, text: str) -> None:
    for name, read in parsers(place.replace("{}", escaped(text))).items():
        (found,) = read.xpath(f".//{PLACES[place]}")
        assert said(found).removeprefix("above ") == text, name
        assert {element.tag for element in found.iter()} <= {"p", "h1", "li"}, name


@given(MARKUP)
@example("*a*_b_")
@example("**1.**__1.__(`")
@example("**a *b***")
@example("_*a*_")
@example("![a](https://example.org/(b))")
@example("``a`b``")
@example("[a\\]](https://example.org/?a=1&copy;)")
def test_inline_marks_change_no_word(text: str) -> None:
    written = from_html(to_html(text), PAGE)
    meant = " ".join(to_text(text).split())
    (read,) = parsers(f"-   x {written}")["markdown-it"].xpath(".//li")
    assert said(read) == f"x {meant}".strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It is *new*, and `a*b`.", "It is *new*, and `a*b`."),
        ("See [the report](source:report).", "See [the report](https://water.example.org/a)."),
        ("See [above](source:none).", "See above."),
        ("A **“quotation”**!", "A **“quotation”**!"),
        ("[a](https://example.org/x_(y)?q=1&lt;2)", "[a](<https://example.org/x_(y)?q=1%3C2>)"),
    ],
)
def test_marks_and_links_stay(text: str, written: str) -> None:
    assert from_html(to_html(text, {"report": "https://water.example.org/a"}), PAGE) == written


def test_links_count_from_the_page() -> None:
    assert from_html(to_html("[a](source:b)", {"b": "#source_b"}), PAGE) == f"[a]({PAGE}#source_b)"
    assert link("a [b]", "https://example.org/(c)") == "[a \\[b\\]](<https://example.org/(c)>)"
    assert link("1. a", "") == "1\\. a"
    assert indented("a\n\nb") == "    a\n\n    b"


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_hostile_becomes_markup(text: str, tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, {}))
    (entry,) = site.entries
    fields = {**dict(entry), "title": text, "summary": text}
    site = replace(site, entries=(entry.model_validate(fields).placed("dam", entry.path),))
    made = render(site, date(2026, 11, 22), site_info=SiteInfo("The Small Desk", "https://small.example.org/"))
    (twin,) = (one.content for one in made if one.path == "explainers/dam/index.html.md")
    head, body = re.split("\n---\n\n", twin, maxsplit=1)
    assert head.startswith("---\n") and "\n---" not in head
    for name, read in parsers(body).items():
        assert said(read.xpath(".//h1")[0]) == " ".join(text.split()), name
        assert {one.tag for one in read.iter()} <= {"div", "h1", "h2", "p", "ul", "ol", "li", "a", "strong"}, name
