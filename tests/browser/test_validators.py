"""What machines read passes the validators that others wrote: schema.org's vocabulary, sitemaps, Open Graph, HTML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import GOOD_SITE, PICTURE
from lxml import etree, html
from pages import built
from repository import begin, tell

from .tools import HERE, judge, program

pytestmark = pytest.mark.browser

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HIDDEN = "//meta[@name='robots'][contains(@content, 'noindex')]"
DAM = "content/entries/dam.yml"
POINT = """\
      - id: c3d4
        text: Repairs had been put off twice.
        sources: [ministry-report, courier-0503]
"""
OTHER = "      - {id: f7a8, text: There was money for repairs., sources: [ministry-report]}\n"
NOTES = """\
updates:
  - {at: 2026-05-06T10:00+01:00, type: correction, note: It was put off once., point: c3d4, was: twice, now: once}
  - {at: 2026-05-07, type: update, note: More is known.}
"""
GONE = GOOD_SITE[DAM].replace("status: published", "status: withdrawn").replace("dam broke", "wall broke")
POLICIES = {
    "publishing_principles": "about/",
    "corrections": "about/#mistakes",
    "ethics": "https://example.org/ethics",
    "fact_checking": "about/",
    "unnamed_sources": "about/",
    "ownership": "about/",
    "diversity": "about/",
    "feedback": "about/",
    "masthead": "about/",
    "mission": "about/",
    "bylines": "about/",
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with versions, one of which lost the point that another corrected, a translation and a withdrawal."""
    german = GOOD_SITE[DAM].replace("Why the dam broke", "Warum der Damm brach") + "language: de\ntranslation_of: dam\n"
    image = "image: {file: images/dam.gif, alt: A dam}\naliases: [the-dam, /2026/dam.html]\n"
    files = {
        DAM: GOOD_SITE[DAM] + image,
        "content/images/dam.gif": PICTURE,
        "content/pages/about.md": "# About\n\n## Mistakes\n",
        "content/entries/damm.yml": german,
        "content/entries/wall.yml": GONE + "withdrawn: {at: 2026-05-08, reason: It was not so.}\n",
        "site_data/site.yml": f"host: netlify\npolicies: {json.dumps(POLICIES)}\n",
    }
    root = begin(tmp_path_factory.mktemp("story") / "small", files)
    steps: list[dict[str, Any]] = [
        {"commit": "Begin"},
        {"append": {DAM: NOTES.rpartition("  - ")[0]}, "commit": "Correct"},
        {"replace": {DAM: {POINT: OTHER}}, "append": {DAM: "  - " + NOTES.rpartition("  - ")[2]}, "commit": "Update"},
    ]
    tell(root, steps)
    return built(root)


@pytest.fixture
def sites(site: Path, story: Path) -> list[Path]:
    """This repository's site, and the story."""
    return [site, story]


def linked_data(sites: list[Path]) -> Iterator[tuple[str, Any]]:
    """The linked data of each page of sites."""
    for site in sites:
        for path in sorted(site.rglob("*.html")):
            for script in html.parse(path).xpath("//script[@type='application/ld+json']"):
                yield str(path.relative_to(site)), json.loads(script.text)


def run(*command: str | Path) -> str:
    """What a program prints that must succeed."""
    done = subprocess.run([*map(str, command)], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# Linked data and sitemaps are the same in every theme.
once = pytest.mark.parametrize("theme", ["material"], indirect=True)


# --- schema.org -------------------------------------------------------------------------------------------------------


def shape(value: Any) -> Any:
    """Data without its texts, and of what looks alike only one: types, properties, domains and ranges are all there."""
    if isinstance(value, dict):
        return {name: one if name in ("@context", "@type") else shape(one) for name, one in value.items()}
    if isinstance(value, list):
        return list({json.dumps(one): one for one in map(shape, value)}.values())
    return type(value)()


def wrong_in(data: dict[str, str], folder: Path) -> dict[str, str]:
    """What is wrong with data in the vocabulary of schema.org, as schema-dts puts it: by name, the first complaint."""
    judge("schema-org")
    names = list(data)
    lines = [f"export const x{number}: WithContext<Thing> = {data[name]};" for number, name in enumerate(names)]
    head = 'import type { Thing, WithContext } from "schema-dts";\n'
    (folder / "data.ts").write_text(head + "\n".join(lines), encoding="utf-8")
    (folder / "node_modules").symlink_to(HERE / "node_modules")
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "module": "nodenext", "types": []}
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["data.ts"]}))
    command = [program("node"), str(judge("tsc")), "--pretty", "false", "--project", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, str] = {}
    place = ""
    for line in done.stdout.splitlines():
        if line.startswith("data.ts("):
            place = names[int(line.removeprefix("data.ts(").partition(",")[0]) - 2]
            found[place] = ""
        assert place, done.stdout + done.stderr
        found[place] += line + "\n"
    return found


@once
def test_linked_data_keep_to_the_vocabulary(sites: list[Path], tmp_path: Path) -> None:
    pages = dict(linked_data(sites))
    kinds = {one["@type"] for one in pages.values()}
    assert kinds == {"BackgroundNewsArticle", "CollectionPage", "WebSite"} and len(pages) > 80
    data = {json.dumps(shape(one)): name for name, one in pages.items()}
    wrong = {
        "no type": '{"@context": "https://schema.org", "@type": "BackgroundNewsArticl"}',
        "no property": '{"@context": "https://schema.org", "@type": "WebSite", "headlines": ""}',
        "another domain": '{"@context": "https://schema.org", "@type": "WebSite", "breadcrumb": ""}',
        "another range": '{"@context": "https://schema.org", "@type": "WebSite", "author": {"@type": "Table"}}',
    }
    found = wrong_in({name: text for text, name in data.items()} | wrong, tmp_path)
    assert {name: told for name, told in found.items() if name not in wrong} == {}
    assert found.keys() == wrong.keys()


def every(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The texts in data, with the names of the members that hold them."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from every(one, "@ref" if name == "@id" and len(value) == 1 else name)
    elif isinstance(value, list):
        for one in value:
            yield from every(one, path)
    elif isinstance(value, str):
        yield path, value


@once
def test_linked_data_lead_to_what_is_there(sites: list[Path]) -> None:
    checked = 0
    for site in sites:
        pages = dict(linked_data([site]))
        home = pages["index.html"]["url"]
        anchors: dict[Path, set[str]] = {}
        for page, data in pages.items():
            texts = set(every(data))
            defined = {text for name, text in texts if name == "@id"}
            assert [text for name, text in texts if name == "@ref" and text not in defined] == [], page
            for name, text in texts:
                if name[0] == "@" or not text.startswith(home) or name in ("identifier", "text"):
                    continue
                address, _, anchor = unquote(text.removeprefix(home)).partition("#")
                file = site / address / "index.html" if address.endswith("/") or not address else site / address
                assert file.is_file(), (page, name, text)
                if anchor and file not in anchors:
                    anchors[file] = set(html.parse(file).xpath("//@id"))
                assert not anchor or anchor in anchors[file], (page, name, text)
                checked += 1
    assert checked > 1000


# --- sitemaps ---------------------------------------------------------------------------------------------------------


READ = """
const { createReadStream } = require("fs"), { Writable } = require("stream");
const { pipeline } = require("stream/promises");
const { ErrorLevel, SitemapStream, XMLToSitemapItemStream } = require("sitemap");
(async () => {
  const found = {};
  for (const file of process.argv.slice(1)) {
    const items = found[file] = [], level = ErrorLevel.THROW;
    const wrong = (...told) => items.push({ error: told.join(" ") });
    const again = new SitemapStream({ level, hostname: "https://a.example" });
    again.on("data", () => {}).on("error", wrong);
    const write = (item, _, done) => { items.push(item); again.write(item); done(); };
    const keep = new Writable({ objectMode: true, write });
    await pipeline(createReadStream(file), new XMLToSitemapItemStream({ level, logger: wrong }), keep).catch(wrong);
  }
  console.log(JSON.stringify(found));
})();
"""


def read_sitemaps(paths: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """What the npm package `sitemap` reads in sitemaps, strictly; what it does not accept is an `error`."""
    judge("sitemap")
    found: dict[str, list[dict[str, Any]]] = json.loads(run(program("node"), "--eval", READ, "--", *paths))
    return found


@once
def test_sitemaps_keep_to_their_schema_and_lead_to_pages(sites: list[Path], tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(judge("sitemap")))
    bad = tmp_path / "bad.xml"
    bad.write_text(f'<urlset xmlns="{NAMESPACE}"><url><loc>x</loc><news>1</news></url></urlset>')
    assert not schema.validate(etree.parse(bad))
    assert "error" in read_sitemaps([bad])[str(bad)][-1]
    paths = [path for site in sites for path in sorted(site.glob("*sitemap*.xml"))]
    assert [path.name for path in paths] == ["news-sitemap.xml", "sitemap.xml"] * 2
    for path in paths:
        tree = etree.parse(path)
        for element in list(tree.iter("{*}*")):  # other namespaces have schemas of their own, or none
            parent = element.getparent()
            if parent is not None and etree.QName(element).namespace != NAMESPACE:
                parent.remove(element)
        assert schema.validate(tree), schema.error_log
    for name, items in read_sitemaps(paths).items():
        assert items and [item["error"] for item in items if "error" in item] == []
        for item in items:
            links = [item["url"], *(link["url"] for link in item["links"])]
            files = [Path(name).parent / link.split("/", 3)[3] / "index.html" for link in links]
            assert [file for file in files if not file.is_file()] == []
            pages = [html.parse(file) for file in files]
            assert not any(page.xpath(HIDDEN) for page in pages)
            assert pages[0].xpath("//link[@rel='canonical']/@href") == [item["url"]]
            told = pages[0].xpath("//link[@hreflang]/@hreflang")
            assert told == [link["lang"] for link in item["links"]] or "news" in Path(name).name
    for site, path in zip(sites, paths[1::2], strict=True):
        pages = [html.parse(page) for page in site.rglob("index.html")]
        open_to_all = {page.xpath("string(//link[@rel='canonical']/@href)") for page in pages if not page.xpath(HIDDEN)}
        assert open_to_all == {element.text for element in etree.parse(path).iter(f"{{{NAMESPACE}}}loc")}


# --- previews of links ------------------------------------------------------------------------------------------------


PREVIEWS = """
const { readFileSync } = require("fs"), read = require("open-graph-scraper");
(async () => {
  const found = {};
  for (const file of process.argv.slice(1)) {
    found[file] = (await read({ html: readFileSync(file, "utf8") })).result;
  }
  console.log(JSON.stringify(found));
})();
"""


@once
def test_a_reader_of_open_graph_finds_what_the_page_says(sites: list[Path]) -> None:
    judge("open-graph")
    paths = [path for site in sites for path in sorted(site.glob("explainers/*/index.html"))]
    linked = {path: html.parse(path).xpath("//script[@type='application/ld+json']/text()") for path in paths}
    told = {path: json.loads(texts[0]) for path, texts in linked.items() if texts}
    told = {path: one for path, one in told.items() if one.get("creativeWorkStatus") != "Withdrawn"}
    found = json.loads(run(program("node"), "--eval", PREVIEWS, "--", *told))
    assert len(told) > 25
    for path, one in told.items():
        read = found[str(path)]
        assert (read["ogType"], read["ogTitle"], read["ogUrl"]) == ("article", one["headline"], one["url"])
        assert read["ogDescription"] == one["description"]
        assert read["articlePublishedTime"] == one["datePublished"]
        assert read["articleModifiedTime"] == one["dateModified"]
        pictures = [image["url"] for image in read.get("ogImage", [])]
        assert read["twitterCard"] == ("summary_large_image" if pictures else "summary")
        first = one["image"][0] if isinstance(one["image"], list) else one["image"]
        drawn = f"/covers/{path.parent.name}.png"  # where the extra `social` is installed
        assert pictures in ([], [first["url"]]) or [one.endswith(drawn) for one in pictures] == [True]


# --- HTML -------------------------------------------------------------------------------------------------------------


MATERIAL_FINDINGS = {("valid-autocomplete", "#__drawer"), ("valid-autocomplete", "#__search")}
"""The rule, and the elements that break it in the frame of Material for MkDocs."""


@once
def test_html_validate_finds_no_error(site: Path, story: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{"root": true, "extends": ["html-validate:standard"]}')
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><html lang=en><title>Wrong</title><p><div></p></html>")
    # The Nu checker reads every page; of a kind, this one needs to read a few.
    pages = [*sorted(site.glob("*/index.html")), *sorted(site.glob("explainers/*/index.html"))[:12]]
    pages += [site / "index.html", site / "404.html", *sorted(story.rglob("*.html")), wrong]
    command = [program("node"), str(judge("html-validate")), "--config", str(config), "--formatter"]
    report = tmp_path / "report.json"
    command += [f"json={report}", *map(str, pages)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    assert report.is_file(), done.stderr
    found = {
        (Path(file["filePath"]).name, one["ruleId"], one["selector"]): one["message"]
        for file in json.loads(report.read_text(encoding="utf-8"))
        for one in file["messages"]
    }
    assert any(name == "wrong.html" for name, *_ in found)
    ours = {key: told for key, told in found.items() if key[0] != "wrong.html" and key[1:] not in MATERIAL_FINDINGS}
    assert ours == {}
