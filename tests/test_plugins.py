"""Beside other plugins: what they are told, what they do to our pages, and that editors' words are never their code."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from building import TODAY, by_mkdocs, contents, differences, run
from conftest import GOOD_SITE, write_site
from hostile import hostile_site
from lxml import html
from mkdocs.config import load_config
from repository import git

from explainer.engine.files import artifact_file
from explainer.outputs.base import Artifact

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("isolated")]

GOLDEN = Path(__file__).parent / "golden" / "plugins"
CODE = ["{{ 7*7 }} {% raw %} {# x #}", "{% endraw %}{{ config }}"]
"""What runs if a plugin takes editors' text for Jinja."""
PAGES = {
    "docs/index.md": "# Welcome\n\n[The guide](guide/index.md)\n",
    "docs/guide/index.md": "# Guide\n\nSeven times seven is {{ 7*7 }}.\n",
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/first.md": "---\ndate: 2026-01-01\n---\n\n# The first post\n\nWords\n",
}
SETTINGS = """\
site_name: The Manual
site_url: https://manual.example.org/
theme: {name: material, font: false}
"""


@dataclass(frozen=True)
class Built:
    """A site that both builders have built with some plugins."""

    ours: dict[str, bytes]
    mkdocs: dict[str, bytes]

    def page(self, path: str) -> str:
        return self.ours[path].decode()


def built(root: Path, plugins: str, **files: str) -> Built:
    """The manual with explainers whose every text is code for Jinja, committed on 4 May."""
    hostile = hostile_site(root / "hostile", CODE)
    shutil.copytree(hostile / "content" / "entries", root / "docs" / "entries")
    shutil.copytree(hostile / "content" / "images", root / "docs" / "images")
    shutil.copytree(hostile / "site_data", root / "site_data")
    shutil.rmtree(hostile)
    settings = f"{SETTINGS}plugins:\n{plugins}  - explainer: {{today: '{TODAY}'}}\n"
    for path, text in {"mkdocs.yml": settings, ".gitignore": "/site/\n/.cache/\n", **PAGES, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Begin")
    done = run(root, "build", "--no-search", "--today", TODAY)
    assert done.exit_code == 0, done.output
    return Built(contents(root / "site"), by_mkdocs(root, root.with_name("by-mkdocs")))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("plain") / "site", "  - search\n")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Built:
    plugins = """\
  - search
  - literate-nav
  - macros
  - redirects: {redirect_maps: {old.md: guide/index.md, older.md: news/index.md}}
  - blog
  - privacy: {assets_fetch: false}
  - git-revision-date-localized: {timezone: UTC}
"""
    summary = "* [Home](index.md)\n* [News](news/index.md)\n* [Guide](guide/)\n"
    return built(tmp_path_factory.mktemp("first") / "site", plugins, **{"docs/SUMMARY.md": summary})


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Built:
    plugins = "  - search\n  - awesome-nav\n  - minify: {minify_html: true}\n"
    nav = "nav:\n  - index.md\n  - News: news/index.md\n  - guide\n"
    return built(tmp_path_factory.mktemp("second") / "site", plugins, **{"docs/.nav.yml": nav})


@pytest.mark.parametrize("name", ["plain", "first", "second"])
def test_both_builders_write_the_same_and_leave_out_no_page(
    name: str, plain: Built, request: pytest.FixtureRequest
) -> None:
    site: Built = request.getfixturevalue(name)
    assert differences(site.ours, site.mkdocs) == []
    assert {path for path in plain.ours if path.startswith("news/")} <= site.ours.keys()


def text_of(page: str) -> str:
    """The content of a page of ours, without spaces, which minify takes out."""
    document: Any = html.document_fromstring(page)
    (content,) = document.xpath("//*[contains(concat(' ', @class), ' x-page')]")
    texts = content.xpath(".//text()[not(parent::script)]")
    return "".join(" ".join((str(document.findtext(".//title")), *texts)).split())


@pytest.mark.parametrize("name", ["first", "second"])
def test_what_editors_write_is_never_run_as_jinja(name: str, plain: Built, request: pytest.FixtureRequest) -> None:
    site: Built = request.getfixturevalue(name)
    ours = [path for path in plain.ours if path.startswith("news/") and b"x-page " in plain.ours[path]]
    assert sum("{{7*7}}{%raw%}{#x#}" in text_of(plain.page(path)) for path in ours) > 3
    for path in ours:
        assert text_of(site.page(path)) == text_of(plain.page(path)), path
    for path in ("news/feed.json", "news/feed.xml", "news/whats-next.ics"):
        assert site.ours[path] == plain.ours[path]


def test_each_plugin_does_its_work(first: Built, second: Built) -> None:
    assert "Seven times seven is 49." in first.page("guide/index.html")
    assert 'url=../news/"' in first.page("older/index.html")
    assert "blog/2026/01/01/the-first-post/index.html" in first.ours
    for site in (first, second):
        document: Any = html.document_fromstring(site.page("guide/index.html"))
        links = document.xpath("//nav[@data-md-level='0']//a/@href")
        assert [link for link in links if link.startswith("../news")] == ["../news/"]
    assert second.page("news/index.html").count("\n") < first.page("news/index.html").count("\n") / 4


def test_a_page_has_the_date_of_the_commit_that_made_it_and_a_list_has_none(first: Built, plain: Built) -> None:
    entry = "news/explainers/e0/index.html"
    assert "May 4, 2026" in first.page(entry).partition("git-revision-date-localized")[2][:300]
    for path in ("news/index.html", "news/search/index.html", "news/whats-next/index.html"):
        assert "git-revision-date-localized" not in first.page(path)


@pytest.mark.parametrize(
    ("plugin", "reason"),
    [
        ("offline", "the plugin `offline` makes addresses that end in `.html`"),
        (
            "i18n: {languages: [{locale: en, default: true, name: English, build: true}]}",
            "the plugin `i18n` leaves out pages that other plugins make",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_before_the_build(plugin: str, reason: str, tmp_path: Path) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f"[explainer, {plugin}]").replace("explainer}", "material}")
    root = write_site(tmp_path, {"mkdocs.yml": config})
    for command in ("check", "build"):
        done = run(root, command, "--today", TODAY)
        assert done.exit_code == 1
        assert reason in done.output
    assert not (root / "site").exists()


def test_hooks_are_told_when_a_build_begins_and_ends_even_if_it_fails(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hook = (GOLDEN / "startup-hook.py").read_text(encoding="utf-8")
    config = GOOD_SITE["mkdocs.yml"] + "hooks: [startup-hook.py]\n"
    root = write_site(tmp_path, {"mkdocs.yml": config, "startup-hook.py": hook})
    said = [line for line in run(root, "build", "--today", TODAY).output.splitlines() if line.startswith("HOOK")]
    assert said == ["HOOK on_startup build", "HOOK on_config", "HOOK on_shutdown"]
    failing = hook + "def on_files(files, **_): raise SystemError('no')\n"
    write_site(tmp_path, {"mkdocs.yml": config.replace("startup", "failing"), "failing-hook.py": failing})
    done = run(root, "build", "--today", TODAY)
    assert done.exit_code != 0
    said = [line for line in done.output.splitlines() if line.startswith("HOOK")]
    assert said == ["HOOK on_startup build", "HOOK on_config", "HOOK on_shutdown"]


def test_every_file_that_we_add_can_be_opened(tmp_path: Path) -> None:
    hook = """
        from pathlib import Path

        def on_env(env, config, files):
            for file in files:
                assert Path(file.abs_src_path).read_bytes(), file
            for file in files.documentation_pages():
                assert Path(file.abs_src_path).read_text(encoding="utf-8"), file
            print("OPENED", len(files))
        """
    config = GOOD_SITE["mkdocs.yml"] + "hooks: [opens.py]\n"
    root = write_site(tmp_path, {"mkdocs.yml": config, "opens.py": dedent(hook)})
    done = run(root, "build", "--today", TODAY)
    assert done.exit_code == 0, done.output
    assert int(done.output.partition("OPENED ")[2].split()[0]) > 20
    settings = load_config(str(root / "mkdocs.yml"))
    for source in ("content/entries/dam.yml", "", "site_data/gone.yml"):
        file = artifact_file(Artifact("lists/index.md", "Words", source=source), settings)
        assert file.abs_src_path is not None
        assert Path(file.abs_src_path).read_text(encoding="utf-8")
        assert bool(file.generated_by) is not source.endswith("dam.yml")
