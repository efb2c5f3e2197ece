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
from pages import found as found_in
from pages import parsed
from standards import faults

ROOT = Path(__file__).parents[1]
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
    files = (site / "api/v1/entries").glob("*.json")
    data = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}
    return {slug: one for slug, one in data.items() if one["status"] == "published"}


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


def test_page_data_feed_and_linked_data_say_the_same(site: Path, entries: dict[str, Any]) -> None:
    feed = {item.link.split("/")[-2]: item for item in feedparser.parse((site / "feed.xml").read_bytes()).entries}
    assert set(feed) == set(entries) and len(entries) > 20
    for slug, data in entries.items():
        page = parsed(site / f"explainers/{slug}/index.html")
        linked = linked_data(page)
        claims = [one for claim in linked["hasPart"] if claim["@type"] == "Claim" for one in _with_parts(claim)]
        texts = [plain(said(point)) for point in points(data)]
        assert [plain(claim.text_content()) for claim in page.xpath(CLAIM)] == texts
        assert [plain(claim.get("text") or claim["hasPart"][0]["text"]) for claim in claims] == texts
        content = plain(html.fragment_fromstring(feed[slug].content[0].value, "div").text_content())
        assert [text for text in texts if text not in content] == []
        # Sources, by their titles.
        titles = [source["title"] for source in data.get("sources", [])]
        assert [source["name"] for source in linked.get("citation", [])] == titles
        shown = page.xpath("//ol[@class='x-sources']//*[@class='x-source-title']")
        assert sorted(map(plain, titles)) == sorted(plain(one.text_content()) for one in shown)
        assert [title for title in titles if plain(title) not in content] == []
        # Dates and corrections.
        assert linked["datePublished"] == data["published"] and linked["dateModified"] == data["modified"]
        assert plain(feed[slug].updated) == plain(_utc(data["modified"]))
        notes = [update["note"] for update in data.get("updates", [])]
        told = [*linked.get("correction", []), *linked.get("comment", [])]
        assert sorted(one["text"] for one in told) == sorted(notes)
        assert [note for note in notes if plain(note) not in content] == []
        assert [plain(note) for note in notes if plain(note) not in plain(page.text_content())] == []
        assert linked["identifier"] == data["id"] == feed[slug].id


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
