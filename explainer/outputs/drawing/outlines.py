"""Where a landscape reaches a height: closed outlines, by marching squares."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from functools import lru_cache
from itertools import count, pairwise
from typing import TypeAlias

Edge: TypeAlias = int
"""Between two neighbouring places: twice the number of the first, counted row by row, and one more if it leads down."""
Square: TypeAlias = tuple[int, int, int, int]
"""How many of the heights its corners reach, from the top left clockwise."""


def outlines(field: Sequence[Sequence[float]], heights: Sequence[float]) -> list[list[list[tuple[float, float]]]]:
    """For each height, from low to high, the closed outlines around all that is at least so high, in columns and rows.

    The edge of the field counts as lower than everything, so that each outline closes.
    """
    columns = len(field[0])
    lowest = [0] * columns
    reached = [lowest, *([0, *(bisect(heights, value) for value in line[1:-1]), 0] for line in field[1:-1]), lowest]
    following: list[dict[Edge, Edge]] = [{} for _ in heights]
    for row, (above, below) in enumerate(pairwise(reached)):
        squares = zip(above, above[1:], below[1:], below, strict=False)
        for first, square in zip(count(2 * row * columns, 2), squares, strict=False):
            for level, into, out in _marches(square, columns):
                following[level][first + into] = first + out
    places = [value for line in field for value in line]
    return [
        [_crossings(loop, places, columns, height) for loop in _loops(edges)]
        for height, edges in zip(heights, following, strict=True)
    ]


@lru_cache(maxsize=2048)
def _marches(square: Square, columns: int) -> Sequence[tuple[int, Edge, Edge]]:
    """How outlines lead through the field's first square, each with its level: in where high ground ends, going round
    the square's corners, out where it begins.

    In a saddle there are two of each; each way in is joined to the next way out.
    """
    sides = (0, 3, 2 * columns, 1)
    marches = []
    for level in range(min(square), max(square)):
        high = [corner > level for corner in square]
        crossed = [side for side in range(4) if high[side] != high[(side + 1) % 4]]
        if not high[crossed[0]]:
            crossed = crossed[1:] + crossed[:1]
        marches += [(level, sides[into], sides[out]) for into, out in zip(crossed[::2], crossed[1::2], strict=True)]
    return marches


def _loops(following: dict[Edge, Edge]) -> list[list[Edge]]:
    """The edges that each outline crosses, in its order."""
    loops = []
    while following:
        edge, after = following.popitem()
        loop = [edge]
        while after != edge:
            loop.append(after)
            after = following.pop(after)
        loops.append(loop)
    return loops


def _crossings(loop: Sequence[Edge], places: Sequence[float], columns: int, height: float) -> list[tuple[float, float]]:
    """Where on each edge the ground is exactly so high."""
    points: list[tuple[float, float]] = []
    for edge in loop:
        place, leads_down = divmod(edge, 2)
        row, column = divmod(place, columns)
        start, end = places[place] - height, places[place + (columns if leads_down else 1)] - height
        share = start / (start - end) if start * end < 0 else 0.5
        points.append((column, row + share) if leads_down else (column + share, row))
    return points
