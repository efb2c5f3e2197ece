"""Renders a theme's frame once for each shape that it takes, and fills it for every page.

A theme asks little of most pages: a title here, an address there. While a frame is rendered for the first page of a
shape, each text of the page is a mark; whatever the templates ask about it (whether it is empty, what it equals, what
a filter makes of it) is recorded as an observation. Another page for which all observations are the same has the same
shape, and its texts are put where the marks stand. What cannot be recorded is rendered whole. Partial evaluation by
tracing, as in JAX or PyTorch's `torch.fx`, in a small.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.runtime import Context

from explainer.text.templating import sources_of
from explainer.text.templating.tracing import (
    MARKED,
    OPEN,
    Mark,
    Page,
    Read,
    StandIn,
    Trace,
    Unshapeable,
    applied,
    is_marked,
)

_MANY = 64
"""Shapes of a template at one depth. A theme that has more of them branches on what every page has of its own."""
_VERIFIED = 2
"""Pages of a shape that are rendered whole too; if one differs, all of its kind are."""


@dataclass(slots=True)
class _Shape:
    """A frame with marks."""

    observations: list[tuple[Read, Any]]
    parts: list[str]
    """Texts of the frame; between them stand those of the page."""
    reads: list[Read]
    inside: tuple[str, ...]
    """The longest of the folders around the page that the frame links into."""
    folders: frozenset[tuple[str, ...]]
    verified: int = 0

    def fits(self, page: Page) -> bool:
        return _inside(page.url, self.folders) == self.inside and all(
            read(page) == value for read, value in self.observations
        )

    def filled(self, page: Page) -> str:
        texts = [str(read(page)) for read in self.reads]
        return "".join(text for pair in zip(self.parts, [*texts, ""], strict=True) for text in pair)


class Shapes:
    """The shapes of a theme's frame that have been met."""

    def __init__(self, environment: Environment, link: Callable[[str, Page], str]) -> None:
        """`link` is what the environment's filter `url` makes of an address on a page."""
        self._link_from = link
        self._trace: Trace | None = None
        self._records = functools.cache(
            lambda name: all(_is_recorded(environment, source) for source in sources_of(environment, name))
        )
        self._shapes: dict[tuple[str | None, int], list[_Shape]] = {}
        self._whole: set[tuple[str | None, int]] = set()
        tables: list[dict[str, Any]] = [environment.filters, environment.tests]
        for table in tables:
            for name, function in table.items():
                table[name] = self._traced(name, function)

    def render(self, template: Template, page: Page, context: Mapping[str, Any]) -> str:
        """What `template.render` gives for a page, which must stand in no navigation."""
        key = (template.name, page.url.count("/"))
        if key in self._whole or not self._records(template.name or ""):
            return template.render(context)
        shapes = self._shapes.setdefault(key, [])
        shape = next((shape for shape in shapes if shape.fits(page)), None)
        if shape is not None and shape.verified >= _VERIFIED:
            return shape.filled(page)
        whole = template.render(context)
        if shape is None and len(shapes) < _MANY:
            shape = self._shape(template, page, context)
            if shape is not None:
                shapes.append(shape)
        if shape is None or OPEN in whole or shape.filled(page) != whole:
            self._whole.add(key)
        else:
            shape.verified += 1
        return whole

    def _shape(self, template: Template, page: Page, context: Mapping[str, Any]) -> _Shape | None:
        self._trace = trace = Trace(page)
        try:
            text = template.render({**context, "page": StandIn(trace, "page", lambda page: page)})
        except Unshapeable:
            return None
        finally:
            self._trace = None
        parts = MARKED.split(text)
        folders = frozenset(
            tuple(names[:count])
            for target in trace.targets
            for names in [_names(target)]
            for count in range(1, len(names) + 1)
        )
        return _Shape(
            list(trace.observations.values()),
            parts[::2],
            [trace.reads[int(number)] for number in parts[1::2]],
            _inside(page.url, folders),
            folders,
        )

    def _traced(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter or test that is recorded while a shape is made."""

        @functools.wraps(function)
        def traced(*arguments: Any, **named: Any) -> Any:
            trace = self._trace
            if trace is None:
                return function(*arguments, **named)
            if name in ("url", "script_tag"):
                return self._link(trace, name, function, *arguments)
            if any(map(is_marked, named.values())):
                raise Unshapeable
            if not any(map(is_marked, arguments)):
                return function(*arguments, **named)
            return applied(trace, name, function, arguments, named)

        return traced

    def _link(self, trace: Trace, name: str, function: Callable[..., Any], context: Context, value: Any) -> Any:
        if isinstance(value, Mark):
            read = value._read
            return trace.give((name, value._name), lambda page: self._link_from(str(read(page)), page))
        if is_marked(value):
            raise Unshapeable
        trace.targets.add(str(value))
        return function(context.derived({"page": trace.page}), value)


_JOINS = (nodes.Concat, nodes.Add)
_ASKS = (nodes.Compare, nodes.Operand, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Mul, nodes.Mod, nodes.For)
"""What looks into a value. Filters and tests do too, but these are recorded as they run."""


def _is_recorded(environment: Environment, source: str) -> bool:
    """Whether all that a template may ask of a page's texts can be seen while a shape is made.

    A text joined from others is a plain one to Python: it may be printed, but nothing may look into it.
    """
    if "page" not in source or not re.search(r"~|\+|endset", source):  # as nearly all
        return True
    tree = environment.parse(source)
    kept = {
        name.name
        for assignment in tree.find_all((nodes.Assign, nodes.AssignBlock))
        if isinstance(assignment, nodes.AssignBlock) or any(map(_joins, assignment.iter_child_nodes()))
        for name in assignment.find_all(nodes.Name)
        if name.ctx == "store"
    }

    def is_joined(node: nodes.Node) -> bool:
        return node.name in kept if isinstance(node, nodes.Name) else isinstance(node, _JOINS) and _joins(node)

    return not any(is_joined(child) for node in tree.find_all(_ASKS) for child in node.iter_child_nodes())


def _joins(node: nodes.Node) -> bool:
    """Whether texts of the page are joined in an expression."""
    inside = [node] if isinstance(node, _JOINS) else node.find_all(_JOINS)
    return any(name.name == "page" for join in inside for name in join.find_all(nodes.Name))


def _names(address: str) -> list[str]:
    return [name for name in address.split("/") if name not in ("", ".")]


def _inside(url: str, folders: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest of these folders that an address lies in: links from there are short in their own way."""
    names = tuple(_names(url))
    return next((names[:count] for count in range(len(names), 0, -1) if names[:count] in folders), ())
