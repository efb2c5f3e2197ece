"""Nothing that an editor, or a proposal, writes runs in a reader's browser: in what is built, and in the preview."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from building import build, by_mkdocs, contents, differences, run
from hostile import hostile_site
from lxml import html
from matrix import sample
from playwright.sync_api import Page
from previewing import previewed

from .conftest import OpenPage
from .host import Host, hosted

pytestmark = pytest.mark.browser

DATA = yaml.safe_load((Path(__file__).parents[1] / "golden/payloads.yml").read_text(encoding="utf-8"))
PAYLOADS = [breakout + vector for vector in DATA["vectors"] for breakout in DATA["breakouts"]]
TOGETHER = 72
"""How many stand in one text."""
TEXTS = [" ".join(PAYLOADS[start : start + TOGETHER]) for start in range(0, len(PAYLOADS), TOGETHER)]
COUNTS = "window.ran = 0; window.RAN = () => { window.ran += 1 }"
FOUND = """() => {
  const found = [...document.querySelectorAll("*")].flatMap((one) => one.getAttributeNames()
    .filter((name) => name.startsWith("on")).map((name) => `<${one.localName} ${name}>`))
  const links = [...document.querySelectorAll("[href], [src], [action], [data], [formaction]")]
    .map((one) => one.href?.baseVal ?? one.href ?? one.src ?? one.action ?? one.data ?? "")
    .filter((address) => /^\\s*(javascript|data):/i.test(address))
  const strange = [...document.querySelectorAll(
    "object, embed, base:not([target=_top]), xss, iframe, math, meta[http-equiv=refresh]")]
    .filter((one) => !one.closest("noscript")).map((one) => `<${one.localName}>`)
  return [window.ran, found, links, strange]
}"""
CLEAN = [0, [], [], []]


def test_there_are_enough() -> None:
    assert len(set(PAYLOADS)) >= 500


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in which every field of every explainer is full of payloads."""
    root = hostile_site(tmp_path_factory.mktemp("payloads") / "site", TEXTS)
    build(root)
    return root


def pages(site: Path) -> list[str]:
    """The addresses of pages; redirects lead to the same."""
    addresses = [path.parent.relative_to(site).as_posix() for path in sorted(site.rglob("index.html"))]
    shown = [address for address in addresses if not address.startswith(("admin", "assets")) and "/v/" not in address]
    return [f"{address}/" for address in shown if address != "." and "was" not in address]


def looked_at(page: Page, origin: str, addresses: list[str]) -> list[tuple[str, object]]:
    page.add_init_script(COUNTS)
    page.on("dialog", lambda dialog: dialog.dismiss())
    wrong: list[tuple[str, object]] = []
    for address in addresses:
        page.goto(f"{origin}/{address}", wait_until="load")
        if (found := page.evaluate(FOUND)) != CLEAN:
            wrong.append((address, found))
    return wrong


def test_nothing_runs_in_a_page_that_was_built(root: Path, open_page: OpenPage) -> None:
    addresses = pages(root / "site")
    assert len(addresses) > 2 * len(TEXTS)
    with hosted(Host(root / "site")) as origin:
        assert looked_at(open_page(), origin, sample(addresses, 8)) == []


def test_nothing_runs_in_the_preview(root: Path, open_page: OpenPage) -> None:
    with previewed(root) as client:
        origin = f"http://127.0.0.1:{client.port}"
        assert looked_at(open_page(), origin, sample(pages(root / "site"), 4)) == []


def test_mkdocs_and_the_export_say_the_same(root: Path, tmp_path: Path) -> None:
    assert differences(by_mkdocs(root, tmp_path / "mkdocs"), contents(root / "site")) == []
    done = run(root, "export", tmp_path / "export", "--today", "2026-11-22")
    assert done.exit_code == 0, done.output
    assert list(handlers(tmp_path / "export/docs")) == []


def handlers(docs: Path) -> Iterator[str]:
    """The pages of an export, whose blocks are HTML below the front matter, in which something could run."""
    for path in sorted(docs.rglob("*.md")):
        _, _, text = (
            path.read_text(encoding="utf-8").removeprefix("---").partition("\n---\n")
        )  # the front matter is data
        for one in html.fromstring(f"<div>{text}</div>").iter():
            if any(str(name).startswith("on") for name in one.attrib):
                yield f"{path}: <{one.tag}>"


def test_what_runs_would_be_noticed(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    page = "<!doctype html><p onclick=x>A<script>RAN()</script><a href='javascript:1'>"
    (tmp_path / "bad/index.html").write_text(page, encoding="utf-8")
    with hosted(Host(tmp_path)) as origin:
        (((_, found),)) = looked_at(open_page(), origin, ["bad/"])
    assert found == [1, ["<p onclick>"], ["javascript:1"], []]
