"""What is wrong with the files that a site publishes for programs, by the schemas that others or we ourselves wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import icalendar
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT4

FOLDER = Path(__file__).parent / "standards"


def faults(site: Path, prefix: str = "") -> list[str]:
    """Every fault of the feeds, calendars and data of a site, each with its file."""
    return [f"{path}: {fault}" for path, fault in _faults(site / prefix)]


def _faults(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if name.endswith(".xml") and b"http://www.w3.org/2005/Atom" in path.read_bytes()[:300]:
            grammar = atom()
            if not grammar.validate(etree.parse(path)):
                yield name, str(grammar.error_log.last_error)
        elif name.endswith(".ics"):
            calendar = icalendar.Calendar.from_ical(path.read_bytes())
            yield from ((name, str(error)) for part in calendar.walk() for error in part.errors)
            uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
            yield from ((name, f"{uid} is there twice") for uid in uids if uids.count(uid) > 1)
        elif name == "feed.json":
            yield from ((name, fault) for fault in _of(jsonfeed(), path))
        elif name.startswith("api/v1/ninjs/"):
            yield from ((name, fault) for fault in _of(ninjs(), path))
        elif name.endswith(".json") and (name.startswith("api/") or name.endswith("/changes.json")):
            yield from ((name, fault) for fault in _of_ours(site, name))


def _of_ours(site: Path, name: str) -> Iterator[str]:
    """By the schema that the file names, which is beside it."""
    if name.startswith("api/v1/schemas/"):
        Draft202012Validator.check_schema(json.loads((site / name).read_text(encoding="utf-8")))
        return
    named = json.loads((site / name).read_text(encoding="utf-8")).get("$schema", "")
    schema = site / "api" / named.partition("/api/")[2]
    if not schema.is_file():
        yield f"names no schema of the site: {named}"
    else:
        yield from _of(ours(schema.read_text(encoding="utf-8")), site / name)


def _of(validator: Any, path: Path) -> Iterator[str]:
    for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
        yield f"{error.json_path}: {error.message[:300]}"


@cache
def ours(text: str) -> Draft202012Validator:
    """One of our own schemas."""
    return Draft202012Validator(json.loads(text))


@cache
def atom() -> etree.RelaxNG:
    """RFC 4287, appendix B."""
    return etree.RelaxNG(etree.parse(FOLDER / "atom.rng"))


@cache
def jsonfeed() -> Draft4Validator:
    """JSON Feed 1.1."""
    whole, first = (json.loads((FOLDER / name).read_text("utf-8")) for name in ("jsonfeed.json", "jsonfeed-1.json"))
    known = {urljoin(whole["id"], "feed-1"): DRAFT4.create_resource(first)}
    return Draft4Validator(whole, registry=Registry().with_resources(known.items()))


@cache
def ninjs() -> Draft202012Validator:
    """ninjs 3.1."""
    return Draft202012Validator(json.loads((FOLDER / "ninjs-schema_3.1.json").read_text(encoding="utf-8")))
