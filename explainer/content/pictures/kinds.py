"""What a file among the pictures is: its bytes must be those of the raster format that its name promises.

In such a format nothing can run. A browser, or a careless host, that took the same bytes for a page would run what
stands in it at the site's own address.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from explainer.model.figures import PICTURE_FORMATS
from explainer.resources.reading import read

_ENDINGS = {"jpg": "jpeg"}
"""Endings that are not the name of their format."""
_STARTS = (
    ("jpeg", re.compile(rb"\xff\xd8\xff")),
    ("png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("gif", re.compile(rb"GIF8[79]a")),
    ("webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("avif", re.compile(rb"....ftyp(?:avi[fs]|mif1|msf1)", re.DOTALL)),
)
"""As browsers recognise them (MIME Sniffing Standard, 6.1); AVIF by its brand (AV1 Image File Format, 6.2)."""
_MARKUP = re.compile(rb"<(?:!doctype\s|(?:html|head|body|script|iframe|svg|object|embed)[\s>/]|\?php\b)", re.IGNORECASE)
"""What no metadata needs; XMP has prefixes before its names."""
_SMALL = 1 << 16
"""Bytes of a file that is read whole."""
_ENDS = 1 << 13
"""Bytes at either end of a larger one in which markup is looked for: other programs would find it there."""
ACTIVE = re.compile(
    r"\.(?:[sx]?html?|xht|svgz?|xml|xslt?|m?jsx?|ts|css|json|php\d?|phtml|phar|pdf|swf|wasm|cgi|aspx?|jsp|py|pl|rb|sh|exe)"
    r"(?=\.)",
    re.IGNORECASE,
)
"""Endings before the last of a name, `dam.html.png`, of what can run: some hosts go by these."""


def misfit(path: Path) -> str:
    """Why a file is no picture that may be published as it is, in words; empty if it is one. Raises OSError."""
    ending = path.name.rpartition(".")[2].lower() if "." in path.name else ""
    if ending not in PICTURE_FORMATS:
        return "only pictures belong here"
    if inner := ACTIVE.search(path.name):
        return f"this name has two endings, and some hosts would go by `{inner[0]}`"
    about = path.stat()
    return _fault(path, ending, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=1 << 15)  # a preview asks at each save; size and time say whether it is the same file
def _fault(path: Path, ending: str, size: int, modified: int) -> str:
    content = _ends(path, size)
    found = next((name for name, start in _STARTS if start.match(content)), "")
    if not found:
        return "this is no picture, whatever its name says"
    if found != _ENDINGS.get(ending, ending):
        return f"this is a picture in {found.upper()}, and its name says `.{ending}`"
    if markup := _MARKUP.search(content):
        return f"this picture holds `{markup[0].decode('ascii', 'replace').strip()}`, so that it can pass for a page"
    return ""


def _ends(path: Path, size: int) -> bytes:
    if size <= _SMALL:
        return read(path)
    head = read(path, _ENDS)  # which also makes sure that it is a plain file
    with path.open("rb") as file:
        file.seek(-_ENDS, os.SEEK_END)
        return head + b"\0" + file.read(_ENDS)
