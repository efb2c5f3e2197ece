"""Cuts long lists into pages, so that no page grows without bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 60
"""How many items a list shows at a time."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of a list."""

    address: str
    items: Sequence[T]
    number: int
    """Counted from 1."""
    total: int
    newer: str
    """The address of the page before, or empty."""
    older: str
    """The address of the page after, or empty."""


def paged(
    address: str, items: Sequence[T], further: str = "{address}{number}/", size: int = PAGE
) -> Iterator[Slice[T]]:
    """The pages of a list: the first at its address, the others as `further` says. An empty list has one page."""
    total = max(1, -(-len(items) // size))

    def place(number: int) -> str:
        if not 1 <= number <= total:
            return ""
        return address if number == 1 else further.format(address=address, number=number)

    for number in range(1, total + 1):
        part = items[(number - 1) * size : number * size]
        yield Slice(place(number), part, number, total, place(number - 1), place(number + 1))
