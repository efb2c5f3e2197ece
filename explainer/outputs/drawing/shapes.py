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
    around = [points[-1], *points, points[0]] if closed else [points[0], *points, points[-1]]
    stops = [
        (x, y, (after - before) / 6, (below - above) / 6)
        for (before, above), (x, y), (after, below) in zip(around, points, around[2:], strict=False)
    ]
    if closed:
        stops.append(stops[0])
    x, y, right, down = stops[0]
    path = f"M{round(x)},{round(y)}C{round(x + right)},{round(y + down)} " + "S".join(
        [f"{round(x - right)},{round(y - down)} {round(x)},{round(y)}" for x, y, right, down in stops[1:]]
    )
    # As `at` has it: before a minus nothing need part two numbers.
    return path.replace(",-", "-").replace(",", " ") + ("Z" if closed else "")


def disc(x: float, y: float, radius: float, fill: str, rest: str = "") -> str:
    """A disc; `rest` is more of its attributes."""
    return f'<circle cx="{round(x)}" cy="{round(y)}" r="{round(radius)}" fill="{fill}"{rest}/>'
