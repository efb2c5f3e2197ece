"""The changes of entries that readers may notice and no update tells: topics, related pieces, uncited sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explainer.authoring.diff.changes import OtherChange
from explainer.history.differences import plain_text
from explainer.model import Entry
from explainer.model.about import Withdrawn
from explainer.model.base import Model
from explainer.model.walk import fields
from explainer.text.inline import to_text


def untold_changes(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[OtherChange]:
    """What changed in entries beside their texts; both sides by slug."""
    for slug in sorted(before.keys() & after.keys()):
        yield from _of_entry(before[slug], after[slug])


def _of_entry(old: Entry, new: Entry) -> Iterator[OtherChange]:
    """The fields about an entry's place among others, sources that nothing cites, and ids that went."""
    if "draft" in (old.status, new.status) or old == new:
        return
    slugs = {old.slug, new.slug} if old.slug != new.slug else ()  # that it was renamed is told elsewhere
    sides = (
        side.model_copy(update={"aliases": tuple(alias for alias in side.aliases if alias not in slugs)})
        for side in (old, new)
    )
    yield from _of_record(Entry, new.slug, *sides)
    yield from _of_record(Withdrawn, new.slug, old.withdrawn, new.withdrawn)
    before, after = (_uncited(entry) for entry in (old, new))
    listed_before, listed_after = ({source.id for source in entry.sources} for entry in (old, new))
    for source, title in {**before, **after}.items():
        if source not in listed_before or source not in listed_after:
            was, now = ("", title) if source in listed_after else (title, "")
            yield _change(new.slug, "source that no point names", was, now)
    kept = {place.point.id for place in new.points()}
    nameless = {to_text(place.point.words) for place in new.points() if place.point.id is None}
    for _, _, point, _ in old.points():
        if point.id and point.id not in kept and (text := to_text(point.words)) in nameless:
            yield _change(new.slug, "address of a point", f"#{point.id}", "", text)


def _of_record(model: type[Model], slug: str, old: Model | None, new: Model | None) -> Iterator[OtherChange]:
    for field in fields(model):
        if field.need == "comment":
            was, now = (plain_text(field, getattr(side, field.name, None)) for side in (old, new))
            if was != now:
                yield _change(slug, field.name, was, now)


def _uncited(entry: Entry) -> dict[str, str]:
    """The titles of sources that nothing cites, by id."""
    cited = {source for _, source in entry.values["sources"] if isinstance(source, str)}
    return {source.id: source.title for source in entry.sources if source.id not in cited}


def _change(slug: str, label: str, was: str, now: str, text: str = "") -> OtherChange:
    return OtherChange("field", slug, None, text, (), was, now, label=label, marks=("no note",))
