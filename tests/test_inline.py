"""Inline Markdown: what editors may write becomes HTML, and nothing else does."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.text.inline import html_tags, is_safe_url, links, refused_links, to_html, to_text

PIECES = st.sampled_from(
    [
        *("source:ap", "tel:116123"),
        *"*_`[]()<>!\\&\"'\n\t #:;=/ab\0é\xa0\u202e",
        *("<script>", "<img src=x onerror=alert(1)>", "</p>", "<!--", "-->", "<a href=", "<https://example.org>"),
        *("&lt;", "&#60;", "&amp;", "&colon;", "&#x6A;", "![a](https://example.org/x.png)", "\n\n    code\n", "# a\n"),
        *(
            "[a](",
            "[a]()",
            "](",
            ")",
            "https://example.org/",
            "HTTP://a.b",
            "mailto:a@b.c",
            ' "title"',
            " '\" onclick=x '",
        ),
        *("javascript:alert(1)", "JaVa\tScRiPt:", "data:text/html,x", "vbscript:x", "//a.b", "\\javascript:", "&#9;x"),
        *("[r]: javascript:x\n", "[a][r]", "https://[::1", "https://a\u2100b.c", "| a | b |\n|---|---|\n"),
    ]
)
MARKUP = st.lists(PIECES, max_size=12).map("".join) | st.text()


class Page(HTMLParser):
    """Reads HTML as a browser does: the tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.other = 0
        self.feed(str(html))  # Markup would be escaped once more
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other += 1

    def handle_decl(self, decl: str) -> None:
        self.other += 1

    def handle_pi(self, data: str) -> None:
        self.other += 1


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(MARKUP)
def test_no_markup_comes_through(text: str) -> None:
    page = Page(to_html(text, {"ap": "https://example.org/?a&b"}))
    assert page.other == 0
    for tag, attributes in page.tags:
        assert tag in ("em", "strong", "code", "a")
        assert set(attributes) <= ({"href", "title"} if tag == "a" else set())
        if tag == "a":
            assert urlsplit(attributes["href"] or "").scheme in ("http", "https", "mailto", "tel")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(MARKUP)
def test_plain_text_is_what_readers_see(text: str) -> None:
    assert Page(to_html(text)).text == to_text(text)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.text(st.characters(exclude_characters="*_`[]\\&<>!", exclude_categories=["Cc", "Cs"]) | st.sampled_from(" \t\n"))
)
def test_text_without_marks_takes_a_shorter_way_to_the_same_html(text: str) -> None:
    """One mark sends the whole text through the Markdown parser."""
    assert unescape(to_html(f"`x` {text}")) == f"<code>x</code> {unescape(to_html(text))}".strip(" ")


ADDRESSES = st.from_regex(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9/._~?=+,:@%&;!*()-]{0,20})?", fullmatch=True)
ADDRESSES |= st.sampled_from(["source:ap", "source:ministry-1", "source:"])
LINKS = st.builds("[{}]({})".format, st.text(st.sampled_from("ab c\"'.:\u00a0\u0645])("), max_size=8), ADDRESSES)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists(LINKS | st.text(st.sampled_from("ab \"'.:-\n)("), max_size=6), max_size=6).map("".join))
def test_text_with_plain_links_takes_a_shorter_way_to_the_same(text: str) -> None:
    """One mark sends the whole text through the Markdown parser."""
    parsed = f"`x` {text}"
    sources = {"ap": "https://example.org/?a&b"}
    whole = unescape(to_html(parsed, sources)).strip(" ")
    assert whole == f"<code>x</code> {unescape(to_html(text, sources))}".strip(" ")
    assert to_text(parsed).strip(" ") == f"x {to_text(text)}".strip(" ")
    assert links(parsed) == links(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A dam broke.", "A dam broke."),
        ("*so* and **so** and `so`", "<em>so</em> and <strong>so</strong> and <code>so</code>"),
        ("[so](https://example.org/a?b=1&c=2)", '<a href="https://example.org/a?b=1&amp;c=2">so</a>'),
        ("[so](mailto:desk@example.org)", '<a href="mailto:desk@example.org">so</a>'),
        ("two\nlines  and\tspaces ", "two lines and spaces"),
        ("30\xa0% *more*", "30\xa0% <em>more</em>"),
        ("<b>so</b> & so", "&lt;b&gt;so&lt;/b&gt; &amp; so"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("# no heading", "# no heading"),
        ("- no list", "- no list"),
        ("5 < 6 > 4", "5 &lt; 6 &gt; 4"),
        (r"\*as it stands\*", "*as it stands*"),
        ("snake_case_name", "snake_case_name"),
        ("![no picture](https://example.org/x.png)", '!<a href="https://example.org/x.png">no picture</a>'),
        ("[so](javascript:alert(1))", "[so](javascript:alert(1))"),
        ("https://example.org is no link", "https://example.org is no link"),
    ],
)
def test_what_editors_may_write(text: str, html: str) -> None:
    assert to_html(text) == html


def test_plain_text_has_no_marks_and_no_addresses() -> None:
    assert to_text("Turkey said *two* [soldiers](https://example.org) had `died` &amp; left") == (
        "Turkey said two soldiers had died & left"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://example.org/a?b#c",
        "https://user@example.org:8080/",
        "mailto:desk@example.org",
        "tel:116123",
        "tel:+44-20-7946-0000",
        "tel:+4930(1234)56;ext=7",
    ],
)
def test_an_address_that_may_be_linked(url: str) -> None:
    assert is_safe_url(url)
    assert links(f"[a]({url})") != []
    assert refused_links(f"[a]({url})") == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://a.b",
        ),
        *(
            "//example.org",
            "/explainers/dam/",
            "dam.md",
            "#k3f9",
            "www.example.org",
            "https:",
            "https:///a",
            "http:a.b",
        ),
        *("", "mailto:", "mailto:?subject=x", "ht\ttps://a.b", "tel:", "tel:help", "tel://116123"),
    ],
)
def test_an_address_that_may_not_be_linked_is_told(url: str) -> None:
    assert not is_safe_url(url)
    text = f"See [a]({url}) and [b](https://example.org)."
    assert [attributes for _, attributes in Page(to_html(text)).tags] == [{"href": "https://example.org"}]
    if "\t" not in url:
        assert refused_links(text) == [url]
        assert links(text) == ["https://example.org", url]


def test_tags_are_found_outside_code_only() -> None:
    assert html_tags("a `<b>` <i>c</i> <!-- d --> 1 < 2 > 1") == ["<i>", "</i>", "<!--"]
