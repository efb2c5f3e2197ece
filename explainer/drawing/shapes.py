"""The sheet that covers are drawn on, and the shapes that all their pictures use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

WIDTH = 1200
HEIGHT = 630

Points: TypeAlias = Sequence[tuple[float, float]]


def at(x: float, y: float) -> str:
    """Two whole numbers, as short as a path can hold them."""
    right, down = round(x), round(y)
    return f"{right} {down}" if down >= 0 else f"{right}{down}"


def curve(points: Points, *, closed: bool = False) -> str:
    """A path that runs smoothly through all points (a uniform Catmull-Rom spline)."""
    count = len(points)

    def tangent(at: int) -> tuple[float, float]:
        before = points[(at - 1) % count if closed else max(at - 1, 0)]
        after = points[(at + 1) % count if closed else min(at + 1, count - 1)]
        return (after[0] - before[0]) / 6, (after[1] - before[1]) / 6

    x, y = points[0]
    right, down = tangent(0)
    path = f"M{at(x, y)}C{at(x + right, y + down)} "
    for step in range(1, count + 1 if closed else count):
        x, y = points[step % count]
        right, down = tangent(step % count)
        path += f"{'S' if step > 1 else ''}{at(x - right, y - down)} {at(x, y)}"
    return path + "Z" if closed else path


def disc(x: float, y: float, radius: float, fill: str, rest: str = "") -> str:
    """A disc; `rest` is more of its attributes."""
    return f'<circle cx="{round(x)}" cy="{round(y)}" r="{round(radius)}" fill="{fill}"{rest}/>'
