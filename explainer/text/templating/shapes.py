"""Renders a theme's frame once for each shape that it takes, and fills it for every page.

A theme asks little of most pages: a title here, an address there. While a frame is rendered for the first page of a
shape, each text of the page is a mark; whatever the templates ask about it (whether it is empty, what it equals, what
a filter makes of it) is recorded as an observation. Another page for which all observations are the same has the same
shape, and its texts are put where the marks stand. What cannot be recorded is rendered whole. Partial evaluation by
tracing, as in JAX or PyTorch's `torch.fx`, in a small.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from jinja2 import Environment, Template, nodes, pass_context
from jinja2.runtime import Context

from explainer.text.templating import sources_of

Page: TypeAlias = Any
"""The site engine's page; `url` is its address."""
Read: TypeAlias = Callable[[Page], Any]
"""How something is read of a page."""

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the number of a mark: characters for private use, which no page of ours holds."""
_MARKED = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_MANY = 64
"""Shapes of a template at one depth. A theme that has more of them branches on what every page has of its own."""
_VERIFIED = 2
"""Pages of a shape that are rendered whole too; if one differs, all of its kind are."""
_PLAIN = (str, int, float, bool, type(None))


class _Unshapeable(Exception):
    """A template did something with a page that cannot be recorded."""


def _unshapeable(*_: Any, **__: Any) -> NoReturn:
    raise _Unshapeable


@dataclass(slots=True)
class _Trace:
    """What a template asks of a page while it is rendered."""

    page: Page
    observations: dict[object, tuple[Read, Any]] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    """By the number of the mark."""
    marks: dict[object, _Mark] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)
    """Addresses that the frame links to."""

    def observe(self, name: object, read: Read) -> Any:
        value = read(self.page)
        self.observations[name] = (read, value)
        return value

    def give(self, name: object, read: Read) -> Any:
        """What a template sees: a mark for a text, a recording stand-in for an object, any other value as it is."""
        value = read(self.page)
        if isinstance(value, str) and value:
            self.observe(("text", name), lambda page: isinstance(text := read(page), str) and bool(text))
            if name not in self.marks:
                self.marks[name] = _Mark(f"{_OPEN}{len(self.reads)}{_CLOSE}").of(self, name, read)
                self.reads.append(read)
            return self.marks[name]
        if _are_headings(value):
            return _Contents(self, name, lambda page: list(read(page)))
        if isinstance(value, (*_PLAIN, list, tuple, set, dict)):
            return self.observe(name, read)
        self.observe(("type", name), lambda page: type(read(page)))
        return _Object(self, name, read)


class _Mark(str):
    """Stands where a text of the page will stand."""

    _trace: _Trace
    _name: object
    _read: Read

    def of(self, trace: _Trace, name: object, read: Read) -> _Mark:
        self._trace, self._name, self._read = trace, name, read
        return self

    def _observed(self, name: str, operation: Callable[..., Any], *arguments: Any) -> Any:
        return _applied(self._trace, name, operation, (self, *arguments), {})

    def __bool__(self) -> bool:
        return True  # an empty text is none of these

    def __contains__(self, item: object) -> bool:
        return bool(self._observed("in", operator.contains, item))

    def __eq__(self, other: object) -> bool:
        return other is self or bool(self._observed("==", operator.eq, other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __len__(self) -> int:
        return int(self._observed("len", len))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return self._observed("[:]", lambda text, *ends: text[slice(*ends)], key.start, key.stop, key.step)
        return self._observed("[]", operator.getitem, key)

    def __format__(self, specification: str) -> str:
        return str(self) if not specification else _unshapeable()

    def __hash__(self) -> int:
        """As a key of a dictionary, a text belongs to the shape."""
        return hash(self._trace.observe(("key", self._name), self._read))

    __iter__ = __lt__ = __le__ = __gt__ = __ge__ = __mul__ = __rmul__ = __mod__ = _unshapeable

    def __getattribute__(self, name: str) -> Any:
        if name.startswith("_") or name == "of":
            return super().__getattribute__(name)
        getattr(str, name)  # raises AttributeError as a text would
        return lambda *arguments: self._observed(name, lambda text, *given: getattr(text, name)(*given), *arguments)


class _Object:
    """Stands for an object of the page: what is read of it is recorded."""

    def __init__(self, trace: _Trace, name: object, read: Read) -> None:
        self._trace, self._name, self._read = trace, name, read

    def __getattr__(self, name: str) -> Any:
        read = self._read
        here = (self._name, name)
        missing = object
        if self._trace.observe(("has", here), lambda page: getattr(read(page), name, missing) is not missing):
            value = getattr(read(self._trace.page), name)
            if callable(value):
                raise _Unshapeable
            if isinstance(value, Mapping):
                return _Mapping(self._trace, here, lambda page: getattr(read(page), name))
            return self._trace.give(here, lambda page: getattr(read(page), name))
        raise AttributeError(name)


class _Mapping:
    """Stands for `page.meta`."""

    def __init__(self, trace: _Trace, name: object, read: Read) -> None:
        self._trace, self._name, self._read = trace, name, read

    def __contains__(self, key: object) -> bool:
        read = self._read
        return bool(self._trace.observe((self._name, "in", key), lambda page: key in read(page)))

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        read = self._read
        return self._trace.give((self._name, key), lambda page: read(page)[key])

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 - this is what it would call

    def __bool__(self) -> bool:
        read = self._read
        return bool(self._trace.observe((self._name, "any"), lambda page: bool(read(page))))

    def _whole(self) -> Mapping[str, Any]:
        whole: Mapping[str, Any] = self._trace.observe((self._name, "all"), self._read)
        return whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def keys(self) -> Any:
        return self._whole().keys()

    def values(self) -> Any:
        return self._whole().values()

    def items(self) -> Any:
        return self._whole().items()


class _Contents(Sequence[Any]):
    """Stands for a table of contents: how many headings there are belongs to the shape, their words do not."""

    def __init__(self, trace: _Trace, name: object, read: Callable[[Page], list[Any]]) -> None:
        self._trace, self._name, self._read = trace, name, read

    @property
    def items(self) -> _Contents:
        return self

    def __len__(self) -> int:
        read = self._read
        return int(self._trace.observe((self._name, "len"), lambda page: len(read(page))))

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int):
            raise _Unshapeable
        if not -len(self) <= index < len(self):
            raise IndexError
        read = self._read
        return _Object(self._trace, (self._name, index), lambda page: read(page)[index])


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
        self._trace: _Trace | None = None
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
        if shape is None or _OPEN in whole or shape.filled(page) != whole:
            self._whole.add(key)
        else:
            shape.verified += 1
        return whole

    def _shape(self, template: Template, page: Page, context: Mapping[str, Any]) -> _Shape | None:
        self._trace = trace = _Trace(page)
        try:
            text = template.render({**context, "page": _Object(trace, "page", lambda page: page)})
        except _Unshapeable:
            return None
        finally:
            self._trace = None
        parts = _MARKED.split(text)
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
            if any(map(_is_marked, named.values())):
                raise _Unshapeable
            if not any(map(_is_marked, arguments)):
                return function(*arguments, **named)
            return _applied(trace, name, function, arguments, named)

        return traced

    def _link(self, trace: _Trace, name: str, function: Callable[..., Any], context: Context, value: Any) -> Any:
        if isinstance(value, _Mark):
            read = value._read
            return trace.give((name, value._name), lambda page: self._link_from(str(read(page)), page))
        if _is_marked(value):
            raise _Unshapeable
        trace.targets.add(str(value))
        return function(context.derived({"page": trace.page}), value)


def _applied(
    trace: _Trace, name: str, function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]
) -> Any:
    """What a filter or a test makes of marks: a mark again, where that is a text."""
    if getattr(function, "jinja_pass_arg", None) is getattr(pass_context(lambda _: _), "jinja_pass_arg", None):
        raise _Unshapeable
    if any(_is_marked(argument) and not isinstance(argument, _Mark) for argument in arguments):
        raise _Unshapeable
    reads = [argument._read if isinstance(argument, _Mark) else None for argument in arguments]
    names = tuple(argument._name if isinstance(argument, _Mark) else repr(argument) for argument in arguments)

    def read(page: Page) -> Any:
        given = (read(page) if read else argument for read, argument in zip(reads, arguments, strict=True))
        return function(*given, **named)

    return trace.give((name, names, repr(named)), read)


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


def _is_marked(value: object) -> bool:
    """Whether a text of the page is in a value."""
    if isinstance(value, str):
        return isinstance(value, _Mark) or _OPEN in value
    if isinstance(value, Mapping):
        return any(map(_is_marked, value.values()))
    return isinstance(value, list | tuple) and any(map(_is_marked, value))


def _are_headings(value: Any) -> bool:
    """Whether a value is a table of contents, or a part of one: headings with others below them."""
    return (
        not isinstance(value, (*_PLAIN, dict, tuple, set))
        and hasattr(value, "__iter__")
        and (not isinstance(value, list) or (bool(value) and all(hasattr(item, "children") for item in value)))
    )


def _names(address: str) -> list[str]:
    return [name for name in address.split("/") if name not in ("", ".")]


def _inside(url: str, folders: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest of these folders that an address lies in: links from there are short in their own way."""
    names = tuple(_names(url))
    return next((names[:count] for count in range(len(names), 0, -1) if names[:count] in folders), ())
