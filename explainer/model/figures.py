"""What stands beside the points of an entry: pictures, links to media elsewhere, and tables."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from explainer.model.base import PARAGRAPH, Address, Listed, Markdown, Model, PublisherId, SourceId, Text, as_tuple
from explainer.model.dates import AnyDate
from explainer.model.walk import Mark

PICTURE_FORMATS = ("avif", "gif", "jpeg", "jpg", "png", "webp")
"""Endings of files that browsers show and in which nothing can run."""
MediaKind: TypeAlias = Literal["video", "audio", "chart", "map", "document", "picture"]
Focus: TypeAlias = Literal[
    "center", "top", "bottom", "left", "right", "top_left", "top_right", "bottom_left", "bottom_right"
]


def _inside_images(file: str) -> str:
    parts = file.split("/")
    if parts[0] != "images" or len(parts) < 2 or any(part in ("", ".", "..") for part in parts) or "\\" in file:
        raise PydanticCustomError("image-outside", "`{file}` is not inside `content/images/`", {"file": file})
    if parts[-1].rpartition(".")[2].lower() not in PICTURE_FORMATS:
        raise PydanticCustomError("image-outside", "`{file}` is not an image that sites can show", {"file": file})
    return file


class Image(Model):
    """A picture."""

    file: Annotated[Text, AfterValidator(_inside_images), Mark(names="images")] = Field(examples=["images/idlib.webp"])
    """The file, under `content/`."""
    alt: Annotated[Text | None, PARAGRAPH] = Field(None, examples=["Two aircraft over hills at dusk"])
    """What it shows, for readers who do not see it."""
    caption: Annotated[Markdown | None, PARAGRAPH] = Field(None, examples=["Aircraft over Idlib in February 2020."])
    """The line under it, in inline Markdown."""
    credit: Text | None = Field(None, examples=["Yahya Nemah / EPA"])
    """Who made it."""
    taken: AnyDate | None = Field(None, examples=["2020-02-20"])
    """When it was taken: a year, a month, a day or a minute."""
    symbolic: bool = Field(False, examples=[True])
    """Whether it only stands for the subject (an illustration, an archive picture)."""
    focus: Annotated[Focus | None, Mark(internal=True, words="focus_")] = Field(None, examples=["top"])
    """What lists keep of it where they crop it; usually its middle."""


class Media(Model):
    """Something to see, hear or read elsewhere, shown as a link; without an address, only named."""

    kind: Annotated[MediaKind, Mark(words="media_")] = Field(examples=["video"])
    """What it is."""
    title: Text = Field(examples=["The dam from the air"])
    """Its title; for what has none, a plain description."""
    url: Address | None = Field(None, examples=["https://example.org/video"])
    """Where it is, if it can be seen on its own."""
    credit: Text | None = Field(None, examples=["Ada Öz"])
    """Who made it."""
    publisher: PublisherId | None = Field(None, examples=["bbc"])
    """Who published it: an id in `site_data/publishers.yml`."""


Cell = Annotated[str, StringConstraints(strip_whitespace=True), Mark(kind="markdown")]
"""Inline Markdown; empty where there is nothing to say."""


def _cells(value: Any) -> Any:
    return {"cells": value} if type(value) is list else value


class Row(Model):
    """A row of a table."""

    cells: Annotated[tuple[Cell, ...], Listed] = Field(examples=[["Leeds", "12"]])
    """A cell for each column, in inline Markdown; the first says what the row is about."""
    sources: Annotated[tuple[SourceId, ...], Listed] = Field((), examples=[["ap-0606"]])
    """Ids of the sources of this row, where the table's own do not cover it."""


class Table(Model):
    """Rows and columns."""

    caption: Annotated[Markdown, PARAGRAPH] = Field(examples=["The dams of the region"])
    """What it shows, in inline Markdown."""
    columns: Annotated[tuple[Cell, ...], Listed] = Field(examples=[["Dam", "Built in"]])
    """The heading of each column, in inline Markdown."""
    rows: Annotated[
        tuple[Annotated[Row, BeforeValidator(_cells, json_schema_input_type=list[str] | Row)], ...],
        BeforeValidator(as_tuple),
    ] = Field(examples=[[["Leeds", "1931"], {"cells": ["York", "1950"], "sources": ["ap-0606"]}]])
    """Lists of cells; `{cells: […], sources: […]}` for a row with sources of its own."""
    sources: Annotated[tuple[SourceId, ...], Listed] = Field((), examples=[["ap-0606"]])
    """Ids of the sources of all rows."""
