"""The Jinja environment; the only importer of Jinja."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    meta,
    nodes,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_MARKS = re.compile("[&<>'\"]")


class _Environment(Environment):
    """Escapes as Jinja does; most words have nothing to escape, and are not copied."""

    @staticmethod
    def escaped(value: Any) -> str:
        """A value as safe HTML."""
        kind = type(value)
        if kind is Markup or (kind is str and _MARKS.search(value) is None):
            return value  # type: ignore[no-any-return]
        return escape(value)


class _CodeGenerator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


_Environment.code_generator_class = _CodeGenerator
_GENERATED = "escaped"
"""Another word whenever the generator above writes other code."""


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept from run to run in the user's own folder for temporary files."""

    def get_source_checksum(self, source: str) -> str:
        """Another text for another template, and for another way to compile it."""
        return super().get_source_checksum(source + _GENERATED)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps one; where that cannot be done, the next run compiles it again."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled() -> _Compiled | None:
    """None where there is no folder that only the user can write to."""
    try:
        return _Compiled()
    except (OSError, RuntimeError):
        return None


class Templates:
    """Templates by name; a site's own stand before the packaged ones, file by file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = _Environment(
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
        """The text that a template makes of ready values."""
        return self._environment.get_template(name).render(values)


class ThemeSources(NamedTuple):
    """What a template of a theme, and those that it includes, are made of."""

    texts: tuple[str, ...]
    variables: frozenset[str]
    """The names that they expect to be given."""
    file: str
    """That of the template itself."""


def theme_sources(environment: Environment, name: str) -> ThemeSources:
    """The sources of a template and of all that it names; where one is named by a value, `*` is among the variables."""
    texts: dict[str, str] = {}
    files: list[str] = []
    variables: set[str] = set()
    todo: list[str | None] = [name]
    while todo:
        one = todo.pop()
        if one is None:
            variables.add("*")
        elif one not in texts:
            assert environment.loader is not None  # noqa: S101 - a theme has one
            texts[one], file, _ = environment.loader.get_source(environment, one)
            files.append(file or "")
            parsed = environment.parse(texts[one], one, file)
            above = [one.target for one in parsed.body if isinstance(one, nodes.Assign)]  # blocks see these too
            variables |= meta.find_undeclared_variables(parsed) - {
                name.name for name in above if isinstance(name, nodes.Name)
            }
            todo += meta.find_referenced_templates(parsed)
    return ThemeSources(tuple(texts.values()), frozenset(variables), files[0])
