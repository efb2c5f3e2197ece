"""A terminal for tests: the program sees one, and somebody waits for each question before answering it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "explainer"
END_OF_INPUT = "\x04"
"""Ctrl-D."""


def converse(*arguments: str | Path, answers: Sequence[tuple[str, str]], status: int = 0) -> str:
    """What the program says after the last answer. `answers` are pairs: what must be said first, and what is typed."""
    outer, inner = pty.openpty()
    seen = ""
    with subprocess.Popen(
        [COMMAND, *arguments], stdin=inner, stdout=inner, stderr=inner, env={**os.environ, "TERM": "dumb"}
    ) as program:
        os.close(inner)
        for question, answer in answers:
            while question not in seen:
                if not select.select([outer], [], [], 20)[0]:
                    program.kill()
                    pytest.fail(f"`{question}` was not asked; what was: {seen}")
                seen += os.read(outer, 4096).decode()
            seen = seen.partition(question)[2]
            os.write(outer, f"{answer}\n".encode())
        try:
            while part := os.read(outer, 4096):
                seen += part.decode()
        except OSError:  # Linux says so when nobody holds the other end any more
            pass
    os.close(outer)
    assert program.returncode == status, seen
    return seen


def on_a_terminal(*command: str | Path) -> str:
    """What a command writes when its output is a terminal."""
    outer, inner = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with subprocess.Popen(command, stdout=inner, stderr=inner, env={**environment, "TERM": "xterm"}):
        os.close(inner)
        written = b""
        try:
            while part := os.read(outer, 4096):
                written += part
        except OSError:  # Linux says so when nobody holds the other end any more
            pass
    os.close(outer)
    return written.decode()
