"""One claim of an explainer: its words, how sure it is, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from explainer.model.base import INTERNAL, PARAGRAPH, Id, Language, Listed, Markdown, Model, Name, SourceId, Text
from explainer.model.dates import AnyDate, When, WholeDate
from explainer.model.expected import Expected
from explainer.model.figures import Image, Media
from explainer.model.walk import Mark

PointStatus: TypeAlias = Literal["confirmed", "likely", "suspected", "claimed", "disputed", "unknown"]
Result: TypeAlias = Literal["happened", "did_not_happen", "partly", "overtaken", "not_followed"]


class Outcome(Model):
    """What became of something that was expected."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"result": {"const": "not_followed"}}},
            "else": {"required": ["on", "text"]},
        }
    )

    result: Annotated[Result, Mark(words="result_")] = Field(examples=["happened"])
    """How it turned out; `not_followed` if nobody looks, as for a forecast in an old piece."""
    on: AnyDate | None = Field(None, examples=["2020-03-15"])
    """When that was clear."""
    text: Annotated[Markdown | None, PARAGRAPH] = Field(None, examples=["The first joint patrol set out on 15 March."])
    """What happened, in a sentence of inline Markdown."""
    sources: Annotated[tuple[SourceId, ...], Listed] = Field((), examples=[["vedomosti-0315"]])
    """Ids of the sources that say so."""

    @model_validator(mode="after")
    def _is_told(self) -> Self:
        for name in ("on", "text") if self.result != "not_followed" else ():
            if getattr(self, name) is None:
                raise PydanticCustomError("no-outcome", "this outcome has no `{name}`", {"name": name})
        return self

    @property
    def words(self) -> str:
        """What it says, in inline Markdown; empty if nobody looked."""
        return self.text or ""


NO_REASON = "true"
"""What `no_date` holds where it says no more than that there is no date. A form gives it as text."""
_NO_DATE: Mapping[bool, str | None] = {True: NO_REASON, False: None}
NoDate: TypeAlias = Annotated[
    Annotated[Text, WithJsonSchema({"type": ["string", "boolean"], "minLength": 1})] | None,
    BeforeValidator(lambda value: _NO_DATE[value] if isinstance(value, bool) else value),
]


class Quotation(Model):
    """What somebody said, in their own words; schema.org's Quotation."""

    text: Annotated[Markdown, PARAGRAPH] = Field(examples=["We had warned of the crack since March."])
    """The words without quotation marks, in inline Markdown; `[…]` stands for what is left out."""
    speaker: Name | None = Field(None, examples=["Ada Öz"])
    """Who said so; a speaker without a name has only a role."""
    role: Name | None = Field(None, examples=["professor of hydraulic engineering"])
    """What the speaker is, as far as it matters here."""
    language: Language | None = Field(None, examples=["en"])
    """The language of the words (BCP 47), where it is not the entry's."""


class SubPoint(Model):
    """One claim, of one to three sentences, or a quotation."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["text"]}, {"required": ["quotation"]}]})

    id: Annotated[Id | None, INTERNAL] = Field(None, examples=["k3f9"])
    """Stays when the point is reworded or moved; its address is `#k3f9`."""
    text: Annotated[Markdown | None, PARAGRAPH] = Field(
        None, examples=["Turkey said [two soldiers had died](https://example.org/story) in air strikes."]
    )
    """One to three sentences of inline Markdown: *emphasis*, **strong**, `code`, [links](https://example.org)."""
    quotation: Quotation | None = Field(
        None, examples=[{"text": "We had warned of the crack since March.", "speaker": "Ada Öz"}]
    )
    """Somebody's own words, below the text or in place of it."""
    sources: Annotated[tuple[SourceId, ...], Listed] = Field((), examples=[["msb-0220"]])
    """Ids of the sources it rests on."""
    unsourced: Text | None = Field(None, examples=["common knowledge: the countries share a border"])
    """Why the point needs no source."""
    when: When | None = Field(None, examples=["2020-02-20", {"from": "2019-12", "to": "2020-02"}])
    """When what it tells happened."""
    status: Annotated[PointStatus, Mark(words="status_")] = Field("confirmed", examples=["claimed"])
    """How sure it is: confirmed by its sources, likely (an independent body judges so), suspected (an authority
    believes so), claimed by one side, disputed by others, or unknown."""
    expected: Expected | None = Field(
        None, examples=["2020-03", {"text": "before the summer break", "by": "2026-07-15"}]
    )
    """When what it foretells should happen."""
    no_date: NoDate = Field(None, examples=[True, "the ministry names none"])
    """That something foretold has no date, and why, if that is known: `true` or words."""
    outcome: Outcome | None = Field(None, examples=[{"result": "happened", "on": "2020-03-15", "text": "It did."}])
    """What became of it."""
    image: Image | None = Field(None, examples=[{"file": "images/dam.webp", "alt": "A wall of water"}])
    """A picture of it."""
    media: Annotated[tuple[Media, ...], Listed] = Field(
        (), examples=[[{"kind": "video", "title": "The dam from the air", "url": "https://example.org/video"}]]
    )
    """What to see, hear or read about it elsewhere."""
    review_after: Annotated[WholeDate | None, INTERNAL] = Field(None, examples=["2020-06-01"])
    """The day from which an editor should look at it again."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.quotation is None:
            raise PydanticCustomError("no-words", "this point has no `text`")
        return self

    @property
    def words(self) -> str:
        """What it says, in inline Markdown; of a quotation alone, who said what."""
        if self.text is not None:
            return self.text
        assert self.quotation is not None  # noqa: S101 - one of the two is there
        speaker = self.quotation.speaker or self.quotation.role
        return f"{speaker}: {self.quotation.text}" if speaker else self.quotation.text


class Point(SubPoint):
    """One claim with the claims that belong under it."""

    points: Annotated[tuple[SubPoint, ...], Listed] = Field((), examples=[[{"text": "One of them was an officer."}]])
    """Sub-points, one level."""
