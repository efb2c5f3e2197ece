"""Prints an agenda: for a terminal, a program, an issue and a calendar."""

from __future__ import annotations

import json

import click

from explainer.authoring.agenda.tasks import Agenda, Task
from explainer.outputs.feeds.calendar import calendar_of, day_value, text_value
from explainer.text.plain import count, escaped, markdown, printable

_JSON = ("due", "overdue", "kind", "owner", "entry", "title", "point", "source", "path", "line", "message", "hint")


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
