"""What editors have to do, by when, and who is responsible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from explainer.problems import Pointer

Kind: TypeAlias = Literal["outlook", "review", "draft", "translation", "publication", "source"]


@dataclass(frozen=True, slots=True)
class Due:
    """Something in an entry that falls due."""

    due: date
    message: str
    """What is due, without a full stop."""
    hint: str
    """What to do, with an example; Markdown, without any text of the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Due):
    """Something that an editor has to do by a day."""

    kind: Kind
    pointer: Pointer
    point: str | None
    """Id of the point concerned, if it has one."""
    source: str | None
    """Id of the source concerned."""
    overdue: bool
    owner: str | None
    """Id of the person responsible for the entry, its first author; None without an author."""
    entry: str
    """The slug."""
    title: str
    path: str
    line: int


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
