"""Readers' programs that come back see each real change once, and nothing else: in feeds, the calendar and the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest
from building import build
from icalendar import Calendar
from repository import begin, tell

pytestmark = pytest.mark.usefixtures("isolated")

UPDATE = "updates:\n  - {at: 2026-05-10, type: update, note: More is known.}\n"
CORRECTION = "  - {at: 2026-05-10, type: correction, note: It was three., point: c3d4, was: twice, now: thrice}\n"
OUTCOME = (
    "expected: 2027-03\n        outcome: {result: happened, on: 2026-09-03, text: It came., sources: [ministry-report]}"
)
WITHDRAWAL = "withdrawn: {at: 2026-10-01, reason: The report was forged.}\n"


class Seen(NamedTuple):
    """What a reader's programs know: ids with what would make them tell their reader."""

    feed: dict[str, tuple[str, str]]
    """Items of `feed.xml`: when they changed, and their text."""
    changes: set[str]
    events: dict[str, tuple[int, str]]
    """Events: sequence and status."""
    data: dict[str, tuple[int, str]]
    """Explainers: version and status."""
    gone: set[str]


def seen(root: Path, *, below: str = "") -> Seen:
    site = root / "site" / below
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    events = Calendar.from_ical((site / "whats-next.ics").read_bytes()).walk("VEVENT")
    index: dict[str, Any] = json.loads((site / "api/v1/index.json").read_text(encoding="utf-8"))
    withdrawn = json.loads((site / "feed.json").read_text(encoding="utf-8")).get("_withdrawn", {"items": []})["items"]
    return Seen(
        {item.id: (item.updated, item.content[0].value) for item in feed.entries},
        {item.id for item in feedparser.parse((site / "changes.xml").read_bytes()).entries},
        {str(one["uid"]): (int(one.get("sequence", 0)), str(one.get("status", ""))) for one in events},
        {one["id"]: (one["version"], one["status"]) for one in index["entries"]},
        {one["id"] for one in withdrawn},
    )


def test_each_real_change_is_seen_once(tmp_path: Path) -> None:
    root = begin(tmp_path / "site")
    dam = "https://small.example.org/explainers/dam/"

    def then(today: str, *steps: dict[str, Any], below: str = "") -> Seen:
        tell(root, steps)
        build(root, today=today)
        return seen(root, below=below)

    first = then("2026-05-04", {"commit": "Publish"})
    assert set(first.feed) == set(first.data) == {dam} and first.changes == set()
    # A misspelt word put right: the text is new, and nobody is told.
    typo = then("2026-05-05", {"replace": {"dam": {"put off twice": "put off twice,"}}, "commit": "A comma"})
    assert typo.feed[dam][0] == first.feed[dam][0] and typo._replace(feed=first.feed) == first
    # An update for a day, without an hour: one change, one item, not before the publication.
    update = then(
        "2026-05-10",
        {"replace": {"dam": {"at night.": "at three."}}, "append": {"dam": UPDATE}, "commit": "The hour"},
    )
    assert update.changes == {f"{dam}changes/#v2"}
    assert update.feed[dam][0] > first.feed[dam][0] and update.data[dam] == (2, "published")
    # A correction on the same day: one more.
    correction = then(
        "2026-05-10",
        {"replace": {"dam": {"twice,": "thrice,"}}, "append": {"dam": CORRECTION}, "commit": "A number"},
    )
    assert correction.changes - update.changes == {f"{dam}changes/#v3"}
    assert correction.data[dam] == (3, "published")
    # A new name: nothing is new.
    renamed = then(
        "2026-05-11",
        {"rename": {"dam": "weir"}, "append": {"weir": "aliases: [dam]\n"}, "commit": "A name"},
    )
    assert renamed.feed[dam][0] == correction.feed[dam][0]
    assert renamed._replace(feed={}) == correction._replace(feed={})
    # A new address of the whole site, with the old one as the base of ids: nothing is new.
    tell(
        root,
        [
            {
                "replace": {"mkdocs.yml": {"https://small.example.org": "https://new.example.org"}},
                "write": {"site_data/site.yml": 'id_base: "https://small.example.org/"\n'},
                "commit": "Move",
            }
        ],
    )
    build(root, today="2026-05-12")
    moved = seen(root)
    assert moved._replace(feed={}) == correction._replace(feed={}) and set(moved.feed) == {dam}
    # An outcome comes: its event is cancelled, under the same id.
    (event,) = moved.events
    outcome = then("2026-09-04", {"replace": {"weir": {"expected: 2027-03": OUTCOME}}, "commit": "It came"})
    assert set(outcome.events) == {event} and outcome.events[event][1] == "CANCELLED"
    # It is withdrawn: gone from the feed, and said to be gone.
    gone = then(
        "2026-10-01",
        {
            "replace": {"weir": {"status: published": "status: withdrawn"}},
            "append": {"weir": WITHDRAWAL},
            "commit": "Back",
        },
    )
    assert gone.feed == {} and gone.gone == {dam} and gone.data[dam] == (3, "withdrawn")
    assert gone.changes == {f"{dam}#withdrawn_"} and gone.events[event][1] == "CANCELLED"
