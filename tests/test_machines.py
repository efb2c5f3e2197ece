"""What other programs read of this repository's own site: extractors of text, feeds, data. They all tell the same."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
import trafilatura
import yaml
from browser.host import header_rules
from building import build
from conftest import write_site
from lxml import html
from markdown_it import MarkdownIt
from pages import found as found_in
from pages import parsed
from repository import begin, tell
from standards import faults

ROOT = Path(__file__).parents[1]
POINT = "//li[contains(concat(' ', @class, ' '), ' x-point ')]"
CLAIM = "//*[contains(concat(' ', @class, ' '), ' x-claim ')]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's site."""
    folder = tmp_path_factory.mktemp("machines") / "site"
    build(ROOT, "--site-dir", folder)
    return folder


@pytest.fixture(scope="module")
def entries(site: Path) -> dict[str, dict[str, Any]]:
    """The data of each explainer that is not withdrawn, by slug."""
    return {slug: one for slug, one in data_of(site).items() if one["status"] == "published"}


def data_of(site: Path) -> dict[str, dict[str, Any]]:
    files = (site / "api/v1/entries").glob("*.json")
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


def plain(text: str) -> str:
    """Text without what programs write differently: white space, signs, capitals."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def points(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every point of an explainer's data, in reading order."""
    lists = [data.get("background", []), *(section.get("points", []) for section in data.get("sections", []))]
    return [one for listed in lists for point in listed for one in (point, *point.get("points", []))]


def said(point: dict[str, Any]) -> str:
    text: str = point.get("text") or point["quotation"]["text"]
    return text


def linked_data(page: html.HtmlElement) -> dict[str, Any]:
    (script,) = page.xpath("//script[@type='application/ld+json']")
    data: dict[str, Any] = json.loads(script.text)
    return data


def test_extractors_keep_every_claim_and_know_who_wrote_it_and_when(site: Path, entries: dict[str, Any]) -> None:
    lost, labels, wrong = [], [], []
    for slug, data in entries.items():
        source = (site / f"explainers/{slug}/index.html").read_text(encoding="utf-8")
        found = json.loads(trafilatura.extract(source, output_format="json", with_metadata=True) or "{}")
        text = plain(found["text"])
        lost += [(slug, said(point)) for point in points(data) if plain(said(point)) not in text]
        page = html.document_fromstring(source)
        drawn = {plain(label) for label in found_in(page, "//svg//text()")}
        labels += [(slug, line) for line in found["text"].splitlines() if plain(line) in drawn - {""}]
        labels += [(slug, "@online")] * ("@online" in found["text"])
        meta = (found["author"], found["date"], plain(found["title"]))
        names = "; ".join(author["name"] for author in data["authors"])
        if meta != (names, data["published"][:10], plain(data["title"])):
            wrong.append((slug, meta))
    assert (lost, labels, wrong) == ([], [], [])


def test_page_data_feed_linked_data_and_markdown_say_the_same(site: Path, entries: dict[str, Any]) -> None:
    assert set(entries) == set(feed_of(site)) and len(entries) > 20
    for slug, data in entries.items():
        say_the_same(site, slug, data)


GOLDEN = ROOT / "tests/golden/outputs/programs-read-an-explainer-as-markdown.yml"
DAM = "content/entries/dam.yml"
GONE = "The village had been warned."


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two explainers and a translation: one is withdrawn, one was corrected and has lost a point."""
    files = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))["files"]
    now = files[DAM]
    first, _, update = now.partition("updates:\n")
    first = first.replace("background: [", f"background: [{{id: g0n3, text: {GONE}, unsourced: known}}, ")
    assert update and GONE in first
    russian = now.replace("language: en", "language: ru\ntranslation_of: dam")
    root = begin(tmp_path_factory.mktemp("told") / "site", {**files, DAM: first})
    tell(root, [{"commit": "First"}, {"write": {DAM: now, "content/entries/plotina.yml": russian}, "commit": "Now"}])
    build(root)
    return root / "site"


def test_what_was_corrected_translated_or_withdrawn_is_the_same_everywhere(told: Path) -> None:
    data = data_of(told)
    for slug in ("dam", "plotina"):
        assert data[slug]["updates"][0]["type"] == "correction"
        say_the_same(told, slug, data[slug])
    assert linked_data(parsed(told / "explainers/plotina/index.html"))["translationOfWork"]["inLanguage"] == "en"
    assert GONE in (told / "explainers/dam/v/1/index.html").read_text(encoding="utf-8")
    now = ("explainers/dam/index.html", "explainers/dam/index.html.md", "api/v1/entries/dam.json", "feed.xml")
    assert [path for path in now if GONE in (told / path).read_text(encoding="utf-8")] == []
    gone = ("explainers/mill/index.html", "explainers/mill/index.html.md", "api/v1/entries/mill.json", "feed.xml")
    for path in gone:
        text = plain(re.sub("<[^>]*>|[*]", "", (told / path).read_text(encoding="utf-8")))
        assert "it rested on a forged report" in text and "beavers" not in text, path
    assert linked_data(parsed(told / gone[0]))["creativeWorkStatus"] == "Withdrawn"


def say_the_same(site: Path, slug: str, data: dict[str, Any]) -> None:
    """Page, linked data, feed and Markdown have the points, sources, dates and corrections of the data."""
    page, item = parsed(site / f"explainers/{slug}/index.html"), feed_of(site)[slug]
    linked = linked_data(page)
    content = html.fragment_fromstring(item.content[0].value, "div")
    head, body = markdown_of(site, slug)
    # Points, with their words and their dates.
    claims = [one for claim in linked["hasPart"] if claim["@type"] == "Claim" for one in _with_parts(claim)]
    told = points(data)
    texts = [plain(said(point)) for point in told]
    assert [plain(claim.text_content()) for claim in page.xpath(CLAIM)] == texts
    assert [plain(claim.get("text") or claim["hasPart"][0]["text"]) for claim in claims] == texts
    items = points_in(body, data)
    for text, one, claim, point, shown in zip(texts, items, claims, told, page.xpath(POINT), strict=True):
        written = plain(own_text(one))
        assert text in written
        assert claim.get("temporalCoverage", "")[:10] == point.get("when", "")[:10]
        for date in shown.xpath("./*[contains(@class, 'x-point-notes')]/time"):
            assert plain(date.text_content()) in written
            assert date.get("datetime") in (point.get("when"), point.get("expected"))
        status = shown.xpath("./section/strong")
        assert [plain(word.text_content()) for word in status if plain(word.text_content()) not in written] == []
    said_in_feed = plain(content.text_content())
    assert [text for text in texts if text not in said_in_feed] == []
    # References, and where they are.
    home = data["url"].partition("explainers/")[0]
    named = page.xpath("//link[contains(@rel, 'describedby') or @type='text/markdown']/@href")
    assert len(named) == 4 and all((site / url.removeprefix(home)).is_file() for url in named)
    (reference,) = json.loads(
        (site / f"explainers/{slug}/v/{data['version']}/citation.json").read_text(encoding="utf-8")
    )
    assert (plain(reference["title"]), reference["version"]) == (plain(data["title"]), str(data["version"]))
    assert page.xpath("//link[@rel='cite-as']/@href") == [reference["URL"]]
    # Sources, by their titles.
    titles = [source["title"] for source in data.get("sources", [])]
    assert [source["name"] for source in linked.get("citation", [])] == titles
    shown_titles = [
        plain(one.text_content()) for one in page.xpath("//ol[@class='x-sources']//*[@class='x-source-title']")
    ]
    assert sorted(map(plain, titles)) == sorted(shown_titles)
    listed = [plain(own_text(one)) for one in body.xpath("//ol/li")]
    assert [title for title, one in zip(shown_titles, listed, strict=True) if not one.startswith(title)] == []
    assert [title for title in titles if plain(title) not in said_in_feed] == []
    addresses = {source["url"] for source in data.get("sources", []) if "url" in source}
    assert addresses <= set(body.xpath("//ol/li//@href")) and addresses <= set(content.xpath("//ol/li//@href"))
    # Dates and corrections.
    assert linked["datePublished"] == data["published"] == head["published"]
    assert linked["dateModified"] == data["modified"] == head["modified"]
    assert (head["version"], head["status"], head["url"]) == (str(data["version"]), data["status"], data["url"])
    assert plain(item.updated) == plain(_utc(data["modified"]))
    notes = [update["note"] for update in data.get("updates", [])]
    told_notes = [*linked.get("correction", []), *linked.get("comment", [])]
    assert sorted(one["text"] for one in told_notes) == sorted(notes)
    for place in (said_in_feed, plain(page.text_content()), plain(body.text_content())):
        assert [note for note in notes if plain(note) not in place] == []
    assert linked["identifier"] == data["id"] == item.id


def own_text(item: html.HtmlElement) -> str:
    """The text of an item of a list, without the lists in it."""
    depth = len(list(item.iterancestors("li"))) + 1
    return " ".join(item.xpath(".//text()[count(ancestor::li) = $depth]", depth=depth))


def feed_of(site: Path) -> dict[str, Any]:
    """The items of the feed, by slug."""
    return {item.link.split("/")[-2]: item for item in feedparser.parse((site / "feed.xml").read_bytes()).entries}


def markdown_of(site: Path, slug: str) -> tuple[dict[str, Any], html.HtmlElement]:
    """The front matter of an explainer's Markdown, and what a parser of CommonMark makes of the rest."""
    text = (site / f"explainers/{slug}/index.html.md").read_text(encoding="utf-8")
    _, head, body = text.split("---\n", 2)
    rendered = MarkdownIt("commonmark").enable("table").render(body)
    return yaml.load(head, yaml.BaseLoader), html.document_fromstring(f"<body>{rendered}")


def points_in(body: html.HtmlElement, data: dict[str, Any]) -> list[html.HtmlElement]:
    """The items that are points: those below the headings of sections, and of the background."""
    words = yaml.safe_load((ROOT / f"site_data/ui/{data['language']}.yml").read_text(encoding="utf-8"))
    known = {words["background"], *(section["heading"] for section in data["sections"])}
    lists = [one for one in body.xpath("/html/body/ul") if one.xpath("string(preceding-sibling::h2[1])") in known]
    return [item for one in lists for item in one.iter("li")]


def _with_parts(claim: dict[str, Any]) -> list[dict[str, Any]]:
    return [claim, *(part for part in claim.get("hasPart", []) if part["@type"] == "Claim")]


def _utc(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_feeds_and_data_are_as_their_standards_want_them(site: Path) -> None:
    assert faults(site) == []
    assert len(list((site / "api/v1/schemas").glob("*.json"))) == len(list((ROOT / "tests/golden/api").glob("*.json")))


def test_the_examples_in_the_documentation_are_true(site: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", (ROOT / "docs/data.md").read_text(encoding="utf-8"), re.DOTALL)
    idlib = json.loads((site / "explainers/russia-turkey-idlib/changes.json").read_text(encoding="utf-8"))
    # The example leaves out what a shallow clone does not know.
    real = {name: value for name, value in idlib["versions"][1].items() if name not in ("url", "changes")}
    assert json.loads(example) == real


def test_only_the_pages_for_it_may_be_framed(site: Path) -> None:
    rules = [
        (matches, value)
        for matches, name, value in header_rules(site / "_headers")
        if name == "Content-Security-Policy"
    ]
    pages = [path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")]
    said = {page: [value for matches, value in rules if matches(f"/{page}")] for page in pages}
    # Hosts join what overlapping rules say, and a browser keeps to all of it: each page has exactly one rule.
    assert {page for page, values in said.items() if values == ["frame-ancestors *"]} == {
        page for page in pages if page.endswith("/embed/")
    }
    assert [page for page, values in said.items() if len(values) != 1] == []


def test_what_changed_is_there_as_data(site: Path, entries: dict[str, Any]) -> None:
    changed = {slug for slug, data in entries.items() if data["version"] > 1}
    assert changed == {path.parent.name for path in (site / "explainers").glob("*/changes.json")}
    told = json.loads((site / "api/v1/changes.json").read_text(encoding="utf-8"))["changes"]
    assert sum(entries[slug]["version"] - 1 for slug in changed) == sum(one["type"] != "withdrawal" for one in told)
    assert [change["at"] for change in told] == sorted((change["at"] for change in told), reverse=True)
    idlib = json.loads((site / "explainers/russia-turkey-idlib/changes.json").read_text(encoding="utf-8"))
    second = idlib["versions"][1]
    assert (second["version"], second["type"], second["point"]) == (2, "correction", "c256")
    if "changes" in second:  # not in a shallow clone
        (change,) = second["changes"]
        assert "attacked Syrian government forces" in change["before"] and "fought" in change["now"]
        assert change["sources"]


def test_extractors_keep_what_somebody_said(tmp_path: Path) -> None:
    golden = ROOT / "tests/golden/outputs/a-quotation-stands-apart-with-its-speaker.yml"
    root = write_site(tmp_path, yaml.safe_load(golden.read_text(encoding="utf-8"))["files"])
    build(root)
    text = str(trafilatura.extract((root / "site/explainers/dam/index.html").read_text(encoding="utf-8")))
    for words in ("We had warned of it.", "Der Riss war bekannt.", "Run!", "We shall rebuild it."):
        assert words in text
