"""The form editor: an entry is opened, changed and saved, and its file differs only where it was changed."""

from __future__ import annotations

import difflib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from conftest import GOOD_SITE, write_site
from jsonschema import validate
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect
from previewing import previewed

from explainer.content.load import load_site
from explainer.model import Editor
from explainer.outputs import render
from explainer.text.slugs import slug_of

from .conftest import OpenPage
from .host import Host, hosted
from .looking import violations
from .tools import ROOT, TODAY, judge

pytestmark = pytest.mark.browser

PATH = "content/entries/floods/dam.yml"
ENTRY = """\
# Ask the ministry again in December.
title: Why the dam broke
summary: >-
  A dam broke in May,
  and a village was flooded.
status: published
published: 2026-05-04T09:00+01:00
topics: [floods]
authors: [newsdesk]
contributors: [newsdesk, {name: Bo Li, role: editing}] # from Leeds
sections:
  - kind: what_happened
    points:
      # The hour is disputed.
      - id: a1b2
        text: The dam broke at night.
        sources: [courier-0503] # and nobody else
        when: 2026-05-03
        points:
          - {id: b2c3, text: It was built long ago., sources: [ministry-report], when: {from: 1931, to: 1934}}
          - id: b2c4
            text: Nobody was hurt.
            sources: [courier-0503]

      - id: d4d4
        text: It had been built of earth.
        sources: [ministry-report]
        when: 1934
  - kind: could_it_be_avoided
    points:
      - id: c3d4
        text: Repairs had been put off twice.
        sources: [ministry-report, courier-0503]
        when: 2019-12/2020-02
  - kind: whats_next
    points:
      - id: e5f6
        text: The ministry plans a report.
        sources: [ministry-report]
        expected: {text: before the summer break, by: 2027-07-15}
        outcome: {result: happened, on: 2026-05-20, text: 'It came: early.', sources: [ministry-report]}
sources:
  - {id: courier-0503, publisher: courier, title: Dam breaks, url: https://courier.example.org/dam}
  - id: ministry-report
    type: document
    publisher: ministry
    title: State of the dams
"""
CHANGES = """\
-        text: The dam broke at night.
+        text: 'The dam broke at three: nobody was awake.'
-            text: Nobody was hurt.
-            sources: [courier-0503]
+            text: Nobody was hurt, the courier said.
+            sources: [courier-0503, what-the-mayor-0504]
+  - id: what-the-mayor-0504
+    title: What the mayor said
+    url: https://mayor.example.org/
+    published: 2026-05-04
"""
CORRECTION = """\
-        text: The dam broke at night.
+        text: The dam broke in the morning.
+updates:
+  - at: {at}
+    type: correction
+    note: The hour was wrong.
+    point: a1b2
+    was: at night
+    now: in the morning
"""
SOURCE = {"title": "What the mayor said", "url": "https://mayor.example.org/", "published": "2026-05-04"}
TITLE = "Überflutet: что, ماذا, ılık, œuvre, 大坝?"
"""A headline in many scripts, of which `explainer new` and the form make the same address."""
HEADLINES = (
    "Россия в Идлибе: большой съезд",
    "İstanbul’da IŞIK mı?",
    "لماذا انهار السد؟",
    "Größe",
    "L’œuvre",
    "¿Qué?",
    "Why: a_b",
)
NEW = f"""\
title: '{TITLE}'
summary: >-
  A village asks what comes next. A village asks what comes next. A village asks what comes next. A
  village asks what comes next. A village asks what comes next. A village asks what comes next.
topics: [floods]
sections:
  - kind: what_happened
  - kind: could_it_be_avoided
  - kind: whats_next
    points:
      - id: ID
        text: A wall is to be built.
        sources: [what-the-mayor]
        when: {{from: 2027-03, to: 2028}}
sources:
  - id: what-the-mayor
    title: What the mayor said
"""
LOCALES = ("ar", "de", "es-CO", "fr", "ru", "tr")
SETTINGS = "editor: {backend: github, repo: newsroom/explainers}\n"

# A picker of folders is a window of the browser's own, which no test can use. In its place stands the file system that
# a site has for itself; from there on everything is as in a folder on disk.
PICKER = "window.showDirectoryPicker = () => navigator.storage.getDirectory();"
WRITE = """async (files) => {
  for (const [path, text] of files) {
    const names = path.split("/");
    let folder = await navigator.storage.getDirectory();
    for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
    const stream = await (await folder.getFileHandle(names.at(-1), { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
}"""
READ = """async (path) => {
  const names = path.split("/");
  let folder = await navigator.storage.getDirectory();
  for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
  return (await (await folder.getFileHandle(names.at(-1))).getFile()).text();
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site whose editors use the form, built."""
    config = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f"[{{explainer: {{today: {TODAY}, search: false}}}}]")
    files = {"mkdocs.yml": config, "site_data/site.yml": SETTINGS, "content/entries/dam.yml": None, PATH: ENTRY}
    root = write_site(tmp_path_factory.mktemp("editor") / "desk", files)
    run("mkdocs", "build", "--quiet", "--config-file", str(root / "mkdocs.yml"))
    return root


@pytest.fixture(scope="module")
def form(desk: Path) -> Iterator[str]:
    """The address of its form."""
    with hosted(Host(desk / "site")) as origin:
        yield f"{origin}/admin/"


def run(program: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def explainer(root: Path, *arguments: str) -> None:
    run("explainer", "-C", str(root), *arguments)


def opened(page: Page, form: str, desk: Path) -> Page:
    """The form with the desk's files, as an editor has it before them who works on this machine."""
    page.add_init_script(PICKER)
    page.goto(form, wait_until="domcontentloaded")
    names = [PATH, *(f"site_data/{name}.yml" for name in ("site", "topics", "publishers", "people"))]
    page.evaluate(
        WRITE, [[".git/HEAD", "ref: refs/heads/main"], *([name, (desk / name).read_text()] for name in names)]
    )
    page.get_by_role("button", name="Work with Local Repository").click()
    expect(page.get_by_text("Explainers", exact=True).first).to_be_visible()
    return page


def field(page: Page, path: str) -> Locator:
    """A field of the form, by its place in the entry. Those further down are made when they come into view."""
    found = page.locator(f'[data-key-path="{path}"]')
    page.locator("[data-key-path]").first.hover()
    for _ in range(100):
        if found.count():
            found.scroll_into_view_if_needed()
            return found
        page.mouse.wheel(0, 300)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    raise AssertionError(f"the form has no field {path}")


def above(page: Page) -> None:
    """Goes up to where the form begins."""
    page.locator("[data-key-path]").first.scroll_into_view_if_needed()


def unfolded(page: Page, path: str) -> Locator:
    """A list of the form, with all its items open."""
    found = field(page, path)
    found.get_by_role("button", name="Expand All").first.click()
    return found


def changes(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), n=0)
    return "".join(line for line in lines if not re.match(r"---|\+\+\+|@@", line))


def saved(page: Page, path: str) -> str:
    """The file of an entry after it was saved."""
    expect(page.get_by_text("Entry saved.")).to_have_count(0, timeout=10_000)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Entry saved.")).to_be_visible()
    return str(page.evaluate(READ, path))


def test_what_is_saved_differs_only_where_it_was_changed(open_page: OpenPage, form: str, desk: Path) -> None:
    page = opened(open_page(), form, desk)
    page.goto(f"{form}#/collections/entries/entries/floods/dam")
    icon = page.get_by_role("button", name="Show Editor Options").bounding_box()
    assert icon is not None
    assert icon["width"] < 50  # an icon; without its font it would be the word `more_vert`
    field(page, "sources").get_by_role("button", name="Add").last.click()
    for name, text in SOURCE.items():
        field(page, f"sources.2.{name}").get_by_role("textbox").fill(text)
    above(page)
    unfolded(page, "sections")
    unfolded(page, "sections.0.points")
    field(page, "sections.0.points.0.text").get_by_role("textbox").fill("The dam broke at three: nobody was awake.")
    unfolded(page, "sections.0.points.0.points")
    field(page, "sections.0.points.0.points.1.text").get_by_role("textbox").fill("Nobody was hurt, the courier said.")
    field(page, "sections.0.points.0.points.1.sources").get_by_label(SOURCE["title"]).check()
    text = saved(page, PATH)
    assert changes(ENTRY, text) == CHANGES
    (desk / PATH).write_text(text, encoding="utf-8")
    explainer(desk, "check", "--today", TODAY)
    explainer(desk, "fmt", "--check")


def test_a_new_entry_has_three_sections_and_ids_and_is_refused_until_it_can_be_published(
    open_page: OpenPage, form: str, desk: Path
) -> None:
    page = opened(open_page(), form, desk)
    page.goto(f"{form}#/collections/entries/new")
    field(page, "title").get_by_role("textbox").fill(TITLE)
    field(page, "summary").get_by_role("textbox").fill("A village asks what comes next. " * 6)
    field(page, "topics").get_by_role("checkbox", name="Floods").click()
    field(page, "sources").get_by_role("button", name="Add").last.click()
    field(page, "sources.0.title").get_by_role("textbox").fill("What the mayor said")
    above(page)
    unfolded(page, "sections")
    field(page, "sections.2.points").get_by_role("button", name="Add").last.click()
    field(page, "sections.2.points.0.text").get_by_role("textbox").fill("A wall is to be built.")
    field(page, "sections.2.points.0.sources").get_by_label("What the mayor said").check()
    field(page, "sections.2.points.0.when").get_by_role("textbox").fill("2027-03/2028")
    for headline in HEADLINES:
        latin = page.evaluate("(text) => text.normalize('NFD').replace(/[^a-z0-9]+/g, '-')", headline)
        assert latin.strip("-") == slug_of(headline, "en")
    above(page)
    field(page, "status").get_by_role("radio", name="Published").click()
    page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_role("alertdialog")
    expect(told).to_contain_text("Missing: Published on")
    expect(told).to_contain_text("As a draft it can be saved.")
    expect(told).to_contain_text("Missing: Sections › What happened? › Points")
    told.get_by_role("button").first.click()
    field(page, "status").get_by_role("radio", name="Draft").click()
    path = f"content/entries/{slug_of(TITLE, 'en')}.yml"
    text = saved(page, path)
    (mark,) = re.findall(r"- id: (p[0-9a-f]{3})\n", text)
    (desk / path).write_text(text, encoding="utf-8")
    explainer(desk, "check", "--today", TODAY)
    explainer(desk, "fmt")  # which puts the source below the text
    assert (desk / path).read_text() == NEW.replace("ID", mark).replace("topics:", "status: draft\ntopics:", 1)


def test_a_correction_is_published_on_a_phone_in_ten_steps(open_page: OpenPage, form: str, desk: Path) -> None:
    (desk / PATH).write_text(ENTRY)  # whatever other tests have saved there
    before = (desk / PATH).read_text()
    page = opened(open_page(width=390), form, desk)
    page.goto(f"{form}#/collections/entries/entries/floods/dam")
    unfolded(page, "sections")
    unfolded(page, "sections.0.points")
    steps = 3  # the entry, its sections, the points of one
    field(page, "sections.0.points.0.text").get_by_role("textbox").fill("The dam broke in the morning.")
    field(page, "updates").get_by_role("button", name="Add").last.click()
    field(page, "updates.0.type").get_by_role("radio", name="Correction").click()
    page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_role("alertdialog")
    expect(told).to_contain_text("Missing: Updates 1 › What changed and why")
    told.get_by_role("button").first.click()
    field(page, "updates.0.note").get_by_role("textbox").fill("The hour was wrong.")
    field(page, "updates.0.point").get_by_role("combobox").select_option(label="The dam broke in the morning.")
    field(page, "updates.0.was").get_by_role("textbox").fill("at night")
    steps += 6
    page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_role("alertdialog")
    expect(told).to_contain_text("Missing: Updates 1 › Now")
    expect(told).not_to_contain_text("As a draft")
    told.get_by_role("button").first.click()
    field(page, "updates.0.now").get_by_role("textbox").fill("in the morning")
    text = saved(page, PATH)
    assert steps + 2 <= 11
    (at,) = re.findall(r"at: (\S+)", text)
    assert changes(before, text) == CORRECTION.format(at=at)
    (desk / PATH).write_text(text, encoding="utf-8")
    explainer(desk, "check", "--today", "2100-01-01")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_topic_is_made_on_the_way(open_page: OpenPage, form: str, desk: Path) -> None:
    page = opened(open_page(), form, desk)
    page.goto(f"{form}#/collections/site/entries/topics")
    field(page, "records").get_by_role("button", name="Add").last.click()
    field(page, "records.1.id").get_by_role("textbox").fill("storms")
    field(page, "records.1.name").get_by_role("textbox").fill("Storms")
    text = saved(page, "site_data/topics.yml")
    assert changes(GOOD_SITE["site_data/topics.yml"], text) == "+storms:\n+  name: Storms\n"
    page.goto(f"{form}#/collections/entries/entries/floods/dam")
    field(page, "topics").get_by_role("checkbox", name="Storms").click()
    assert "+topics: [floods, storms]\n" in changes((desk / PATH).read_text(), saved(page, PATH))


def test_an_upload_gets_a_name_for_addresses(open_page: OpenPage, form: str, desk: Path) -> None:
    page = opened(open_page(), form, desk)
    page.goto(f"{form}#/collections/entries/entries/floods/dam")
    field(page, "image").get_by_role("checkbox", name="Add").click()
    content = (ROOT / "content/images/idlib-symbolic.png").read_bytes()
    picture: FilePayload = {"name": "Überflutete Straße №1.PNG", "mimeType": "image/png", "buffer": content}
    field(page, "image.file").locator("input[type=file]").first.set_input_files(picture)
    field(page, "image.alt").get_by_role("textbox").fill("A street under water")
    assert "+  file: images/uberflutete-strasse-no1.png\n" in changes((desk / PATH).read_text(), saved(page, PATH))


def test_the_pane_shows_the_page_as_the_preview_makes_it(open_page: OpenPage, desk: Path) -> None:
    with previewed(desk) as preview:
        page = opened(open_page(1600), f"http://127.0.0.1:{preview.port}/admin/", desk)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"http://127.0.0.1:{preview.port}/admin/#/collections/entries/entries/floods/dam")
        field(page, "title").get_by_role("textbox").fill("The dam, in other words")
        shown = page.frame_locator("iframe.preview").frame_locator("iframe")
        expect(shown.get_by_role("heading", level=1)).to_have_text("The dam, in other words")
        pane = shown.locator("article").inner_text()
        (desk / PATH).write_text((desk / PATH).read_text().replace("Why the dam broke", "The dam, in other words"))
        preview.told()
        read = open_page(1600)
        read.goto(f"http://127.0.0.1:{preview.port}/explainers/dam/")
        there = read.locator("article").inner_text()
        assert pane == there
        own = (f"http://127.0.0.1:{preview.port}/", "blob:", "data:")
        assert [url for url in asked if not url.startswith(own)] == []


@pytest.mark.parametrize("language", ["en-GB", "ar", "ja"])
def test_the_form_talks_to_nobody_else(browser: Browser, form: str, language: str) -> None:
    with browser.new_context(locale=language) as context:
        page = context.new_page()
        answers: list[str] = []
        page.on("response", lambda response: answers.append(response.url))
        page.goto(form)
        expect(page.get_by_role("button").nth(2)).to_be_visible()  # with no words it would hang
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        page.wait_for_load_state("networkidle")
        assert [url for url in answers if not url.startswith((form.removesuffix("admin/"), "blob:", "data:"))] == []


SVELTIAS_OWN = ("meta-viewport: ", "aria-valid-attr-value: .tree ")
"""What axe-core finds wrong in the editor itself: it cannot be made larger, and names a list that is not there yet."""


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "ru", "tr"])
def test_the_form_fits_a_phone_in_each_language_and_everyone_can_use_it(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    site = {"site_data/site.yml": f"language: {language}\n{SETTINGS}", PATH: f"language: en\n{ENTRY}"}
    desk = write_site(tmp_path / "desk", {"content/entries/dam.yml": None, **site})
    explainer(desk, "build", "--no-search", "--today", TODAY)
    with (
        hosted(Host(desk / "site")) as origin,
        browser.new_context(viewport={"width": 390, "height": 640}, locale=language) as context,
    ):
        page = context.new_page()
        page.add_init_script(PICKER)
        page.goto(f"{origin}/admin/", wait_until="domcontentloaded")
        names = [PATH, *(f"site_data/{name}.yml" for name in ("site", "topics", "publishers", "people"))]
        kept = [[".git/HEAD", "ref: refs/heads/main"], *([name, (desk / name).read_text()] for name in names)]
        page.evaluate(WRITE, kept)
        found = violations(page)
        page.get_by_role("button").first.click()  # this machine's files
        expect(page.locator(".tree")).to_be_visible()
        found += violations(page)
        page.goto(f"{origin}/admin/#/collections/entries/entries/floods/dam")
        field(page, "sources")
        found += violations(page)
        assert [one for one in found if not one.startswith(SVELTIAS_OWN)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        labels = page.locator("[data-key-path] h4").all_inner_texts()
        english = {"Title", "Summary", "Updates"}
        assert bool(english & set(labels)) == (language == "en"), labels


def test_the_form_is_what_its_editor_takes(desk: Path) -> None:
    """By the JSON Schema that comes with Sveltia CMS."""
    schema = json.loads(judge("sveltia-schema").read_text(encoding="utf-8"))
    for backend in ("github", "gitlab"):
        settings = Editor(
            backend=backend, repo="newsroom/explainers", app_id="8d2f6a", publish_mode="editorial_workflow"
        )
        site = load_site(desk)
        site = replace(site, settings=site.settings.model_copy(update={"editor": settings}))
        made = {artifact.path: artifact.body for artifact in render(site, date.fromisoformat(TODAY))}
        validate(json.loads(made["admin/config.json"]), schema)


@pytest.mark.parametrize(
    "name",
    [
        "sveltia-cms.js",
        "chunks/react-dom.js",
        "immutable.es.js",
        "js-yaml.umd.min.js",
        *(f"locales/{name}.json" for name in LOCALES),
    ],
)
def test_what_is_published_is_what_its_package_brings(name: str) -> None:
    """The lock file names the packages' hashes; to take newer ones, copy these files from node_modules."""
    folder = judge("js-yaml").parent if name.startswith("js-yaml") else judge("sveltia-schema").parents[1]
    if name.startswith("immutable"):
        folder = judge("immutable").parent
    inside = {one: f"dist/{one}" for one in ("sveltia-cms.js", "chunks/react-dom.js")}.get(name, name)
    assert (ROOT / "templates" / "admin" / name).read_bytes() == (folder / inside).read_bytes()


TABLE = """\
sections:
  - kind: what_happened
    table:
      caption: Dams
      columns: [Dam, Built in]
      rows:
        # The oldest.
        - [Leeds, '1931']
        - cells: [York, '1950']
          sources: [ministry-report]
"""
ROWS = """
const { readFileSync } = require("fs");
globalThis.jsyaml = require(`${process.argv[1]}/js-yaml.umd.min.js`);
const formats = {};
globalThis.CMS = { registerCustomFormat: (name, ending, format) => { formats[name] = format; } };
eval(readFileSync(`${process.argv[1]}/format.js`, "utf8"));
const format = formats.explainer;
const shown = format.fromFile(process.argv[2]);
const rows = shown.sections[0].table.rows;
rows[0].cells[1] = "1932, or so";
rows.push({ cells: ["Hull", "1960"], sources: [] });
format.toFile(shown).then(console.log);
"""


def test_a_row_without_sources_stays_a_list_of_cells() -> None:
    done = subprocess.run(
        ["node", "-e", ROWS, str(ROOT / "templates/admin"), TABLE.strip()], check=True, capture_output=True, text=True
    )
    expected = TABLE.replace("'1931'", "'1932, or so'") + "        - [Hull, '1960']\n"
    assert done.stdout.strip() == expected.strip()
