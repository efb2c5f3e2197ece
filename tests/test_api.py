"""What programs may rely on: each member of the data has a meaning, and later releases only add members."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import standards
from jsonschema import Draft202012Validator

from explainer.outputs.data.schemas import NAMES, schema_text

ADDRESS = "https://example.org/api/v1/schemas/{}.json"
RELEASED = Path(__file__).parent / "golden" / "api"
"""The schemas of the last release. What was added since joins them when the next one comes out."""
KINDS = sorted(NAMES.values())


def schema(kind: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(schema_text(kind, ADDRESS.format(kind)))
    return made


def broken(old: Any, new: Any, now: Any, was: Any, place: str = "") -> Iterator[str]:
    """What a program that was written for the old schema could not read by the new one."""
    if "$ref" in old and "$ref" in new:
        names = [one["$ref"].rpartition("/")[2] for one in (old, new)]
        if f"{names[0]}/" in place:  # points within points
            return
        old, new = was["$defs"][names[0]], now["$defs"][names[1]]
        place = f"{place}{names[0]}/"
    for what in ("type", "const", "$ref", "anyOf"):
        if old.get(what) != new.get(what):
            yield f"{place}: {what}"
    if gone := set(old.get("required", ())) - set(new.get("required", ())):
        yield f"{place}: {sorted(gone)} may be missing"
    if gone := set(old.get("enum", ())) - set(new.get("enum", ())):
        yield f"{place}: no {sorted(gone)}"
    for name, member in old.get("properties", {}).items():
        if name in new["properties"]:
            yield from broken(member, new["properties"][name], now, was, f"{place}{name}")
        else:
            yield f"{place}{name} is gone"
    for below in ("items", "additionalProperties"):
        if isinstance(old.get(below), dict):
            yield from broken(old[below], new.get(below) or {}, now, was, place)


@pytest.mark.parametrize("kind", KINDS)
def test_a_later_release_only_adds_members(kind: str) -> None:
    released = json.loads((RELEASED / f"{kind}.json").read_text(encoding="utf-8"))
    now = schema(kind)
    assert list(broken(released, now, now, released)) == []


def test_whatever_is_no_addition_is_noticed() -> None:
    released = schema("entry")

    def changed(change: str) -> list[str]:
        now = copy.deepcopy(released)
        point = now["$defs"]["Point"]
        if change == "renamed":
            point["properties"]["words"] = point["properties"].pop("text")
        elif change == "optional":
            point["required"].remove("status")
        elif change == "type":
            point["properties"]["sources"]["items"]["type"] = "integer"
        elif change == "value":
            point["properties"]["status"]["enum"].remove("claimed")
        elif change == "added":
            point["properties"]["words"] = {"type": "string"}
            point["properties"]["status"]["enum"].append("proven")
        return list(broken(released, now, now, released))

    assert changed("added") == changed("nothing") == []
    for change in ("renamed", "optional", "type", "value"):
        assert changed(change), change


@pytest.mark.parametrize("kind", KINDS)
def test_each_member_has_a_meaning_and_nothing_else_is_written(kind: str) -> None:
    made = schema(kind)
    Draft202012Validator.check_schema(made)
    for title, shape in made["$defs"].items():
        assert shape["additionalProperties"] is False, title
        assert re.fullmatch(r"[A-Z].*\.", shape["description"]), title
        for name, member in shape["properties"].items():
            assert re.fullmatch(r"[A-Z0-9].*\.", member["description"]), f"{title}.{name}"
            assert "null" not in json.dumps(member), f"{title}.{name}"


def test_a_schema_refuses_what_a_program_would_stumble_over() -> None:
    check = standards.ours(schema_text("topics", ADDRESS))
    topic: dict[str, Any] = {"id": "a", "names": {"en": "A"}, "url": "x:y", "feed": "x:y", "entries": []}

    def is_good(**members: Any) -> bool:
        listed = {name: value for name, value in {**topic, **members}.items() if value is not ...}
        return check.is_valid({"site": "S", "url": "x:y", "topics": [listed]})

    assert is_good()
    assert not any((is_good(id=...), is_good(names=None), is_good(entries="a"), is_good(label="A")))
