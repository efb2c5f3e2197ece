"""A MkDocs site that was there before: one line under `plugins:` and one file make it a publisher of explainers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from building import TODAY, build, by_mkdocs, contents, differences, run
from conftest import GOOD_SITE, PICTURE
from lxml import html
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from pages import found

from explainer.engine.options import ExplainerConfig

pytestmark = pytest.mark.slow

SETTINGS = """\
site_name: The Manual
site_url: https://manual.example.org/
theme: {name: material, font: false}
"""
PAGES = {
    "docs/index.md": "# Welcome\n\n[The guide](guide/index.md)\n\n!!! note\n    No extension makes this a note.\n",
    "docs/guide/index.md": "# Guide\n\n## One\n\n[Home](../index.md), [more](read.md)\n",
    "docs/guide/read.md": "---\ntitle: Read on\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "docs/pages/own.md": "# A folder that is called pages\n",
    "docs/entries/notes.txt": "Not an entry, and published as before.\n",
    "docs/guide/plan.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
}
ENTRY = """\
title: Why the dam broke
summary: A dam broke in May, and a village was flooded.
status: published
published: 2026-05-04
image: {file: images/dam.gif, alt: A dam}
sections:
  - kind: what_happened
    points:
      - {id: a1b2, text: The dam broke at night., sources: [report]}
  - kind: could_it_be_avoided
    points:
      - {text: Repairs had been put off twice., sources: [report]}
  - kind: whats_next
    points:
      - {text: The ministry plans a report., sources: [report], expected: 2027-03}
sources:
  - {id: report, type: document, title: State of the dams}
"""
SEARCHED = "plugins: [search, explainer]\n"


def write(root: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def site(root: Path, settings: str, **files: str) -> Path:
    """The manual with the plugin and one entry."""
    ours = {"docs/entries/dam.yml": ENTRY, "docs/images/dam.gif": PICTURE}
    return write(root, {"mkdocs.yml": SETTINGS + settings, **PAGES, **ours, **files})


def before(root: Path, settings: str) -> dict[str, bytes]:
    """The manual as MkDocs builds it without the plugin."""
    write(root, {"mkdocs.yml": SETTINGS + settings, **PAGES})
    mkdocs_build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    return contents(root / "site")


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_its_own_pages_stay_byte_for_byte(theme: str, tmp_path: Path) -> None:
    named = f"theme: {{name: {theme}}}\n" if theme != "material" else ""
    settings = SETTINGS.replace("theme: {name: material, font: false}\n", named) if named else SETTINGS
    write(tmp_path / "old", {"mkdocs.yml": settings + "plugins: [search]\n", **PAGES})
    mkdocs_build(load_config(str(tmp_path / "old/mkdocs.yml"), site_dir=str(tmp_path / "old/site")))
    old = contents(tmp_path / "old/site")
    root = site(tmp_path / "new", SEARCHED)
    (root / "mkdocs.yml").write_text(settings + SEARCHED, encoding="utf-8")
    new = by_mkdocs(root, tmp_path / "built")
    changed = {path for path in old if new.get(path) != old[path]}
    # MkDocs' own themes name the time of the build on the front page.
    allowed = {"sitemap.xml", "sitemap.xml.gz", "search/search_index.json", *({"index.html"} if named else ())}
    assert changed <= allowed, changed
    added = {path for path in new.keys() - old.keys() if not path.startswith(("news/", "assets/explainer/"))}
    assert added == {"images/dam.gif"}


@pytest.mark.parametrize("settings", [SEARCHED, "plugins: [explainer]\n", SEARCHED + "use_directory_urls: true\n"])
def test_the_builder_makes_the_same_site(settings: str, tmp_path: Path) -> None:
    root = site(tmp_path / "manual", settings)
    output = build(root, search=True)
    assert "MkDocs builds" not in output
    assert differences(contents(root / "site"), by_mkdocs(root, tmp_path / "built", search=True)) == []


def test_what_to_add_to_the_navigation_is_told_once(tmp_path: Path) -> None:
    root, told = site(tmp_path / "manual", SEARCHED), "add `- News: news/index.md` to `nav`"
    assert build(root).count(told) == 1
    write(root, {"docs/entries/flood.yml": ENTRY})
    assert told not in build(root)
    named = site(tmp_path / "named", SEARCHED + "nav: [Home: index.md, Explainers: news/index.md]\n")
    assert told not in build(named)


@pytest.mark.parametrize(
    ("main", "told"), [("{{ page.content }}\n", True), ('{% extends "base.html" %}\n', False)], ids=["whole", "part"]
)
def test_a_copied_frame_that_still_wins_is_told(main: str, told: bool, tmp_path: Path) -> None:
    root = site(tmp_path / "manual", SEARCHED, **{"templates/theme/main.html": main})
    assert ("templates/theme/main.html replaces the frame of the theme `material`" in build(root)) is told


def test_the_entry_is_found_in_the_search_of_the_site(tmp_path: Path) -> None:
    entry = ENTRY.replace("kind: what_happened", "kind: what_happened\n    heading: How did the dyke break?")
    unnamed = "anonymous: {description: a night watch, reason: unsafe}"
    entry += f"  - {{id: guard, title: Talk, author: Ada Öz, type: interview, {unnamed}}}\n"
    root = site(tmp_path / "manual", SEARCHED, **{"docs/entries/dam.yml": entry})
    new = by_mkdocs(root, tmp_path / "built")
    found = {entry["location"]: entry for entry in json.loads(new["search/search_index.json"])["docs"]}
    assert found["news/explainers/dam/"]["title"] == "Why the dam broke"
    section, sources = found["news/explainers/dam/#what_happened"], found["news/explainers/dam/#all_sources"]
    assert section["title"] == "How did the dyke break?"
    assert "The dam broke at night." in section["text"]
    assert "Ada Öz" in sources["text"]
    assert "a night watch" in sources["text"]


def test_pictures_and_addresses_are_below_the_prefix(tmp_path: Path) -> None:
    root = site(tmp_path / "manual", "plugins: [explainer: {prefix: /desk/}]\n")
    build(root)
    page = (root / "site/desk/explainers/dam/index.html").read_text(encoding="utf-8")
    assert 'src="../../images/dam.gif"' in page
    assert (root / "site/desk/images/dam.gif").read_text() == PICTURE
    assert "https://manual.example.org/desk/explainers/dam/" in page
    assert "<id>https://manual.example.org/desk/explainers/dam/</id>" in (root / "site/desk/feed.xml").read_text()
    assert not (root / "site/_headers").exists()
    ways = "//link[contains(@rel, 'alternate')]/@href | //meta[@property='og:image']/@content"
    home = "https://manual.example.org/"
    named = [one.removeprefix(home) for one in found(html.document_fromstring(page), ways) if one.startswith(home)]
    assert len(named) == 7  # three references, Markdown, data, oEmbed, the picture for previews of links
    assert [
        path for path in named if not path.startswith("desk/") or not (root / "site" / path.partition("?")[0]).is_file()
    ] == []


def test_translations_and_policies_are_where_they_stand(tmp_path: Path) -> None:
    german = ENTRY.replace("Why the dam broke", "Warum der Damm brach") + "language: de\ntranslation_of: dam\n"
    policies = "policies: {ethics: guide/#one, corrections: corrections/, masthead: /}\n"
    more = {"docs/entries/damm.yml": german, "site_data/site.yml": policies}
    root = site(tmp_path / "manual", "plugins: [explainer]\n", **more)
    build(root)
    assert differences(contents(root / "site"), by_mkdocs(root, tmp_path / "built")) == []
    link = 'rel="alternate" hreflang="de" href="https://manual.example.org/news/explainers/damm/"/>'
    assert (root / "site/sitemap.xml").read_text(encoding="utf-8").count(link) == 2
    page = (root / "site/news/explainers/dam/index.html").read_text(encoding="utf-8")
    assert 'hreflang="de" href="https://manual.example.org/news/explainers/damm/">' in page
    for told in ("ethicsPolicy", "guide/#one"), ("correctionsPolicy", "news/corrections/"), ("masthead", ""):
        assert f'"{told[0]}":"https://manual.example.org/{told[1]}"' in page
    front = (root / "site/news/index.html").read_text(encoding="utf-8")
    for way in ("../guide/#one", "corrections/", "../"):
        assert f'<li><a href="{way}">' in front
    alone = (root / "mkdocs.yml").read_text(encoding="utf-8").replace("site_url", "# site_url")
    build(write(root, {"mkdocs.yml": alone}))
    page = (root / "site/news/explainers/dam/index.html").read_text(encoding="utf-8")
    assert 'hreflang="de" href="../damm/">' in page
    assert '"ethicsPolicy":"../../../guide/#one"' in page


def test_no_policy_unless_it_is_asked_for(tmp_path: Path) -> None:
    page = "news/explainers/dam/index.html"
    without = by_mkdocs(site(tmp_path / "a", "plugins: [explainer]\n"), tmp_path / "built-a")
    asked = by_mkdocs(site(tmp_path / "b", "plugins: [explainer: {policy: true}]\n"), tmp_path / "built-b")
    assert b"Content-Security-Policy" not in without[page]
    assert b"Content-Security-Policy" in asked[page]
    assert b"Content-Security-Policy" not in asked["index.html"]


@pytest.mark.parametrize("setting", ["exclude_docs: entries/dam.yml", "draft_docs: entries/dam.yml"])
def test_exclude_docs_and_draft_docs_hold_for_entries(setting: str, tmp_path: Path) -> None:
    settings = f"{SEARCHED}{setting}\n"
    root = site(tmp_path / "manual", settings, **{"docs/entries/flood.yml": ENTRY})
    built = by_mkdocs(root, tmp_path / "built")
    assert "news/explainers/dam/index.html" not in built
    assert "news/explainers/flood/index.html" in built
    build(root)
    assert differences(contents(root / "site"), built) == []


def test_whatever_else_is_among_the_entries_is_published_as_before(tmp_path: Path) -> None:
    files = {
        "docs/entries/guide.md": "# Guide\n",
        "docs/entries/sub/read.md": "# Read\n",
        "elsewhere.md": "# There\n",
    }
    root = site(tmp_path / "manual", SEARCHED, **files)
    (root / "docs/entries/link.md").symlink_to(root / "elsewhere.md")
    (root / "docs/entries/dam.gif").symlink_to(root / "docs/images/dam.gif")
    build(root)
    built = contents(root / "site")
    assert {f"entries/{name}/index.html" for name in ("guide", "sub/read", "link")} | {
        "entries/dam.gif"
    } <= built.keys()
    assert differences(built, by_mkdocs(root, tmp_path / "built")) == []


def test_an_entry_with_another_ending_is_told(tmp_path: Path) -> None:
    root = site(tmp_path / "manual", SEARCHED, **{"docs/entries/flood.yaml": ENTRY})
    done = run(root, "check", "--today", TODAY)
    assert "docs/entries/flood.yaml:1:1: only `.yml` files belong here [unexpected-file]" in done.output


@pytest.mark.parametrize("file", ["news/feed.json", "news/explainers/dam/index.html"])
def test_a_file_of_the_site_where_one_of_ours_would_be_is_told(
    file: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = site(tmp_path / "manual", SEARCHED, **{f"docs/{file}": "mine"})
    done = run(root, "build", "--today", TODAY, "--no-search")
    assert done.exit_code == 1
    told = f"docs/{file}:1:1: the address `/{file}` is taken: the program publishes something of its own there"
    assert told in done.output
    with pytest.raises(Abort):
        by_mkdocs(root, tmp_path / "built")
    assert told in caplog.text


def test_the_names_of_both_pages_at_one_address_are_told(tmp_path: Path) -> None:
    root = site(tmp_path / "manual", SEARCHED, **{"docs/news/index.md": "# News\n"})
    done = run(root, "build", "--today", TODAY, "--no-search")
    assert (
        "docs/news/index.md:1:1: the address `/news/` is taken: the program publishes something of its own"
        in done.output
    )


def test_the_folders_are_options(tmp_path: Path) -> None:
    options = "{entries_dir: stories, data_dir: records, templates_dir: ours, prefix: desk}"
    files = {
        "docs/stories/flood.yml": ENTRY + "topics: [floods]\n",
        "docs/images/dam.gif": PICTURE,
        "records/topics.yml": GOOD_SITE["site_data/topics.yml"],
        "ours/pages/topics.md.jinja": "<p>Our own page of topics: {{ topics | length }}.</p>\n",
    }
    root = write(tmp_path / "manual", {"mkdocs.yml": f"{SETTINGS}plugins: [explainer: {options}]\n", **PAGES, **files})
    build(root)
    built = contents(root / "site")
    assert built["desk/images/dam.gif"] == PICTURE.encode()
    assert b"Our own page of topics: 1." in built["desk/topics/index.html"]
    assert differences(built, by_mkdocs(root, tmp_path / "built")) == []


def test_a_site_made_for_explainers_may_have_pages_anywhere(good_site: Path, tmp_path: Path) -> None:
    write(good_site, {"content/notes/one.md": "# One\n\n[The dam](../explainers/dam/index.md)\n"})
    assert "MkDocs builds" not in build(good_site)
    built = contents(good_site / "site")
    assert b"<h1" in built["notes/one/index.html"]
    assert differences(built, by_mkdocs(good_site, tmp_path / "built")) == []


def test_the_manual_is_such_a_site(tmp_path: Path) -> None:
    config = load_config(str(Path(__file__).parents[1] / "docs.yml"), site_dir=str(tmp_path / "site"))
    mkdocs_build(config)
    pages = json.loads((tmp_path / "site/search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert {"editors/", "news/explainers/frame/"} <= {page["location"] for page in pages}


@pytest.mark.parametrize(("features", "shown"), [("[]", True), ("[navigation.tabs]", False)])
def test_the_sidebar_shows_the_navigation_unless_tabs_do(features: str, shown: bool, tmp_path: Path) -> None:
    theme = f"theme: {{name: material, font: false, features: {features}}}\n"
    root = site(tmp_path / "manual", SEARCHED)
    (root / "mkdocs.yml").write_text(f"site_name: The Manual\n{theme}{SEARCHED}", encoding="utf-8")
    build(root)
    built = contents(root / "site")
    sidebar = re.search(rb'<div class="md-sidebar md-sidebar--primary"[^>]*>', built["news/explainers/dam/index.html"])
    assert sidebar is not None
    assert (b"hidden" not in sidebar[0]) is shown
    assert differences(built, by_mkdocs(root, tmp_path / "built")) == []


def test_a_blog_may_move_its_posts(tmp_path: Path) -> None:
    post = "---\ndate: 2026-01-01\n---\n\n# The first post\n\nWords\n"
    files = {"docs/blog/index.md": "# Blog\n", "docs/blog/posts/first.md": post}
    built = by_mkdocs(site(tmp_path / "manual", "plugins: [search, blog, explainer]\n", **files), tmp_path / "built")
    assert {"blog/2026/01/01/the-first-post/index.html", "news/explainers/dam/index.html"} <= built.keys()


def test_every_page_has_a_file_for_plugins_that_ask_when_it_was_changed(tmp_path: Path) -> None:
    hook = """
        from pathlib import Path

        def on_page_content(html, page, **_):
            assert Path(page.file.abs_src_path).is_file(), page.file
        """
    root = site(tmp_path / "manual", f"{SEARCHED}hooks: [hook.py]\n", **{"hook.py": dedent(hook)})
    assert "news/index.html" in by_mkdocs(root, tmp_path / "built")


def test_plugins_that_look_for_macros_see_nothing_of_ours(tmp_path: Path) -> None:
    hook = """
        from mkdocs.plugins import event_priority

        @event_priority(50)  # before any plugin that has none
        def on_page_markdown(markdown, page, **_):
            if page.file.generated_by == "explainer":
                assert not markdown, markdown
        """
    root = site(tmp_path / "manual", f"{SEARCHED}hooks: [hook.py]\n", **{"hook.py": dedent(hook)})
    assert "news/explainers/dam/index.html" in by_mkdocs(root, tmp_path / "built")


def test_a_plugin_that_sets_up_logging_makes_nothing_said_twice(tmp_path: Path) -> None:
    hook = "import logging\nlogging.basicConfig()\nlogging.getLogger('mkdocs.hooks').warning('heard once')\n"
    root = site(tmp_path / "manual", f"{SEARCHED}hooks: [hook.py]\n", **{"hook.py": hook})
    explainer = Path(sys.executable).with_name("explainer")
    done = subprocess.run([explainer, "build"], cwd=root, capture_output=True, text=True, check=True)
    assert done.stderr.count("heard once") == 1, done.stderr


def test_the_entry_of_the_guide_is_right(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[1] / "docs/existing-site.md").read_text(encoding="utf-8")
    entry = re.search(r"^ {4}(title:.*?)^ {4}```", guide, re.MULTILINE | re.DOTALL)
    assert entry is not None
    root = write(tmp_path / "manual", {"mkdocs.yml": SETTINGS + SEARCHED, **PAGES})
    write(root, {"docs/entries/dam.yml": dedent(f"    {entry[1]}")})
    done = run(root, "check", "--today", TODAY)
    assert done.output == "1 entry: no errors\n"
    assert b"The dam broke at night." in by_mkdocs(root, tmp_path / "built")["news/explainers/dam/index.html"]


def test_every_option_is_documented() -> None:
    text = (Path(__file__).parents[1] / "docs/existing-site.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))
    options = dict(ExplainerConfig._schema)
    assert documented.keys() == options.keys()
    defaults = {name: option.default for name, option in options.items() if option.default is not None}
    assert {name: documented[name] for name in defaults} == {
        name: f"`{str(value).lower()}`" for name, value in defaults.items()
    }
