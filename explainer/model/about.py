"""What stands around an explainer's text: who made it, and what was said about it later."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from explainer.model.base import (
    AMONG_OTHERS,
    PARAGRAPH,
    Address,
    Markdown,
    Model,
    Name,
    PersonId,
    PointId,
    PublisherId,
    Slug,
    Text,
)
from explainer.model.dates import AnyDate, WholeDate
from explainer.model.walk import Mark

NoteKind: TypeAlias = Literal["method", "disclaimer", "interest", "legal"]
UpdateType: TypeAlias = Literal["update", "correction", "clarification", "editors_note"]


class Credit(Model):
    """Somebody who made the explainer or helped: a person or an organisation, and what they did where."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [name], "properties": {name: {"not": {"type": "null"}}}}
                for name in ("person", "name", "organisation")
            ]
        }
    )

    person: PersonId | None = Field(None, examples=["ada-oz"])
    """Id in `site_data/people.yml`; for those without a record there, write `name` or `organisation` instead."""
    name: Name | None = Field(None, examples=["Ada Öz"])
    """A person's name as it is printed."""
    organisation: Name | None = Field(None, examples=["Forensic Architecture"])
    """An organisation's name as it is printed: an agency, another newsroom, a research group."""
    agency: Name | None = Field(None, examples=["EPA"])
    """The agency that a person works for."""
    role: Name | None = Field(None, examples=["photography"])
    """What they did, in the language of the explainer."""
    place: Name | None = Field(None, examples=["Istanbul"])
    """Where they did it."""

    @property
    def known_as(self) -> str:
        """Their id if there is one, else their name."""
        return self.person or self.name or self.organisation or ""

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        named = [f"`{field}`" for field in ("person", "name", "organisation") if getattr(self, field) is not None]
        if len(named) != 1:
            message = f"says {' and '.join(named)}" if named else "does not say who it is"
            raise PydanticCustomError("one-name", "this credit {message}", {"message": message})
        return self


class Elsewhere(Model):
    """A piece at another address."""

    title: Text = Field(examples=["How dams are inspected"])
    """Its title, in its own language."""
    url: Address = Field(examples=["https://example.org/dams"])
    """Where it can be read."""
    publisher: PublisherId | None = Field(None, examples=["vedomosti"])
    """Who published it: an id in `site_data/publishers.yml`."""
    published: AnyDate | None = Field(None, examples=["2020-02-21"])
    """When it was published."""


class FirstPublished(Model):
    """Where a republished explainer came out first."""

    publisher: PublisherId = Field(examples=["vedomosti"])
    """Who published it first: an id in `site_data/publishers.yml`."""
    url: Address | None = Field(None, examples=["https://example.org/story"])
    """Where it can be read."""
    at: AnyDate | None = Field(None, examples=["2020-02-21"])
    """When it was published there."""
    updated: AnyDate | None = Field(None, examples=["2020-02-22"])
    """When it was last changed there, as far as is known."""


class Note(Model):
    """What the newsroom says about the explainer itself. No claim about its subject."""

    kind: Annotated[NoteKind, Mark(words="note_")] = Field(examples=["method"])
    """How it was made, what it does not claim, whose interests are touched, or what the law requires."""
    text: Annotated[Markdown, PARAGRAPH] = Field(examples=["We asked ten engineers, and two answered."])
    """The note, in inline Markdown."""


def _form(value: object) -> str:
    return "[id]" if not isinstance(value, dict | list | Model) else "[record]"


# The record comes first, as messages and schemas describe the fields of the first alternative.
CreditOrId: TypeAlias = Annotated[
    Annotated[Credit, Tag("[record]")] | Annotated[PersonId, Tag("[id]")], Discriminator(_form)
]
"""A credit, or only the id of a person."""
EntryOrElsewhere: TypeAlias = Annotated[
    Annotated[Elsewhere, Tag("[record]")] | Annotated[Slug, Tag("[id]")], Discriminator(_form)
]
"""The slug of an entry, or a piece at another address."""


class Update(Model):
    """A dated public note about a change; each makes a new version."""

    at: WholeDate = Field(examples=["2020-02-22T10:00+03:00"])
    """When the change was published."""
    type: Annotated[UpdateType, Mark(words="update_")] = Field(examples=["correction"])
    """What kind of change it was."""
    note: Annotated[Markdown | None, PARAGRAPH] = Field(
        None, examples=["The number of soldiers was wrong in the first version."]
    )
    """What changed and why, in inline Markdown. Only an update older than the file may lack it."""
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
    replaced_by: Annotated[Slug | None, AMONG_OTHERS] = Field(None, examples=["idlib-ceasefire"])
    """Slug of the entry to read instead."""
