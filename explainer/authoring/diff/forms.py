"""Formats changes as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from explainer.authoring.diff.changes import Mark, NoteChange, OtherChange, PlacedChange, RecordChange
from explainer.history.differences import Change
from explainer.text.plain import escaped, markdown, printable

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
"""Labels for an entry that was added, removed or renamed."""
_OF_NOTES = {"added": "new", "removed": "removed", "reworded": "reworded"}
"""Labels for a note for readers, before its type."""
OTHERS = "Also changed"
"""The heading of what needs no update; no slug or path has a space."""
_ABOUT: dict[Mark, str] = {
    "code": "This can run on the site, or decides what does: somebody who knows it should read every line.",
    "no note": "Readers may notice this, and no update tells them.",
}
NOTHING = "Nothing that readers see has changed."


def as_text(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a terminal, in the style of a word diff: `[-removed-]` and `{+added+}`."""
    lines = []
    for slug, changed in changes.items():
        lines.append(printable(slug))
        for each in changed:
            why = "".join(f"[{mark}] " for mark in _marks(each))
            lines.append(f"  {why}{', '.join(_head(each, quote=False))}: {_values(each, '[-', '-]', '{+', '+}')}")
    return "\n".join(lines) or NOTHING


def as_markdown(changes: Mapping[str, Sequence[Change]]) -> str:
    """For a comment on a proposed change; an editor's text is escaped."""
    parts = []
    for slug, changed in changes.items():
        # Elements, as `~~` and `**` do not work next to a letter or a comma.
        marks = ("<del>", "</del>", "<ins>", "</ins>")
        rows = []
        for change in changed:
            kind, *place = _head(change, quote=True)
            why = "".join(f"`{mark}` " for mark in _marks(change))
            rows.append(f"- {why}{', '.join((f'**{kind}**', *place))}: {_values(change, *marks, quote=True)}")
        marked = {mark for change in changed for mark in _marks(change)}
        about = [f"`{mark}`: {words}" for mark, words in _ABOUT.items() if mark in marked]
        parts.append("\n\n".join([f"### {_safe(slug, quote=True)}", *about, "\n".join(rows)]) + "\n")
    return "\n".join(parts) or f"{NOTHING}\n"


def as_json(changes: Mapping[str, Sequence[Change]]) -> str:
    """A mapping from slugs to lists of changes, with the fields of PlacedChange, NoteChange or RecordChange."""
    data = {
        slug: [
            {part.name: getattr(change, part.name) for part in fields(change) if part.name != "field"}
            for change in each
        ]
        for slug, each in changes.items()
    }
    return escaped(json.dumps(data, ensure_ascii=False, indent=2))


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown}


def _marks(change: Change) -> tuple[Mark, ...]:
    return change.marks if isinstance(change, OtherChange) else ()


def _head(change: Change, *, quote: bool) -> Iterator[str]:
    """The kind of change and its place; a whole entry has no place."""
    if change.place == "entry" and not isinstance(change, RecordChange):
        yield _OF_ENTRIES[change.kind]
        return
    if isinstance(change, OtherChange):
        yield _safe(change.label, quote=quote)
        name = change.place
    elif isinstance(change, NoteChange):
        yield f"{_OF_NOTES[change.kind]} {'editor’s note' if change.type == 'editors_note' else change.type}"
        name = change.at
    else:
        yield _WORDS[change.kind]
        name = (isinstance(change, PlacedChange) and change.heading) or change.place
    # Headings and the names of records are editors' words.
    yield _safe(name, quote=quote) + (f" #{change.point}" if change.point else "")


def _values(change: Change, removed: str, removed_end: str, added: str, added_end: str, *, quote: bool = False) -> str:
    if change.runs:
        marks = {"same": ("", ""), "removed": (removed, removed_end), "added": (added, added_end)}
        return "".join(_marked(text, *marks[kind], quote=quote) for kind, text in change.runs)
    text, was, now = (_safe(value, quote=quote) for value in (change.text, change.was, change.now))
    if not was and not now:
        return text
    values = f"{was or '–'} → {now or '–'}"
    return f"{values} ({text})" if text and text != now else values


def _marked(text: str, start: str, end: str, *, quote: bool) -> str:
    """Words between marks; the spaces around them stay outside, as Markdown requires."""
    words = text.strip()
    if not words:
        return " "
    before, _, after = text.partition(words)
    return f"{before and ' '}{start}{_safe(words, quote=quote)}{end}{after and ' '}"


def _safe(text: str, *, quote: bool) -> str:
    """One line without control characters; with `quote`, escaped for Markdown too."""
    return markdown(text) if quote else " ".join(printable(text).split())
