"""The Jinja environment; the only importer of Jinja."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    select_autoescape,
)
from jinja2.bccache import Bucket

from explainer.keys import digest
from explainer.text.borrowed import marked

__all__ = ["Environment", "Templates", "Theme", "named_in", "sources_of"]

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
        text = self._environment.get_template(name).render(values)
        return marked(text, html=name.endswith((".md.jinja", ".html.jinja")))


class Theme:
    """The templates of a theme, in the environment that its engine made for them."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        options = (sorted(environment.extensions), environment.autoescape, environment.trim_blocks)
        environment.bytecode_cache = _compiled(repr(options))

    def sources(self, name: str) -> tuple[str, ...]:
        """The texts of a template and of all that it names. Raises TemplateNotFound if there is no such template."""
        self.environment.get_template(name)
        return tuple(sources_of(self.environment, name))

    def asks_for(self, name: str, variable: str) -> bool:
        """Whether a template, or one that it names, expects to be given a variable. Raises TemplateSyntaxError."""
        texts = (text for text in self.sources(name) if variable in text)
        return any(variable in meta.find_undeclared_variables(self.environment.parse(text)) for text in texts)


_NAMED = re.compile(r"""\b(?:extends|include|import|from)\s+["']([^"']+)["']""")


def sources_of(environment: Environment, name: str) -> Iterator[str]:
    """The source of a template and of all that it extends, includes and imports by name.

    A regular expression finds the names: Material's 60 templates take half a second to parse.
    """
    found, wanted = set(), [name]
    while wanted:
        if (name := wanted.pop()) not in found and environment.loader is not None:
            found.add(name)
            with suppress(TemplateNotFound):  # it may be included only if it is there
                source, _, _ = environment.loader.get_source(environment, name)
                wanted += _NAMED.findall(source)
                yield source


def named_in(text: str) -> frozenset[str | None]:
    """The templates that a template names; with None if a variable names one, or if the text is not valid Jinja."""
    try:
        parsed = Environment(extensions=THEME_EXTENSIONS).parse(text)  # noqa: S701 - nothing is rendered
    except (TemplateSyntaxError, RecursionError):
        return frozenset([None])
    return frozenset(meta.find_referenced_templates(parsed))
