"""Runs commands that are killed just before they change anything on disk for the nth time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import os, signal, sys
moment, moments = int(sys.argv[1]), 0
def hook(event, arguments):
    global moments
    writes = event == "open" and isinstance(arguments[1], str) and any(sign in arguments[1] for sign in "wxa")
    if writes or event in ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"):
        moments += 1
        if moments == moment:
            os.kill(os.getpid(), signal.SIGKILL)
from explainer.cli.main import main
from explainer import build
exec(sys.argv[2])
sys.addaudithook(hook)
main(sys.argv[3:], standalone_mode=False)
print("moments:", moments)
"""


def killed_at(moment: int, root: Path, *arguments: str | Path, before: str = "", **environment: str) -> tuple[int, int]:
    """How `explainer` ended, and how often it changed something, if it came to its end; 0 kills it never.

    `before` is Python that runs first.
    """
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-c", _PROGRAM, str(moment), before, "-C", str(root), *map(str, arguments)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    said = done.stdout.rpartition("moments: ")[2].strip()
    return done.returncode, int(said) if said.isdigit() else 0
