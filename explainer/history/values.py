"""The values of fields as readers compare them: as plain text, and the links in them."""

from __future__ import annotations

import dataclasses
from typing import Any

from explainer.model.base import Model
from explainer.model.dates import PartialDate
from explainer.model.walk import Field, public_fields
from explainer.text.inline import link_texts, links, to_text


def plain_text(field: Field, value: Any) -> str:
    """A value as plain text."""
    if field.many:
        item, values = dataclasses.replace(field, many=False), value or ()
        mark = "; " if any(isinstance(each, Model) for each in values) else ", "
        return mark.join(plain_text(item, each) for each in values)
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        texts = (plain_text(below, getattr(value, below.name)) for below in public_fields(type(value)))
        return ", ".join(filter(None, texts))
    if field.kind == "flag":
        return field.name
    if isinstance(value, PartialDate) and value.minute:  # a program may have added seconds, or written `Z` otherwise
        return value.iso.replace("+00:00", "Z")
    return to_text(value) if field.kind == "markdown" else str(value)


def links_in(field: Field, value: Any) -> list[str]:
    """The addresses of links in a value of inline Markdown, and in the records of a list."""
    if isinstance(value, tuple):
        return [link for each in value for link in links_in(field, each)]
    if isinstance(value, Model):
        return [link for one in public_fields(type(value)) for link in links_in(one, getattr(value, one.name))]
    return links(value) if field.kind == "markdown" and value else []


def links_moved(was: str, now: str) -> bool:
    """Whether a link of a text of the same words has none of the words that it had."""
    pairs = zip(link_texts(was), link_texts(now), strict=False)
    return to_text(was) == to_text(now) and any(set(a.split()).isdisjoint(b.split()) for a, b in pairs)
