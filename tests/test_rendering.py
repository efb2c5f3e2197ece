"""What readers see: small sites as data in golden/outputs/, hostile text, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from conftest import GOOD_SITE, PICTURE, words, write_site
from hostile import HOSTILE, as_yaml, hostile_site
from lxml import html
from pages import built, found, parsed, parsed_feed
from standards import faults

from explainer.content.load import load_site
from explainer.engine.export import export
from explainer.outputs import render
from explainer.problems import ContentError

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
COMMANDS = Path(sys.executable).parent
CASES = sorted((Path(__file__).parent / "golden" / "outputs").glob("*.yml"))


@pytest.mark.parametrize("case", [pytest.param(path, id=path.stem) for path in CASES])
def test_a_site_is_published_as_its_case_says(case: Path, tmp_path: Path) -> None:
    data = yaml.safe_load(case.read_text(encoding="utf-8"))
    unknown = set(data) - {
        "files",
        "preview",
        "pages",
        "feeds",
        "text",
        "present",
        "absent",
        "lacks",
        "nowhere",
        "errors",
    }
    assert not unknown
    root = write_site(tmp_path, data["files"])
    if "errors" in data:
        with pytest.raises(ContentError) as caught:
            render(load_site(root), TODAY)
        assert [[problem.path, problem.code] for problem in caught.value.problems] == data["errors"]
        return
    site = built(root, preview=data.get("preview", False))
    for address, expected in data.get("pages", {}).items():
        page = parsed(site / address / "index.html")
        for way, texts in expected.items():
            assert found(page, way) == texts, f"/{address}: {way}"
    for path, expected in data.get("feeds", {}).items():
        feed = parsed_feed(site / path)
        for way, texts in expected.items():
            assert found(feed, way) == texts, f"/{path}: {way}"
    for path, text in data.get("text", {}).items():
        assert (site / path).read_text(encoding="utf-8") == text
    assert faults(site) == []
    assert [path for path in data.get("present", []) if not (site / path).exists()] == []
    assert [path for path in data.get("absent", []) if (site / path).exists()] == []
    for path, texts in data.get("lacks", {}).items():
        assert [text for text in texts if text in (site / path).read_text(encoding="utf-8")] == []
    files = [path.read_bytes() for path in site.rglob("*") if path.is_file()]
    assert [word for word in data.get("nowhere", []) if any(word.encode() in content for content in files)] == []


def test_there_are_cases() -> None:
    assert len(CASES) > 10


# --- hostile text -----------------------------------------------------------------------------------------------------

MEANT = {
    "*a* [x](javascript:alert(1)) `b`": "a [x](javascript:alert(1)) b",
    "&lt; &amp; &#42; &copy": "< & * &copy",
    "C:\\new \\* \\": "C:\\new * \\",
}
"""What hostile text says where it is inline Markdown, if that is not the same."""


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def two_sites(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A site of hostile texts and its twin of harmless ones, by each engine."""
    folder = tmp_path_factory.mktemp(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "0")
        hostile = hostile_site(folder / "hostile", HOSTILE)
        harmless = hostile_site(folder / "harmless", [f"Harmless {n}" for n in range(len(HOSTILE))])
        if request.param == "mkdocs":
            return built(hostile), built(harmless)
        return zensical(hostile), zensical(harmless)


def zensical(root: Path) -> Path:
    folder = root.with_name(f"{root.name}-export")
    export(root / "mkdocs.yml", folder, TODAY)
    subprocess.run([COMMANDS / "zensical", "build"], cwd=folder, check=True, capture_output=True)
    return folder / "site"


@pytest.mark.slow
def test_hostile_text_adds_nothing_to_a_page(two_sites: tuple[Path, Path]) -> None:
    hostile, harmless = two_sites
    pages = [path.relative_to(harmless) for path in harmless.rglob("*.html")]
    assert len(pages) > 5 * len(HOSTILE)
    assert sorted(path.relative_to(hostile) for path in hostile.rglob("*.html")) == sorted(pages)
    for path in pages:
        page = parsed(hostile / path)
        assert skeleton(page) == skeleton(parsed(harmless / path)), path
        links = [str(link) for link in page.xpath("//@href | //@src | //@action | //@content")]
        assert [link for link in links if link.lower().startswith(("javascript", "data", "vbscript"))] == [], path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


@pytest.mark.slow
def test_hostile_text_leaves_feeds_and_data_as_their_standards_want_them(two_sites: tuple[Path, Path]) -> None:
    assert faults(two_sites[0]) == []


def skeleton(page: html.HtmlElement) -> Counter[tuple[str, ...]]:
    """How often a page has which element with which attributes; the marks of inline Markdown do not count."""
    elements = (element for element in page.iter() if isinstance(element.tag, str))
    return Counter((e.tag, *sorted(e.attrib)) for e in elements if e.tag not in ("em", "code"))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=map(ascii, HOSTILE))
def test_hostile_text_is_read_as_it_was_written(two_sites: tuple[Path, Path], number: int) -> None:
    site = two_sites[0]
    text = " ".join(HOSTILE[number].split())
    meant = " ".join(MEANT.get(HOSTILE[number], text).split())
    page = parsed(site / "explainers" / f"e{number}" / "index.html")
    assert found(page, "//h1") == [text]
    assert found(page, "//title")[0].startswith(text)
    assert found(page, "//meta[@name='description']/@content") == [text]
    assert found(page, "//h2[@id='what_happened']") == [text]
    contents = found(page, "//nav//a[@href='#what_happened']")
    assert contents
    assert set(contents) == {text}
    assert found(page, "//img/@alt") == [text]
    assert f"{text} (state" not in words(page)
    (point,) = page.xpath("//li[@id='a1b2']/section[1]")
    assert words(point).startswith(meant)
    assert found(page, "//ol[@class='x-sources']//*[@class='x-source-title']") == [text]
    assert found(page, "//del | //ins") == [meant, meant]
    for address in (f"topics/t{number}", f"sources/p{number}", f"explainers/gone{number}"):
        assert found(parsed(site / address / "index.html"), "//h1") == [text], address
    assert found(parsed(site / "explainers" / f"was{number}" / "index.html"), "//title | //a") == [text, text]


def test_an_image_is_found_whatever_its_name(tmp_path: Path) -> None:
    name = '50% of #1? "it\'s" <é>.gif'
    entry = GOOD_SITE["content/entries/dam.yml"] + as_yaml({"image": {"file": f"images/{name}", "alt": "A"}})[1:-1]
    site = built(write_site(tmp_path, {f"content/images/{name}": PICTURE, "content/entries/dam.yml": entry + "\n"}))
    (address,) = parsed(site / "explainers" / "dam" / "index.html").xpath("//img[@alt='A']/@src")
    assert (site / unquote(urlsplit(urljoin("/explainers/dam/", address)).path).lstrip("/")).read_text() == PICTURE


# --- the same bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_site_is_the_same_bytes_wherever_it_is_built(tmp_path: Path) -> None:
    surroundings: list[Mapping[str, str]] = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "3", "TZ": "UTC", "LC_ALL": "", "LANG": "ar_EG.UTF-8", "PYTHONUTF8": "0"},
    ]
    digests = set()
    for number, variables in enumerate(surroundings):
        folder = tmp_path / str(number)
        command: list[str | Path] = [
            COMMANDS / "explainer",
            "-C",
            ROOT,
            "build",
            "--today",
            TODAY.isoformat(),
            "--site-dir",
            folder,
        ]
        subprocess.run(command, env={**os.environ, **variables}, cwd=tmp_path, check=True, capture_output=True)
        digests.add(digest(folder))
    assert len(digests) == 1


def digest(folder: Path) -> str:
    """Stands for the paths and bytes of every file in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 80
    whole = hashlib.sha256()
    for path in files:
        whole.update(repr((path.relative_to(folder).as_posix(), path.read_bytes())).encode())
    return whole.hexdigest()


def test_rendering_twice_makes_the_same_artifacts(good_site: Path) -> None:
    assert render(load_site(good_site), TODAY) == render(load_site(good_site), TODAY)


@pytest.mark.parametrize("folder", ["missing", "full"])
def test_nothing_needs_to_be_kept_to_render(
    good_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    usual = render(load_site(good_site), TODAY)
    (tmp_path / "full").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / folder))
    assert render(load_site(good_site), TODAY) == usual
