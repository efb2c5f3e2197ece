"""Says what is wrong with the tags of a template, `{% … %}`: which do not end, or stand where they may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError

from explainer.problems import nearest
from explainer.text.templating import THEME_EXTENSIONS

READER = Environment(extensions=THEME_EXTENSIONS)  # noqa: S701 - nothing is rendered
"""Takes templates apart, those of the theme too."""
_ENDED = ("if", "for", "macro", "call", "filter", "block", "with", "autoescape", "trans", "set")
_TAGS = (*_ENDED, *(f"end{tag}" for tag in _ENDED), "else", "elif", "include", "extends", "import", "from", "print")


class Diagnosis(NamedTuple):
    """What is told of a mistake."""

    message: str
    hint: str


class _Tag(NamedTuple):
    name: str
    line: int
    has_value: bool
    """Whether it is `{% set x = … %}`, which needs no end."""


def wrong_tags(text: str) -> Iterator[tuple[int, Diagnosis]]:
    """What is wrong with the tags of a template, by the lines on which Jinja stops there."""
    opened: list[_Tag] = []
    last = 1
    with suppress(TemplateSyntaxError):  # what follows cannot be told apart
        for tag in _read_tags(text):
            last = tag.line
            begun = opened[-1].name if opened else ""
            if not tag.name:
                yield tag.line, Diagnosis("`{%` has no `%}`", "write both, as in `{% if title %} … {% endif %}`")
            elif tag.name not in _TAGS:
                hint = nearest(tag.name, list(_TAGS), "Jinja has, among others, `if`, `for`, `set`, `include`, `block`")
                yield tag.line, Diagnosis(f"there is no tag `{{% {tag.name} %}}`", hint)
            elif tag.name == f"end{begun}":
                opened.pop()
            elif tag.name.startswith("end") or (tag.name in ("else", "elif") and begun not in ("if", "for")):
                yield tag.line, _misplaced(tag, opened)
            elif tag.name in _ENDED and not tag.has_value:
                opened.append(tag)
        if opened:
            tag = opened[-1]
            end = max(text.count("\n") + 1, last)
            said = Diagnosis(
                f"`{{% {tag.name} %}}` in line {tag.line} never ends",
                f"write `{{% end{tag.name} %}}` where it shall end",
            )
            yield from ((number, said) for number in range(last, end + 1))


def _misplaced(tag: _Tag, opened: Sequence[_Tag]) -> Diagnosis:
    if opened and tag.name.startswith("end"):
        begun = opened[-1]
        hint = f"write `{{% end{begun.name} %}}` before it"
        return Diagnosis(
            f"`{{% {tag.name} %}}` stands where `{{% {begun.name} %}}` of line {begun.line} has to end", hint
        )
    begins = tag.name.removeprefix("end") if tag.name.startswith("end") else "if"
    hint = f"delete it, or write `{{% {begins} … %}}` before it"
    return Diagnosis(f"`{{% {tag.name} %}}` stands where no `{{% {begins} %}}` has begun", hint)


def _read_tags(text: str) -> Iterator[_Tag]:
    """Every `{% … %}`, by its first word; without one if it does not end."""
    name, begun, has_value, line = "", False, False, 1
    for line, kind, value in READER.lex(text):
        if kind == "block_begin":
            name, begun, has_value, start = "", True, False, line
        elif kind == "block_end" and begun:
            yield _Tag(name, start, has_value and name == "set")
            begun = False
        elif begun and kind == "name" and not name:
            name = value
        elif begun and (kind, value) == ("operator", "="):
            has_value = True
    if begun:
        yield _Tag("", line, has_value=False)
