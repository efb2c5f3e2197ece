"""Reading a few fields of a file must give what reading all of it gives, whatever the file looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.content.yamlfile import fields, read
from explainer.problems import ContentError

ROOT = Path(__file__).parents[1]
NAMES = ("status", "updates")
ENTRIES = sorted((ROOT / "content" / "entries").rglob("*.yml"))

LINES = st.sampled_from(
    [
        "status: published",
        "status: draft",
        "status: published # really",
        "status: 'published'",
        "status:",
        "status: &a published",
        "status: *a",
        "'status': published",
        "status : published",
        "? status",
        ": published",
        "updates:",
        "updates: []",
        "updates: [a, b]",
        "updates: [a,",
        "updates: *a",
        "updates: &a",
        "- one",
        "  - two",
        "  - {at: 2020, note: 'x: y'}",
        "  - note: >-",
        "      folded",
        "-",
        "title: a",
        "title: 'a",
        'title: "a',
        "title: {a: b,",
        "title: >-",
        "title: |2",
        "  text",
        "  status: published",
        "   updates: [x]",
        "b'",
        'b"',
        "b]",
        "]",
        "}",
        "'",
        '"',
        "- b'",
        '- b"',
        "- b]",
        "# status: draft",
        "  # indented",
        "",
        "---",
        "...",
        "%YAML 1.2",
        "!x status: published",
        "status: published\rupdates: [a]",
        "x: a\u2028updates: [a]",
        "x: a\x85status: draft",
        "\tx: y",
        "\ufeffstatus: published",
        "<<: {status: draft}",
    ]
)


def same(text: str) -> None:
    try:
        data = read(text, "")
    except ContentError:
        data = None
    try:
        found = fields(text, NAMES)
    except ContentError:
        found = None
    if data is not None:
        assert found == ({name: data[name] for name in NAMES if name in data} if isinstance(data, dict) else {})


@settings(max_examples=2_000, deadline=None)
@given(st.lists(LINES, max_size=9).map("\n".join), st.sampled_from(["", "\n"]))
@example("title: 'a\nstatus: published\nb'", "\n")
@example('title: "a\nupdates:\n- b"', "\n")
@example("title: [a,\nstatus: published,\nb]", "\n")
@example("  status: published\n  updates: [a]", "\n")
def test_some_fields_are_those_of_the_whole(text: str, end: str) -> None:
    same(text + end)


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_an_entry_with_something_odd_in_it_is_read_the_same(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(ENTRIES)).read_text(encoding="utf-8").split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(LINES))
    same("\n".join(lines))


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_raises_nothing_but_a_content_error(text: str) -> None:
    same(text)


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_the_rest_of_an_entry_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []

    def counted(text: str, name: str) -> object:
        lengths.append(len(text))
        return read(text, name)

    monkeypatch.setattr("explainer.content.yamlfile.outline.read", counted)
    text = path.read_text(encoding="utf-8")
    assert fields(text, ("status",))["status"] in ("published", "withdrawn")
    assert sum(lengths) < len(text) / 10
