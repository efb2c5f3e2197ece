"""Makes smaller copies of pictures in WebP, with Pillow; the same picture gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import PIL
from PIL import Image, ImageOps

from explainer.content.pictures.metadata import names_in, xmp_of

VERSION = f"2 {PIL.__version__}"
"""Another text where copies are made otherwise than before."""
_QUALITY = 80
"""Of 100: libwebp's scale. Photographs look the same as at a higher one, at half the size."""


def size_of(path: Path) -> tuple[int, int]:
    """Width and height in pixels, turned as it is shown; zeros for what is no picture."""
    try:
        with Image.open(path) as opened:
            return ImageOps.exif_transpose(opened).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0, 0


def copied(content: bytes, width: int) -> bytes:
    """A copy that is `width` pixels wide. Raises OSError or ValueError for what is no picture.

    Where it was taken is left out, and whose it is stays. Drawings (PNG) keep every pixel's colour.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            lossless = opened.format == "PNG"
            # A profile of other colours, as for print, is none of the copy's.
            profile = opened.info.get("icc_profile") if opened.mode in ("RGB", "RGBA", "P") else None
            image = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, SyntaxError) as error:
        raise ValueError(str(error)) from error
    if image.mode.startswith("I"):  # grey in 16 bits
        image = image.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if transparent else "RGB")
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    names = names_in(content)
    made = BytesIO()
    image.save(
        made,
        "WEBP",
        lossless=lossless,
        quality=_QUALITY,
        method=4,
        icc_profile=profile or b"",
        exif=b"",
        xmp=xmp_of(names) if names else b"",
    )
    return made.getvalue()
