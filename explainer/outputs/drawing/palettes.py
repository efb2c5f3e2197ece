"""The colours that covers are printed in: a few inks on a tinted paper, tuned by hand and eye."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random


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


def is_warm(colour: str) -> bool:
    """Whether a colour has more red than blue."""
    red, _, blue = _channels(colour)
    return red > blue


@dataclass(frozen=True)
class Colours:
    """A palette as one cover uses it."""

    ground: str
    """What the whole cover is printed on."""
    steps: tuple[str, str, str, str]
    """Inks from the nearest to the ground to the farthest from it."""
    accent: str

    @cached_property
    def _ramp(self) -> tuple[str, ...]:
        return (self.ground, *self.steps)

    def ramp(self, place: float) -> str:
        """A colour on the way from the ground (0) to what stands out most (1)."""
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
    # On dark ink a dark accent would drown.
    accent = mix(palette.accent, palette.paper, 0.3) if not is_warm(palette.accent) else palette.accent
    return Colours(palette.ink, (palette.strong, palette.middle, palette.pale, palette.paper), accent)
