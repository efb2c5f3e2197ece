"""Saves a file that a command has changed: atomically, with its own line ends, never over what somebody else saved.

Line ends are the system's affair, or git's (`core.autocrlf`): a file keeps its own.
"""

from __future__ import annotations

from pathlib import Path

from explainer.content.yamlfile import with_newlines
from explainer.problems import ContentError, Problem
from explainer.resources.files import FileChanged, replace


def save(root: Path, path: str, before: bytes, text: str, command: str) -> None:
    """Replaces a file's bytes, which were `before`, by a text. Raises ContentError.

    `command` is what to run again if somebody saved the file in the meantime: `explainer fmt`.
    """
    try:
        replace(root / path, with_newlines(text, _line_end(before)).encode(), before=before)
    except FileChanged:
        message = f"somebody saved this file while `{command}` ran, so it was not changed"
        raise ContentError([Problem(path, message, f"run `{command}` again", "changed-meanwhile")]) from None
    except OSError as error:
        message = f"the file cannot be written ({error.strerror})"
        raise ContentError([Problem(path, message, "check the permissions of its folder", "not-written")]) from None


def _line_end(content: bytes) -> str:
    """The line end that most lines have."""
    return "\r\n" if 2 * content.count(b"\r\n") > content.count(b"\n") else "\n"
