"""The pictures of a site: their true sizes, and the names of the smaller copies that browsers may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import imagesize

from explainer.content.pictures.metadata import is_turned
from explainer.resources.reading import read

HAVE_COPIES = find_spec("PIL") is not None
"""Whether smaller copies can be made: the extra `explainer-site[images]` is installed."""
HAVE_SOCIAL_IMAGES = HAVE_COPIES and find_spec("resvg_py") is not None
"""Whether pictures for previews of links can be drawn: the extra `explainer-site[social]` is installed."""
_WIDTHS = (480, 960, 1600)
"""Pixels: a card or a narrow screen, the width of the text, the same on a screen of twice the density."""
_COPIED = (".jpg", ".jpeg", ".png", ".webp")
"""Not gif, which may move, nor avif, which is as small as a copy would be."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its file is."""

    width: int
    """Pixels, turned as it is shown; 0 if the file is no picture that can be read."""
    height: int
    copies: tuple[tuple[int, str], ...]
    """Widths in pixels and files of its copies, narrowest first."""
    size: int = 0
    """Bytes; of a picture that told where it was taken, nearly those of what is published."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The file of a picture."""

    path: Path
    name: str
    """As entries name it: `images/idlib.jpg`."""
    size: int
    modified: int
    """Nanoseconds."""

    @classmethod
    def of(cls, path: Path, name: str) -> PictureFile:
        """The file at a path; one that is gone is empty."""
        try:
            about = path.stat()
        except OSError:
            return cls(path, name, 0, 0)
        return cls(path, name, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=4096)
def picture(file: PictureFile) -> Picture:
    """What a file holds."""
    try:
        width, height = imagesize.get(file.path)
    except (OSError, ValueError, ArithmeticError, LookupError):  # a damaged file
        width = height = 0
    width, height = (round(side) if width > 0 and height > 0 else 0 for side in (width, height))
    content = _of_kind(file.path, b"\x89PNG", b"RIFF")
    if is_turned(content):  # imagesize looks for that in a JPEG only
        width, height = height, width
    if not width and HAVE_COPIES:
        from explainer.content.pictures.copies import size_of

        width, height = size_of(file.path)
    copies = _copies(file.name, width) if HAVE_COPIES and not _moves(content) else ()
    return Picture(width, height, copies, file.size)


def fault_of(file: PictureFile) -> str:
    """What keeps a file from being shown whole; empty for a picture that is complete."""
    try:
        content = read(file.path)
    except OSError:
        return "cannot be opened"
    if not picture(file).width and content[4:8] != b"ftyp":  # the size of some AVIF files is known with Pillow only
        return "is no picture that browsers show"
    return "ends too early" if _is_cut(content) else ""


def _is_cut(content: bytes) -> bool:
    """Whether the mark or the length that its format gives says that more should come."""
    if content.startswith(b"\xff\xd8"):  # the end of the image, after the start of its last scan
        return content.rfind(b"\xff\xd9") < content.rfind(b"\xff\xda")
    if content.startswith(b"\x89PNG"):
        return b"IEND" not in content
    if content.startswith(b"GIF8"):
        return b";" not in content[13:]
    return content.startswith(b"RIFF") and int.from_bytes(content[4:8], "little") + 8 > len(content)


def _of_kind(path: Path, *starts: bytes) -> bytes:
    """What is in a file that begins so; nothing of any other."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
            return head + file.read() if head.startswith(starts) else b""
    except OSError:
        return b""


def _moves(content: bytes) -> bool:
    """Whether a WebP or PNG is animated: a copy would show only its first frame."""
    # Bit 1 of the flags of an extended WebP; in a PNG, a chunk before the first picture's.
    extended = content[12:16] == b"VP8X" and len(content) > 20
    return bool(extended and content[20] & 2) or b"acTL" in content.partition(b"IDAT")[0]


def _copies(name: str, width: int) -> tuple[tuple[int, str], ...]:
    if not name.lower().endswith(_COPIED) or not width:
        return ()
    stem, _, ending = name.rpartition(".")
    widths = [*(one for one in _WIDTHS if one < width), min(width, _WIDTHS[-1])]
    return tuple((one, f"{stem}-{ending}-{one}.webp") for one in dict.fromkeys(widths))
