"""Differences between versions: pairs of entries in golden/differences/, and what must hold for all of them.

A case has two entries, `old` and `new`, without the fields that say nothing here, and what is different: `changes`, a
list of [kind, place, point, text], then the words with `[-…-]` and `{+…+}`, or `was → now`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, get_args

import pytest
from cases import cases
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from explainer.authoring.diff import FORMATS
from explainer.content.load import load_entry
from explainer.history.differences import Change, Kind, Run, compare, words
from explainer.history.matching import LIKENESS, likeness
from explainer.model import Entry
from explainer.model.base import is_blank
from explainer.outputs.entry.versions import marked
from explainer.text.language import languages

FIELDS = {"title": "A dam", "summary": "A dam broke.", "status": "published", "published": "2026-05-04"}


def entry(text: str) -> Entry:
    missing = {name: value for name, value in FIELDS.items() if not re.search(rf"^{name}:", text, re.MULTILINE)}
    return load_entry(("".join(f"{name}: {value}\n" for name, value in missing.items()) + text).encode(), "dam.yml")


def told(change: Change) -> list[str | None]:
    line = [change.kind, change.place, change.point, change.text]
    if change.runs:
        marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
        line.append("".join(marks[kind].format(text) for kind, text in change.runs))
    if not change.runs and (change.was or change.now):
        line.append(f"{change.was} → {change.now}")
    return line


@pytest.mark.parametrize("case", cases("differences"))
def test_what_is_different(case: Mapping[str, Any]) -> None:
    assert set(case) == {"old", "new", "changes"}
    old, new = entry(case["old"]), entry(case["new"])
    assert [told(change) for change in compare(old, new)] == case["changes"]
    assert compare(old, old) == compare(new, new) == ()
    # The other way round as much is different.
    assert bool(compare(new, old)) == bool(case["changes"])


def test_every_kind_has_a_case() -> None:
    kinds = {change[0] for case in cases("differences") for change in case.values[0]["changes"]}
    assert kinds == set(get_args(Kind))


# --- what holds for all texts -----------------------------------------------------------------------------------------

WORDS = ["the", "dam", "broke", ",", ".", "-", "3", "*a*", "\n", "é", "﷽", "👩\u200d🚀", "e\u0301", "_", "a_b", ""]
TEXTS = st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join)


@given(TEXTS, TEXTS)
@example("a b", "b a")
@example("", "a")
@example("a,b", "c,d")
@example(" a", "a ")
def test_words_that_were_not_added_are_the_old_text_and_those_not_removed_the_new(old: str, new: str) -> None:
    runs = words(old, new)
    assert "".join(text for kind, text in runs if kind != "added") == old
    assert "".join(text for kind, text in runs if kind != "removed") == new
    assert all(text for _, text in runs)
    assert words(old, old) == ((("same", old),) if old else ())
    # No two runs of a kind stand side by side.
    assert all(one[0] != other[0] for one, other in pairwise(runs))


@given(TEXTS, TEXTS)
def test_likeness_is_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_likeness_is_that_of_words() -> None:
    assert likeness("Repairs had been put off twice.", "Repairs had been put off three times.") > LIKENESS
    assert likeness("The dam broke at night.", "The minister resigned at noon.") < LIKENESS


LINES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1
)
WORDY = (
    LINES | st.sampled_from(["The dam broke.", "The dam broke at night.", "Two died.", "[a](https://a.example)"])
).filter(lambda text: not is_blank(text))
IDS = st.none() | st.sampled_from(["a", "b", "c", "d"])


def points(*, below: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    outcome = st.fixed_dictionaries(
        {
            "result": st.sampled_from(["happened", "partly"]),
            "on": st.sampled_from(["2026", "2026-05-03"]),
            "text": WORDY,
        }
    )
    optional: dict[str, st.SearchStrategy[Any]] = {
        "id": IDS,
        "sources": st.lists(st.sampled_from(["one", "two", "three"]), max_size=2),
        "unsourced": WORDY,
        "when": st.sampled_from(["2026", "2026-05", {"from": "2025", "to": "2026"}]),
        "expected": st.sampled_from(["2027", "2027-05"]),
        "no_date": WORDY,
        "status": st.sampled_from(["claimed", "disputed"]),
        "outcome": outcome,
    }
    if below:
        optional["points"] = st.lists(points(below=False), max_size=2)
    return st.fixed_dictionaries({"text": WORDY}, optional=optional)


SECTION = st.fixed_dictionaries(
    {"kind": st.sampled_from(["what_happened", "could_it_be_avoided", "whats_next", "question"])},
    optional={"heading": WORDY, "empty": WORDY, "points": st.lists(points(), max_size=4)},
)
SOURCE = st.fixed_dictionaries(
    {"id": st.sampled_from(["one", "two"]), "title": WORDY},
    optional={"author": WORDY, "published": st.sampled_from(["2026", "2026-05-03"])},
)
CONTRIBUTOR = st.fixed_dictionaries({"name": WORDY, "role": WORDY}, optional={"place": WORDY})
IMAGE = st.fixed_dictionaries(
    {"file": st.sampled_from(["images/dam.png", "images/levee.png"])},
    optional={"alt": WORDY, "caption": WORDY, "credit": WORDY, "symbolic": st.booleans()},
)
ENTRY = st.fixed_dictionaries(
    {
        "title": WORDY,
        "summary": WORDY,
        "status": st.sampled_from(["published", "draft"]),
        "published": st.just("2026-05-04"),
    },
    optional={
        "language": st.sampled_from(["en", "tr", "ar"]),
        "as_of": st.sampled_from(["2026", "2026-05"]),
        "credit": WORDY,
        "dateline": WORDY,
        "authors": st.lists(IDS.filter(bool), max_size=2),
        "contributors": st.lists(CONTRIBUTOR, max_size=2),
        "image": IMAGE,
        "key_points": st.lists(WORDY, max_size=3),
        "background": st.lists(points(), max_size=2),
    },
)
ENTRIES = st.builds(
    lambda fields, sections, sources: Entry.model_validate({**fields, "sections": sections, "sources": sources}),
    ENTRY,
    st.lists(SECTION, max_size=3),
    st.lists(SOURCE, max_size=2),
)


@settings(max_examples=300, deadline=None)
@given(ENTRIES, ENTRIES)
def test_comparing_never_fails_and_nothing_is_different_from_itself(old: Entry, new: Entry) -> None:
    assert compare(old, old) == ()
    assert compare(old, old.model_copy(deep=True)) == ()
    changes = {"dam": compare(old, new)}
    for form in FORMATS.values():
        assert form(changes)
    for change in changes["dam"]:
        # A link around nothing has no words.
        assert change.runs or change.was or change.now or change.kind in ("added", "removed"), change
        assert (change.was, change.now) == ("", "") or change.was != change.now or change.kind == "moved", change


# --- what readers see of it -------------------------------------------------------------------------------------------

SAY = languages({"en": {"inserted": "Added:", "deleted": "Deleted:"}}, {"en"})["en"]
RUNS = st.lists(st.tuples(st.sampled_from(["same", "removed", "added"]), st.text(min_size=1)), min_size=1).map(tuple)
XML = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@given(RUNS)
@example((("same", "<script>alert(1)</script>"), ("removed", "</del><img src=x onerror=y>"), ("added", "&lt;b&gt;")))
def test_marked_words_let_no_markup_through(runs: tuple[Run, ...]) -> None:
    runs = tuple((kind, XML.sub("", text) or "x") for kind, text in runs)
    fragment = html.fragment_fromstring(f"<p>{marked(runs, SAY)}</p>")
    assert {element.tag for element in fragment.iter()} <= {"p", "ins", "del", "span"}
    labels = {"removed": " Deleted: ", "added": " Added: ", "same": ""}
    assert fragment.text_content() == "".join(labels[kind] + text for kind, text in runs)
    tags = [element.tag for element in fragment]
    assert tags == [{"removed": "del", "added": "ins"}[kind] for kind, _ in runs if kind != "same"]
