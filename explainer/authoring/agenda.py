"""Lists what editors have to do, by when, and who is responsible: `explainer agenda`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Literal, TypeAlias

import click

from explainer.content.load import positions_in
from explainer.history.git import NoHistory, last_changes
from explainer.model import Entry, Site
from explainer.model.base import localized
from explainer.model.expected import when_due
from explainer.outputs.feeds.calendar import calendar_of, day_value, text_value
from explainer.problems import Pointer
from explainer.text.inline import to_text
from explainer.text.plain import count, escaped, markdown, printable

Kind: TypeAlias = Literal["outlook", "review", "draft", "translation", "publication", "source"]

IDLE = 30
"""Days without a change after which a draft is due."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something in an entry that falls due."""

    due: date
    kind: Kind
    message: str
    """What is due, without a full stop."""
    hint: str
    """What to do, with an example; Markdown, without any text of the entry."""
    pointer: Pointer
    point: str | None = None
    """Id of the point concerned, if it has one."""
    source: str | None = None
    """Id of the source concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Due):
    """Something that an editor has to do by a day."""

    overdue: bool
    owner: str | None
    """Id of the person responsible for the entry, its first author; None without an author."""
    entry: str
    """The slug."""
    title: str
    path: str
    line: int


_JSON = ("due", "overdue", "kind", "owner", "entry", "title", "point", "source", "path", "line", "message", "hint")


@dataclass(frozen=True, slots=True)
class Agenda:
    """The tasks that are due within some days."""

    today: date
    days: int
    """How many days it looks ahead."""
    tasks: tuple[Task, ...]
    """Sorted by date, then by place."""
    people: Mapping[str, str]
    """Names of people, by id."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""

    def of(self, owner: str | None) -> Agenda:
        """The tasks of one person, or (None) of entries without an author."""
        return replace(self, tasks=tuple(task for task in self.tasks if task.owner == owner))


@dataclass(frozen=True, slots=True)
class _Context:
    """What finders look up besides the entry."""

    today: date
    by_slug: Mapping[str, Entry]
    changed: Mapping[str, date]
    """The date of each draft's last change, by path."""
    dead: Mapping[str, date]
    """The date since which each dead link has been dead, by address."""


def owner_of(entry: Entry) -> str | None:
    """The person responsible for an entry: the id of its first author, or the name where there is no id."""
    return next((author.known_as for author in entry.credits("authors")), None)


def agenda(site: Site, today: date, days: int) -> Agenda:
    """Everything that is overdue or falls due within some days from today."""
    notes = []
    drafts = [entry.path for entry in site.entries if entry.status == "draft"]
    changed: Mapping[str, date] = {}
    try:
        changed = last_changes(site.root, site.layout.entries, drafts) if drafts else {}
    except NoHistory as error:
        notes.append(f"idle drafts are left out: {error}")
    dead = {url: link.dead_since.first for url, link in site.links.items() if link.dead_since}
    context = _Context(today, {entry.slug: entry for entry in site.entries}, changed, dead)
    tasks = [task for entry in site.entries for task in _tasks(entry, context, site, today.toordinal() + days)]
    tasks.sort(key=lambda task: (task.due, task.path, task.line))
    people = {person: localized(record.name, site.settings.language) for person, record in site.people.items()}
    return Agenda(today, days, tuple(tasks), people, tuple(notes))


def _tasks(entry: Entry, context: _Context, site: Site, last: int) -> Iterator[Task]:
    found = [due for find in FINDERS for due in find(entry, context) if due.due.toordinal() <= last]
    places = positions_in(site.root, entry.path) if found else None
    for due in found:
        yield Task(
            **asdict(due),
            overdue=due.due < context.today,
            owner=owner_of(entry),
            entry=entry.slug,
            title=entry.title,
            path=entry.path,
            line=places.find(due.pointer)[0] if places else 1,
        )


# --- what can fall due ------------------------------------------------------------------------------------------------


def _predictions(entry: Entry, context: _Context) -> Iterator[Due]:
    if entry.status != "published":
        return
    for pointer, _, point, _ in entry.points():
        if point.expected is not None and point.outcome is None:
            past = point.expected.last < context.today
            message = f"this {'was' if past else 'is'} expected {when_due(point.expected)}: “{to_text(point.words)}”"
            hint = "find out what became of it, and add `outcome: {result: …, on: …, text: …, sources: […]}`"
            yield Due(point.expected.last, "outlook", message, hint, (*pointer, "expected"), point.id)


def _reviews(entry: Entry, context: _Context) -> Iterator[Due]:
    if entry.status == "withdrawn":
        return
    hint = "check that it still holds, then set a later date, as in `review_after: {}`, or delete the line"
    if (when := entry.review_after) is not None:
        yield Due(when.first, "review", f"a review is due from {when} on", _later(hint, when.first), ("review_after",))
    for pointer, _, point, _ in entry.points():
        if (when := point.review_after) is not None:
            message = f"a review is due from {when} on: “{to_text(point.words)}”"
            yield Due(when.first, "review", message, _later(hint, when.first), (*pointer, "review_after"), point.id)


def _later(hint: str, day: date) -> str:
    """A hint with an example half a year later, or with the last day of the calendar."""
    return hint.format(min(day, date.max - timedelta(days=183)) + timedelta(days=183))


def _drafts(entry: Entry, context: _Context) -> Iterator[Due]:
    changed = context.changed.get(entry.path)
    if entry.status == "draft" and changed is not None:
        day = date.fromordinal(min(changed.toordinal() + IDLE, date.max.toordinal()))
        hint = f"continue it, publish it with `status: published` and `published: {context.today}`, or delete the file"
        yield Due(day, "draft", f"nobody has changed this draft since {changed}", hint, ("status",))


def _translations(entry: Entry, context: _Context) -> Iterator[Due]:
    original = context.by_slug.get(entry.translation_of or "")
    translated = entry.translated_from_version or 1
    if entry.status != "published" or original is None or translated >= original.version:
        return
    since = original.updates[translated - 1].at
    pointer = ("translated_from_version",) if entry.translated_from_version else ("translation_of",)
    message = f"the original, `{original.slug}`, is {count(original.version - translated, 'version', 'versions')} ahead"
    hint = f"bring it up to date, then write `translated_from_version: {original.version}`"
    yield Due(since.first, "translation", message, hint, pointer)


def _publications(entry: Entry, context: _Context) -> Iterator[Due]:
    when = entry.published
    if entry.status == "published" and when is not None and when.first > context.today:
        hint = "proofread it; to hold it back, set a later date or `status: draft`"
        yield Due(when.first, "publication", f"readers will see this from {when} on", hint, ("published",))


def _sources(entry: Entry, context: _Context) -> Iterator[Due]:
    if entry.status != "published":
        return
    for number, source in enumerate(entry.sources):
        since = context.dead.get(source.url or "")
        if since is not None and source.archive_url is None:  # an archived copy serves readers
            message = f"the link of the source `{source.id}` has been dead since {since}: {source.url}"
            hint = "find the new address, or add a copy: `archive_url: https://web.archive.org/web/…`"
            yield Due(since, "source", message, hint, ("sources", number, "url"), source=source.id)


FINDERS = (_predictions, _reviews, _drafts, _translations, _publications, _sources)
"""The finders of what can fall due; each follows the order of the file."""


# --- formats ----------------------------------------------------------------------------------------------------------


def as_text(agenda: Agenda) -> str:
    """For a terminal: two lines for each task, then a summary."""
    lines = []
    for task in agenda.tasks:
        late = click.style(" overdue", fg="red") if task.overdue else ""
        place = click.style(f"{printable(task.path)}:{task.line}", bold=True)
        who = f" ({task.owner})" if task.owner else ""
        lines.append(f"{task.due}{late} {place}: {printable(task.message)} [{task.kind}]")
        lines.append(f"    {printable(task.title)}{who}: {task.hint}")
    return "\n".join([*lines, _summary(agenda)])


def as_json(agenda: Agenda) -> str:
    """A list of objects with the fields of `Task` except `pointer`; dates as `2026-11-22`."""
    tasks = [{name: getattr(task, name) for name in _JSON} for task in agenda.tasks]
    return escaped(json.dumps(tasks, ensure_ascii=False, indent=2, default=str))


def as_markdown(agenda: Agenda) -> str:
    """For an issue: a task list for each person, after a comment by which a program finds it again.

    It changes when something falls due or is done, but not merely because a day has passed.
    """
    parts = []
    for owner in sorted({task.owner for task in agenda.tasks}, key=lambda owner: (owner is None, owner or "")):
        mark = f"<!-- explainer agenda: {owner} -->" if owner else "<!-- explainer agenda -->"
        whose = f"of {markdown(agenda.people.get(owner, owner))}" if owner else "of nobody: these have no author"
        items = "".join(map(_item, agenda.of(owner).tasks))
        parts.append(f"{mark}\n**Agenda {whose}**\n\n{items}")
    return "\n".join(parts) or f"{_summary(agenda)}\n"


def _item(task: Task) -> str:
    late = " (overdue)" if task.overdue else ""
    place = markdown(f"{task.path}:{task.line}")
    summary = f"{markdown(task.title)}: {markdown(task.message)}"
    return f"- [ ] **{task.due}**{late} {summary}  \n  {place}: {task.hint}\n"


def as_calendar(agenda: Agenda) -> str:
    """For a calendar: an all-day event for each task. Overdue tasks are placed on today."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//explainer-site//agenda//EN", "CALSCALE:GREGORIAN"]
    for task in agenda.tasks:
        day = max(task.due, agenda.today)
        subject = task.point or task.source or "-".join(map(str, task.pointer))
        late = f" (overdue since {task.due})" if task.overdue else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:agenda-{task.kind}-{task.entry}-{subject}",
            f"DTSTAMP:{day_value(agenda.today)}T000000Z",
            f"DTSTART;VALUE=DATE:{day_value(day)}",
            f"SUMMARY:{text_value(f'{task.title}: {task.message}{late}')}",
            f"DESCRIPTION:{text_value(f'{task.path}:{task.line}: {task.hint}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return calendar_of([*lines, "END:VCALENDAR"])


def _summary(agenda: Agenda) -> str:
    number = len(agenda.tasks)
    late = sum(task.overdue for task in agenda.tasks)
    when = f"within {count(agenda.days, 'day', 'days')}" if agenda.days else "today"
    if not number:
        return f"nothing is due {when}"
    return f"{count(number, 'task', 'tasks')} due {when}" + (f", {late} overdue" if late else "")


FORMATS = {"text": as_text, "json": as_json, "md": as_markdown, "ics": as_calendar}
