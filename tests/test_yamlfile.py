"""YAML is read as its core schema says; input of any kind is accepted or answered with a place and a hint."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import ENTRY
from conftest import GOOD_SITE
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.checks import check
from explainer.content.load import load_entry, load_site
from explainer.content.yamlfile import positions, read
from explainer.model import Site
from explainer.problems import ContentError

few = settings(derandomize=True, deadline=None, max_examples=100)
many = settings(derandomize=True, deadline=None, max_examples=300)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # YAML 1.2.2, 10.3.2: what the core schema takes for null, true and false, ...
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        # ... for numbers, ...
        ("0", 0),
        ("-12", -12),
        ("+12", 12),
        ("0777", 777),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.50", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("-1.2e-3", -0.0012),
        ("12e03", 12000.0),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        # ... and all else is text, much of which YAML 1.1 takes for something else.
        *((word, word) for word in ("yes", "no", "NO", "on", "Off", "y", "n", "nULL", "tRUE", "none", "nil")),
        *((word, word) for word in ("12:30", "1:20:30", "190:20:30.15", "1_000", "0b101", "0o8", "0xG", "-0x1F", "0o")),
        *((word, word) for word in ("2020-02-21", "2020-02-21T17:20+03:00", "2020-02-21 17:20:00", "1.2.3", "1,5")),
        *((word, word) for word in (".", "..", "+", "-.", "e3", "1e", "0x", "inf", "nan", ".Infinity", "=", "٣")),
        ("'null'", "null"),
        ('"12"', "12"),
        ("|-\n  12", "12"),
        (">-\n  true", "true"),
        ("[]", []),
        ("{}", {}),
        ("{1: 2, true: no}", {"1": 2, "true": "no"}),
    ],
)
def test_the_core_schema(written: str, value: object) -> None:
    found = read(f"value: {written}\n", "x.yml")["value"]
    assert (found, type(found)) == (value, type(value))


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(read(".nan", "x.yml"))


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=99
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=20,
)


@few
@given(JSON)
def test_json_is_yaml(value: object) -> None:
    assert read(json.dumps(value, ensure_ascii=False), "x.yml") == value


@few
@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_make_loading_fail(content: bytes) -> None:
    try_to_load(content)


@many
@given(
    st.lists(st.sampled_from([*"\t\n\r -:?,[]{}#&*!|>'\"%@`~.<\\aé0🙂\x07", "\n  ", "- ", ": ", "&a ", "*a", "---\n"]))
)
def test_no_punctuation_makes_loading_fail(parts: list[str]) -> None:
    text = "".join(parts)
    positions(text, "x.yml")
    try_to_load(text.encode())


GOOD = GOOD_SITE[ENTRY]
STRAY = st.sampled_from([*"'\"[]{}:,-#&*!|>%@`\t\\\x07é", ": ", "- ", "null", "2020-02-31", "<b>", "](javascript:x)"])
WRONG: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 5, 1.5, "", "x", "2020-02-31", [], [None], [5], ["x"], [[]], [{}], {}, {"x": 5}, {"id": None}]
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """The good entry, after a bad day."""
    lines = GOOD.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.integers(0, len(lines) - 1))
        line = lines[number]
        place = draw(st.integers(0, len(line)))
        match draw(st.sampled_from(["drop", "twice", "indent", "outdent", "cut", "stray", "wrong", "swap"])):
            case "drop" if len(lines) > 1:
                del lines[number]
            case "twice":
                lines.insert(number, line)
            case "indent":
                lines[number] = " " * draw(st.integers(1, 3)) + line
            case "outdent":
                lines[number] = line[draw(st.integers(1, 3)) :]
            case "cut":
                lines[number] = line[:place]
            case "stray":
                lines[number] = line[:place] + draw(STRAY) + line[place:]
            case "wrong":
                lines[number] = re.sub(r":.*", lambda _: ": " + json.dumps(draw(WRONG)), line, count=1)
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[number], lines[other] = lines[other], line
    return "\n".join(lines) + "\n"


@cache
def empty_site() -> Site:
    return replace(load_site(Path("nowhere")), problems=())


@many
@given(mangled())
def test_a_mangled_entry_is_accepted_or_answered_with_a_place_and_a_hint(text: str) -> None:
    entry, problems = try_to_load(text.encode())
    if entry is not None:
        problems = list(check(replace(empty_site(), entries=(entry,)), date(2026, 11, 22)))
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert problem.hint
        assert problem.code
        assert not re.search(r"pydantic|validation|valid |Error|None|`str`|NoneType|dict\b|tuple", str(problem)), (
            problem
        )


def try_to_load(content: bytes) -> tuple[Any, list[Any]]:
    """The entry, or what is wrong with it; any error but a ContentError is a bug."""
    try:
        return load_entry(content, "x.yml"), []
    except ContentError as error:
        assert error.problems
        return None, list(error.problems)


def test_an_entry_is_read_quickly() -> None:
    """A thousand entries a second or so; a quadratic reader would need minutes for the longest file."""
    point = "      - {text: The dam broke at night., sources: [courier-0503]}\n"
    text = "title: A\nsummary: B\nsections:\n  - kind: what_happened\n    points:\n" + point * 10_000
    entry, problems = try_to_load(text.encode())
    assert problems == []
    assert len(entry.sections[0].points) == 10_000


def test_paths_are_not_looked_at() -> None:
    """`load_entry` reads what it is given, and no file."""
    entry = load_entry(GOOD.encode(), "content/entries/floods/dam.yml")
    assert (entry.slug, entry.path) == ("dam", "content/entries/floods/dam.yml")


@pytest.mark.parametrize("head", ["a: >-\n  ", "a: ", "a: '", 'a: "'])
def test_lines_of_chinese_and_japanese_join_without_a_space(head: str) -> None:
    end = head[-1] if head[-1] in "'\"" else ""
    text = f"{head}大坝在夜间决堤,\n  一个村庄被淹。山田 太郎 said\n  so。\n  終わり{end}\n"
    assert read(text, "a.yml") == {"a": "大坝在夜间决堤, 一个村庄被淹。山田 太郎 said so。終わり"}
    assert read(text.replace(",", "，"), "a.yml") == {"a": "大坝在夜间决堤，一个村庄被淹。山田 太郎 said so。終わり"}
    assert read("a: |\n  大坝\n  决堤\n", "a.yml") == {"a": "大坝\n决堤\n"}
    assert read("a: >-\n  한국어\n  문장\n", "a.yml") == {"a": "한국어 문장"}
