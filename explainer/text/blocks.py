"""Finds Markdown for blocks (lists, headings, tables and others) in text that pages show on one line, as it stands."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Block: TypeAlias = Literal[
    "quotation", "list", "heading", "rule", "table", "image", "footnote", "code fence", "paragraph"
]
"""A block of CommonMark 0.31, or of GitHub's and PHP's Markdown: tables and footnotes."""

_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:[^`]|(?!\1(?!`))`+)+?\1(?!`)")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}[^`\n]*$|~{3,}[^~\n]*$)", re.MULTILINE)
_BLOCKS: tuple[tuple[Block, re.Pattern[str]], ...] = (
    ("table", re.compile(r"\|[ \t]*:?-{2,}:?[ \t]*\||^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)),
    ("image", re.compile(r"(?<![\w\\])!\[[^\]]*\][(\[][^)\]]*[)\]]")),
    ("footnote", re.compile(r"(?<!\\)\[\^[^\]\s]+\]:?")),
    ("heading", re.compile(r"^[ \t]*#{1,6}[ \t]+\S.*|(?<=\S)\n[ \t]*(?:=+|-{2,})[ \t]*$", re.MULTILINE)),
    ("rule", re.compile(r"^[ \t]*(?:-[ \t]*){3,}$|^[ \t]*(?:\*[ \t]*){3,}$|^[ \t]*(?:_[ \t]*){3,}$", re.MULTILINE)),
    # `> 50 people` is more than 50, `+ 3 %` is growth, and `1. Mai` is a day in German: none of these is a block.
    ("quotation", re.compile(r"^[ \t]*>+(?![ \t]*[\d=>])[ \t]*\S.*", re.MULTILINE)),
    ("list", re.compile(r"^[ \t]*(?:[-*•][ \t]+\S|\+[ \t]+[^\s\d]|\d{1,2}\)[ \t]+\S).*", re.MULTILINE)),
    ("list", re.compile(r"^[ \t]*\d{1,2}\.[ \t]+\S.*\n(?:.*\n)*?[ \t]*\d{1,2}\.[ \t]+\S.*", re.MULTILINE)),
    ("paragraph", re.compile(r"(?<=\S)[ \t]*\n[ \t]*\n\s*\S.*")),
)


def block_in(text: str) -> tuple[Block, str] | None:
    """The first block of a text and how it is written, on one line; None if all of it can stand in a line."""
    fence = _FENCE.search(text)
    if fence is not None:
        return "code fence", fence[0].strip()
    text = _CODE.sub("code", text) if "`" in text else text
    found = ((kind, match[0]) for kind, pattern in _BLOCKS if (match := pattern.search(text)) is not None)
    return next(((kind, " ".join(sign.split())) for kind, sign in found), None)
