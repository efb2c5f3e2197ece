"""Cuts long lists into pages, so that no page grows without bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE = 60
"""How many items a list shows at a time; its first page may have up to twice as many."""


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """One page of a list, newest items first."""

    address: str
    items: Sequence[T]
    number: int
    """Counted from 1, the page with the oldest items; 0 for the first page that a reader sees."""
    newer: str
    """The address of the page before, or empty."""
    older: str
    """The address of the page after, or empty."""

    @property
    def is_first(self) -> bool:
        """Whether it is the one that a reader sees first."""
        return self.number == 0


def paged(
    address: str, items: Sequence[T], further: str = "{address}{number}/", size: int = PAGE
) -> Iterator[Slice[T]]:
    """The pages of a list: the first at its address, the others as `further` says. An empty list has one page.

    Numbers count from the oldest items, so that what is added changes only the first page: an address keeps what it
    shows, and a list of ten thousand is not made anew for one item.
    """
    whole = max(0, len(items) // size - 1)
    ends = [len(items) - size * number for number in range(whole + 1)]  # of each page, the oldest first

    def place(number: int) -> str:
        return address if number == 0 else further.format(address=address, number=number) if number > 0 else ""

    yield Slice(address, items[: ends[-1]], 0, "", place(whole or -1))
    for number in range(whole, 0, -1):
        part = items[ends[number] : ends[number - 1]]
        newer = 0 if number == whole else number + 1
        yield Slice(place(number), part, number, place(newer), place(number - 1 or -1))
