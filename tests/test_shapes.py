"""A frame that is filled is the frame that the theme would have made, whatever a template asks of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jinja2
import pytest
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import script_tag_filter, url_filter

from explainer.text.templating.shapes import Shapes

FILLED = {
    "title and content": "<title>{{ page.title }}</title>{{ page.content }}",
    "a description, if there is one": "{% if page.meta.description %}<b>{{ page.meta.description }}</b>{% endif %}",
    "a filter on a title": "{{ page.title | striptags | e | upper }}",
    "a default": "{{ page.meta.author | d('nobody', true) }}{{ page.meta.nothing | default('none') }}",
    "joined texts": "{{ page.title ~ ' - ' ~ page.meta.description }}",
    "contents": "{% for item in page.toc %}<a href='{{ item.url }}'>{{ item.title }}</a>{{ loop.index }}{% endfor %}",
    "the first of the contents": "{% set first = page.toc | first %}{{ first.url if first is defined }}",
    "a kind of page": "{% if page.meta.kind == 'entry' %}entry{% else %}{{ page.meta.kind }}{% endif %}",
    "what is hidden": "{% if page.meta and 'toc' in page.meta.hide %}hidden{% endif %}",
    "a word in a title": "{{ 'dam' if 'dam' in page.title else 'no dam' }}",
    "the beginning of a title": "{{ page.title.startswith('The') }}{{ page.title[:3] }}",
    "a list by name": "{{ {'The dam': 1}[page.title] | d('-') }}",
    "a link": "<a href='{{ 'explainers/' | url }}'></a><a href='{{ 'assets/x.css' | url }}'></a>{{ base_url }}",
    "a link to the page": "<a href='{{ page.url | url }}'>{{ page.canonical_url }}</a>",
    "a link into a page's own folder": "<a href='{{ 'explainers/dam/' | url }}'></a>",
    "a script": "{{ 'x.js' | script_tag }}",
    "a macro": "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(page.title) }}{{ m(page.meta.description) }}",
    "a file": "{{ page.file.src_uri }} {{ page.is_homepage }} {{ page.edit_url }} {{ page.previous_page.url }}",
    "everything of the head": "{% for key, value in page.meta.items() | sort %}{{ key }}={{ value }};{% endfor %}",
    "what is not there": "{{ page.nothing_such }}",
}
WHOLE = {
    "the order of titles": "{{ page.title < 'N' }}",
    "letter by letter": "{% for letter in page.title %}{{ letter }}.{% endfor %}",
    "a number of times": "{{ page.title * 2 }}",
    "a joined text that is looked into": "{{ (page.title ~ '!') | length }}",
    "a list of titles": "{{ [page.title, 'x'] | join(', ') }}",
    "a format": "{{ '%s' % page.title }}{{ '{:>20}'.format(page.title) }}",
    "a joined text that is compared": "{% if page.title ~ '!' == 'A last dam!' %}dam{% else %}other{% endif %}",
    "a joined text that is kept": "{% set text = page.title ~ '!' %}{{ 'dam' if text == 'A last dam!' }}",
    "a joined text that is asked": "{{ (page.title ~ '!').startswith('A last') }}",
    "a block that is kept": "{% set text %}{{ page.title }}!{% endset %}{{ 'dam' if text == 'A last dam!' }}",
}
OWN = (FILLED["everything of the head"], FILLED["a list by name"])
"""Templates for which nearly each of the pages below has a shape of its own."""
PAGES: tuple[tuple[str, str, dict[str, Any], Sequence[str]], ...] = (
    ("explainers/dam/", "The dam", {"description": "It broke.", "kind": "entry", "hide": ["toc"]}, ["One", "Two"]),
    (
        "explainers/war/",
        "A war & peace",
        {"description": "Of <b>two</b>.", "kind": "entry", "hide": []},
        ["One", "Two"],
    ),
    ("explainers/sea/", "The sea", {"description": "", "kind": "entry", "author": "Ann"}, []),
    ("explainers/sky/", "Sky over the dam", {"description": "Blue.", "kind": "entry"}, ["Only"]),
    ("topics/war/", "War", {"kind": "topic", "description": "Of wars."}, ["One", "Two"]),
    ("topics/dams/", "Dams", {"kind": "topic", "description": "Of dams."}, ["Three", "Four"]),
    ("explainers/dam/v/1/", "The dam (version 1)", {"description": "It broke.", "kind": "version"}, ["One", "Two"]),
    ("explainers/war/v/2/", "A war (version 2)", {"description": "Of two.", "kind": "version"}, ["One", "Two"]),
    ("explainers/war/v/3/", "A war (version 3)", {"description": "Of two.", "kind": "version"}, ["One", "Two"]),
    ("explainers/a/", "Another", {"description": "More.", "kind": "entry"}, ["One", "Two"]),
    ("explainers/b/", "A last dam", {"description": "Most.", "kind": "entry"}, ["One", "Two"]),
)


def environment(template: str) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader({"main.html": template}))  # as MkDocs: nothing is escaped
    env.filters["url"], env.filters["script_tag"] = url_filter, script_tag_filter
    return env


def pages() -> tuple[MkDocsConfig, list[Page]]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Desk", "site_url": "https://desk.example/"})
    config.validate()
    made = []
    for url, title, meta, headings in PAGES:
        page = Page(title, File(f"{url}index.md", "docs", "site", use_directory_urls=True), config)
        page.meta, page.content = meta, f"<p>{title}</p>"
        page.toc = get_toc([{"level": 2, "id": name.lower(), "name": name, "children": []} for name in headings])
        made.append(page)
    return config, made


def rendered(template: str) -> tuple[list[str], list[str], int]:
    """Every page three times over: filled, and as the theme makes it; with how often the theme was asked."""
    config, made = pages()
    expected = environment(template).get_template("main.html")
    env = environment(template)
    shapes, asked = Shapes(env, normalize_url), env.get_template("main.html")
    render, calls = asked.render, list[int]()

    def counted(*args: Any, **kwargs: Any) -> str:
        calls.append(1)
        return render(*args, **kwargs)

    asked.render = counted  # type: ignore[method-assign]
    nav = Navigation([], [])
    filled, whole = [], []
    for page in made * 3:
        filled.append(shapes.render(asked, page, get_context(nav, [], config, page)))
        whole.append(expected.render(get_context(nav, [], config, page)))
    return filled, whole, len(calls)


@pytest.mark.parametrize("template", FILLED.values(), ids=FILLED.keys())
def test_a_frame_is_filled_for_every_page_of_its_shape(template: str) -> None:
    filled, whole, asked = rendered(template)
    assert filled == whole
    assert asked < 3 * len(PAGES) or template in OWN  # once with marks, twice to verify


@pytest.mark.parametrize("template", WHOLE.values(), ids=WHOLE.keys())
def test_what_cannot_be_recorded_is_rendered_whole(template: str) -> None:
    filled, whole, _ = rendered(template)
    assert filled == whole
