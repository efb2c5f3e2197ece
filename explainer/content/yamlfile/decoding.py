"""Turns the bytes of a file into text."""

from __future__ import annotations

from explainer.problems import ContentError, Problem

MAX_BYTES = 1_000_000
"""The largest file that is read. The longest explainer studied has under 40,000 characters."""


def decode(content: bytes, path: str) -> str:
    """The text of a YAML file: UTF-8, with or without a byte order mark.

    Raises ContentError (`file-too-large`, `not-utf-8`).
    """
    if len(content) > MAX_BYTES:
        problem = Problem(
            path,
            "the file is larger than 1 MB, and nothing so large is read",
            "split it into several entries",
            "file-too-large",
        )
        raise ContentError([problem])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()  # the codec counts from behind the byte order mark
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        message = "the file is not UTF-8 text (it may be Latin-1 or Windows-1252)"
        hint = "save it as UTF-8; in most editors: Save with encoding, UTF-8"
        raise ContentError([Problem(path, message, hint, "not-utf-8", line=line, column=column)]) from None
