"""The preview of a change in a folder: what the change touches, errors and all, and links that lead to files."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import repository
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, PICTURE, words, write_site
from lxml import html

from explainer.cli.main import main

DAM = GOOD_SITE["content/entries/dam.yml"]
WEIR = DAM.replace("Why the dam broke", "Why the weir held").replace("sources: [ministry-report]", "sources: [none]")


def preview(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "preview", str(root.parent / "out"), *arguments])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The preview of a change that adds an entry with an error and a file that cannot be read."""
    root = repository.begin(tmp_path_factory.mktemp("change") / "site", {"content/entries/other.yml": DAM})
    repository.git(root, "add", "--all")
    repository.git(root, "commit", "--quiet", "--message=One")
    write_site(
        root,
        {
            "content/entries/other.yml": DAM,
            "content/entries/north/weir.yml": WEIR,
            "content/entries/torn.yml": 'title: "Why\n',
        },
    )
    done = preview(root, "--since", "HEAD")
    assert done.exit_code == 0, done.output
    assert "errors are shown on them" in done.output
    return root.parent / "out"


def pages(folder: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in folder.rglob("*.html"):
        yield path, html.document_fromstring(path.read_bytes())


def test_it_has_what_the_change_touches_and_nothing_else(written: Path) -> None:
    entries = {path.name for path in (written / "explainers").iterdir() if path.is_dir()}
    assert entries == {"weir", "torn"}
    assert (written / "topics" / "floods" / "index.html").is_file()
    first = html.document_fromstring((written / "preview.html").read_bytes())
    links = [link.text for link in first.iter("a")]
    assert links == ["/explainers/torn/", "/explainers/weir/", "/topics/floods/"]


def test_each_page_says_what_is_wrong(written: Path) -> None:
    found = dict(pages(written))
    assert len(found) > 8
    for path, page in found.items():
        if "embed" not in path.parts:
            (told,) = page.xpath("//*[@id='preview_problems']")
            assert "there is no source `none` in this entry" in words(told), path
    assert "content/entries/torn.yml cannot be read" in words(found[written / "explainers" / "torn" / "index.html"])


def test_every_link_leads_to_a_file_or_to_the_published_site(written: Path) -> None:
    seen = {"file": 0, "published": 0}
    for path, page in pages(written):
        for link in page.xpath("//@href | //@src"):
            parts = urlsplit(str(link))
            if parts.scheme or not parts.path:
                seen["published"] += str(link).startswith("https://small.example.org/explainers/dam/")
                continue
            assert (path.parent / unquote(parts.path)).is_file(), (path, link)
            seen["file"] += 1
    assert min(seen.values()) > 3, seen


def test_without_a_revision_or_an_address_the_whole_site_is_there(tmp_path: Path) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("site_url: https://small.example.org/\n", "")
    root = write_site(tmp_path / "site", {"mkdocs.yml": config, "content/images/a.gif": PICTURE})
    done = preview(root)
    assert done.exit_code == 0, done.output
    assert {"about", "sources", "explainers"} - {path.name for path in (tmp_path / "out").iterdir()} == {"about"}
    for path, page in pages(tmp_path / "out"):
        for link in page.xpath("//a/@href"):
            parts = urlsplit(urljoin(path.as_uri(), str(link)))
            assert parts.scheme != "file" or Path(unquote(parts.path)).is_file(), (path, link)


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", {})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "novel.txt").write_text("Once")
    done = preview(root)
    assert done.exit_code == 1
    assert "is not empty and is no preview" in done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["novel.txt"]


def test_a_folder_that_the_site_is_built_from_is_refused(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", {})
    done = CliRunner().invoke(main, ["-C", str(root), "preview", str(root / "content" / "preview")])
    assert done.exit_code == 1
    assert "which the site is built from" in done.output
    assert not (root / "content" / "preview").exists()


def test_a_revision_that_is_none_is_told(tmp_path: Path) -> None:
    root = write_site(tmp_path / "site", {})
    subprocess.run(["git", "init", "--quiet", root], check=True)
    assert "nowhere" in preview(root, "--since", "nowhere").output
