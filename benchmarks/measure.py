"""Measures a command: seconds, processor time, and the peak memory of all its processes together.

Memory is the proportional set size (PSS), summed over all processes of the command's session: a page that several share
counts once. It is read from `/proc` several times a second, for at most a fiftieth of the time (0 without `/proc`).
"""

from __future__ import annotations

import os
import re
import resource
import signal
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


class RunFailed(Exception):
    """A command failed; the message has the end of its output."""


@dataclass(frozen=True, slots=True)
class Run:
    """The cost of one run of a command."""

    seconds: float
    processor: float
    """Seconds of all cores together, user and system time."""
    memory: int
    """Bytes, at the highest peak that was seen."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote."""

    files: int
    size: int
    """Bytes."""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], passes: Sequence[int] = (0,)) -> Run:
    """Runs a command and measures it. Raises RunFailed if its exit status is not among `passes`."""
    os.sync()  # earlier writes must not count
    with tempfile.TemporaryFile() as output:
        before, start = _processor(), time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        peak = _Peak(process.pid)
        try:
            status = process.wait()
            seconds = time.perf_counter() - start
        except BaseException:  # its session does not get the Ctrl+C that ends ours
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            memory = peak.stop()
        if status not in passes:
            output.seek(0)
            text = output.read().decode(errors="replace")[-3000:]
            raise RunFailed(f"{' '.join(command)} ended with status {status} in {folder}:\n{text}")
    return Run(seconds, _processor() - before, memory)


def files(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every file below a folder, with what changes when it is written: inode, time and size."""
    stats = {}
    for file in folder.rglob("*"):
        status = file.lstat()
        if not stat.S_ISDIR(status.st_mode):
            stats[str(file)] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return stats


def written(before: Mapping[str, tuple[int, int, int]], after: Mapping[str, tuple[int, int, int]]) -> Written:
    """The files that are new or have changed."""
    fresh = [status for name, status in after.items() if before.get(name) != status]
    return Written(len(fresh), sum(size for _, _, size in fresh))


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Peak:
    """Samples a session's memory until it is stopped."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._bytes = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """The peak, in bytes."""
        self._ended.set()
        self._thread.join()
        return self._bytes

    def _watch(self) -> None:
        pause = 0.01
        while not self._ended.wait(pause):
            start = time.perf_counter()
            self._bytes = max(self._bytes, _memory(self._session))
            pause = min(max(0.02, 50 * (time.perf_counter() - start)), 0.5)


def _memory(session: int) -> int:
    """The current memory of all processes of a session."""
    total = 0
    for process in _PROC.glob("[0-9]*"):
        try:
            # The name is in brackets and may hold anything; then come state, parent, group and session.
            fields = (process / "stat").read_bytes().rpartition(b")")[2].split()
            if int(fields[3]) == session and (match := _PSS.search((process / "smaps_rollup").read_bytes())):
                total += int(match[1]) * 1024
        except OSError:  # the process has ended
            continue
    return total
