"""What changed from version to version of an explainer, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from explainer.history.change import Change
from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import about, entry_data


def changes_data(
    entry: Entry, differences: Mapping[int, Sequence[Change]], texts: Mapping[int, Entry], context: RenderContext
) -> dict[str, Any]:
    """What changed in each version, and what readers were told of it.

    Of a version whose text is not kept, `changes` is missing: what changed then is not known.
    """
    data, page = entry_data(entry, context), context.url_of(entry.slug)
    notes = {update["version"]: update for update in data["updates"]}
    came, zone = context.moments(entry), context.facts.zone
    return {
        **about(entry, context),
        "versions": [
            {
                "version": number,
                "at": in_iso(entry.published, came[0], zone) if number == 1 else notes[number]["at"],
                "url": page if number == entry.version else f"{page}v/{number}/" if number in texts else "",
                **{name: value for name, value in notes.get(number, {}).items() if name not in ("version", "at")},
                **(
                    {"changes": _changes(differences[number], texts[number - 1], texts[number])}
                    if number in differences and number - 1 in texts
                    else {}
                ),
            }
            for number in range(1, entry.version + 1)
        ],
    }


def _changes(changes: Sequence[Change], old: Entry, new: Entry) -> list[dict[str, Any]]:
    """The differences that made a version: where, what it said before and says now, and who says (or said) so."""
    sources = {point.id: list(point.sources) for one in (old, new) for _, _, point, _ in one.points() if point.id}
    return [{**_change(change), "sources": sources.get(change.point or "")} for change in changes]


def _change(change: Change) -> dict[str, Any]:
    before = "".join(text for kind, text in change.runs if kind != "added") or change.was
    now = "".join(text for kind, text in change.runs if kind != "removed") or change.now
    if change.kind == "added":
        now = now or change.text
    if change.kind == "removed":
        before = before or change.text
    return {"kind": change.kind, "place": change.place, "point": change.point, "before": before, "now": now}
