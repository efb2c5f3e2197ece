"""A sitemap with more addresses than one file may have: parts and an index, whoever builds the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from building import TODAY, build, by_mkdocs, contents
from conftest import GOOD_SITE, write_site
from lxml import etree

from explainer.engine import sitemap
from explainer.engine.export import export
from explainer.publish.editions import root_files

HOME = "https://small.example.org/"
SHOWN = {"content/pages/about.md": "# About\n", "content/pages/desk.md": "---\nnoindex: true\n---\n# For the desk\n"}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many addresses a file may have now."""
    monkeypatch.setattr(sitemap, "ADDRESSES", 4)
    return 4


def addresses(text: str) -> list[str]:
    """What a sitemap, or an index of sitemaps, leads to."""
    tree = etree.fromstring(text.encode())
    return [one.text or "" for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def parts_of(site: Path) -> list[list[str]]:
    """The addresses in each part that the index of a site leads to."""
    index = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<sitemapindex" in index
    listed = addresses(index)
    assert listed == [f"{HOME}sitemap-{number}.xml" for number in range(1, len(listed) + 1)]
    assert {path.name for path in site.glob("sitemap*")} == {"sitemap.xml", *(one.rpartition("/")[2] for one in listed)}
    return [addresses((site / one.removeprefix(HOME)).read_text(encoding="utf-8")) for one in listed]


@pytest.mark.parametrize("theme", ["explainer", "material"])
def test_without_an_address_there_is_no_sitemap(good_site: Path, theme: str) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("site_url: https://small.example.org/\n", "")
    write_site(good_site, {"mkdocs.yml": config.replace("name: explainer", f"name: {theme}")})
    build(good_site)
    assert list((good_site / "site").glob("sitemap*")) == []
    assert by_mkdocs(good_site, good_site.parent / "other").keys() == contents(good_site / "site").keys()


def test_a_site_that_fits_keeps_one_sitemap(good_site: Path) -> None:
    build(good_site)
    text = (good_site / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert f"{HOME}explainers/dam/" in addresses(text)
    assert sitemap.split_sitemap(text, HOME) == {}
    assert sorted(path.name for path in (good_site / "site").glob("sitemap*")) == ["sitemap.xml", "sitemap.xml.gz"]


def test_a_larger_one_gets_parts_that_together_say_the_same(good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(good_site, SHOWN)
    build(good_site)
    whole = addresses((good_site / "site" / "sitemap.xml").read_text(encoding="utf-8"))
    monkeypatch.setattr(sitemap, "ADDRESSES", 4)
    build(good_site, "-d", good_site / "larger")
    parts = parts_of(good_site / "larger")
    assert [one for part in parts for one in part] == whole
    assert {len(part) for part in parts[:-1]} == {4}
    assert 0 < len(parts[-1]) <= 4


def test_mkdocs_divides_it_alike(good_site: Path, few: int) -> None:
    write_site(good_site, SHOWN)
    build(good_site)
    parts_of(good_site / "site")
    assert contents(good_site / "site") == by_mkdocs(good_site, good_site / "mkdocs")


def test_a_part_that_is_needed_no_more_goes(good_site: Path, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    build(good_site)
    last = max((good_site / "site").glob("sitemap-*.xml"))
    monkeypatch.setattr(sitemap, "ADDRESSES", 50)
    write_site(good_site, SHOWN)
    build(good_site)
    assert not last.exists()
    assert f"{HOME}about/" in addresses((good_site / "site" / "sitemap.xml").read_text(encoding="utf-8"))


def test_an_export_divides_it_for_an_engine_that_would_not(good_site: Path, few: int) -> None:
    write_site(good_site, SHOWN)
    build(good_site)
    export(good_site / "mkdocs.yml", good_site / "plain", date.fromisoformat(TODAY))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [str(Path(sys.executable).with_name("zensical")), "build"]
    subprocess.run(command, cwd=good_site / "plain", env=environment, check=True, capture_output=True)
    ours, theirs = parts_of(good_site / "site"), parts_of(good_site / "plain" / "site")
    assert sorted(one for part in theirs for one in part) == sorted(one for part in ours for one in part)


def test_an_export_leaves_a_sitemap_of_the_sites_own(good_site: Path, few: int) -> None:
    write_site(good_site, {"templates/theme/sitemap.xml": "<urlset></urlset>"})
    export(good_site / "mkdocs.yml", good_site / "plain", date.fromisoformat(TODAY))
    assert (good_site / "plain" / "theme" / "sitemap.xml").read_text(encoding="utf-8") == "<urlset></urlset>"


def test_a_file_has_no_more_bytes_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    urls = "".join(f"\n<url><loc>{HOME}{'ü' * 50}{number}/</loc></url>" for number in range(9))
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}\n</urlset>'
    monkeypatch.setattr(sitemap, "BYTES", 500)
    files = sitemap.split_sitemap(text, HOME)
    parts = [part for name, part in files.items() if name != "sitemap.xml"]
    assert len(parts) > 2
    assert max(len(part.encode()) for part in parts) <= 500
    assert [one for part in parts for one in addresses(part)] == addresses(text)


def test_a_sitemap_of_news_has_no_more_than_google_reads(good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dam = GOOD_SITE["content/entries/dam.yml"].replace("2026-05-04T09:00+01:00", TODAY)
    write_site(good_site, {f"content/entries/{name}.yml": dam for name in ("dam", "wall", "weir")})
    monkeypatch.setattr(import_module("explainer.outputs.news_sitemap"), "MOST", 2)
    build(good_site)
    assert len(addresses((good_site / "site/news-sitemap.xml").read_text(encoding="utf-8"))) == 2


def test_an_export_tells_of_translations_too(good_site: Path) -> None:
    german = GOOD_SITE["content/entries/dam.yml"] + "language: de\ntranslation_of: dam\n"
    write_site(good_site, {"content/entries/damm.yml": german})
    build(good_site)
    export(good_site / "mkdocs.yml", good_site / "plain", date.fromisoformat(TODAY))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [str(Path(sys.executable).with_name("zensical")), "build"]
    subprocess.run(command, cwd=good_site / "plain", env=environment, check=True, capture_output=True)
    trees = [etree.parse(root / "site/sitemap.xml") for root in (good_site, good_site / "plain")]
    ours, theirs = (sorted(str(link.attrib) for link in tree.iter("{*}link")) for tree in trees)
    assert ours == theirs and len(ours) == 6


def test_what_stands_above_editions_leads_to_the_parts_not_to_their_index() -> None:
    index = sitemap.sitemap_index(f"{HOME}2026-10/sitemap-{number}.xml" for number in (1, 2))
    above = root_files(HOME, "latest", index, [])["sitemap.xml"]
    assert re.findall("<loc>(.*)</loc>", above) == [f"{HOME}latest/sitemap-1.xml", f"{HOME}latest/sitemap-2.xml"]
