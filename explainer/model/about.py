"""What stands around an explainer's text: who made it, and what was said about it later."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from explainer.model.base import INTERNAL, PARAGRAPH, Markdown, Model, Name, PointId, Slug
from explainer.model.dates import WholeDate
from explainer.model.walk import Mark

UpdateType: TypeAlias = Literal["update", "correction", "clarification", "editors_note"]


class Contributor(Model):
    """Somebody who helped, and how."""

    name: Name = Field(examples=["Ada Öz"])
    """The name as it is printed."""
    role: Name = Field(examples=["reporting"])
    """What they did."""
    place: Name | None = Field(None, examples=["Istanbul"])
    """Where they did it."""


class Update(Model):
    """A dated public note about a change; each makes a new version."""

    at: WholeDate = Field(examples=["2020-02-22T10:00+03:00"])
    """When the change was published."""
    type: Annotated[UpdateType, Mark(words="update_")] = Field(examples=["correction"])
    """What kind of change it was."""
    note: Annotated[Markdown, PARAGRAPH] = Field(examples=["The number of soldiers was wrong in the first version."])
    """What changed and why, in inline Markdown."""
    point: PointId | None = Field(None, examples=["k3f9"])
    """Id of the point that changed."""
    was: Markdown | None = Field(None, examples=["three soldiers"])
    """What it said before; a correction needs it."""
    now: Markdown | None = Field(None, examples=["two soldiers"])
    """What it says now; a correction needs it."""


class Withdrawn(Model):
    """Why an entry was taken back. Its address stays, with this notice."""

    at: WholeDate = Field(examples=["2020-06-01T09:00+03:00"])
    """When it was withdrawn."""
    reason: Annotated[Markdown | None, PARAGRAPH] = Field(None, examples=["The report it rested on was retracted."])
    """Why, in inline Markdown."""
    replaced_by: Annotated[Slug | None, INTERNAL] = Field(None, examples=["idlib-ceasefire"])
    """Slug of the entry to read instead."""
