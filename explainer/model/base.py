"""What every model has in common: frozen, strict, and closed to unknown fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from explainer.model.walk import Mark

T = TypeVar("T")


class Model(BaseModel):
    """A record that an editor writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


_VISIBLE = re.compile(
    r"[^\s\0-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u2800\u3000\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""A character that readers see: no space, control or private one, and none that Unicode lets programs leave out
(`Default_Ignorable_Code_Point`, and the Braille pattern without dots)."""


def is_blank(text: str) -> bool:
    """Whether readers see nothing of a text: the one meaning of emptiness, for whoever reads or validates."""
    return _VISIBLE.search(text) is None


def _not_blank(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("string_too_short", "this is empty")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_not_blank)]
"""Text of which readers see something."""
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
INTERNAL = Mark(internal=True, need="nothing")
AMONG_OTHERS = Mark(internal=True, need="comment")
"""Of a field about the entry's place among others: topics, what to read next, what it translates."""
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
