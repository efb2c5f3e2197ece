"""Reports changes that no update tells readers: `explainer check --since REV`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from explainer.content.load import load_entry, located
from explainer.history import git
from explainer.history.differences import Change, compare
from explainer.history.matching import LIKENESS, likeness
from explainer.history.meaning import is_minor_edit
from explainer.history.moves import entries_at
from explainer.history.values import plain_text
from explainer.model import Entry, Site, Update
from explainer.model.dates import PartialDate, parse
from explainer.model.walk import Field, public_fields
from explainer.problems import ContentError, Pointer, Problem, in_order

_UNANNOUNCED = "add an item to `updates`, as in `- {at: 2020-02-22T10:00+03:00, type: update, note: …}`"


def silent_changes(site: Site, revision: str) -> tuple[Problem, ...]:
    """Changes since a revision in entries published then that no update tells readers. Raises git.NoHistory."""
    commit = git.commit(site.root, revision)
    before = _published(site, commit)
    now = {entry.slug: entry for entry in site.entries}
    unread = {problem.path.rpartition("/")[2].removesuffix(".yml") for problem in site.problems}
    renamed = {alias: entry for entry in site.entries for alias in entry.aliases}
    problems: list[Problem] = []
    for slug, old in before.items():
        new = now.get(slug) or renamed.get(slug)
        if new is not None:
            problems += located(site.root, _changes(old, new))
        elif slug not in unread:
            problems.append(_gone(old, [entry for entry in site.entries if entry.slug not in before]))
    known = {*before, *(renamed[slug].slug for slug in before if slug in renamed)}
    problems += located(site.root, _unknown_notes(site, commit, known))
    return in_order(problems)


def _unknown_notes(site: Site, commit: str, known: Collection[str]) -> Iterator[Problem]:
    """Updates without a note, in entries not published before, that are not older than the entry's file."""
    for entry in site.entries:
        unknown = [number for number, update in enumerate(entry.updates) if update.note is None]
        if unknown and entry.slug not in known and entry.status != "draft":
            arrived = git.arrival(site.root, entry.path, commit)
            for number in unknown:
                if entry.updates[number].at.last >= arrived:
                    yield _without_note(entry, number)


def _without_note(entry: Entry, number: int) -> Problem:
    message = f"the update of {entry.updates[number].at} does not tell readers what changed"
    hint = "write it: `note: The number of soldiers was wrong.`; only updates older than the file may lack it"
    return Problem(entry.path, message, hint, "update-without-note", ("updates", number))


def _published(site: Site, commit: str) -> Mapping[str, Entry]:
    """The changed entries published at a commit, by slug; those that the current model cannot read are left out."""
    tree = entries_at(site.root, site.layout.entries, commit)
    files = {path: blob for path, blob in tree.items() if path.endswith(".yml")}
    current = {entry.path for entry in site.entries}
    contents = dict(git.contents(site.root, files.values(), whole=True))
    published = {}
    for path, blob in files.items():
        with suppress(OSError):
            if path in current and contents[blob] == (site.root / path).read_bytes():
                continue  # unchanged; most files are
        with suppress(ContentError):
            entry = load_entry(contents[blob], path, site.settings.language)
            if entry.status != "draft":
                published[entry.slug] = entry
    return published


def _gone(old: Entry, new: list[Entry]) -> Problem:
    """A published entry that is missing: renamed without an alias, or deleted."""
    for entry in new:
        if entry.title == old.title or likeness(_body(entry), _body(old)) >= LIKENESS:
            message = f"this seems to be `{old.slug}` under a new name, and its old address would be dead"
            return Problem(entry.path, message, f"add `aliases: [{old.slug}]`", "alias-missing")
    hint = "withdraw it instead: `status: withdrawn` and `withdrawn: {at: …, reason: …}`; its address keeps a notice"
    return Problem(old.path, f"the published entry `{old.slug}` was deleted", hint, "entry-deleted")


def _body(entry: Entry) -> str:
    return " ".join(point.words for _, _, point, _ in entry.points())


def _changes(old: Entry, new: Entry) -> Iterator[Problem]:
    if new.status == "draft":
        hint = "write `status: published`; to take it back, withdraw it with a reason"
        yield Problem(new.path, "a published entry cannot become a draft again", hint, "entry-unpublished", ("status",))
        return
    yield from _updates(old, new)
    yield from _reused_ids(old, new)
    if new.first_slug != old.first_slug:
        message = f"readers' programs know this explainer as `{old.first_slug}`, and would take it for a new one"
        hint = f"write `id: {old.first_slug}`; feeds, calendars and data keep that name"
        yield Problem(new.path, message, hint, "id-changed", ("id",) if new.id else ("aliases",))
    newly_withdrawn = new.withdrawn is not None and old.withdrawn is None
    if len(new.updates) > len(old.updates) or newly_withdrawn:
        return
    for change in compare(old, new):
        if change.kind == "field" and change.place == "published":
            message = f"the date of publication was {old.published}, and readers are not told of another"
            hint = "write the first day back: it is a fact"
            yield Problem(new.path, message, hint, "unannounced-change", ("published",))
        elif not is_minor_change(change, new.language):
            yield Problem(new.path, _words(change), _UNANNOUNCED, "unannounced-change", _pointer(change, new))


def _updates(old: Entry, new: Entry) -> Iterator[Problem]:
    """Old updates stay as they are, and new corrections say what they correct."""
    for number, update in enumerate(old.updates):
        if number >= len(new.updates):
            hint = "put it back; readers have seen it"
            yield Problem(new.path, f"the update of {update.at} is gone", hint, "record-rewritten", ("updates",))
        elif any(_is_rewritten(field, update, new.updates[number], new.language) for field in public_fields(Update)):
            hint = "put it back, and add a new item for what is new"
            message = f"the update of {update.at} was changed"
            yield Problem(new.path, message, hint, "record-rewritten", ("updates", number))
    for number, update in enumerate(new.updates[len(old.updates) :], len(old.updates)):
        if update.note is None:
            yield _without_note(new, number)
        if update.type == "correction" and not (update.point and update.was and update.now):
            hint = "write all three: `point: k3f9`, `was: three soldiers` and `now: two soldiers`"
            message = "a correction needs the point, what it said and what it says"
            yield Problem(new.path, message, hint, "correction-incomplete", ("updates", number))


def _is_rewritten(field: Field, old: Update, new: Update, language: str) -> bool:
    was, now = (plain_text(field, getattr(update, field.name)) for update in (old, new))
    is_text = field.kind in ("text", "markdown")
    if field.name == "note" and not was:  # found out later
        return False
    return was != now and not (is_text and was and now and is_minor_edit(was, now, language))


def _reused_ids(old: Entry, new: Entry) -> Iterator[Problem]:
    """A point's id is an address and must not pass to another claim."""
    before = {point.id: point for _, _, point, _ in old.points() if point.id is not None}
    for pointer, _, point, _ in new.points():
        earlier = before.get(point.id or "")
        if earlier is None or likeness(earlier.words, point.words) >= LIKENESS:
            continue
        others = (other for _, _, other, _ in new.points() if other is not point)
        if any(likeness(earlier.words, other.words) >= LIKENESS for other in others):
            hint = "give each point back its own id, and the new one an id of its own"
            yield Problem(new.path, f"`{point.id}` named another point before", hint, "id-reused", (*pointer, "id"))


def is_minor_change(change: Change, language: str) -> bool:
    """Whether a change tells readers nothing new: a change of spelling, or of the order within a section."""
    need = change.field.need if change.field else "note"
    if need == "nothing" or (need != "note" and not change.was):
        return True
    if need == "note-unless-later" and change.now:
        return _is_later(parse(change.now), parse(change.was))
    if change.kind in ("reworded", "field") and change.runs:
        old = "".join(text for kind, text in change.runs if kind != "added")
        new = "".join(text for kind, text in change.runs if kind != "removed")
        return is_minor_edit(old, new, language)
    if change.kind == "field":
        is_id = change.field is not None and change.field.names  # another letter names another thing
        return not is_id and bool(change.was and change.now) and is_minor_edit(change.was, change.now, language)
    # The order of points within a section is no claim; the point above a sub-point is.
    return change.kind == "moved" and change.was == change.now


def _is_later(new: PartialDate, old: PartialDate) -> bool:
    if new.moment and old.moment:
        return new.moment > old.moment
    return new.first >= old.last


def _words(change: Change) -> str:
    words = {
        "added": "a point was added",
        "removed": "a point was removed",
        "reworded": "the words were changed",
        "moved": "a point was moved to another section, or under another point",
        "sources_changed": "other sources are named",
        "date_changed": f"the date was `{change.was}`",
        "status": f"the status was `{change.was}`",
        "outcome": "the outcome was changed" if change.was else "an outcome was added",
        "field": f"`{change.place}` was changed",
        "source": f"the source's `{change.place}` was changed",
    }[change.kind]
    text = change.text if len(change.text) <= 60 else change.text[:59] + "…"
    return f"{words}, and no update tells readers: {text}"


def _pointer(change: Change, entry: Entry) -> Pointer:
    if change.kind == "source":
        number = next(number for number, source in enumerate(entry.sources) if source.title == change.text)
        return ("sources", number, change.place)
    if change.point is not None:
        for pointer, _, point, _ in entry.points():
            if point.id == change.point:
                return pointer
    if change.place in Entry.model_fields:
        return (change.place,)
    records = (name for name in Entry.model_fields if change.place.startswith(f"{name}_"))
    return next(((name, change.place.removeprefix(f"{name}_")) for name in records), ("sections",))
