"""Where points come from. Field names follow Wikipedia's citations."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from explainer.model.base import INTERNAL, PARAGRAPH, Address, Id, Language, Model, Name, PublisherId, Text
from explainer.model.dates import AnyDate
from explainer.model.walk import Mark

SourceType: TypeAlias = Literal[
    "article", "statement", "document", "dataset", "interview", "broadcast", "post", "own_reporting"
]


class Anonymous(Model):
    """A source that is not named."""

    description: Text = Field(examples=["a source close to the Defence Ministry"])
    """Who the source is, as closely as can be said."""
    reason: Annotated[Text | None, PARAGRAPH] = Field(None, examples=["fears for her job"])
    """Why the source is not named, if that is known; without it, readers see that the reason was not given."""


class Source(Model):
    """Where points come from."""

    id: Annotated[Id, INTERNAL] = Field(examples=["vedomosti-0221"])
    """What points call this source; unique in the entry."""
    type: Annotated[SourceType, Mark(words="source_")] = Field("article", examples=["article"])
    """What kind of thing it is."""
    publisher: PublisherId | None = Field(None, examples=["vedomosti"])
    """Who published it: an id in `site_data/publishers.yml`."""
    title: Text = Field(examples=["Russia to patrol the skies over Idlib"])
    """Its title, in its own language; for what has none, a plain description."""
    author: Name | None = Field(None, examples=["Anna Ivanova"])
    """Who wrote or said it."""
    author_role: Name | None = Field(None, examples=["professor of trade"])
    """What the author is, as far as it matters here."""
    url: Address | None = Field(None, examples=["https://example.org/story"])
    """Where it can be read. An interview has no address."""
    published: AnyDate | None = Field(None, examples=["2020-02-21"])
    """When it was published: a year, a month, a day or a minute."""
    accessed: Annotated[AnyDate | None, Mark(need="note-unless-later")] = Field(None, examples=["2020-02-22"])
    """When the newsroom last read it."""
    language: Language | None = Field(None, examples=["ru"])
    """The language it is in (BCP 47)."""
    via: PublisherId | None = Field(None, examples=["moscow-times"])
    """The outlet through which it was seen, if not directly: an id in `site_data/publishers.yml`."""
    anonymous: Anonymous | None = Field(None, examples=[{"description": "a diplomat"}])
    """For a source that is not named."""
    quote: Annotated[Text | None, PARAGRAPH] = Field(None, examples=["air patrols over Idlib"])
    """Words that must be found at the address."""
    archive_url: Annotated[Address | None, Mark(need="note-unless-added")] = Field(
        None, examples=["https://web.archive.org/web/2020/https://example.org/story"]
    )
    """A copy that will stay."""
    archived_at: Annotated[AnyDate | None, Mark(need="note-unless-added")] = Field(None, examples=["2020-02-22"])
    """When the copy was made."""
