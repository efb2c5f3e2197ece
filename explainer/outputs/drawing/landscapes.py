"""Pictures for covers that have the land in mind: hills, a cut through the ground, a map.

Each takes dice and colours and gives SVG elements for a sheet that is already painted in the ground colour. They are
cropped to squares and strips in lists, so no picture hangs on its edges.
"""

from __future__ import annotations

from math import dist, exp, sin, tau

from explainer.outputs.drawing.dice import Dice
from explainer.outputs.drawing.outlines import outlines
from explainer.outputs.drawing.palettes import Colours, is_warm
from explainer.outputs.drawing.shapes import HEIGHT, WIDTH, Points, at, curve, disc


def strata(dice: Dice, colours: Colours) -> str:
    """Hills behind hills, the nearest darkest, under a low sun."""
    layers = dice.whole(5, 7)
    sun = dice.pick((0.2, 0.3, 0.68, 0.78)) * WIDTH
    light = colours.accent if is_warm(colours.accent) else colours.ramp(0.13 if colours.is_light else 1)
    parts = [disc(sun, dice.between(170, 250), dice.between(80, 130), light)]
    folded = dice.chance(0.35)
    top = dice.between(210, 280)
    lean = dice.between(-60, 60)
    for layer in range(layers):
        near = (layer + 1) / layers
        base = top + (HEIGHT - 40 - top) * (layer / (layers - 1)) ** 0.85
        swing = 62 - 34 * near
        long, short = dice.between(0, tau), dice.between(0, tau)
        waves = dice.between(0.8, 1.5)
        points = []
        for step in range(8):
            across = step / 7
            x = -60 + across * (WIDTH + 120) + (dice.between(-60, 60) if folded and 0 < step < 7 else 0)
            wave = sin(long + across * tau * waves) + 0.5 * sin(short + across * tau * waves * 2.3)
            if folded:
                wave = wave * 0.5 + (0.9 if step % 2 else -0.9) * dice.between(0.4, 1)
            points.append((x, base + swing * wave + lean * (across - 0.5)))
        ridge = "M" + "L".join(at(x, y) for x, y in points) if folded else curve(points)
        parts.append(f'<path fill="{colours.ramp(0.16 + 0.84 * near**1.15)}" d="{ridge}V640H-60Z"/>')
    return "".join(parts)


def faults(dice: Dice, colours: Colours) -> str:
    """A cut through the ground: layers of uneven thickness, broken and shifted along slanting faults."""
    layers = []
    y, shade = -150.0, dice.whole(0, 5)
    bright = dice.between(180, 380)
    fills = (0.2, 0.62, 0.34, 0.86, 0.06, 0.48)
    long, lean = dice.between(0, tau), dice.between(-130, 130)
    while y < HEIGHT + 150:
        thick = dice.pick((14, 28, 46, 64, 90))
        fill = colours.ramp(fills[shade % 6])
        if y <= bright < y + thick:
            fill, thick = colours.accent, 34
            bright = HEIGHT * 9
        points = [
            (-40 + across * (WIDTH + 80), y + 26 * sin(long + across * 3.6 + y / 400) + lean * across)
            for across in (0, 0.25, 0.5, 0.75, 1)
        ]
        layers.append(f'<path fill="{fill}" d="{curve(points)}V900H-40Z"/>')
        y += thick
        shade += 1
    cuts = sorted((dice.between(0.22, 0.4) * WIDTH, dice.between(0.6, 0.8) * WIDTH))
    if dice.chance(0.4):
        cuts = cuts[:1] if dice.chance(0.5) else cuts[1:]
    slant = dice.pick((-170, -110, 110, 170))
    shift, parts = 0.0, [f'<g id="b">{"".join(layers)}</g>']
    for number_, cut in enumerate(cuts):
        shift += dice.pick((-1, 1)) * dice.between(55, 120)
        left, right = round(cut + slant), round(cut - slant)
        parts.append(
            f'<clipPath id="f{number_}"><path d="M{left} 0H1200V630H{right}z"/></clipPath>'
            f'<g clip-path="url(#f{number_})"><use href="#b" y="{round(shift)}"/></g>'
            f'<path stroke="{colours.ground}" stroke-width="7" d="M{left} 0L{right} 630"/>'
        )
    return "".join(parts)


def contours(dice: Dice, colours: Colours) -> str:
    """The height lines of a landscape on a map."""
    hills = [
        (dice.between(-0.1, 1.1) * WIDTH, dice.between(-0.2, 1.2) * HEIGHT, dice.between(190, 330), size)
        for size in (1, 0.9, 0.8, -0.6, -0.5)
    ]
    hills.append((dice.pick((0.3, 0.5, 0.7)) * WIDTH, dice.between(0.35, 0.65) * HEIGHT, dice.between(170, 260), 1.1))

    pitch, edge = 40, 120
    east = [[exp(-(((column * pitch - edge - x) / wide) ** 2)) for x, _, wide, _ in hills] for column in range(37)]
    south = [[size * exp(-(((row * pitch - edge - y) / wide) ** 2)) for _, y, wide, size in hills] for row in range(22)]
    # Written out: `sum` would take three times as long, and rounds in another way from Python 3.12 on.
    field = [[a * u + b * v + c * w + d * x + e * y + f * z for a, b, c, d, e, f in east] for u, v, w, x, y, z in south]
    low, high = min(map(min, field)), max(map(max, field))
    shares = [level / 13 for level in range(1, 13)]
    tinted = dice.chance(0.7)
    bright = shares[dice.pick((4, 6, 7))]
    parts = []
    levels = outlines(field, [low + (high - low) * share for share in shares])
    for share, loops in zip(shares, levels, strict=True):
        path = ""
        for loop in loops:
            if len(loop) > 8:  # smaller ones are specks
                points = [(x * pitch - edge, y * pitch - edge) for x, y in _resampled(loop, 2.4)]
                path += curve(_thinned(points), closed=True)
        fill = f' fill="{colours.ramp(0.03 + 0.62 * share)}"' if tinted else ""
        stroke = f' stroke="{colours.accent}" stroke-width="8"' if share == bright else ""
        parts.append(f'<path{fill}{stroke} d="{path}"/>')
    line = colours.ramp(0.8 if tinted else 0.66)
    look = f'fill="none" fill-rule="evenodd" stroke="{line}" stroke-width="{2.5 if tinted else 4}"'
    return f"<g {look}>{''.join(parts)}</g>"


def _resampled(loop: Points, spacing: float) -> list[tuple[float, float]]:
    """A closed outline by points that stand evenly along it."""
    ends = [*loop[1:], loop[0]]
    lengths = [*map(dist, loop, ends)]
    whole = sum(lengths)
    count = max(round(whole / spacing), 6)
    step = whole / count
    made: list[tuple[float, float]] = []
    walked = due = 0.0
    for (left, above), (x, y), length in zip(loop, ends, lengths, strict=True):
        while due <= walked + length and len(made) < count:
            share = (due - walked) / length if length else 0
            made.append((left + (x - left) * share, above + (y - above) * share))
            due += step
        walked += length
    return made


def _thinned(points: Points) -> list[tuple[float, float]]:
    """All points on the sheet; of those off it, every third is enough."""
    return [
        (x, y) for at, (x, y) in enumerate(points) if at % 3 == 0 or (-70 < x < WIDTH + 70 and -70 < y < HEIGHT + 70)
    ]
