"""Every setting of Material for MkDocs that the installed release knows stands in our table, and does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from building import TODAY, build, by_mkdocs, contents, differences, run
from conftest import GOOD_SITE, write_site
from lxml import html
from material_settings import ENTRY, GUIDE, THEMES, Row, settings, table, with_settings, written
from matrix import sample
from previewing import previewed

TWELVE = (
    "theme: palette",
    "theme: logo",
    "theme: favicon",
    "theme: font",
    "block: announce",
    "feature: navigation.tabs",
    "feature: navigation.sections",
    "config: repo_url",
    "extra: social",
    "extra: version",
    "config: extra_css",
    "config: copyright",
)
"""What a site has first; a link in the navigation that leads elsewhere has no row of its own."""
OUTSIDE = '<a href="https://courier.example.org/" class="md-tabs__link">'


POLICY = "//meta[@http-equiv='Content-Security-Policy']/@content"


def parsed(text: str) -> Any:
    """A page."""
    return html.document_fromstring(text)


def missing(said: Mapping[str, str]) -> Iterator[str]:
    """Every part of the twelve that pages do not show, by the way to get them."""
    rows = {str(row): row for row in table()}
    for name in TWELVE:
        for address, texts in rows[name].expected.items():
            yield from (f"{name} on {address}: {text}" for text in texts if text not in said[address])
    yield from (f"a link on {address}" for address in (ENTRY, GUIDE) if OUTSIDE not in said[address])


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    """The pages of a site with no setting, of one with all that go together, of one with the others: by address."""
    sites = {}
    for name in ("none", "main", "other"):
        root = write_site(tmp_path_factory.mktemp(name), with_settings(name))
        done = run(root, "build", "--today", TODAY, "--no-search")
        assert done.exit_code == 0, done.output
        assert "MkDocs builds the whole site" not in done.output, "no setting of Material's makes a build slow"
        sites[name] = {
            path.removesuffix("/index.html"): content.decode()
            for path, content in contents(root / "site").items()
            if path.endswith(".html")
        }
    return sites


@pytest.mark.parametrize("kind", ["feature", "theme", "extra", "meta", "config", "block", "plugin"])
def test_the_table_names_what_the_installed_material_reads(kind: str) -> None:
    rows = {row.name for row in table() if row.kind == kind}
    assert rows == settings()[kind]


def test_the_docs_have_the_table() -> None:
    text = THEMES.read_text(encoding="utf-8")
    assert text == written(text), "run `make messages`"


@pytest.mark.parametrize("row", sample([row for row in table() if row.kind != "plugin"], 75), ids=str)
def test_a_setting_does_what_the_table_says(row: Row, built: Mapping[str, Mapping[str, str]]) -> None:
    pages, bare = built[row.build], built["none"]
    assert row.expected or row.lacks, "what must be seen?"
    for address, texts in row.expected.items():
        for text in texts:
            assert text in pages[address]
            assert row.always or text not in bare.get(address, ""), "it is there without the setting, too"
    for text in row.lacks:
        assert text in bare[ENTRY]
        assert text not in pages[ENTRY]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # that of `blog` does what MkDocs' next release will not
@pytest.mark.parametrize("row", [row for row in table() if row.kind == "plugin" and not row.other], ids=str)
def test_a_plugin_of_materials_does_what_the_table_says(row: Row, tmp_path: Path) -> None:
    root = write_site(tmp_path, with_settings("none", plugin=row))
    done = run(root, "build", "--today", TODAY, "--no-search")
    if row.refuses:
        assert done.exit_code != 0
        assert row.refuses in done.output
        return
    assert done.exit_code == 0, done.output
    for address, texts in row.expected.items():
        for text in texts:
            assert text in (root / "site" / address / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["main", "other"])
def test_mkdocs_writes_the_same_bytes_with_every_setting(name: str, tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", with_settings(name))
    assert run(root, "build", "--today", TODAY, "--no-search").exit_code == 0
    assert differences(contents(root / "site"), by_mkdocs(root, tmp_path / "mkdocs")) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_the_first_twelve_settings_are_shown_by_an_engine(engine: str, tmp_path: Path) -> None:
    root = write_site(tmp_path, with_settings("main"))
    command = [str(Path(sys.executable).parent / engine), "build", "-f", "mkdocs.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    said = {page: (root / "site" / page / "index.html").read_text(encoding="utf-8") for page in (ENTRY, GUIDE)}
    assert list(missing(said)) == []


def test_the_first_twelve_settings_are_shown_by_our_own_build(built: Mapping[str, Mapping[str, str]]) -> None:
    assert list(missing(built["main"])) == []


def test_the_first_twelve_settings_are_shown_by_the_preview(tmp_path: Path) -> None:
    with previewed(write_site(tmp_path, with_settings("main"))) as preview:
        said = {page: preview.get(f"/{page}/").text for page in (ENTRY, GUIDE)}
    assert list(missing(said)) == []


def test_nobody_else_is_asked_unless_the_owner_names_them(tmp_path: Path) -> None:
    mine = GOOD_SITE["mkdocs.yml"].replace("{name: explainer}", "material")
    root = write_site(tmp_path, {"mkdocs.yml": f"{mine}repo_url: https://github.com/courier/desk\n"})
    assert run(root, "build", "--today", TODAY, "--no-search").exit_code == 0
    for path in (f"{ENTRY}/index.html", "index.html", "404.html"):
        page = parsed((root / "site" / path).read_text(encoding="utf-8"))
        named = "contains(@rel, 'alternate') or @rel='canonical' or @rel='cite-as' or @rel='type'"  # never loaded
        loaded = [
            *page.xpath(f"//link[not({named})]/@href"),
            *page.xpath("//@src"),
        ]
        assert [link for link in loaded if "//" in link] == []
        assert page.xpath("//a[contains(@class, 'md-source')]/@href"), "the link to the repository is there"
        assert page.xpath("//*[@data-md-component='source']") == [], "Material's script would ask GitHub for its stars"


@pytest.mark.parametrize(
    "path", ["index.html", "404.html", f"{ENTRY}/index.html", "desk/hidden/index.html", "old/index.html"]
)
def test_the_policy_names_every_inline_script_and_style(built: Mapping[str, Mapping[str, str]], path: str) -> None:
    text = built["main"][path.removesuffix("/index.html")]
    page = parsed(text)
    (policy,) = page.xpath(POLICY)
    found = re.findall(r"<(script|style)(?![^>]*(?:src=|application/(?:ld\+)?json))[^>]*>(.+?)</", text, re.DOTALL)
    assert found
    for _, inside in found:
        assert f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'" in policy
    assert page.xpath("//@style | //@onclick") == []


def test_an_owner_widens_the_policy_or_leaves_it_out(tmp_path: Path) -> None:
    def policy(option: str) -> str:
        mine = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f"[explainer: {{policy: {option}}}]")
        root = write_site(tmp_path, {"mkdocs.yml": mine})
        done = run(root, "build", "--today", TODAY, "--no-search")
        assert done.exit_code == 0, done.output
        page = parsed((root / "site/index.html").read_text(encoding="utf-8"))
        return "".join(page.xpath(POLICY))

    assert "; frame-src https://video.example.org" in policy("{frame-src: [https://video.example.org]}")
    assert "base-uri https://small.example.org;" in policy("{base-uri: [https://small.example.org]}")
    assert "sha256-" not in policy("""{script-src: ["'unsafe-inline'"]}"""), "browsers would not heed it beside hashes"
    assert "default-src 'none'" in policy("true")
    assert not policy("false")


def test_an_override_that_no_empty_page_satisfies_breaks_neither_build_nor_policy(tmp_path: Path) -> None:
    main = '{% extends "base.html" %}{% block extrahead %}<script>"{{ page.meta.kind.title() }}"</script>{% endblock %}'
    mine = GOOD_SITE["mkdocs.yml"].replace("{name: explainer}", "{name: material, custom_dir: overrides}")
    errors = {"overrides/404.html": "<h1>Nothing here</h1>"}
    root = write_site(tmp_path, {"mkdocs.yml": mine, "overrides/main.html": main, **errors})
    done = run(root, "build", "--today", TODAY, "--no-search")
    assert done.exit_code == 0, done.output
    page = parsed((root / "site" / ENTRY / "index.html").read_text(encoding="utf-8"))
    assert b64encode(sha256(b'"Entry"').digest()).decode() in page.xpath(POLICY)[0]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("never", "write `true`, `false`, or lists of sources"),
        ("{scripts: [https://example.org]}", "`scripts` is none of"),
        ("{script-src: https://example.org}", "`script-src` must be a list of sources"),
        ("{script-src: ['https://example.org; img-src *']}", "`script-src` must be a list of sources"),
    ],
)
def test_a_policy_that_no_browser_understands_is_refused(option: str, said: str, tmp_path: Path) -> None:
    mine = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f"[explainer: {{policy: {option}}}]")
    done = run(write_site(tmp_path, {"mkdocs.yml": mine}), "build", "--today", TODAY)
    assert done.exit_code != 0
    assert said in done.output


def test_what_overrides_put_into_some_pages_only_is_allowed_there(good_site: Path, tmp_path: Path) -> None:
    main = """{% extends "base.html" %}
{% block extrahead %}<script>window.page = "{{ page.title if page }}"</script>
{% if page and page.meta.kind == "entry" %}<script src="https://giscus.example.org/client.js"></script>{% endif %}
{% endblock %}
"""
    write_site(
        good_site,
        {
            "overrides/main.html": main,
            "content/pages/about.md": "# About\n\n<script>written()</script>\n",
            "mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace(
                "theme: {name: explainer}", "theme: {name: material, font: false, custom_dir: overrides}"
            ),
        },
    )
    build(good_site)
    built = contents(good_site / "site")
    for path, title in (("explainers/dam/index.html", "Why the dam broke"), ("topics/index.html", "Topics")):
        name = b64encode(sha256(f'window.page = "{title}"'.encode()).digest())
        assert b"'sha256-%s'" % name in built[path], path
        assert (b"https://giscus.example.org" in built[path].partition(b"</title>")[0]) is (title != "Topics")
    assert b"'sha256-%s'" % b64encode(sha256(b"written()").digest()) not in built["about/index.html"]
    assert differences(built, by_mkdocs(good_site, tmp_path / "theirs")) == []


def test_a_colour_of_the_lean_frame_alone_is_that_of_the_light_scheme(good_site: Path) -> None:
    colors = '{name: explainer, colors: {paper: "#fee", accent: "light-dark(#a00, #faa)"}}'
    write_site(good_site, {"mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace("{name: explainer}", colors)})
    build(good_site)
    (style,) = parsed((good_site / "site/index.html").read_text(encoding="utf-8")).xpath("//style/text()")
    assert "--explainer-paper:light-dark(#fee,var(--dark-paper));" in style
    assert "--explainer-accent:light-dark(#a00, #faa);" in style
