"""`explainer where`: which entries use a topic, a person, a publisher, an address or an image."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, PICTURE, write_site

from explainer.cli.main import main

DAM = GOOD_SITE["content/entries/dam.yml"]
FILES = {
    "site_data/people.yml": "newsdesk: {name: {en: Newsdesk, de: Redaktion}}\nada: {name: Ada Öz}\n",
    "site_data/publishers.yml": GOOD_SITE["site_data/publishers.yml"] + "floods: {name: Flood Office}\n",
    "content/entries/dam.yml": DAM.replace(
        "status: published", "status: published\nimage: {file: images/dam.gif, alt: A dam}"
    ),
    "content/entries/deep/mill.yml": DAM.replace("Why the dam broke", "The mill")
    .replace("newsdesk", "adda")
    .replace("{id: ministry-report,", "{id: ministry-report, via: courier,")
    .replace("at night.", "[at night](https://www.courier.example.org/mill/#top).")
    .replace("https://courier.example.org/dam", "https://news.courier.example.org/dam?a=1"),
    "content/pages/about.md": "# About\n\n![A dam](../images/dam.gif)\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", FILES)
    (root / "content/images").mkdir()
    for name in ("dam", "unused"):
        (root / f"content/images/{name}.gif").write_text(PICTURE)
    return root


def where(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), "where", *arguments])


MILL = "content/entries/deep/mill.yml"
COURIER = [
    "content/entries/dam.yml:27: Why the dam broke [publisher]",
    f"{MILL}:26: The mill [publisher]",
    f"{MILL}:27: The mill [via]",
]
DAM_URL = "content/entries/dam.yml:27: Why the dam broke [url]"
MILL_URL = f"{MILL}:26: The mill [url]"
MILL_LINK = f"{MILL}:11: The mill [text]"


@pytest.mark.parametrize(
    ("id_", "lines"),
    [
        ("newsdesk", ["`newsdesk` (Newsdesk) is a person; 1 file uses it:",
                      "content/entries/dam.yml:7: Why the dam broke [authors]"]),
        ("ada", ["`ada` (Ada Öz) is a person; nothing uses it"]),
        ("adda", ["`adda` is a person, missing from site_data/people.yml; 1 file uses it:",
                  f"{MILL}:6: The mill [authors]"]),
        ("courier", ["`courier` (The Courier) is a publisher; 2 files use it:", *COURIER]),
        ("floods", ["`floods` (Floods) is a topic; 2 files use it:",
                    "content/entries/dam.yml:6: Why the dam broke [topics]", f"{MILL}:5: The mill [topics]",
                    "`floods` (Flood Office) is a publisher; nothing uses it"]),
        ("images/dam.gif", ["`images/dam.gif` is an image; 2 files use it:",
                            "content/entries/dam.yml:4: Why the dam broke [file]", "content/pages/about.md:3: [text]"]),
        ("content/images/unused.gif", ["`images/unused.gif` is an image; nothing uses it"]),
        ("https://courier.example.org/dam/", ["`https://courier.example.org/dam/` is an address; 1 file uses it:",
                                              DAM_URL]),
        ("https://www.courier.example.org/mill", [
            "`https://www.courier.example.org/mill` is an address; 1 file uses it:", MILL_LINK]),
        ("https://nobody.example.org/", ["`https://nobody.example.org/` is an address; nothing uses it"]),
        ("Courier.example.org", ["`Courier.example.org` is a host; 2 files use it:", DAM_URL, MILL_LINK, MILL_URL]),
        ("www.courier.example.org", ["`www.courier.example.org` is a host; 1 file uses it:", MILL_LINK]),
    ],
)  # fmt: skip
def test_what_it_is_and_where_it_is_used(site: Path, id_: str, lines: list[str]) -> None:
    done = where(site, id_)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == lines


@pytest.mark.parametrize(
    ("id_", "hint"),
    [
        ("newdesk", "did you mean `newsdesk`?"),
        ("images/dam", "did you mean `images/dam.gif`?"),
        ("image/dam.png", "did you mean `images/dam.gif`?"),
        ("courier.example.com", "did you mean `courier.example.org`?"),
        ("ourier.example.org", "did you mean `courier.example.org`?"),
        ("zebra", "ids are in site_data/"),
        ("", "ids are in site_data/"),
        ("..", "ids are in site_data/"),
    ],
)
def test_what_is_unknown_is_told_the_nearest(site: Path, id_: str, hint: str) -> None:
    done = where(site, id_)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"is called `{id_}`" in done.stderr
    assert hint in done.stderr


def test_json_is_for_programs(site: Path) -> None:
    (found,) = json.loads(where(site, "newsdesk", "--format", "json").stdout)
    assert found == {
        "id": "newsdesk",
        "kind": "person",
        "name": "Newsdesk",
        "known": True,
        "uses": [
            {
                "path": "content/entries/dam.yml",
                "line": 7,
                "field": "authors",
                "entry": "dam",
                "title": "Why the dam broke",
            }
        ],
    }
    assert [one["kind"] for one in json.loads(where(site, "floods", "--format", "json").stdout)] == [
        "topic",
        "publisher",
    ]


def test_a_file_that_cannot_be_read_may_use_it(site: Path) -> None:
    (site / "content/entries/bad.yml").write_text("titel: A\n", encoding="utf-8")
    done = where(site, "ada")
    assert done.exit_code == 1
    assert done.stdout.endswith("nothing was looked up\n")


def test_hostile_names_and_addresses_move_no_cursor(site: Path) -> None:
    assert where(site, "https://[/\x1b[2J").stdout == "`https://[/ [2J` is an address; nothing uses it\n"
    done = where(site, "\x1b[31m")
    assert done.exit_code == 2
    assert "\x1b" not in done.output
