"""Where a landscape reaches a height: closed outlines, by marching squares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Place: TypeAlias = tuple[int, int]
"""A column and a row."""
Edge: TypeAlias = tuple[Place, Place]
"""Two neighbouring places, in a fixed order."""


def outlines(field: Sequence[Sequence[float]], height: float) -> list[list[tuple[float, float]]]:
    """Closed outlines around all that is at least so high, in columns and rows of the field.

    The edge of the field counts as lower than everything, so that each outline closes.
    """
    last_row, last_column = len(field) - 1, len(field[0]) - 1
    is_high = [
        [0 < row < last_row and 0 < column < last_column and value >= height for column, value in enumerate(line)]
        for row, line in enumerate(field)
    ]
    following: dict[Edge, Edge] = {}
    for row in range(last_row):
        above, below = is_high[row], is_high[row + 1]
        for column in range(last_column):
            square = (above[column], above[column + 1], below[column + 1], below[column])
            if any(square) and not all(square):
                _march(following, column, row, square)
    loops = []
    while following:
        edge, after = following.popitem()
        loop = [edge]
        while after != edge:
            loop.append(after)
            after = following.pop(after)
        loops.append([_crossing(field, height, one) for one in loop])
    return loops


def _march(following: dict[Edge, Edge], column: int, row: int, square: tuple[bool, bool, bool, bool]) -> None:
    """Leads outlines through one square: in where high ground ends, going round its corners, out where it begins.

    In a saddle there are two of each; each way in is joined to the next way out.
    """
    corners = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
    crossed = [corner for corner in range(4) if square[corner] != square[(corner + 1) % 4]]
    if not square[crossed[0]]:
        crossed = crossed[1:] + crossed[:1]
    edges = [_edge(corners[corner], corners[(corner + 1) % 4]) for corner in crossed]
    following.update(zip(edges[::2], edges[1::2], strict=True))


def _edge(first: Place, second: Place) -> Edge:
    return (first, second) if first < second else (second, first)


def _crossing(field: Sequence[Sequence[float]], height: float, edge: Edge) -> tuple[float, float]:
    """The place on an edge where the ground is exactly so high."""
    (column, row), (next_column, next_row) = edge
    start, end = field[row][column] - height, field[next_row][next_column] - height
    share = start / (start - end) if start * end < 0 else 0.5
    return column + (next_column - column) * share, row + (next_row - row) * share
