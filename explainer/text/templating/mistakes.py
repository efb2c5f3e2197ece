"""Says in plain words what is wrong in a template, where, and what is right; Jinja's own words are for its authors."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from jinja2 import (
    TemplateNotFound,
    TemplateRuntimeError,
    TemplatesNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.defaults import DEFAULT_NAMESPACE
from pydantic import BaseModel

from explainer.problems import nearest
from explainer.resources import TEMPLATES
from explainer.text.plain import printable
from explainer.text.templating.tags import READER, Diagnosis, wrong_tags

_OF_THEMES = ("url", "script_tag")
"""Filters that MkDocs adds."""
_ASKS = ("d", "default", "defined", "undefined")
"""Filters and tests that ask whether there is a value."""
_EVERYWHERE = {*DEFAULT_NAMESPACE, "gettext", "ngettext", "npgettext", "pgettext"}
_SHOWN = 15
"""How many names a hint lists."""


class _Place(NamedTuple):
    file: str
    line: int
    given: Mapping[str, Any]
    """What the template knew there, by name."""

    @property
    def text(self) -> str:
        with suppress(OSError):
            return Path(self.file).read_text(encoding="utf-8", errors="replace")
        return ""

    @property
    def is_theme(self) -> bool:
        """Whether it is a template of the theme; those of pages have a name of their own kind."""
        return not self.file.endswith(".jinja")


def place_of(error: Exception) -> str:
    """Where an error arose and what is wrong: in a template if it passed through one, which is what can be mended."""
    if said := explained(error):
        return "\n".join(map(printable, said.split("\n")))
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if not one.filename.endswith(".py")), frames[-1])
    return f"{frame.filename}:{frame.lineno}: {type(error).__name__}: {error}"


def explained(error: Exception) -> str:
    """`file:line: message`, with the hint below; empty for what did not come through a template."""
    place = _place(error)
    if isinstance(error, TemplateNotFound):
        said = _missing(error, place)
    elif place is None:
        return ""
    elif isinstance(error, UndefinedError):
        said = _undefined(place)
    elif isinstance(error, TemplateSyntaxError | TemplateRuntimeError):
        said = _unknown_filter(place) or _unreadable(place)
    elif isinstance(error, RecursionError):
        hint = "extend or include one of another name; your own stands before the program's, and replaces it whole"
        said = Diagnosis(f"this template asks for itself, or for one that asks for it: {_quoted(place)}", hint)
    else:
        hint = f"{type(error).__name__}: {error}; the program's own template shows what is right"
        said = Diagnosis(f"this cannot be worked out: {_quoted(place)}", hint)
    where = f"{_near(place.file)}:{place.line}: " if place else ""
    return f"{where}{said.message}\n    {said.hint}"


def _near(file: str) -> str:
    """A file as whoever works in the site's folder calls it."""
    with suppress(ValueError):
        return Path(file).relative_to(Path.cwd()).as_posix()
    return file


def _place(error: Exception) -> _Place | None:
    """The last place in a template that an error came through."""
    frame: TracebackType | None = error.__traceback__
    found = None
    while frame is not None:
        if "__jinja_exception__" in frame.tb_frame.f_globals:  # so Jinja marks what stands for a line of a template
            found = _Place(frame.tb_frame.f_code.co_filename, frame.tb_lineno, frame.tb_frame.f_locals)
        frame = frame.tb_next
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return _Place(error.filename, error.lineno, {})
    return found


# --- values that are not there ----------------------------------------------------------------------------------------


def _undefined(place: _Place) -> Diagnosis:
    """Which value of a line is missing: of its names and `names.with.parts` the first one that leads nowhere."""
    asked, used = [], []
    for way, goes_on in _ways(place):
        asked.append(way)
        if goes_on:
            used.append(way)
    # A theme's template shows nothing for a value that is not there, and fails where it asks for a part of it.
    for way in [*used, *asked]:
        if said := _broken(way, place.given):
            return said
    return Diagnosis(
        "a value that is asked for here is not there",
        "look at each name in this line; `{% if title is defined %}` asks whether there is one",
    )


def _ways(place: _Place) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The names on a line with their parts, `("link", "text")`, and whether they are asked for a part, or called."""
    with suppress(TemplateSyntaxError, RecursionError):
        tree = READER.parse(place.text)
        asked = tree.find_all((nodes.Filter, nodes.Test))
        may_lack = {_way(node.node) for node in asked if node.name in _ASKS}
        for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Call)):
            way = _way(node.node if isinstance(node, nodes.Call) else node)
            if node.lineno == place.line and way and way not in may_lack:
                yield way, isinstance(node, nodes.Call)
                if len(way) > 1:
                    yield way[:-1], True


def _way(node: nodes.Node | None) -> tuple[str, ...]:
    """`entry.image.alt` in its parts; nothing for what only Jinja could work out."""
    match node:
        case nodes.Name(name=name, ctx="load"):
            return (name,)
        case nodes.Getattr(node=inner, attr=attribute) if way := _way(inner):
            return (*way, attribute)
        case nodes.Getitem(node=inner, arg=nodes.Const(value=str(key))) if way := _way(inner):
            return (*way, key)
        case _:
            return ()


def _broken(way: Sequence[str], given: Mapping[str, Any]) -> Diagnosis | None:
    """What is wrong with a name and its parts; None where all are there."""
    name, *parts = way
    if name not in given:
        if name in DEFAULT_NAMESPACE:
            return None
        known = sorted(one for one in given if not one.startswith("_") and one not in _EVERYWHERE)
        return Diagnosis(f"nothing is called `{name}` here", _instead(name, known, ""))
    value = given[name]
    if isinstance(value, Undefined):
        hint = f"look where it is imported, or given; or ask first: `{{% if {name} is defined %}} … {{% endif %}}`"
        return Diagnosis(f"`{name}` has no value here", hint)
    for number, part in enumerate(parts):
        so_far = ".".join(way[: number + 1])
        inner = _part(value, part)
        if isinstance(inner, Undefined):
            if value is None:
                hint = f"ask first: `{{% if {so_far} %}} {{{{ {'.'.join(way)} }}}} {{% endif %}}`"
                return Diagnosis(f"`{so_far}` is empty here, so that it has no `{part}`", hint)
            return Diagnosis(f"`{so_far}` has no `{part}`", _instead(part, _parts(value), f"{so_far}."))
        value = inner
    return None


def _part(value: Any, name: str) -> Any:
    """What Jinja takes for `value.name`."""
    try:
        return READER.getattr(value, name)
    except Exception:  # whatever a property may raise
        return Undefined(name=name)


def _parts(value: Any) -> list[str]:
    """The names that may stand behind `value.`."""
    if isinstance(value, Mapping):
        return sorted(key for key in value if isinstance(key, str))
    ours = set(dir(value)) - set(dir(BaseModel))
    return sorted(name for name in ours if not name.startswith("_") and not callable(getattr(type(value), name, None)))


def _instead(name: str, known: list[str], before: str) -> str:
    listed = ", ".join(f"`{before}{one}`" for one in known[:_SHOWN]) + (" and others" if len(known) > _SHOWN else "")
    there = f"there are {listed}" if known else "look at the program's own template for what there is"
    close = get_close_matches(name, known, n=1)
    return f"did you mean `{before}{close[0]}`? Otherwise {there}" if close else there


# --- what cannot be read ----------------------------------------------------------------------------------------------


def _unknown_filter(place: _Place) -> Diagnosis | None:
    """A filter or a test on this line that Jinja does not have."""
    with suppress(TemplateSyntaxError, RecursionError):
        tree = READER.parse(place.text)
        for kind, word, known, example in (
            (nodes.Filter, "filter", READER.filters, "{{ title | upper }}"),
            (nodes.Test, "test", READER.tests, "{% if title is defined %}"),
        ):
            added = _OF_THEMES if kind is nodes.Filter and place.is_theme else ()
            names = [*known, *added]
            for node in tree.find_all(kind):
                if node.lineno == place.line and node.name not in names:
                    hint = nearest(node.name, names, f"take one that Jinja has, as in `{example}`")
                    if node.name in _OF_THEMES:
                        hint = "only the theme's templates have it; pages write `{{ url('topics/') }}`"
                    return Diagnosis(f"there is no {word} `{node.name}`", hint)
    return None


def _unreadable(place: _Place) -> Diagnosis:
    for number, said in wrong_tags(place.text):
        if number == place.line:
            return said
    hint = "brackets and quotation marks come in pairs, as in `{{ title }}` and `{% if title %} … {% endif %}`"
    return Diagnosis(f"this cannot be read: {_quoted(place)}", hint)


def _quoted(place: _Place) -> str:
    """The line, unless it is too long."""
    line = next(iter(place.text.split("\n")[place.line - 1 :]), "").strip()
    return f"`{line[:60]}{'…' if len(line) > 60 else ''}`"


# --- templates that are not there -------------------------------------------------------------------------------------


def _missing(error: TemplateNotFound, place: _Place | None) -> Diagnosis:
    """A template that is not there; what a page names in its head, or a theme's template extends, has no line."""
    name = str((error.templates if isinstance(error, TemplatesNotFound) else [error.name])[-1])
    theme = not name.endswith(".jinja") if place is None else place.is_theme
    folder = "templates/theme/" if theme else "templates/"
    where = "`{% include %}` or the like" if place else "`template:` at the head of a page, or `{% extends %}`"
    instead = f"put it there, or name another one in {where}" if place or theme else "the program asks for this name"
    hint = nearest(name, _known(place, theme=theme), instead)
    return Diagnosis(f"there is no template `{name}` in {folder}, nor among those of the program", hint)


def _known(place: _Place | None, *, theme: bool) -> list[str]:
    """The templates that there are, ours and those beside the one that asks, by the names that it can ask for."""
    if theme:
        ours, ending, others = TEMPLATES / "theme", "*.html", tuple[str, ...]()
    else:
        ours, ending, others = TEMPLATES, "*.jinja", ("new/", "preview/", "admin/")
    own = next((folder for folder in Path(place.file if place else "").parents if folder.name == ours.name), ours)
    names = {path.relative_to(folder).as_posix() for folder in (ours, own) for path in folder.rglob(ending)}
    return sorted(name for name in names if not name.startswith(others))
