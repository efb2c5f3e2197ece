"""Finds what differs between two of git's trees by laying their bytes beside each other.

A tree of 10,000 files has 400,000 bytes, and most commits change one file. `git diff-tree` reads every name of both, a
third of a millisecond for each commit; Python compares long texts far faster than that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

_NEAR = 250
"""How many bytes before a place the item is looked for that holds it; the longest name of an entry has 84."""


class Difference(NamedTuple):
    """A file or folder that is not the same in two trees."""

    name: str
    is_tree: bool
    """Whether it is a folder. Where a folder took a file's place, there are two differences."""
    old: str
    """The object's name; empty where there is none."""
    new: str


def differences(old: bytes, new: bytes, size: int) -> Iterator[Difference]:
    """What differs between two trees, in no order; a file's mode counts too.

    `size` is that of an object's name: 20 bytes (SHA-1) or 32 (SHA-256). Raises ValueError for what is no tree.
    """
    most = min(len(old), len(new))
    before = _agreeing(lambda start, end: old.startswith(new[start:end], start), most)
    after = _agreeing(
        lambda start, end: old.endswith(new[len(new) - end : len(new) - start], 0, len(old) - start), most - before
    )
    # Up to there both say the same, so an item begins at the same place in both.
    here = there = _beginning(old if before < len(old) else new, before, size)
    was: dict[tuple[bytes, bool], tuple[bytes, bytes]] = {}
    now: dict[tuple[bytes, bool], tuple[bytes, bytes]] = {}
    while (left := len(old) - here) != len(new) - there or left > after:
        if left >= len(new) - there:
            here = _read(old, here, size, was)
        else:
            there = _read(new, there, size, now)
    for key in was | now:
        mode_and_object = was.get(key, (b"", b"")), now.get(key, (b"", b""))
        if mode_and_object[0] != mode_and_object[1]:
            yield Difference(key[0].decode("utf-8", "replace"), key[1], *(one.hex() for _, one in mode_and_object))


def _read(tree: bytes, start: int, size: int, into: dict[tuple[bytes, bool], tuple[bytes, bytes]]) -> int:
    """Reads one item, and says where it ends."""
    match = _item(size).match(tree, start)
    if match is None:
        raise ValueError("this is not a tree of git's")
    mode, name, object_ = match.groups()
    into[name, mode == b"40000"] = (mode, object_)
    return match.end()


@lru_cache
def _item(size: int) -> re.Pattern[bytes]:
    return re.compile(rb"([0-7]+) ([^\0]+)\0(.{%d})" % size, re.DOTALL)


def _agreeing(same: Callable[[int, int], bool], most: int) -> int:
    """How far two texts agree, by halves: `same` compares them from one place to another."""
    start, end = 0, most
    while start < end:
        middle = (start + end + 1) // 2
        if same(start, middle):
            start = middle
        else:
            end = middle - 1
    return start


def _beginning(tree: bytes, place: int, size: int) -> int:
    """Where the item begins that holds the byte at a place; the place itself at the end of the tree.

    An item ends with a zero and an object's name, so the next may begin behind each zero nearby. Objects' names contain
    zeros too; but when all that can be read from such places leads to one item, it is the right one, as the right
    places are among them. When not, or when none is near, only reading from the first item on tells.
    """
    item = _item(size)
    leads: dict[int, int | None] = {}
    near = max(place - _NEAR, 0)
    zero = tree.rfind(b"\0", near, place - size) if near else -1
    while zero >= 0:
        start = zero + size + 1
        if match := item.match(tree, start):
            leads[start] = start if match.end() > place else leads.get(match.end())
        zero = tree.rfind(b"\0", near, zero)
    found = {start for start in leads.values() if start is not None}
    start = found.pop() if len(found) == 1 else 0
    while (match := item.match(tree, start)) and match.end() <= place:
        start = match.end()
    return start
