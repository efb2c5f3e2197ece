"""Encodings of the web's pages, by the names that pages and servers give them."""

from __future__ import annotations

import re

_KNOWN = re.compile(
    r"utf-?8|utf-?16(le|be)?|iso-?8859-\d\d?|windows-?\d{3,4}|cp\d{3,4}|koi8-?[ru]|gb2312|gbk|gb18030|big5(-hkscs)?"
    r"|euc-?(jp|kr)|shift[_-]?jis|iso-?2022-jp|mac-?(roman|cyrillic)|tis-?620|us-ascii|latin-?\d",
    re.IGNORECASE,
)
"""Those of the WHATWG's standard "Encoding". Python knows others, which take for ever to read (`punycode`)."""
_WESTERN = re.compile(r"iso-?8859-1|us-ascii|latin-?1", re.IGNORECASE)
"""What browsers read as Windows-1252."""


def encoding_of(name: str) -> str:
    """Python's name of an encoding; empty for one that is none of the web's."""
    if not _KNOWN.fullmatch(name):
        return ""
    return "cp1252" if _WESTERN.fullmatch(name) else name
