"""Draws the picture that other sites show with a link: the cover above, the headline below, as PNG.

It needs Pillow with Raqm, which shapes Arabic and orders what runs from right to left, and resvg for drawn covers; the
same explainer gives the same bytes. The one font has the letters of the site's own fonts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

import PIL
import resvg_py
from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from explainer.outputs.context import COVER_SIZE
from explainer.resources import TEMPLATES

VERSION = f"1 {PIL.__version__} {resvg_py.__version__}"
"""Another text where pictures are drawn otherwise than before."""
_WIDTH, _HEIGHT = COVER_SIZE
_COVER = 280
"""Pixels of the height, for the cover. The rest is text, which stays legible in a small preview."""
_STRIPS = (0, _HEIGHT), ((_HEIGHT - _COVER) // 2, _COVER)
"""Where a whole cover begins and how high it is, and that part of it."""
_MARGIN = 56
_PAPER, _INK, _SOFT = "#ffffff", "#1c1b19", "#5c5a56"
_SIZES = range(72, 28, -4)
"""Pixels of the headline's letters: the largest that fits."""
_SITE_SIZE = 30
_LEADING = 1.2
_SPACES = re.compile(r"[ \t\r\n]+")


@lru_cache(maxsize=4096)
def _has(sign: str) -> bool:
    """Whether the font has a letter for a sign. Signs that are never seen count as there."""
    return sign.isspace() or _drawn(sign) != _drawn("\uffff")


def _drawn(sign: str) -> bytes:
    return bytes(_font(_SITE_SIZE).getmask(sign))


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(TEMPLATES / "social" / "headline.woff2", size)


@lru_cache(maxsize=4096)
def can_draw(text: str) -> bool:
    """Whether every letter of a text can be drawn: no picture is better than one with boxes in it."""
    return bool(features.check("raqm")) and all(map(_has, text))


def social_image(headline: str, site: str, direction: str, cover: str, *, photo: bytes = b"", focus: str = "") -> bytes:
    """A PNG of the size of covers. `cover` is the drawn one (SVG); a photo stands in its place if it can be read.

    `direction` is `ltr` or `rtl`, `focus` what is kept of a photo: `top_left`.
    """
    image = Image.new("RGB", COVER_SIZE, _PAPER)
    picture = _opened(photo)
    image.paste(_cropped(picture or _opened(_raster(cover)) or image, focus), (0, 0))
    draw = ImageDraw.Draw(image)
    top, bottom = _COVER + 36, _HEIGHT - 40 - _SITE_SIZE
    lines, font = _fitted(headline, direction, bottom - top - 16)
    side, anchor = (_WIDTH - _MARGIN, "ra") if direction == "rtl" else (_MARGIN, "la")
    for number, line in enumerate(lines):
        place = side, top + round(number * font.size * _LEADING)
        draw.text(place, line, _INK, font, anchor=anchor, direction=direction)
    if can_draw(site):
        name = next(iter(_wrapped(site, _font(_SITE_SIZE), direction)), "")
        draw.text((side, bottom), name, _SOFT, _font(_SITE_SIZE), anchor=anchor, direction=direction)
    made = BytesIO()
    dither = Image.Dither.FLOYDSTEINBERG if picture else Image.Dither.NONE
    image.quantize(256, dither=dither).save(made, "PNG", compress_level=6)
    return made.getvalue()


def _fitted(text: str, direction: str, height: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The lines of a text, and the largest font in which they fit; in the smallest, the end may be left out."""
    for size in _SIZES:
        font = _font(size)
        lines = [*_wrapped(text, font, direction)]
        most = int(height // (size * _LEADING))
        if len(lines) <= most:
            return lines, font
    lines = lines[:most]
    while lines[-1] and _width(f"{lines[-1]}…", font, direction) > _WIDTH - 2 * _MARGIN:
        lines[-1] = lines[-1][:-1]
    return [*lines[:-1], f"{lines[-1].rstrip()}…"], font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, direction: str) -> Iterator[str]:
    """Lines as long as the picture is wide; a longer word is cut."""
    most, line = _WIDTH - 2 * _MARGIN, ""
    for word in _SPACES.split(text.strip()):
        longer = f"{line} {word}" if line else word
        if _width(longer, font, direction) <= most:
            line = longer
            continue
        if line:
            yield line
        line = word
        while _width(line, font, direction) > most:
            ends = range(len(line) - 1, 1, -1)
            end = next((end for end in ends if _width(line[:end], font, direction) <= most), 1)
            yield line[:end]
            line = line[end:]
    yield line


def _width(text: str, font: ImageFont.FreeTypeFont, direction: str) -> float:
    return font.getlength(text, direction=direction)


def _raster(svg: str) -> bytes:
    """The middle of a drawn cover: drawing the rest too would take twice as long."""
    whole, strip = (f'viewBox="0 {top} {_WIDTH} {high}" width="{_WIDTH}" height="{high}"' for top, high in _STRIPS)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg.replace(whole, strip, 1), skip_system_fonts=True))


def _opened(content: bytes) -> Image.Image | None:
    """A picture as it is shown, on paper; None for what is none."""
    if not content:
        return None
    try:
        with Image.open(BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    paper = Image.new("RGBA", image.size, _PAPER)
    paper.alpha_composite(image)
    return paper.convert("RGB")


def _cropped(image: Image.Image, focus: str) -> Image.Image:
    across = 0.0 if "left" in focus else 1.0 if "right" in focus else 0.5
    down = 0.0 if "top" in focus else 1.0 if "bottom" in focus else 0.5
    return ImageOps.fit(image, (_WIDTH, _COVER), Image.Resampling.LANCZOS, centering=(across, down))
