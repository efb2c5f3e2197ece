"""Feeds and calendars: what is newest comes first, nothing is older than what it follows, and a rename is no news."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from building import build, counts, settle
from conftest import GOOD_SITE, write_site
from lxml import etree

from explainer.build import content
from explainer.content.load import load_entry, load_site
from explainer.model import Entry
from explainer.outputs import render
from explainer.outputs.base import SiteInfo

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOME = "https://small.example.org/"
DAM = GOOD_SITE["content/entries/dam.yml"].replace("published: 2026-05-04T09:00+01:00", "published: 2026-05-04T09:00Z")


def published(root: Path, files: dict[str, str | None], today: date = date(2026, 11, 22)) -> dict[str, str]:
    """The text of everything that the good site publishes with these files."""
    site = load_site(write_site(root, files))
    artifacts = render(site, today, site_info=SiteInfo("The Small Desk", HOME))
    return {artifact.path: artifact.body for artifact in artifacts}


def items(feed: str) -> list[dict[str, str]]:
    names = ("id", "published", "updated")
    entries = etree.fromstring(feed.encode()).findall("a:entry", ATOM)
    return [{name: one.findtext(f"a:{name}", "", ATOM).removeprefix(HOME) for name in names} for one in entries]


def updates(*lines: str) -> str:
    return "".join(f"  - {{at: {at}, type: update, note: More is known.}}\n" for at in lines)


def test_an_update_of_the_same_day_does_not_come_before_the_publication(tmp_path: Path) -> None:
    made = published(tmp_path, {"content/entries/dam.yml": f"{DAM}updates:\n{updates('2026-05-04')}"})
    (item,) = items(made["feed.xml"])
    assert item["updated"] == item["published"] == "2026-05-04T09:00:00Z"
    (item,) = json.loads(made["feed.json"])["items"]
    assert item["date_modified"] == item["date_published"]
    assert items(made["changes.xml"])[0]["updated"] == "2026-05-04T09:00:00Z"
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', made["explainers/dam/index.md"], re.DOTALL)[0])
    assert data["dateModified"] >= data["datePublished"]


def test_a_change_of_which_the_day_is_known_stands_above_those_of_the_day_before_it(tmp_path: Path) -> None:
    told = updates("2026-05-07T10:00Z", "2026-05-07")
    made = published(tmp_path, {"content/entries/dam.yml": f"{DAM}updates:\n{told}"})
    assert [(item["id"][-2:], item["updated"]) for item in items(made["changes.xml"])] == [
        ("v3", "2026-05-07T10:00:00Z"),
        ("v2", "2026-05-07T10:00:00Z"),
    ]
    assert items(made["feed.xml"])[0]["updated"] == "2026-05-07T10:00:00Z"
    shown = re.findall(r'href="[^"]*/changes/#(v\d)"', made["changes/index.md"])
    assert list(dict.fromkeys(shown)) == ["v3", "v2"]


def named(name: Any) -> list[str]:
    """The ids of everything that a reader's program may remember."""
    atom = [item["id"] for feed in ("feed.xml", "changes.xml", "topics/floods/feed.xml") for item in items(name[feed])]
    events = re.findall(r"^UID:(.*)$", name["whats-next.ics"], re.MULTILINE)
    return [*atom, *(item["id"] for item in json.loads(name["feed.json"])["items"]), *events]


@pytest.mark.parametrize("aliases", ["dam", "dam, dam-2026", "/2015/09/27/dam.html, dam"])
def test_a_rename_is_no_news(tmp_path: Path, aliases: str) -> None:
    text = f"{DAM}updates:\n{updates('2026-05-07', '2026-05-08')}"
    before = published(tmp_path / "before", {"content/entries/dam.yml": text})
    renamed = {"content/entries/dam.yml": None, "content/entries/dam-break.yml": f"{text}aliases: [{aliases}]\n"}
    after = published(tmp_path / "after", renamed)
    assert named(after) == named(before)
    assert 'href="https://small.example.org/explainers/dam-break/"' in after["feed.xml"]
    assert json.loads(after["feed.json"])["items"][0]["url"] == f"{HOME}explainers/dam-break/"


@pytest.mark.parametrize(("day", "uid"), [("2026-11-30", "dam-e5f6"), ("2026-12-01", f"{HOME}explainers/dam/#e5f6")])
def test_an_event_keeps_its_name_or_has_one_that_no_other_site_has(tmp_path: Path, day: str, uid: str) -> None:
    text = DAM.replace("2026-05-04T09:00Z", day)
    made = published(tmp_path, {"content/entries/dam.yml": text}, date(2027, 1, 1))
    assert re.findall(r"^UID:(.*)\r$", made["whats-next.ics"].replace("\r\n ", ""), re.MULTILINE) == [uid]
    assert made["topics/floods/whats-next.ics"].count("UID:") == 1


def test_an_explainer_in_several_feeds_is_read_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {
        f"content/entries/dam-{n}.yml": f"{DAM}language: {tag}\n" for n, tag in enumerate(("en", "tr", "de", "tr"))
    }
    root = write_site(tmp_path, {**others, "content/entries/dam.yml": DAM})
    settle(root)
    build(root)
    (root / "content/entries/dam.yml").write_text(DAM.replace("A dam", "The dam"), encoding="utf-8")
    read: list[str] = []

    def counted(content: bytes, path: str, language: str) -> Entry:
        read.append(path)
        return load_entry(content, path, language)

    monkeypatch.setattr(content, "load_entry", counted)
    said = build(root)
    assert counts(said).different >= 4  # its page, feed.xml, the feeds of its topic and of its language
    assert sorted(read) == sorted(set(read)) and len(read) == 5


@pytest.mark.parametrize(("corrected", "listed"), [("2026-09-01", ["weir", "dam"]), ("2026-06-01", ["weir"])])
def test_an_old_explainer_comes_back_by_its_correction_not_by_a_plain_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corrected: str, listed: list[str]
) -> None:
    monkeypatch.setattr(import_module("explainer.outputs.feeds.feeds"), "NEWEST", 1)
    correction = f"  - {{at: {corrected}, type: correction, note: The hour was wrong., point: a1b2}}\n"
    dam = f"{DAM}updates:\n{correction}{updates('2026-10-01')}"
    weir = DAM.replace("2026-05-04T09:00Z", "2026-08-01T09:00Z")
    made = published(tmp_path, {"content/entries/dam.yml": dam, "content/entries/weir.yml": weir})
    shown = [
        link.split("/")[-2] for link in re.findall(r'<link[^>]*href="([^"]*/explainers/[^"]*/)"', made["feed.xml"])
    ]
    assert sorted(set(shown)) == sorted(listed)
