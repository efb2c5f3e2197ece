"""Text that tries to become markup, and a site full of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import PICTURE, write_site

HOSTILE = [
    "</title><script>alert(1)</script>",
    "</h1></div><!-- <svg onload=alert(1)>",
    "\"><img src=x onerror=alert(1)>' onmouseover='alert(1)",
    "{{ 7*7 }} {% raw %} {# x #}",
    "*a* [x](javascript:alert(1)) `b`",
    "&lt; &amp; &#42; &copy",
    "{: #x onclick=y } {#y .z}",
    '--8<-- "x"',
    "[TOC]",
    "![[x]] [[x]] ![x](y) [^1] [x]: y",
    "---",
    "# One",
    "1. Two",
    "- [ ] Three",
    "> Four",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "two\n\nparagraphs\n    and code",
    "Five\n===",
    "```\ncode",
    "*[HTML]: Hyper :smile: ++x++ ^^y^^ ==z== ~~v~~ H~2~O",
    "wzxhzdk:0 klzzwxh:0001",
    "C:\\new \\* \\",
    "😀 ﷽ e\u0301 \u200fאב\u200e 👩\u200d🚀",
    "% x",
]
EVIL = "javascript:alert(1)"


def hostile_site(root: Path, texts: list[str]) -> Path:
    """A site with an entry, a withdrawn entry, a topic, a publisher and a person for each text, full of it."""
    files: dict[str, Any] = {
        "site_data/site.yml": {"checks": {"raw-html": "off", "unsafe-url": "off", "block-markdown": "off"}},
        "site_data/topics.yml": {f"t{n}": {"name": text, "description": text} for n, text in enumerate(texts)},
        "site_data/publishers.yml": {f"p{n}": {"name": text, "url": EVIL} for n, text in enumerate(texts)},
        "site_data/people.yml": {f"w{n}": {"name": text, "url": EVIL} for n, text in enumerate(texts)},
        "content/entries/dam.yml": None,
        "content/images/dam.gif": PICTURE,
    }
    for number, text in enumerate(texts):
        files[f"content/entries/e{number}.yml"] = hostile_entry(number, text)
        files[f"content/entries/gone{number}.yml"] = {
            **hostile_entry(number, text),
            "status": "withdrawn",
            "related": [],
            "aliases": [f"was{number}"],
            "withdrawn": {"at": "2026-06-01", "reason": text, "replaced_by": f"e{number}"},
        }
    written = {path: data if data is None or data == PICTURE else as_yaml(data) for path, data in files.items()}
    return write_site(root, written)


def hostile_entry(number: int, text: str) -> dict[str, Any]:
    source = f"s{number}"
    said = {"text": text, "sources": [source]}
    section = {"heading": text, "points": [{**said, "id": "a1b2", "points": [{"text": text, "unsourced": text}]}]}
    outcome = {"result": "happened", "on": "2026-05-05", "text": text, "sources": [source]}
    return {
        "title": text,
        "summary": text,
        "status": "published",
        "published": "2026-05-04",
        "topics": [f"t{number}"],
        "authors": [f"w{number}", {"name": text, "role": text, "place": text}],
        "contributors": [
            {"name": text, "agency": text, "role": text, "place": text},
            {"organisation": text, "place": text},
        ],
        "credit": text,
        "image": {"file": "images/dam.gif", "alt": text, "caption": text, "credit": text},
        "key_points": [text],
        "background": [said],
        "sections": [
            {"kind": "what_happened", **section},
            {"kind": "could_it_be_avoided", "heading": text, "empty": text},
            {
                "kind": "whats_next",
                "points": [
                    {**said, "expected": "2026-06", "outcome": outcome},
                    {**said, "expected": "2027-06"},
                    {**said, "no_date": text},
                ],
            },
        ],
        "sources": [
            {
                "id": source,
                "type": "interview",
                "publisher": f"p{number}",
                "via": f"p{number}",
                "title": text,
                "author": text,
                "url": EVIL,
                "archive_url": EVIL,
                "anonymous": {"description": text, "reason": text},
            }
        ],
        "related": [f"gone{number}", {"title": text, "url": EVIL, "publisher": f"p{number}"}],
        "updates": [{"at": "2026-05-06", "type": "correction", "note": text, "was": text, "now": text}],
    }


def as_yaml(data: Any) -> str:
    """Exactly this data: JSON is YAML."""
    return json.dumps(data, ensure_ascii=False)
