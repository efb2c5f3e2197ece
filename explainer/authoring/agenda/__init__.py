"""Lists what editors have to do, by when, and who is responsible: `explainer agenda`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from explainer.authoring.agenda.forms import FORMATS
from explainer.authoring.agenda.tasks import Agenda, Due, Kind, Task
from explainer.content.load import positions_in
from explainer.history.git import NoHistory, last_changes
from explainer.model import Entry, Site
from explainer.model.base import localized
from explainer.model.dates import parse
from explainer.model.expected import parse_expected, when_due
from explainer.model.summary import EntrySummary
from explainer.problems import Pointer
from explainer.resources.memo import Fact, Remember, worked_out
from explainer.text.inline import to_text
from explainer.text.plain import count

__all__ = ["FORMATS", "Agenda", "Places", "agenda", "owner_of"]

IDLE = 30
"""Days without a change after which a draft is due."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What finders look up besides the entry."""

    today: date
    by_slug: Mapping[str, EntrySummary]
    changed: Mapping[str, date]
    """The date of each draft's last change, by path."""
    dead: Mapping[str, date]
    """The date since which each dead link has been dead, by address."""


def owner_of(entry: EntrySummary) -> str | None:
    """The person responsible for an entry: the id of its first author, or the name where there is no id."""
    return next(iter(entry.authors), None)


class Place(Fact, frozen=True, kw_only=True):
    """A part of an entry that may fall due."""

    kind: Kind
    pointer: Pointer
    line: int = 1
    when: str = ""
    """The date that the entry gives."""
    point: str | None = None
    source: str | None = None
    text: str = ""
    """The words of the point, or the source's address."""


class Places(Fact, frozen=True, kw_only=True):
    """All such parts of an entry, in the order of `FINDERS` and then of its file."""

    places: tuple[Place, ...] = ()


def agenda(site: Site, today: date, days: int, remember: Remember[Places] = worked_out) -> Agenda:
    """Everything that is overdue or falls due within some days from today."""
    notes = []
    drafts = [entry.path for entry in site.summaries if entry.status == "draft"]
    changed: Mapping[str, date] = {}
    try:
        changed = last_changes(site.root, site.layout.entries, drafts) if drafts else {}
    except NoHistory as error:
        notes.append(f"idle drafts are left out: {error}")
    dead = {url: link.dead_since.first for url, link in site.links.items() if link.dead_since}
    context = _Context(today, {entry.slug: entry for entry in site.summaries}, changed, dead)
    last = today.toordinal() + days
    busy = {entry.path: entry for entry in site.summaries if _may_be_due(entry, context, last)}

    def work(paths: Sequence[str]) -> list[Places]:
        return [_places(site.known.whole(busy[path]), site.root) for path in paths]

    contents = site.known.contents
    found = remember({path: contents.get(path, "") for path in busy}, work)
    tasks = [task for path, entry in busy.items() for task in _tasks(entry, found[path].places, context, last)]
    tasks.sort(key=lambda task: (task.due, task.path, task.line))
    people = {person: localized(record.name, site.settings.language) for person, record in site.people.items()}
    return Agenda(today, days, tuple(tasks), people, tuple(notes))


def _may_be_due(entry: EntrySummary, context: _Context, last: int) -> bool:
    """Whether it is worth reading an entry."""
    if entry.status == "draft":
        return entry.path in context.changed or bool(entry.reviews)
    dates = [parse(when).first for when in entry.reviews]
    dates += [one.expected.last for one in entry.predictions if one.expected is not None and one.outcome is None]
    waits = entry.published is not None and entry.published.first > context.today
    is_dead = bool(context.dead) and any(source.url in context.dead for source in entry.cited)
    return waits or is_dead or entry.translation_of is not None or any(day.toordinal() <= last for day in dates)


def _places(entry: Entry, root: Path) -> Places:
    places = positions_in(root, entry.path)
    parts = (part for find in PARTS for part in find(entry))
    return Places(places=tuple(msgspec.structs.replace(part, line=places.find(part.pointer)[0]) for part in parts))


def _tasks(entry: EntrySummary, places: Sequence[Place], context: _Context, last: int) -> Iterator[Task]:
    for place in places:
        for due in FINDERS[place.kind](entry, place, context):
            if due.due.toordinal() <= last:
                yield Task(
                    **asdict(due),
                    kind=place.kind,
                    pointer=place.pointer,
                    point=place.point,
                    source=place.source,
                    overdue=due.due < context.today,
                    owner=owner_of(entry),
                    entry=entry.slug,
                    title=entry.title,
                    path=entry.path,
                    line=place.line,
                )


# --- the parts of an entry that may fall due --------------------------------------------------------------------------


def _predicted(entry: Entry) -> Iterator[Place]:
    for pointer, _, point, _ in entry.points():
        if point.expected is not None and point.outcome is None:
            when = point.expected.text
            place = (*pointer, "expected")
            yield Place(kind="outlook", pointer=place, when=when, point=point.id, text=to_text(point.words))


def _reviewed(entry: Entry) -> Iterator[Place]:
    if entry.review_after is not None:
        yield Place(kind="review", pointer=("review_after",), when=entry.review_after.text)
    for pointer, _, point, _ in entry.points():
        if point.review_after is not None:
            when = point.review_after.text
            place = (*pointer, "review_after")
            yield Place(kind="review", pointer=place, when=when, point=point.id, text=to_text(point.words))


def _fields(entry: Entry) -> Iterator[Place]:
    yield Place(kind="draft", pointer=("status",))
    yield Place(
        kind="translation", pointer=("translated_from_version" if entry.translated_from_version else "translation_of",)
    )
    yield Place(kind="publication", pointer=("published",))


def _cited(entry: Entry) -> Iterator[Place]:
    for number, source in enumerate(entry.sources):
        if source.url is not None and source.archive_url is None:  # an archived copy serves readers
            yield Place(kind="source", pointer=("sources", number, "url"), source=source.id, text=source.url)


PARTS = (_predicted, _reviewed, _fields, _cited)


# --- what can fall due ------------------------------------------------------------------------------------------------


def _predictions(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    if entry.status == "published":
        expected = parse_expected(place.when)
        past = expected.last < context.today
        message = f"this {'was' if past else 'is'} expected {when_due(expected)}: “{place.text}”"
        hint = "find out what became of it, and add `outcome: {result: …, on: …, text: …, sources: […]}`"
        yield Due(expected.last, message, hint)


def _reviews(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    if entry.status != "withdrawn":
        when = parse(place.when)
        hint = "check that it still holds, then set a later date, as in `review_after: {}`, or delete the line"
        message = f"a review is due from {when} on" + (f": “{place.text}”" if len(place.pointer) > 1 else "")
        yield Due(when.first, message, _later(hint, when.first))


def _later(hint: str, day: date) -> str:
    """A hint with an example half a year later, or with the last day of the calendar."""
    return hint.format(min(day, date.max - timedelta(days=183)) + timedelta(days=183))


def _drafts(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    changed = context.changed.get(entry.path)
    if entry.status == "draft" and changed is not None:
        day = date.fromordinal(min(changed.toordinal() + IDLE, date.max.toordinal()))
        hint = f"continue it, publish it with `status: published` and `published: {context.today}`, or delete the file"
        yield Due(day, f"nobody has changed this draft since {changed}", hint)


def _translations(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    original = context.by_slug.get(entry.translation_of or "")
    translated = entry.translated_from_version or 1
    if entry.status != "published" or original is None or translated >= original.version:
        return
    since = original.updates[translated - 1].at
    message = f"the original, `{original.slug}`, is {count(original.version - translated, 'version', 'versions')} ahead"
    yield Due(since.first, message, f"bring it up to date, then write `translated_from_version: {original.version}`")


def _publications(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    when = entry.published
    if entry.status == "published" and when is not None and when.first > context.today:
        hint = "proofread it; to hold it back, set a later date or `status: draft`"
        yield Due(when.first, f"readers will see this from {when} on", hint)


def _sources(entry: EntrySummary, place: Place, context: _Context) -> Iterator[Due]:
    since = context.dead.get(place.text)
    if entry.status == "published" and since is not None:
        message = f"the link of the source `{place.source}` has been dead since {since}: {place.text}"
        hint = "find the new address, or add a copy: `archive_url: https://web.archive.org/web/…`"
        yield Due(since, message, hint)


FINDERS: Mapping[Kind, Callable[[EntrySummary, Place, _Context], Iterator[Due]]] = {
    "outlook": _predictions,
    "review": _reviews,
    "draft": _drafts,
    "translation": _translations,
    "publication": _publications,
    "source": _sources,
}
"""When each kind of part falls due, if it does."""
