"""Pictures for covers that are plain geometry.

As in `landscapes`; and as covers stand above wars and accidents too, what could be read as a flag, a crescent, a
target or a rising sun is avoided.
"""

from __future__ import annotations

from math import cos, hypot, radians, sin, tau

from explainer.outputs.drawing.dice import Dice
from explainer.outputs.drawing.palettes import Colours, overlight, overprint
from explainer.outputs.drawing.shapes import HEIGHT, WIDTH, at, disc


def arcs(dice: Dice, colours: Colours) -> str:
    """Rings around one centre or three, below the lower edge: never whole, as a whole one would be a target."""
    parts = []
    if dice.chance(0.55):
        x = dice.pick((-20, WIDTH + 20, WIDTH * 0.3, WIDTH * 0.7))
        reach = 800 if 0 < x < WIDTH else 1120
        rings = dice.whole(6, 8)
        bright = dice.whole(1, rings - 2)
        weights = [dice.pick((0.6, 1, 1, 1.5)) for _ in range(rings)]
        radius = float(reach)
        for ring, weight in enumerate(weights):
            width = reach * weight / sum(weights)
            fill = colours.accent if ring == bright else colours.ramp(0.18 + 0.82 * ring / (rings - 1))
            parts.append(disc(x, 650, radius, fill))
            if dice.chance(0.6):  # a line of the ground parts it from the next
                parts.append(disc(x, 650, radius - width + 9, colours.ground))
            radius -= width
        return "".join(parts)
    centres = [
        (dice.between(120, 260), dice.between(370, 460)),
        (dice.between(900, 1060), dice.between(460, 540)),
        (dice.between(500, 640), dice.between(280, 350)),
    ]
    if dice.chance(0.5):
        centres = [(WIDTH - x, outer) for x, outer in centres]
    bright = dice.whole(0, 2)
    for cluster, (x, outer) in enumerate(centres):
        rings = round(outer / 62)
        parts.append(disc(x, 660, outer + 10, colours.ground))
        for ring in range(rings):
            fill = colours.steps[(ring + cluster) % 2 * 2 + (1 if ring % 4 > 1 else 0)]
            if ring == 2 and cluster == bright:
                fill = colours.accent
            parts.append(disc(x, 660, outer * (1 - ring / rings), fill))
    return "".join(parts)


def quarters(dice: Dice, colours: Colours) -> str:
    """A grid of quarter circles, discs and empty fields."""
    cell = dice.pick((150, 150, 200))
    columns, rows = WIDTH // cell, -(-HEIGHT // cell)
    top = (HEIGHT - rows * cell) // 2
    inks = colours.steps
    paths: dict[str, list[str]] = {ink: [] for ink in (*inks, colours.accent)}
    rule = dice.whole(0, 2)
    accents = {dice.whole(columns, columns * (rows - 1) - 1) for _ in range(3)}
    for field in range(columns * rows):
        row, column = divmod(field, columns)
        x, y = column * cell, top + row * cell
        fill = colours.accent if field in accents else inks[dice.pick((0, 0, 1, 1, 2, 2, 2, 3))]
        turn = ((column + row) % 4, (column % 2) * 2 + row % 2, (column // 2 + row) % 4)[rule]
        if dice.chance(0.25):
            turn = dice.whole(0, 3)
        kind = dice.fraction()
        if kind < 0.14 and field not in accents:
            continue
        if kind < 0.28:  # a disc
            half = cell // 2
            paths[fill].append(f"M{x} {y + half}a{half} {half} 0 1 1 {cell} 0a{half} {half} 0 1 1-{cell} 0")
            continue
        if kind < 0.46 and field not in accents:  # a full field and, printed later, a quarter in a stronger ink
            under = dice.pick((0, 0, 1))
            paths[inks[under]].append(f"M{x} {y}h{cell}v{cell}h-{cell}z")
            fill = inks[under + dice.whole(1, 2)]
        paths[fill].append(_quarter(x, y, cell, turn))
    return "".join(f'<path fill="{fill}" d="{"".join(path)}"/>' for fill, path in paths.items() if path)


def _quarter(x: int, y: int, cell: int, turn: int) -> str:
    """A quarter circle in a field, its corner at the top left, top right, bottom right or bottom left."""
    arc = f"a{cell} {cell} 0 0 1"
    return (
        f"M{x} {y}h{cell}{arc}-{cell} {cell}z",
        f"M{x + cell} {y}v{cell}{arc}-{cell}-{cell}z",
        f"M{x + cell} {y + cell}h-{cell}{arc} {cell}-{cell}z",
        f"M{x} {y + cell}v-{cell}{arc} {cell} {cell}z",
    )[turn]


def discs(dice: Dice, colours: Colours) -> str:
    """Large discs that overlap; where two lie on each other, their inks mix as in print."""
    count = dice.whole(3, 5)
    overlap = dice.between(1.14, 1.3)
    bleed = 1.7 if count == 5 else 0  # five run off the sheet, or they would be small
    radius = min(1060 / (2 - bleed + overlap * (count - 1)), 235)
    pitch = radius * overlap
    rise = dice.pick((-1, -0.6, 0, 0, 0.6, 1)) * (HEIGHT / 2 - 40 - radius) / (pitch * (count - 1) / 2)
    inks = [colours.steps[1], colours.accent, colours.steps[2], colours.steps[0], colours.steps[1]]
    turn = dice.pick([turn for turn in range(5) if (1 - turn) % 5 < count])  # so that the accent is among them
    placed = []
    for step in range(count):
        along = (step - (count - 1) / 2) * pitch
        lift = rise * along if rise else (-1) ** (step + turn) * min(radius * 0.3, HEIGHT / 2 - 40 - radius)
        placed.append((WIDTH / 2 + along, HEIGHT / 2 + lift, inks[(step + turn) % 5]))
    parts = [disc(x, y, radius, ink) for x, y, ink in placed]
    for step, ((x, y, ink), (left, above, below)) in enumerate(zip(placed[1:], placed, strict=False)):
        both = overprint(ink, below) if colours.is_light else overlight(ink, below)
        parts.append(
            f'<clipPath id="d{step}">{disc(left, above, radius, "#000")}</clipPath>'
            + disc(x, y, radius, both, f' clip-path="url(#d{step})"')
        )
    return "".join(parts)


def bands(dice: Dice, colours: Colours) -> str:
    """Slanting bands, and a round window in which they run the other way."""
    slant = dice.pick((-52, -38, 38, 52))
    inks = [colours.steps[0], colours.ground, colours.steps[1], colours.ground, colours.steps[2], colours.steps[3]]
    turn = dice.whole(0, 5)
    parts = []
    place, ink, bright = -760.0, turn, False
    while place < 760:
        width = dice.pick((26, 40, 64, 96, 150))
        fill = inks[ink % 6]
        if not bright and place > -150 and width < 90:
            fill, bright = colours.accent, True
        parts.append(f'<path fill="{fill}" d="M{round(place)}-760h{width + 1}V760h-{width + 1}z"/>')
        place += width
        ink += 1
    stripes = "".join(parts)
    x, y = round(dice.pick((0.3, 0.5, 0.7)) * WIDTH), HEIGHT // 2
    radius = round(dice.between(190, 250))
    window = f'cx="{x}" cy="{y}" r="{radius}"'
    return (
        f'<clipPath id="w"><circle {window}/></clipPath>'
        f'<g id="b" transform="translate(600 315)rotate({slant})">{stripes}</g>'
        f'<g clip-path="url(#w)"><use href="#b" transform="rotate({90 if slant > 0 else -90} {x} {y})"/></g>'
        f'<circle {window} fill="none" stroke="{colours.ground}" stroke-width="12"/>'
    )


def dots(dice: Dice, colours: Colours) -> str:
    """A screen of dots, as in newsprint, that swell where two waves meet."""
    pitch, drop = 52, 45
    left, above = dice.between(0, 1) * WIDTH, dice.between(-0.2, 1.2) * HEIGHT
    right, below = dice.between(0, 1) * WIDTH, dice.between(-0.2, 1.2) * HEIGHT
    turn = tau / dice.between(420, 640)
    paths: list[list[str]] = [[] for _ in range(8)]
    for row in range(15):
        y = row * drop
        start = row % 2 * pitch // 2
        for x in range(start, start + 24 * pitch, pitch):
            wave = sin(hypot(x - left, y - above) * turn) + 0.8 * sin(hypot(x - right, y - below) * turn / 1.4)
            paths[round((wave + 1.8) / 3.6 * 7)].append(f"M{x} {y}h0")
    parts = []
    for size, path in enumerate(paths):
        if size and path:
            stroke = colours.accent if size == 7 else colours.ramp(0.25 + 0.75 * size / 6)
            parts.append(f'<path stroke="{stroke}" stroke-width="{6 * size + 2}" d="{"".join(path)}"/>')
    return f'<g stroke-linecap="round">{"".join(parts)}</g>'


def rays(dice: Dice, colours: Colours) -> str:
    """Beams of uneven width from a point beyond the edge."""
    x, y = dice.pick(((-140.0, 760.0), (1340.0, 760.0), (-160.0, -120.0), (1360.0, -120.0)))
    toward = (-1 if y > 0 else 1) * (45 if x < 0 else 135)
    beams, angle = [], toward - 62.0
    inks = (colours.steps[0], colours.ground, colours.steps[1], colours.ground, colours.steps[2])
    ink = dice.whole(0, 4)
    bright = toward + dice.between(-14, 14)
    while angle < toward + 62:
        width = dice.pick((2.5, 4, 6, 9))
        fill = inks[ink % 5]
        if angle <= bright < angle + width:
            fill = colours.accent
        a, b = radians(angle), radians(angle + width)
        if fill != colours.ground:
            beams.append(
                f'<path fill="{fill}" d="M{at(x, y)}L{at(x + 2000 * cos(a), y + 2000 * sin(a))}'
                f'L{at(x + 2000 * cos(b), y + 2000 * sin(b))}z"/>'
            )
        angle += width
        ink += 1
    rings = dice.whole(1, 3)
    for ring in range(rings):
        radius = 620 + ring * 230 + dice.between(-40, 40)
        beams.append(
            f'<circle cx="{round(x)}" cy="{round(y)}" r="{round(radius)}" fill="none" '
            f'stroke="{colours.ground}" stroke-width="{dice.pick((10, 18, 30))}"/>'
        )
    return "".join(beams)
