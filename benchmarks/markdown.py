"""Writes the same entries as plain Markdown, for other site generators.

Title, summary, date, picture, key points, all points with their links, sources as footnotes, updates. What peers have
no pages for is left out: earlier versions, feeds, calendars, lists by topic and by source.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from benchmarks.entries import entry, slug

_HEADINGS = {
    "what_happened": "What happened?",
    "could_it_be_avoided": "Could it be avoided?",
    "whats_next": "What’s next?",
}


def page(number: int, version: int | None = None) -> str:
    """An entry's Markdown file, with front matter that both MkDocs and Hugo read."""
    return "\n".join(_lines(entry(number, version))) + "\n"


def listing(numbers: list[int]) -> str:
    """A page that links to all entries, for programs that have no template for it.

    It is excluded from search: Zensical refuses to index so long a text.
    """
    links = "".join(f"- [{entry(number)['title']}]({slug(number)}.md)\n" for number in numbers)
    return f"---\nsearch:\n  exclude: true\n---\n\n# All explainers\n\n{links}"


def _lines(fields: dict[str, Any]) -> Iterator[str]:
    yield "---"
    yield f"title: {json.dumps(fields['title'], ensure_ascii=False)}"
    yield f"description: {json.dumps(fields['summary'], ensure_ascii=False)}"
    yield f"date: {fields['published'][:10]}"
    yield from ("---", "", fields["summary"], "")
    if withdrawn := fields.get("withdrawn"):
        yield f"Withdrawn on {withdrawn['at']}: {withdrawn['reason']}"
        return
    yield f"{fields['published'][:10]}, {', '.join(fields['authors'])}, {', '.join(fields['topics'])}"
    if image := fields.get("image"):
        yield from ("", f"![{image['alt']}](/{image['file']})")
    yield ""
    yield from (f"- {text}" for text in fields["key_points"])
    for section in fields["sections"]:
        yield from ("", f"## {section.get('heading') or _HEADINGS[section['kind']]}", "")
        for point in section["points"]:
            yield _point(point)
            yield from (f"    {_point(below)}" for below in point.get("points", ()))
    if "updates" in fields:
        yield from ("", "## Updates", "")
        yield from (f"- {update['at'][:10]}, {update['type']}: {update['note']}" for update in fields["updates"])
    yield ""
    yield from (_source(source) for source in fields["sources"])


def _point(point: dict[str, Any]) -> str:
    notes = "".join(f"[^{source}]" for source in point["sources"])
    text = f"- {point['text']}{notes}"
    if "outcome" in point:
        outcome = point["outcome"]
        text += f" **{outcome['result']}**, {outcome['on']}: {outcome['text']}[^{outcome['sources'][0]}]"
    elif "expected" in point:
        text += f" *Expected: {point['expected']}*"
    return text


def _source(source: dict[str, Any]) -> str:
    archived = f" [Archived]({source['archive_url']})." if "archive_url" in source else ""
    details = f"{source['publisher']}, {source['published']}, {source['type']}."
    return f"[^{source['id']}]: [{source['title']}]({source['url']}). {details}{archived}"
