"""Covers for entries without a photograph: a topic gives the colours, a slug the picture."""

from __future__ import annotations

from collections.abc import Callable

from explainer.outputs.drawing.dice import Dice
from explainer.outputs.drawing.landscapes import contours, faults, strata
from explainer.outputs.drawing.palettes import Colours, colours
from explainer.outputs.drawing.patterns import arcs, bands, discs, dots, quarters, rays
from explainer.outputs.drawing.shapes import HEIGHT, WIDTH

COMPOSITIONS: tuple[Callable[[Dice, Colours], str], ...] = (
    strata,
    faults,
    arcs,
    quarters,
    contours,
    discs,
    bands,
    dots,
    rays,
)
"""The families of pictures; a new one changes the covers of all entries, so it comes with a release that says so."""


def cover(topic: str, slug: str) -> str:
    """A whole SVG file of 1200 by 630, without words, always the same for the same topic and slug."""
    dice = Dice("cover", topic, slug)
    chosen = colours(topic, dice)
    picture = dice.pick(COMPOSITIONS)(dice, chosen)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path fill="{chosen.ground}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{picture}</svg>\n'
    )
