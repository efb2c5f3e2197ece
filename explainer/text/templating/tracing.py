"""Stands for a page while a template is rendered, and records what the template asks of it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from jinja2 import pass_context

Page: TypeAlias = Any
"""The site engine's page; `url` is its address."""
Read: TypeAlias = Callable[[Page], Any]
"""How something is read of a page."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a mark: characters for private use, which no page of ours holds."""
MARKED = re.compile(f"{OPEN}(\\d+){CLOSE}")
_PLAIN = (str, int, float, bool, type(None))


class Unshapeable(Exception):
    """A template did something with a page that cannot be recorded."""


def _unshapeable(*_: Any, **__: Any) -> NoReturn:
    raise Unshapeable


@dataclass(slots=True)
class Trace:
    """What a template asks of a page while it is rendered."""

    page: Page
    observations: dict[object, tuple[Read, Any]] = field(default_factory=dict)
    reads: list[Read] = field(default_factory=list)
    """By the number of the mark."""
    marks: dict[object, Mark] = field(default_factory=dict)
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
                self.marks[name] = Mark(f"{OPEN}{len(self.reads)}{CLOSE}").of(self, name, read)
                self.reads.append(read)
            return self.marks[name]
        if _are_headings(value):
            return _Contents(self, name, lambda page: list(read(page)))
        if isinstance(value, (*_PLAIN, list, tuple, set, dict)):
            return self.observe(name, read)
        self.observe(("type", name), lambda page: type(read(page)))
        return StandIn(self, name, read)


class Mark(str):
    """Stands where a text of the page will stand."""

    _trace: Trace
    _name: object
    _read: Read

    def of(self, trace: Trace, name: object, read: Read) -> Mark:
        self._trace, self._name, self._read = trace, name, read
        return self

    def _observed(self, name: str, operation: Callable[..., Any], *arguments: Any) -> Any:
        return applied(self._trace, name, operation, (self, *arguments), {})

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


class StandIn:
    """Stands for an object of the page: what is read of it is recorded."""

    def __init__(self, trace: Trace, name: object, read: Read) -> None:
        self._trace, self._name, self._read = trace, name, read

    def __getattr__(self, name: str) -> Any:
        read = self._read
        here = (self._name, name)
        missing = object
        if self._trace.observe(("has", here), lambda page: getattr(read(page), name, missing) is not missing):
            value = getattr(read(self._trace.page), name)
            if callable(value):
                raise Unshapeable
            if isinstance(value, Mapping):
                return _Mapping(self._trace, here, lambda page: getattr(read(page), name))
            return self._trace.give(here, lambda page: getattr(read(page), name))
        raise AttributeError(name)


class _Mapping:
    """Stands for `page.meta`."""

    def __init__(self, trace: Trace, name: object, read: Read) -> None:
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

    def __init__(self, trace: Trace, name: object, read: Callable[[Page], list[Any]]) -> None:
        self._trace, self._name, self._read = trace, name, read

    @property
    def items(self) -> _Contents:
        return self

    def __len__(self) -> int:
        read = self._read
        return int(self._trace.observe((self._name, "len"), lambda page: len(read(page))))

    def __getitem__(self, index: Any) -> Any:
        if not isinstance(index, int):
            raise Unshapeable
        if not -len(self) <= index < len(self):
            raise IndexError
        read = self._read
        return StandIn(self._trace, (self._name, index), lambda page: read(page)[index])


def applied(
    trace: Trace, name: str, function: Callable[..., Any], arguments: tuple[Any, ...], named: Mapping[str, Any]
) -> Any:
    """What a filter or a test makes of marks: a mark again, where that is a text."""
    if getattr(function, "jinja_pass_arg", None) is getattr(pass_context(lambda _: _), "jinja_pass_arg", None):
        raise Unshapeable
    if any(is_marked(argument) and not isinstance(argument, Mark) for argument in arguments):
        raise Unshapeable
    reads = [argument._read if isinstance(argument, Mark) else None for argument in arguments]
    names = tuple(argument._name if isinstance(argument, Mark) else repr(argument) for argument in arguments)

    def read(page: Page) -> Any:
        given = (read(page) if read else argument for read, argument in zip(reads, arguments, strict=True))
        return function(*given, **named)

    return trace.give((name, names, repr(named)), read)


def is_marked(value: object) -> bool:
    """Whether a text of the page is in a value."""
    if isinstance(value, str):
        return isinstance(value, Mark) or OPEN in value
    if isinstance(value, Mapping):
        return any(map(is_marked, value.values()))
    return isinstance(value, list | tuple) and any(map(is_marked, value))


def _are_headings(value: Any) -> bool:
    """Whether a value is a table of contents, or a part of one: headings with others below them."""
    return (
        not isinstance(value, (*_PLAIN, dict, tuple, set))
        and hasattr(value, "__iter__")
        and (not isinstance(value, list) or (bool(value) and all(hasattr(item, "children") for item in value)))
    )
