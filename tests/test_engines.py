"""The repository's own site, built by every engine: the same pages, words and links, and no link that leads nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import words
from lxml import html

from explainer.content.load import load_site
from explainer.model import Entry
from explainer.outputs.base import is_public
from explainer.problems import Severity
from explainer.text.inline import to_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
COMMANDS = Path(sys.executable).parent
TODAY = "2026-11-22"
HOME = "https://explainers.example.org/"
"""`site_url` in the repository's mkdocs.yml."""
DEEP = "https://deep.example.org/one/two/three/"
"""Where links are resolved, so that one that climbs too high does not land in the right place all the same."""
AT_LEAST = 80
"""Pages that the repository's site surely has: fewer, and nothing was compared."""


class Article(NamedTuple):
    """What a reader finds between a page's header and footer."""

    text: str
    links: Sequence[str]
    """Whole addresses."""
    data: Sequence[str]
    """What it says to machines: JSON."""


def run(*command: str | Path, cwd: Path) -> str:
    """What a command says on both channels. It must succeed."""
    # The variable silences the notice that Material for MkDocs comes to its end of life.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [COMMANDS / command[0], *command[1:]], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.fixture(scope="session")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's configuration on a fixed day, in a folder of its own."""
    folder = tmp_path_factory.mktemp("fixed")
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {ROOT / 'content'}\nplugins: [explainer: {{today: '{TODAY}'}}]\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="session")
def mkdocs_site(fixed: Path) -> Path:
    run("mkdocs", "build", "--strict", "--site-dir", "mkdocs", cwd=fixed)
    return fixed / "mkdocs"


@pytest.fixture(scope="session")
def properdocs_site(fixed: Path) -> Path:
    said = run("properdocs", "build", "--strict", "-f", "mkdocs.yml", "--site-dir", "properdocs", cwd=fixed)
    assert "WARNING" not in said
    return fixed / "properdocs"


@pytest.fixture(scope="session")
def zensical_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plain") / "export"
    run("explainer", "export", folder, "--today", TODAY, cwd=ROOT)
    said = run("zensical", "build", "--strict", cwd=folder)
    assert "No issues found" in said
    return folder / "site"


@pytest.fixture(scope="session")
def entries() -> list[Entry]:
    """The entries that the repository's readers can read, withdrawn ones not."""
    site = load_site(ROOT)
    assert not [problem for problem in site.problems if problem.severity is Severity.ERROR]
    today = date.fromisoformat(TODAY)
    return [entry for entry in site.entries if is_public(entry, today) and entry.status != "withdrawn"]


def pages(site: Path) -> dict[str, Path]:
    """Every page by its address relative to the front page; without the page for what is not found."""
    found = {
        path.relative_to(site).as_posix().removesuffix("index.html"): path
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }
    assert len(found) > AT_LEAST
    return found


def parsed(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def article(page: html.HtmlElement, address: str) -> Article:
    """The words and links of our own pages, of the content of a handwritten one, of a redirect as a whole."""
    ways = ("//div[contains(@class, 'x-page')]", "//article", "//main[@class='x-written']", "//body")
    found = next(found for way in ways if (found := page.xpath(way)))
    data = page.xpath("//script[@type='application/ld+json']")  # in the head, where the plugin can put it
    texts = [one.text for one in data]
    for one in data:
        one.drop_tree()
    links = [urljoin(DEEP + address, link) for link in found[0].xpath(".//@href | .//@src")]
    return Article(words(found[0]), links, texts)


def articles(site: Path) -> dict[str, Article]:
    return {address: article(parsed(path), address) for address, path in pages(site).items()}


def test_mkdocs_builds_the_repository_as_it_stands_without_a_warning(tmp_path: Path) -> None:
    said = run("mkdocs", "build", "--strict", "--site-dir", tmp_path / "site", cwd=ROOT)
    assert "WARNING" not in said
    assert "ERROR" not in said
    assert len(pages(tmp_path / "site")) > AT_LEAST


@pytest.mark.parametrize("other", ["properdocs_site", "zensical_site"])
def test_other_engines_make_the_same_pages(mkdocs_site: Path, other: str, request: pytest.FixtureRequest) -> None:
    ours, theirs = articles(mkdocs_site), articles(request.getfixturevalue(other))
    assert sorted(theirs) == sorted(ours)
    assert sum(len(one.text) for one in ours.values()) > 1000 * AT_LEAST / 2
    assert sum(len(one.links) for one in ours.values()) > 10 * AT_LEAST
    for address, one in ours.items():
        assert theirs[address] == one, address


def test_our_own_build_writes_the_bytes_that_mkdocs_writes(mkdocs_site: Path, tmp_path: Path) -> None:
    run("explainer", "build", "--today", TODAY, "--site-dir", tmp_path / "site", cwd=ROOT)
    assert contents(tmp_path / "site") == contents(mkdocs_site)


def contents(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(found) > AT_LEAST
    return found


def test_no_link_leads_nowhere(mkdocs_site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    links = []
    for address, path in {**pages(mkdocs_site), "404.html": mkdocs_site / "404.html"}.items():
        page = parsed(path)
        found = [str(one) for one in page.xpath("//@id")]
        assert [one for one, count in Counter(found).items() if count > 1] == [], address
        ids[path] = set(found)
        links += [(address, link) for link in internal_links(page, address)]
    assert len(links) > 20 * AT_LEAST
    broken = []
    for address, link in dict.fromkeys(links):
        place = unquote(urlsplit(link).path)
        target = mkdocs_site / (place.lstrip("/") + ("index.html" if place.endswith("/") else ""))
        anchor = unquote(urlsplit(link).fragment)
        if not link.startswith(HOME) or not target.is_file() or (anchor and anchor not in ids.get(target, ())):
            broken.append(f"/{address} links to {link}")
    assert broken == []


def internal_links(page: html.HtmlElement, address: str) -> Iterator[str]:
    """The whole addresses that a page names within the site; those that climb out of it, too."""
    for link in page.xpath("//@href | //@src | //@action"):
        whole = urljoin(HOME, link) if link.startswith("/") else urljoin(DEEP + address, link).replace(DEEP, HOME)
        if urlsplit(whole).netloc in (urlsplit(HOME).netloc, urlsplit(DEEP).netloc):
            yield whole


def test_every_point_and_source_of_an_entry_is_on_its_page(mkdocs_site: Path, entries: list[Entry]) -> None:
    assert len(entries) >= 12
    for entry in entries:
        page = parsed(mkdocs_site / "explainers" / entry.slug / "index.html")
        text = article(page, "").text
        for _, _, point, _ in entry.points():
            said = [point.text, point.quotation and point.quotation.text]
            for words_ in filter(None, said):
                assert " ".join(to_text(words_).split()) in text, (entry.slug, words_)
        for source in entry.sources:
            (item,) = page.xpath("//li[@id=$id]", id=f"source_{source.id}")
            assert " ".join(source.title.split()) in words(item), (entry.slug, source.id)


def test_citations_lead_to_the_list_of_sources_and_back(mkdocs_site: Path, entries: list[Entry]) -> None:
    citations = 0
    for entry in entries:
        page = parsed(mkdocs_site / "explainers" / entry.slug / "index.html")
        there = {(cite.get("id"), cite.get("href"), words(cite)) for cite in page.xpath("//a[@class='x-cite']")}
        back = {
            (link.get("href", "").removeprefix("#"), f"#{item.get('id')}", item.get("value"))
            for item in page.xpath("//ol[@class='x-sources']/li")
            for link in item.xpath(".//span[@class='x-backlinks']/a")
        }
        assert there == back, entry.slug
        citations += len(there)
    assert citations > AT_LEAST
