"""The Jinja environment; the only importer of Jinja."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
    select_autoescape,
)
from jinja2.bccache import Bucket

from explainer.keys import digest

THEME_EXTENSIONS = ("jinja2.ext.i18n",)
"""The extensions of Jinja that MkDocs gives to themes' templates."""


class _Compiled(FileSystemBytecodeCache):
    """Stores compiled templates in the user's own folder for temporary files."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Stores a template; if that fails, the next run compiles it again."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(options: str = "") -> _Compiled | None:
    """The store for templates compiled with these options; None without a folder that only the user can write to."""
    try:
        return _Compiled(pattern=f"__explainer_{digest(options)[:8]}_%s.cache")
    except (OSError, RuntimeError):
        return None


class Templates:
    """Templates by name; a site's own override the packaged ones, file by file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            undefined=StrictUndefined,
            autoescape=select_autoescape(default=True, default_for_string=True, enabled_extensions=("jinja",)),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_compiled(),
        )

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Renders a template with ready values."""
        return self._environment.get_template(name).render(values)


class ThemeSources(NamedTuple):
    """What a template of a theme, and those that it includes, are made of."""

    texts: tuple[str, ...]
    variables: frozenset[str]
    """The names that they expect to be given."""
    file: str
    """That of the template itself."""


class Theme:
    """The templates of a theme, in the environment that its engine made for them."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        options = (sorted(environment.extensions), environment.autoescape, environment.trim_blocks)
        environment.bytecode_cache = _compiled(repr(options))
        self._parsed: dict[str, tuple[str, str, set[str], list[str | None]]] = {}

    def sources(self, name: str) -> ThemeSources:
        """Those of a template and of all that it names; where one is named by a value, `*` is among the variables.

        Raises TemplateNotFound, TemplateSyntaxError.
        """
        seen: dict[str, str] = {}
        variables: set[str] = set()
        todo: list[str | None] = [name]
        while todo:
            one = todo.pop()
            if one is None:
                variables.add("*")
            elif one not in seen:
                try:
                    text, _, expected, named = self._parts(one)
                except TemplateNotFound:
                    if one == name:
                        raise
                    continue  # whoever names it says whether it may be missing, when a page is made
                seen[one] = text
                variables |= expected
                todo += named
        return ThemeSources(tuple(seen.values()), frozenset(variables), self._parts(name)[1])

    def _parts(self, name: str) -> tuple[str, str, set[str], list[str | None]]:
        """A template's text and file, the variables that it expects, and the templates that it names."""
        if name not in self._parsed:
            assert self.environment.loader is not None  # noqa: S101 - a theme has one
            text, file, _ = self.environment.loader.get_source(self.environment, name)
            parsed = self.environment.parse(text, name, file)
            above = [one.target for one in parsed.body if isinstance(one, nodes.Assign)]  # blocks see these too
            set_here = {one.name for one in above if isinstance(one, nodes.Name)}
            try:
                expected = meta.find_undeclared_variables(parsed) - set_here
            except TemplateSyntaxError as error:  # an unknown filter, say; Jinja calls the file `<introspection>`
                error.filename = file
                raise
            self._parsed[name] = text, file or "", expected, list(meta.find_referenced_templates(parsed))
        return self._parsed[name]


def named_in(text: str) -> frozenset[str | None]:
    """The templates that a template names; with None if a variable names one, or if the text is not valid Jinja."""
    try:
        parsed = Environment(extensions=THEME_EXTENSIONS).parse(text)  # noqa: S701 - nothing is rendered
    except (TemplateSyntaxError, RecursionError):
        return frozenset([None])
    return frozenset(meta.find_referenced_templates(parsed))
