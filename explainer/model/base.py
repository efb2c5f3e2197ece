"""What every model has in common: frozen, strict, and closed to unknown fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from explainer.model.walk import Mark

T = TypeVar("T")


class Model(BaseModel):
    """A record that an editor writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text that is not empty."""
Markdown = Annotated[Text, Mark(kind="markdown")]
"""Inline Markdown: `*emphasis*`, `**strong**`, `code` and links."""
Name = Annotated[Text, Mark(kind="name")]
"""The name of a person or place: compared as a whole, not word by word."""
Address = Annotated[Text, Mark(kind="address")]
"""A URL that pages link to."""
ID = r"^[a-z0-9][a-z0-9-]*$"
Id = Annotated[str, StringConstraints(pattern=ID, max_length=80), Mark(kind="id")]
"""A name for machines: lower-case letters, digits and hyphens."""
TopicId = Annotated[Id, Mark(names="topics")]
PersonId = Annotated[Id, Mark(names="people")]
PublisherId = Annotated[Id, Mark(names="publishers")]
SourceId = Annotated[Id, Mark(names="sources")]
PointId = Annotated[Id, Mark(names="points")]
Slug = Annotated[Id, Mark(names="entries")]
"""The name of an entry's file without `.yml`."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), Mark(kind="language")]
"""A BCP 47 tag."""
INTERNAL = Mark(internal=True)
PARAGRAPH = Mark(paragraph=True)


def as_tuple(value: Any) -> Any:
    """A YAML list as a tuple; the model refuses everything else."""
    return tuple(value) if type(value) is list else value


Listed = BeforeValidator(as_tuple)


def _by_language(value: Any) -> Any:
    if isinstance(value, str):
        return {"": value}
    if value is not None and not isinstance(value, Mapping):
        raise PydanticCustomError("wrong-type", "this must be text, or a text for each language")
    if isinstance(value, Mapping) and not value:
        raise PydanticCustomError("wrong-type", "give the text in at least one language")
    return value


Localized = Annotated[dict[str, Text], BeforeValidator(_by_language, json_schema_input_type=str | dict[str, str])]
"""Text, or text by language: `Syria` or `{en: Syria, ru: Сирия}`."""


def localized(texts: Mapping[str, str], language: str, default: str = "en") -> str:
    """The text in a language, else in its base language, the default one, or any."""
    for key in (language, language.split("-", maxsplit=1)[0], "", default):
        if key in texts:
            return texts[key]
    return next(iter(texts.values()))
