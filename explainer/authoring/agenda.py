"""Says what editors have to do by a day, and who answers for it: `explainer agenda`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from typing import Literal, TypeAlias

import click

from explainer.content.links import UnreadableLinks, dead_links
from explainer.content.load import positions_in
from explainer.history.git import NoHistory, last_changes
from explainer.model import Entry, Site
from explainer.model.base import localized
from explainer.outputs.feeds.icalendar import calendar_of, day_value, text_value
from explainer.problems import Pointer
from explainer.text.inline import to_text
from explainer.text.plain import count, markdown, printable

Kind: TypeAlias = Literal["outlook", "review", "draft", "translation", "publication", "source"]

IDLE = 30
"""After so many days without a change, a draft lies idle."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that an editor has to do by a day."""

    due: date
    overdue: bool
    kind: Kind
    owner: str | None
    """Id of the person who answers for the entry: its first author. None: it has no author."""
    entry: str
    """The slug."""
    title: str
    point: str | None
    """Id of the point that it is about, if it has one."""
    source: str | None
    """Id of the source that it is about."""
    path: str
    line: int
    message: str
    """What is due, in an editor's words, without a full stop."""
    hint: str
    """What to do, with a right example; in our own words alone, which are Markdown."""
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is to be done by a day."""

    today: date
    days: int
    """How many days from today on it looks ahead."""
    tasks: tuple[Task, ...]
    """By day, and then by place."""
    people: Mapping[str, str]
    """Names of those who answer, by id."""
    notes: tuple[str, ...] = ()
    """What could not be found out, and why."""

    def of(self, owner: str | None) -> Agenda:
        """The part of one person, or (None) of entries without an author."""
        mine = tuple(task for task in self.tasks if task.owner == owner)
        return Agenda(self.today, self.days, mine, self.people, self.notes)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up beside an entry."""

    today: date
    by_slug: Mapping[str, Entry]
    changed: Mapping[str, date]
    """When each draft was last changed, by path."""
    dead: Mapping[str, date]
    """Since when each address has led nowhere."""


@dataclass(frozen=True, slots=True)
class _Due:
    day: date
    kind: Kind
    message: str
    hint: str
    pointer: Pointer = field(default=())
    point: str | None = None
    source: str | None = None


def owner_of(entry: Entry) -> str | None:
    """Who answers for an entry: its first author."""
    return entry.authors[0] if entry.authors else None


def agenda(site: Site, today: date, days: int) -> Agenda:
    """Everything that falls due within some days from today, or was due before."""
    notes = []
    drafts = [entry.path for entry in site.entries if entry.status == "draft"]
    changed: Mapping[str, date] = {}
    dead: Mapping[str, date] = {}
    try:
        changed = last_changes(site.root, "content/entries", drafts) if drafts else {}
    except NoHistory as error:
        notes.append(f"drafts that lie idle are left out: {error}")
    try:
        dead = dead_links(site.root)
    except UnreadableLinks as error:
        notes.append(f"sources that lead nowhere are left out: {error}")
    known = _Known(today, {entry.slug: entry for entry in site.entries}, changed, dead)
    tasks = [task for entry in site.entries for task in _tasks(entry, known, site, today.toordinal() + days)]
    tasks.sort(key=lambda task: (task.due, task.path, task.line))
    people = {person: localized(about.name, site.settings.language) for person, about in site.people.items()}
    return Agenda(today, days, tuple(tasks), people, tuple(notes))


def _tasks(entry: Entry, known: _Known, site: Site, last: int) -> Iterator[Task]:
    due = [one for find in FINDERS for one in find(entry, known) if one.day.toordinal() <= last]
    places = positions_in(site.root, entry.path) if due else None
    for one in due:
        yield Task(
            due=one.day,
            overdue=one.day < known.today,
            kind=one.kind,
            owner=owner_of(entry),
            entry=entry.slug,
            title=entry.title,
            point=one.point,
            source=one.source,
            path=entry.path,
            line=places.find(one.pointer)[0] if places else 1,
            message=one.message,
            hint=one.hint,
            pointer=one.pointer,
        )


# --- what can fall due ------------------------------------------------------------------------------------------------


def _predictions(entry: Entry, known: _Known) -> Iterator[_Due]:
    if entry.status != "published":
        return
    for pointer, _, point, _ in entry.points():
        if point.expected is not None and point.outcome is None:
            past = point.expected.last < known.today
            message = f"this {'was' if past else 'is'} expected for {point.expected}: “{to_text(point.text)}”"
            hint = (
                "find out what became of it, and add "
                f"`outcome: {{result: happened, on: {point.expected.last}, text: …, sources: […]}}`"
            )
            yield _Due(point.expected.last, "outlook", message, hint, (*pointer, "expected"), point.id)


def _reviews(entry: Entry, known: _Known) -> Iterator[_Due]:
    if entry.status == "withdrawn":
        return
    hint = "see whether it still holds, then set a later day, as in `review_after: {}`, or delete the line"
    if (when := entry.review_after) is not None:
        yield _Due(when.first, "review", f"a review is due from {when} on", _later(hint, when.first), ("review_after",))
    for pointer, _, point, _ in entry.points():
        if (when := point.review_after) is not None:
            message = f"a review is due from {when} on: “{to_text(point.text)}”"
            yield _Due(when.first, "review", message, _later(hint, when.first), (*pointer, "review_after"), point.id)


def _later(hint: str, day: date) -> str:
    """An example of a later day: half a year on, where the calendar goes so far."""
    return hint.format(min(day, date.max - timedelta(days=183)) + timedelta(days=183))


def _drafts(entry: Entry, known: _Known) -> Iterator[_Due]:
    changed = known.changed.get(entry.path)
    if entry.status == "draft" and changed is not None:
        day = date.fromordinal(min(changed.toordinal() + IDLE, date.max.toordinal()))
        hint = f"write on, publish it with `status: published` and `published: {known.today}`, or delete the file"
        yield _Due(day, "draft", f"nobody has changed this draft since {changed}", hint, ("status",))


def _translations(entry: Entry, known: _Known) -> Iterator[_Due]:
    original = known.by_slug.get(entry.translation_of or "")
    translated = entry.translated_from_version or 1
    if entry.status != "published" or original is None or translated >= original.version:
        return
    since = original.updates[translated - 1].at
    pointer = ("translated_from_version",) if entry.translated_from_version else ("translation_of",)
    message = f"the original, `{original.slug}`, is {count(original.version - translated, 'version', 'versions')} ahead"
    hint = f"bring it up to date, then write `translated_from_version: {original.version}`"
    yield _Due(since.first, "translation", message, hint, pointer)


def _publications(entry: Entry, known: _Known) -> Iterator[_Due]:
    when = entry.published
    if entry.status == "published" and when is not None and when.first > known.today:
        hint = "read it once more; to hold it back, set a later day or `status: draft`"
        yield _Due(when.first, "publication", f"readers will see this from {when} on", hint, ("published",))


def _sources(entry: Entry, known: _Known) -> Iterator[_Due]:
    if entry.status != "published":
        return
    for number, source in enumerate(entry.sources):
        since = known.dead.get(source.url or "")
        if since is not None and source.archive_url is None:  # else readers have a copy
            message = f"the source `{source.id}` has led nowhere since {since}: {source.url}"
            hint = "find out where it is now, or add a copy: `archive_url: https://web.archive.org/web/…`"
            yield _Due(since, "source", message, hint, ("sources", number, "url"), source=source.id)


FINDERS = (_predictions, _reviews, _drafts, _translations, _publications, _sources)
"""What can fall due; those of a kind come in the order of the file."""


# --- formats ----------------------------------------------------------------------------------------------------------


def as_text(found: Agenda) -> str:
    """For a terminal: two lines for each task, and one that counts them."""
    lines = []
    for task in found.tasks:
        late = click.style(" overdue", fg="red") if task.overdue else ""
        place = click.style(f"{printable(task.path)}:{task.line}", bold=True)
        who = f" ({task.owner})" if task.owner else ""
        lines.append(f"{task.due}{late} {place}: {printable(task.message)} [{task.kind}]")
        lines.append(f"    {printable(task.title)}{who}: {task.hint}")
    return "\n".join([*lines, _summary(found)])


def as_json(found: Agenda) -> str:
    """A list of objects with the fields of `Task`; days as `2026-11-22`."""
    names = [one.name for one in fields(Task) if one.name != "pointer"]
    tasks = [{name: getattr(task, name) for name in names} for task in found.tasks]
    return json.dumps(tasks, ensure_ascii=False, indent=2, default=str)


def as_markdown(found: Agenda) -> str:
    """For an issue: a list of tasks for each person, after a comment by which a program finds it again.

    It changes when something falls due or is done, and not merely because a day has passed.
    """
    parts = []
    for owner in sorted({task.owner for task in found.tasks}, key=lambda owner: (owner is None, owner or "")):
        mark = f"<!-- explainer agenda: {owner} -->" if owner else "<!-- explainer agenda -->"
        whose = f"of {markdown(found.people.get(owner, owner))}" if owner else "of nobody: these entries have no author"
        items = "".join(map(_item, found.of(owner).tasks))
        parts.append(f"{mark}\n**Agenda {whose}**\n\n{items}")
    return "\n".join(parts) or f"{_summary(found)}\n"


def _item(task: Task) -> str:
    late = " (overdue)" if task.overdue else ""
    place = markdown(f"{task.path}:{task.line}")
    said = f"{markdown(task.title)}: {markdown(task.message)}"
    return f"- [ ] **{task.due}**{late} {said}  \n  {place}: {task.hint}\n"


def as_calendar(found: Agenda) -> str:
    """For a calendar: a whole-day event for each task. What is overdue stands on today, so that it is not lost."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//explainer-site//agenda//EN", "CALSCALE:GREGORIAN"]
    for task in found.tasks:
        day = max(task.due, found.today)
        about = task.point or task.source or "-".join(map(str, task.pointer))
        late = f" (overdue since {task.due})" if task.overdue else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:agenda-{task.kind}-{task.entry}-{about}",
            f"DTSTAMP:{day_value(found.today)}T000000Z",
            f"DTSTART;VALUE=DATE:{day_value(day)}",
            f"SUMMARY:{text_value(f'{task.title}: {task.message}{late}')}",
            f"DESCRIPTION:{text_value(f'{task.path}:{task.line}: {task.hint}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return calendar_of([*lines, "END:VCALENDAR"])


def _summary(found: Agenda) -> str:
    number = len(found.tasks)
    late = sum(task.overdue for task in found.tasks)
    when = f"within {count(found.days, 'day', 'days')}" if found.days else "today"
    if not number:
        return f"nothing is due {when}"
    return f"{count(number, 'task', 'tasks')} due {when}" + (f", {late} overdue" if late else "")


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown, "ics": as_calendar}
