"""Writes down what changed: as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain

from explainer.authoring.diff.notes import NoteChange
from explainer.authoring.diff.records import RecordChange
from explainer.history.differences import Change
from explainer.text.plain import markdown, printable

_WORDS = {
    "added": "new point",
    "removed": "removed",
    "reworded": "reworded",
    "moved": "moved",
    "sources_changed": "sources",
    "date_changed": "date",
    "status": "status",
    "outcome": "outcome",
    "field": "changed",
    "source": "source",
}


_OF_ENTRIES = {"added": "new explainer", "removed": "removed explainer", "field": "renamed"}
"""What is said where an entry came, went, or has another name."""
_OF_NOTES = {"added": "new", "removed": "removed", "reworded": "reworded"}
"""What is said of a note for readers, before its type."""
NOTHING = "No explainer says anything else than before."


@dataclass(frozen=True, slots=True)
class PlacedChange(Change):
    """A difference in an entry, with the words under which people know its place."""

    heading: str = ""
    """The section's heading, as readers see it; empty where the place is a field."""


def as_text(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a terminal: `[-removed-]` and `{+added+}`, as word diffs are written."""
    lines = []
    for slug, found in changes.items():
        lines.append(printable(slug))
        lines += [
            f"  {', '.join(_about(change, quote=False))}: {_said(change, '[-', '-]', '{+', '+}')}" for change in found
        ]
    return "\n".join(lines) or NOTHING


def as_markdown(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a comment on a proposed change; an editor's text is quoted so that none of its signs has a meaning."""
    parts = []
    for slug, found in changes.items():
        # Elements, not signs: `~~` and `**` mean nothing where they touch a letter or a comma.
        marks = ("<del>", "</del>", "<ins>", "</ins>")
        rows = []
        for change in found:
            kind, *place = _about(change, quote=True)
            rows.append(f"- {', '.join((f'**{kind}**', *place))}: {_said(change, *marks, quote=True)}")
        parts.append(f"### {_safe(slug, quote=True)}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts) or f"{NOTHING}\n"


def as_json(changes: Mapping[str, Sequence[Change]]) -> str:
    """A mapping from slugs to lists of changes, with the fields of PlacedChange, NoteChange or RecordChange."""
    told = {slug: [asdict(replace(change, field=None)) for change in found] for slug, found in changes.items()}
    for change in chain.from_iterable(told.values()):
        del change["field"]
    return json.dumps(told, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown}


def _about(change: Change, *, quote: bool) -> Iterator[str]:
    """What kind of change it is, and where; of a whole entry there is no place."""
    if change.place == "entry" and not isinstance(change, RecordChange):
        yield _OF_ENTRIES[change.kind]
        return
    if isinstance(change, NoteChange):
        yield f"{_OF_NOTES[change.kind]} {'editor’s note' if change.type == 'editors_note' else change.type}"
        name = change.at
    else:
        yield _WORDS[change.kind]
        name = (isinstance(change, PlacedChange) and change.heading) or change.place
    # Headings and the names of records are editors' words.
    yield _safe(name, quote=quote) + (f" #{change.point}" if change.point else "")


def _said(change: Change, gone: str, gone_end: str, come: str, come_end: str, *, quote: bool = False) -> str:
    if change.runs:
        marks = {"same": ("", ""), "removed": (gone, gone_end), "added": (come, come_end)}
        return "".join(_marked(text, *marks[kind], quote=quote) for kind, text in change.runs)
    text, was, now = (_safe(one, quote=quote) for one in (change.text, change.was, change.now))
    if not was and not now:
        return text
    values = f"{was or '–'} → {now or '–'}"
    return f"{values} ({text})" if text and text != now else values


def _marked(text: str, start: str, end: str, *, quote: bool) -> str:
    """A stretch of words between marks; the spaces around it stay outside, as Markdown wants them."""
    words = text.strip()
    if not words:
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before and ' '}{start}{_safe(words, quote=quote)}{end}{after and ' '}"


def _safe(text: str, *, quote: bool) -> str:
    """One line without what would move a terminal's cursor; with `quote`, without Markdown's signs either."""
    return markdown(text) if quote else " ".join(printable(text).split())
