"""Explains an error in a template: its file and line, Jinja's message, and the nearest name that exists."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplatesNotFound, TemplateSyntaxError

from explainer.problems import nearest, nearest_of
from explainer.resources import TEMPLATES
from explainer.text.plain import printable

RENAMED_TEMPLATES = {
    "pages/news.jinja": "pages/whats_new.jinja",
    "pages/outlooks.md.jinja": "pages/predictions.md.jinja",
}
"""The program's templates that had other names in earlier versions: old name, new name."""
_RENAMED = {
    **{"say": "t", "to": "url", "tongue": "lang_attrs", "chrome": "theme_language"},
    **{"news": "whats_new", "outlooks": "predictions"},
}
"""The variables of templates that had other names in earlier versions: old name, new name."""
_OF_THEMES = ("url", "script_tag")
"""Filters that MkDocs adds for the theme's templates."""
_TAGS = ("block", "call", "elif", "else", "extends", "filter", "for", "from", "if", "import", "include", "macro", "set")
_WRONG = re.compile(
    r"unknown tag '(?P<tag>.+?)'|filter named '(?P<filter>.+?)'|test named '(?P<test>.+?)'|'(?P<name>\w+)' is undefined"
    r"|no attribute '(?P<part>.+?)'|requested name '(?P<imported>\w+)'"
)
"""Jinja's messages that are about a name."""
_JINJA = Environment()  # noqa: S701 - nothing is rendered


class _Place(NamedTuple):
    file: str
    line: int
    given: Mapping[str, Any]
    """The template's variables there, by name."""

    @property
    def text(self) -> str:
        """The line."""
        with suppress(OSError, IndexError):
            text = Path(self.file).read_text(encoding="utf-8", errors="replace")
            return text.split("\n")[self.line - 1].strip()
        return ""

    @property
    def is_theme(self) -> bool:
        return not self.file.endswith(".jinja")


def place_of(error: Exception) -> str:
    """`file:line: message`; for an error in a template, with a hint on the next line."""
    if isinstance(error, PermissionError) and error.filename:
        message = f"{printable(str(error.filename))} cannot be read or written ({error.strerror})"
        return f"{message}; look at the permissions of the folder that it is in"
    place = _place(error)
    if place is None and not isinstance(error, TemplateNotFound):
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{frame.filename}:{frame.lineno}: {type(error).__name__}: {error}"
    where = f"{_relative(place.file)}:{place.line}: " if place else ""
    message, hint = _missing(error, place) if isinstance(error, TemplateNotFound) else _explained(error, place)
    return f"{printable(where + message)}\n    {printable(hint)}"


def _place(error: Exception) -> _Place | None:
    """The innermost template in an error's traceback."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return _Place(error.filename, error.lineno, {})
    places = (
        _Place(frame.f_code.co_filename, line, frame.f_locals)
        for frame, line in reversed([*traceback.walk_tb(error.__traceback__)])
    )
    return next((place for place in places if not place.file.endswith((".py", ".pyx", ">"))), None)


def _relative(file: str) -> str:
    """A file relative to the current folder, if it is inside."""
    with suppress(ValueError):
        return Path(file).relative_to(Path.cwd()).as_posix()
    return file


def _explained(error: Exception, place: _Place | None) -> tuple[str, str]:
    assert place is not None  # noqa: S101 - only a missing template has none
    if isinstance(error, RecursionError):
        hint = "your own template replaces the program's whole; extend or include one of another name"
        return f"this template includes itself: `{place.text}`", hint
    message = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateError) and error.message:
        message = error.message.rstrip(".")
    return message, _hint(message, place) or f"the line is `{place.text[:80]}`; compare the program's own template"


def _hint(message: str, place: _Place) -> str:
    """A hint with the nearest name that exists; empty if no names are known."""
    match = _WRONG.search(message)
    kind, word = (match.lastgroup, match[match.lastgroup]) if match and match.lastgroup else ("", "")
    if kind in ("name", "part", "imported") and word in _RENAMED:
        return f"it is called `{_RENAMED[word]}` now"
    known: Iterable[str] = ()
    if kind == "filter" and word in _OF_THEMES:
        return "only the theme's templates have it; pages write `{{ url('topics/') }}`"
    if kind == "filter":
        names = [*_JINJA.filters, *(_OF_THEMES if place.is_theme else ())]
        return nearest(word, names, "take one of Jinja's, as in `{{ title | upper }}`")
    if kind == "test":
        return nearest(word, [*_JINJA.tests], "take one of Jinja's, as in `{% if title is defined %}`")
    if kind == "tag" and word not in _TAGS and not word.startswith("end"):
        return nearest(word, [*_TAGS], "take one of Jinja's, as in `{% if title %} … {% endif %}`")
    if kind == "name":
        known = (name for name in place.given if name not in _JINJA.globals)
    elif kind == "part" and (owner := re.search(rf"([\w.]+)\.{re.escape(word)}\b", place.text)):
        with suppress(Exception):  # the owner may be a part of an expression, or a property may raise
            known = _parts(_JINJA.compile_expression(owner[1])(place.given))
    names = sorted(name for name in known if not name.startswith("_"))
    return nearest_of(word, names) if names else ""


def _parts(value: Any) -> Iterable[str]:
    """The names that may follow `value.`."""
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return (key for key in value if isinstance(key, str))
    return (name for name in dir(value) if not callable(getattr(type(value), name, None)))


def _missing(error: TemplateNotFound, place: _Place | None) -> tuple[str, str]:
    """Message and hint for a template that does not exist. It has no place if a page's head or MkDocs names it."""
    name = str((error.templates if isinstance(error, TemplatesNotFound) else [error.name])[-1])
    theme = not name.endswith(".jinja") if place is None else place.is_theme
    ours, ending = (TEMPLATES / "theme", "*.html") if theme else (TEMPLATES, "*.jinja")
    own = next((folder for folder in Path(place.file if place else "").parents if folder.name == ours.name), ours)
    known = {path.relative_to(folder).as_posix() for folder in (ours, own) for path in folder.rglob(ending)}
    hint = nearest(name, sorted(known), f"add it to `templates/{'theme/' if theme else ''}`")
    if name in RENAMED_TEMPLATES:
        hint = f"it is called `{RENAMED_TEMPLATES[name]}` now"
    return f"there is no template `{name}`", hint
