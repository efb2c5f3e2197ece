"""Where MkDocs must build a site itself, and where what we do in its place gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from building import TODAY, build, by_mkdocs, contents, differences, from_nothing, run, settle
from click.testing import CliRunner
from conftest import GOOD_SITE, PICTURE, write_site
from hostile import HOSTILE, hostile_site
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import escape

from explainer.cli.main import main
from explainer.content.load import load_site
from explainer.engine.html_blocks import convert
from explainer.outputs import render
from explainer.outputs.base import heading

ROOT = Path(__file__).parents[1]
CONFIGURATION = GOOD_SITE["mkdocs.yml"]
PAGES = {
    "content/pages/about.md": "# About\n\n[The dam](explainers/dam/index.md), [what changed][1], [rules](rules.md)\n\n"
    "[1]: explainers/dam/changes/index.md\n",
    "content/entries/dam.yml": GOOD_SITE["content/entries/dam.yml"]
    + "updates:\n  - {at: 2026-05-06, type: update, note: More is known.}\n",
    "content/images/desk.gif": PICTURE,
}


def configured(text: str = "", *, extensions: str = "[attr_list, toc]", theme: str = "", plugins: str = "") -> str:
    """The good site's configuration with something more in it."""
    told = CONFIGURATION.replace("[attr_list, toc]", extensions).replace("name: explainer", f"name: explainer{theme}")
    return told.replace("[explainer]", f"[explainer{plugins}]") + text


# --- MkDocs builds ----------------------------------------------------------------------------------------------------

HOOK = "def on_page_content(html, page, config, files):\n    return html + f'<p>{len(files)} files</p>'\n"
SLOW: dict[str, tuple[Mapping[str, str], str]] = {
    "another plugin": (
        {"mkdocs.yml": configured(plugins=", material/tags")},
        "the plugin `material/tags` may want to see every page",
    ),
    "hooks": (
        {"mkdocs.yml": configured("hooks: [hooks.py]\n"), "hooks.py": HOOK},
        "`hooks` may want to see every page",
    ),
    "extra templates": (
        {
            "mkdocs.yml": configured("extra_templates: [all.html]\n"),
            "content/all.html": "{% for page in pages %}{{ page.url }}\n{% endfor %}",
        },
        "`extra_templates` may list every page",
    ),
    "strict": ({"mkdocs.yml": configured("strict: true\n")}, "`strict` wants MkDocs' own warnings"),
    "a theme that lists pages": (
        {"templates/theme/main.html": "{{ page.content }}{% for one in pages %}{{ one.url }}\n{% endfor %}"},
        "the theme's `main.html` asks for `pages`, all pages of the site",
    ),
    "a page of errors that lists pages": (
        {"templates/theme/404.html": "{% for one in pages %}{{ one.url }}\n{% endfor %}"},
        "the theme's `404.html` asks for `pages`, all pages of the site",
    ),
    "a sitemap of its own": (
        {"templates/theme/sitemap.xml": "{% for one in pages %}{{ one.url }}\n{% endfor %}"},
        "the theme's `sitemap.xml` asks for `pages`, all pages of the site",
    ),
    "a page with a template that lists pages": (
        {
            "templates/theme/all.html": "{% for one in pages %}{{ one.url }}\n{% endfor %}",
            "content/pages/all.md": "---\ntemplate: all.html\n---\n# All\n",
        },
        "the theme's `all.html` asks for `pages`, all pages of the site",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("reason", SLOW)
def test_mkdocs_builds_what_only_it_can(reason: str, tmp_path: Path) -> None:
    files, told = SLOW[reason]
    root = write_site(tmp_path / "small", {**PAGES, "content/pages/about.md": "# About\n", **files})
    for _ in range(2):
        assert f"MkDocs builds the whole site, which is slower: {told}\n" in build(root, search=True)
        theirs = by_mkdocs(root, tmp_path / "theirs", search=True)
        assert differences(contents(root / "site"), theirs) == []


REFUSED = {
    "use_directory_urls": ({"mkdocs.yml": configured("use_directory_urls: false\n")}, "`use_directory_urls: true`"),
}


@pytest.mark.parametrize("setting", REFUSED)
def test_settings_with_which_pages_would_be_wrong_are_refused(setting: str, tmp_path: Path) -> None:
    files, told = REFUSED[setting]
    done = run(write_site(tmp_path, files), "build", "--today", TODAY)
    assert done.exit_code == 1
    assert told in done.output


# --- the same bytes, made by us ---------------------------------------------------------------------------------------

SAME: dict[str, Mapping[str, str]] = {
    "links to what belongs to entries": {},
    "headings with links to themselves": {
        "mkdocs.yml": configured("  toc: {permalink: true}\n", extensions="\n  attr_list: {}")
    },
    "other extensions of Markdown": {
        "mkdocs.yml": configured(extensions="[attr_list, toc, smarty, pymdownx.superfences]")
    },
    "a page template of its own with Markdown in it": {
        "templates/pages/topics.md.jinja": "<p>One</p>\n\n*Two* and `three`.\n\n## Four\n\n<p>Five</p>\n- *Six*\n",
    },
    "no address yet": {"mkdocs.yml": CONFIGURATION.replace("site_url: https://small.example.org/\n", "")},
    "an address with a path": {"mkdocs.yml": CONFIGURATION.replace(".org/", ".org/a/b/")},
    "links for editors": {
        "mkdocs.yml": configured(
            "repo_url: https://forge.example.org/desk/site\nedit_uri: edit/main/content/\nnav: [about.md, index.md]\n"
        )
    },
    "a navigation with sections, links and pages without a title": {
        "mkdocs.yml": configured(
            "nav:\n  - index.md\n  - About: [about.md, Elsewhere: https://elsewhere.example.org/]\n"
            "  - topics/floods/index.md\n  - explainers/dam/changes/index.md\n  - explainers/dam/v/1/index.md\n"
            "  - The Courier: sources/courier/index.md\n",
        ),
        "templates/theme/main.html": "{{ nav }}{{ page.title }}{{ page.content }}",
    },
    "absolute links": {
        "mkdocs.yml": configured("validation: {links: {absolute_links: relative_to_docs}}\n"),
        "content/pages/about.md": "# About\n\n[The dam](/explainers/dam/index.md) ![desk](/images/desk.gif)\n",
    },
    "what MkDocs leaves out": {
        "mkdocs.yml": configured("exclude_docs: |\n  secret.txt\n"),
        "content/secret.txt": "secret",
        "content/.hidden/a.txt": "hidden",
        "content/.well-known/security.txt": "hidden",
        "content/robots.txt": "User-agent: *\n",
    },
    "styles, scripts and a folder of the theme": {
        "mkdocs.yml": configured("extra_css: [extra.css]\nextra_javascript: [extra.js]\n", theme=", custom_dir: look"),
        "content/extra.css": "p {}",
        "content/extra.js": "1",
        "look/partials/footer.html": "<footer>Ours</footer>",
        "look/assets/own.svg": "<svg/>",
        "look/plain.html": "{{ page.content }}",
        "content/pages/plain.md": "---\ntemplate: plain.html\n---\n# Plain\n",
    },
    "a page that can be searched": {
        "content/old.html": "<html lang=en><body data-pagefind-body><p>An old page about a dam.</p></body></html>",
    },
    "names with spaces and other letters": {
        "content/pages/plan für 2027.md": "# Plan\n",
        "content/images/größe 1.gif": PICTURE,
        "content/pages/about.md": "# About\n\n[Plan](plan%20f%C3%BCr%202027.md) ![x](images/gr%C3%B6%C3%9Fe%201.gif)\n",
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("site", SAME)
def test_a_site_has_the_bytes_that_mkdocs_gives_it(site: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "small", {**PAGES, **SAME[site]})
    assert "MkDocs builds" not in build(root, search=True)
    theirs = by_mkdocs(root, tmp_path / "theirs", search=True)
    assert differences(contents(root / "site"), theirs) == []


@pytest.mark.slow
def test_a_page_follows_the_file_that_it_takes_in(tmp_path: Path) -> None:
    settings = f"\n  attr_list: {{}}\n  pymdownx.snippets: {{base_path: [{tmp_path}]}}"
    files = {"mkdocs.yml": configured(extensions=settings), "content/pages/about.md": '--8<-- "notes.txt"\n'}
    root = write_site(tmp_path / "small", files)
    settle(root)
    for text in ("First", "Second"):
        (tmp_path / "notes.txt").write_text(text)
        build(root)
        assert text in (root / "site" / "about" / "index.html").read_text()


@pytest.mark.slow
def test_the_time_that_the_environment_gives_is_in_the_sitemap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path / "small", PAGES)
    settle(root)
    for moment, day in (("86400", "1970-01-02"), ("172800", "1970-01-03")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        build(root)
        assert f"<lastmod>{day}</lastmod>" in (root / "site" / "sitemap.xml").read_text()
        assert differences(contents(root / "site"), from_nothing(root, tmp_path / "fresh")) == []


# --- Markdown ---------------------------------------------------------------------------------------------------------

EXTENSIONS = ("attr_list", "toc")


def asked(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """What Markdown itself makes of a text."""
    parser = Markdown(extensions=list(EXTENSIONS))
    html = parser.convert(markdown)
    tokens = parser.toc_tokens  # type: ignore[attr-defined]
    return html, [(token["id"], token["name"]) for token in tokens]


@pytest.mark.slow
@pytest.mark.parametrize("texts", [[], [f"{one} {one}" for one in HOSTILE], HOSTILE], ids=["ours", "twice", "hostile"])
def test_every_page_of_ours_is_what_markdown_makes_of_it(texts: list[str], tmp_path: Path) -> None:
    site = load_site(hostile_site(tmp_path, texts) if texts else ROOT)
    pages = [artifact for artifact in render(site, date.fromisoformat(TODAY)) if artifact.meta is not None]
    ready = {page.path: convert(page.body) for page in pages}
    assert len([one for one in ready.values() if one]) > 0.9 * len(pages) > 10
    assert {page.path: asked(page.body) for page in pages if ready[page.path]} == {
        path: one for path, one in ready.items() if one
    }


TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
TAGS = ("div", "p", "ul", "ol", "nav", "section", "aside", "figure", "dl", "details", "table", "form", "header", "h3")


@st.composite
def _block(draw: st.DrawFn) -> str:
    """HTML as autoescape leaves it, over one line or several."""
    tag = draw(st.sampled_from(TAGS))
    words = draw(st.lists(TEXT.map(escape).map(str), max_size=3))
    between = draw(st.sampled_from(("\n", "\n\n", "", "\n  ")))
    inner = between.join(f"<span>{' '.join(one.split())}</span>" for one in words)
    return f'<{tag} class="x">{between}{inner}{between}</{tag}>'


@st.composite
def _heading(draw: st.DrawFn) -> str:
    attributes = draw(st.sampled_from(("", " .x-a", ' class="x-a"', " data-version=2")))
    return f"## {heading(draw(TEXT))} {{: #{draw(st.sampled_from(('a', 'b_2', 'what_happened')))}{attributes} }}"


BODIES = st.lists(st.one_of(_block(), _heading()), max_size=6).map(lambda parts: "\n\n".join(parts) + "\n")


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
def test_whatever_stands_in_blocks_and_headings_is_what_markdown_makes_of_it(body: str) -> None:
    ready = convert(body)
    assert ready is None or ready == asked(body)


PIECES = (
    *(
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<p class='a b'>",
        "<DIV>",
        "<li>",
        "<span>",
        "</span>",
        "<hr>",
        "<br/>",
        "<hr />",
    ),
    *(
        "<img src='>'>",
        '<svg viewBox="0 0">',
        "<path d='M0'/>",
        "</svg>",
        "<!-- a -->",
        "<script>",
        "</script>",
        "<pre>",
    ),
    *(
        "</pre>",
        "\n",
        "\n",
        "\n\n",
        "\n    ",
        " ",
        "words",
        "**bold**",
        "`code`",
        "&amp;",
        "&",
        "<",
        ">",
        "a < b",
        "- item",
    ),
    *(
        "\n\n## Heading {: #a }\n\n",
        "\n# One\n",
        "\n```\n",
        "[a](b.md)",
        "<style>",
        "</style>",
        "<a-b c>",
        "</a-b>",
        "<?a?>",
    ),
    *(
        "<p title=`a>b`>",
        "<td>",
        "</td>",
        "<table>",
        "</table>",
        "<textarea>",
        "</textarea>",
        "<p/>",
        "[1]: b",
        "\n: what",
    ),
)
OTHERS = st.lists(st.one_of(st.sampled_from(PIECES), _block().map(lambda one: f"\n\n{one}\n\n")), max_size=12).map(
    "".join
)


@settings(deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
@given(OTHERS)
@example("<p>a</p>\n<p>b</p>")
@example("<div>\n\n**a**\n\n</div>\n\n**b**")
def test_whatever_stands_in_templates_of_others_is_what_markdown_makes_of_it(body: str) -> None:
    ready = convert(body, trusted=False)
    assert ready is None or ready == asked(body)


@pytest.mark.parametrize(
    "body",
    [
        *("<p>a", "<p>a</p> b", "<p>a</p><p>b</p>", "<p>a</p>\n\n**b**", "<p>a < b</p>", "<span>a</span>", "<hr>"),
        *("<p>a</div>", "<p>\n```\n</p>", "<p>\n# a\n</p>", "<p><!-- a --></p>", "<script>'<b>'</script>", "a"),
    ],
)
def test_templates_of_others_that_are_not_all_html_go_through_markdown(body: str) -> None:
    assert convert(body, trusted=False) is None


def test_templates_of_others_that_are_all_html_do_not() -> None:
    body = '<p>a</p>\n<div class="b"><img src="c">\n\n<svg><path/></svg></div>\n\n<script>1 && 2</script>\n'
    assert convert(body, trusted=False) == asked(body)


@pytest.mark.parametrize("theme", ["explainer", "material"])
def test_a_site_without_an_address_has_no_empty_value_and_says_what_it_lacks(theme: str, tmp_path: Path) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("site_url: https://small.example.org/\n", "")
    root = write_site(tmp_path, {"mkdocs.yml": config.replace("name: explainer", f"name: {theme}")})
    done = CliRunner().invoke(main, ["-C", str(root), "build", "--no-search", "--today", TODAY])
    assert done.exit_code == 0, done.output
    assert done.stderr.count("mkdocs.yml has no `site_url`, so there are no feeds") == 1
    pages = [path.read_text(encoding="utf-8") for path in (root / "site").rglob("*.html")]
    assert len(pages) > 10
    assert [page for page in pages if "None" in page] == []


def test_an_address_from_the_environment_or_another_file_is_one(
    good_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("https://small.example.org/", "!ENV [SITE, HOME_PAGE, '']")
    write_site(good_site, {"mkdocs.yml": config})
    assert "has no `site_url`" in run(good_site, "build", "--no-search", "--today", TODAY).stderr
    monkeypatch.setenv("HOME_PAGE", "https://small.example.org/")
    assert not run(good_site, "build", "--no-search", "--today", TODAY).stderr
    assert (good_site / "site/feed.xml").exists()
    parent = GOOD_SITE["mkdocs.yml"].replace("https://small.example.org/", "https://other.example.org/")
    write_site(good_site, {"base.yml": parent, "mkdocs.yml": "INHERIT: base.yml\n"})
    assert not run(good_site, "build", "--no-search", "--today", TODAY).stderr
    assert b"https://other.example.org/" in (good_site / "site/feed.xml").read_bytes()
