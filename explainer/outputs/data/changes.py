"""What changed from version to version of an explainer, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET
from msgspec.structs import asdict

from explainer.history.change import Change
from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import about, schema_url, updates_data
from explainer.outputs.data.files import Changes, Difference, Version


def changes_data(
    entry: Entry, differences: Mapping[int, Sequence[Change]], texts: Mapping[int, Entry], context: RenderContext
) -> Changes:
    """What changed in each version, and what readers were told of it.

    Of a version whose text is not kept, `changes` is missing: what changed then is not known.
    """
    page = context.url_of(entry.slug)
    came = in_iso(entry.published, context.moments(entry)[0], context.facts.zone)
    notes = {update.version: asdict(update) for update in updates_data(entry, context)}
    return Changes(
        schema=schema_url("entry-changes", context.site_info),
        **about(entry, context),
        versions=[
            Version(
                **notes.get(number, {"version": number, "at": came}),
                url=page if number == entry.version else f"{page}v/{number}/" if number in texts else None,
                changes=_changes(differences[number], texts[number - 1], texts[number])
                if number in differences and number - 1 in texts
                else UNSET,
            )
            for number in range(1, entry.version + 1)
        ],
    )


def _changes(changes: Sequence[Change], old: Entry, new: Entry) -> list[Difference]:
    """The differences that made a version: where, what it said before and says now, and who says (or said) so."""
    sources = {point.id: list(point.sources) for one in (old, new) for _, _, point, _ in one.points() if point.id}
    return [_change(change, sources.get(change.point or "", [])) for change in changes]


def _change(change: Change, sources: list[str]) -> Difference:
    before = "".join(text for kind, text in change.runs if kind != "added") or change.was
    now = "".join(text for kind, text in change.runs if kind != "removed") or change.now
    if change.kind == "added":
        now = now or change.text
    if change.kind == "removed":
        before = before or change.text
    return Difference(kind=change.kind, place=change.place, point=change.point, before=before, now=now, sources=sources)
