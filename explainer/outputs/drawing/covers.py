"""Covers for entries without a photograph: a topic gives the colours, a slug the picture.

Covers stand above wars and accidents too, so nothing in them may read as a flag, a crescent, a target or a rising sun.
Lists crop them to squares and strips, so no picture depends on its edges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sin, tau
from random import Random
from typing import TypeVar

from explainer.model.summary import EntrySummary
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan


def covers(plan: SitePlan) -> Iterator[Task]:
    """`covers/<slug>.svg`, from the entry's first topic and its slug."""
    for entry in plan.entries:
        if entry.image is None:
            address = plan.context.picture(entry)
            yield Task(address, _cover, (address, *cover_of(entry, plan), entry.path))


def cover_of(entry: EntrySummary, plan: SitePlan) -> tuple[str, str]:
    """The topic and the slug that make an entry's cover; a translation has the original's."""
    original = plan.by_slug.get(entry.translation_of or "", entry)
    return original.topics[0] if original.topics else "", original.slug


def _cover(address: str, topic: str, slug: str, source: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(address, cover(topic, slug), source)


@dataclass(frozen=True, slots=True)
class Palette:
    """Six inks as `#rrggbb`, from light to dark, and one that stands out."""

    paper: str
    pale: str
    middle: str
    strong: str
    ink: str
    accent: str


PALETTES = (
    Palette("#f4eee3", "#b9cbd3", "#6d93ab", "#2f5a80", "#15304d", "#cf5f3f"),  # ink blue and terracotta
    Palette("#f7ecdf", "#e6b490", "#cb7a50", "#9c4729", "#42231b", "#2f6068"),  # terracotta and petrol
    Palette("#f6eed9", "#ead08c", "#d3a03a", "#94682a", "#33291c", "#3f6757"),  # ochre and fir
    Palette("#f1efe3", "#bccab0", "#84a084", "#4c6d58", "#20382f", "#d98b42"),  # sage and apricot
    Palette("#f3ebe6", "#d0b3bd", "#9d7490", "#644561", "#2f2238", "#dda243"),  # dusk and ochre
    Palette("#eff0eb", "#b6c3c7", "#7a919c", "#445d6d", "#1d2a35", "#d66f45"),  # slate and clay
    Palette("#f2eee1", "#a5c8bd", "#569793", "#21676b", "#0f3a42", "#e3a63d"),  # petrol and ochre
    Palette("#f7ebe4", "#e5b3a6", "#c7705f", "#97392f", "#431c21", "#2f5878"),  # brick and ink blue
    Palette("#f2efdd", "#cccb95", "#989d51", "#5f6b33", "#2a3119", "#b5532f"),  # moss and rust
    Palette("#f1ede8", "#c9c2b4", "#968d80", "#5d5a58", "#262a30", "#c4873a"),  # stone and brass
)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def mix(first: str, second: str, share: float) -> str:
    """A colour between two: the first at 0, the second at 1."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@dataclass(frozen=True)
class Colours:
    """A palette as one cover uses it."""

    ground: str
    """The background of the whole cover."""
    steps: tuple[str, str, str, str]
    """Inks from the nearest to the ground to the farthest from it."""
    accent: str

    @cached_property
    def _ramp(self) -> tuple[str, ...]:
        return (self.ground, *self.steps)

    def ramp(self, place: float) -> str:
        """A colour between the ground (0) and the ink that stands out most (1)."""
        scaled = min(max(place, 0.0), 1.0) * (len(self._ramp) - 1)
        below = min(int(scaled), len(self._ramp) - 2)
        return mix(self._ramp[below], self._ramp[below + 1], scaled - below)


def colours(topic: str, ground: float) -> Colours:
    """A topic's palette, for a `ground` from 0 to 1 on light paper, on a tint or on dark ink."""
    palette = PALETTES[int(Random(f"plate {topic}").random() * len(PALETTES))]  # noqa: S311 (a colour, not a secret)
    if ground < 0.5:
        return Colours(palette.paper, (palette.pale, palette.middle, palette.strong, palette.ink), palette.accent)
    if ground < 0.72:
        return Colours(palette.pale, (palette.paper, palette.middle, palette.strong, palette.ink), palette.accent)
    red, _, blue = _channels(palette.accent)
    accent = palette.accent if red > blue else mix(palette.accent, palette.paper, 0.3)  # cold ones vanish on dark ink
    return Colours(palette.ink, (palette.strong, palette.middle, palette.pale, palette.paper), accent)


T = TypeVar("T")
WIDTH = 1200
HEIGHT = 630


def cover(topic: str, slug: str) -> str:
    """A whole SVG file of 1200 by 630, without words, always the same for the same topic and slug.

    Of `Random` only `random()` is used: Python promises the same numbers for the same seed in every version for that
    method alone (docs.python.org/3/library/random.html#notes-on-reproducibility).
    """
    random = Random(f"cover {topic} {slug}")  # noqa: S311 (a picture, not a secret)
    inks = colours(topic, random.random())
    picture = _pick(random, COMPOSITIONS)(random, inks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path fill="{inks.ground}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{picture}</svg>\n'
    )


def faults(random: Random, colours: Colours) -> str:
    """A cut through the ground: layers of uneven thickness, broken and shifted along slanting faults."""
    layers = []
    y, shade = -150.0, _pick(random, range(6))
    bright = _between(random, 180, 380)
    fills = (0.2, 0.62, 0.34, 0.86, 0.06, 0.48)
    long, lean = _between(random, 0, tau), _between(random, -130, 130)
    while y < HEIGHT + 150:
        thick = _pick(random, (14, 28, 46, 64, 90))
        fill = colours.ramp(fills[shade % 6])
        if y <= bright < y + thick:
            fill, thick = colours.accent, 34
            bright = HEIGHT * 9
        points = [
            (-40 + across * (WIDTH + 80), y + 26 * sin(long + across * 3.6 + y / 400) + lean * across)
            for across in (0, 0.25, 0.5, 0.75, 1)
        ]
        layers.append(f'<path fill="{fill}" d="{_curve(points)}V900H-40Z"/>')
        y += thick
        shade += 1
    cuts = sorted((_between(random, 0.22, 0.4) * WIDTH, _between(random, 0.6, 0.8) * WIDTH))
    cuts = _pick(random, (cuts, cuts, cuts[:1], cuts[1:]))
    slant = _pick(random, (-170, -110, 110, 170))
    shift, parts = 0.0, [f'<g id="b">{"".join(layers)}</g>']
    for number, cut in enumerate(cuts):
        shift += _pick(random, (-1, 1)) * _between(random, 55, 120)
        left, right = round(cut + slant), round(cut - slant)
        parts.append(
            f'<clipPath id="f{number}"><path d="M{left} 0H1200V630H{right}z"/></clipPath>'
            f'<g clip-path="url(#f{number})"><use href="#b" y="{round(shift)}"/></g>'
            f'<path stroke="{colours.ground}" stroke-width="7" d="M{left} 0L{right} 630"/>'
        )
    return "".join(parts)


def arcs(random: Random, colours: Colours) -> str:
    """Rings around one centre or three, below the lower edge: never whole, as a whole one would be a target."""
    parts = []
    if random.random() < 0.5:
        x = _pick(random, (-20, WIDTH + 20, WIDTH * 0.3, WIDTH * 0.7))
        reach = 800 if 0 < x < WIDTH else 1120
        rings = _pick(random, (6, 7, 8))
        bright = _pick(random, range(1, rings - 1))
        weights = [_pick(random, (0.6, 1, 1, 1.5)) for _ in range(rings)]
        radius = float(reach)
        for ring, weight in enumerate(weights):
            width = reach * weight / sum(weights)
            fill = colours.accent if ring == bright else colours.ramp(0.18 + 0.82 * ring / (rings - 1))
            parts.append(_disc(x, 650, radius, fill))
            if random.random() < 0.6:  # a line of the ground parts it from the next
                parts.append(_disc(x, 650, radius - width + 9, colours.ground))
            radius -= width
        return "".join(parts)
    centres = [
        (_between(random, 120, 260), _between(random, 370, 460)),
        (_between(random, 900, 1060), _between(random, 460, 540)),
        (_between(random, 500, 640), _between(random, 280, 350)),
    ]
    if random.random() < 0.5:
        centres = [(WIDTH - x, outer) for x, outer in centres]
    bright = _pick(random, range(3))
    for cluster, (x, outer) in enumerate(centres):
        rings = round(outer / 62)
        parts.append(_disc(x, 660, outer + 10, colours.ground))
        for ring in range(rings):
            fill = colours.steps[(ring + cluster) % 2 * 2 + (1 if ring % 4 > 1 else 0)]
            if ring == 2 and cluster == bright:
                fill = colours.accent
            parts.append(_disc(x, 660, outer * (1 - ring / rings), fill))
    return "".join(parts)


def quarters(random: Random, colours: Colours) -> str:
    """A grid of quarter circles, discs and empty fields."""
    cell = _pick(random, (150, 150, 200))
    columns, rows = WIDTH // cell, -(-HEIGHT // cell)
    top = (HEIGHT - rows * cell) // 2
    inks = colours.steps
    paths: dict[str, list[str]] = {ink: [] for ink in (*inks, colours.accent)}
    rule = _pick(random, range(3))
    accents = {_pick(random, range(columns, columns * (rows - 1))) for _ in range(3)}
    for field in range(columns * rows):
        row, column = divmod(field, columns)
        x, y = column * cell, top + row * cell
        fill = colours.accent if field in accents else inks[_pick(random, (0, 0, 1, 1, 2, 2, 2, 3))]
        turn = ((column + row) % 4, (column % 2) * 2 + row % 2, (column // 2 + row) % 4)[rule]
        if random.random() < 0.25:
            turn = _pick(random, range(4))
        kind = random.random()
        if kind < 0.14 and field not in accents:
            continue
        if kind < 0.28:  # a disc
            half = cell // 2
            paths[fill].append(f"M{x} {y + half}a{half} {half} 0 1 1 {cell} 0a{half} {half} 0 1 1-{cell} 0")
            continue
        if kind < 0.46 and field not in accents:  # a full field and, printed later, a quarter in a stronger ink
            under = _pick(random, (0, 0, 1))
            paths[inks[under]].append(f"M{x} {y}h{cell}v{cell}h-{cell}z")
            fill = inks[under + _pick(random, (1, 2))]
        paths[fill].append(_quarter(x, y, cell, turn))
    return "".join(f'<path fill="{fill}" d="{"".join(path)}"/>' for fill, path in paths.items() if path)


COMPOSITIONS: tuple[Callable[[Random, Colours], str], ...] = (faults, arcs, quarters)
"""Adding or reordering compositions changes the cover of every entry, so the changelog must say it."""


def _between(random: Random, low: float, high: float) -> float:
    return low + (high - low) * random.random()


def _pick(random: Random, choices: Sequence[T]) -> T:
    return choices[int(random.random() * len(choices))]


def _quarter(x: int, y: int, cell: int, turn: int) -> str:
    """A quarter circle in a field, its corner at the top left, top right, bottom right or bottom left."""
    arc = f"a{cell} {cell} 0 0 1"
    return (
        f"M{x} {y}h{cell}{arc}-{cell} {cell}z",
        f"M{x + cell} {y}v{cell}{arc}-{cell}-{cell}z",
        f"M{x + cell} {y + cell}h-{cell}{arc} {cell}-{cell}z",
        f"M{x} {y + cell}v-{cell}{arc} {cell} {cell}z",
    )[turn]


def _disc(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{round(x)}" cy="{round(y)}" r="{round(radius)}" fill="{fill}"/>'


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A path that runs smoothly through all points (a uniform Catmull-Rom spline)."""
    around = [points[0], *points, points[-1]]
    stops = [
        (x, y, (after - before) / 6, (below - above) / 6)
        for (before, above), (x, y), (after, below) in zip(around, points, around[2:], strict=False)
    ]
    x, y, right, down = stops[0]
    path = f"M{round(x)},{round(y)}C{round(x + right)},{round(y + down)} " + "S".join(
        [f"{round(x - right)},{round(y - down)} {round(x)},{round(y)}" for x, y, right, down in stops[1:]]
    )
    return path.replace(",-", "-").replace(",", " ")  # a minus parts two numbers without more
