"""Shows how far long work is: a bar with count and time left on a terminal, elsewhere a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from explainer.resources.progress import Watcher, watched_by
from explainer.text.plain import printable

EVERY = 5.0
"""Seconds between two lines, and before the first: short work needs none."""


@contextmanager
def progress(text: str) -> Iterator[None]:
    """Shows on standard error how far the work in the block is; `text` says what it is until that is known."""
    if sys.stderr.isatty():
        with _bar(text) as watcher, watched_by(watcher):
            yield
    else:
        with watched_by(lines(sys.stderr, time.monotonic)):
            yield


def lines(stream: TextIO, clock: Callable[[], float]) -> Watcher:
    """Writes a line at most every `EVERY` seconds; `clock` gives seconds."""
    said = clock()
    started: dict[str, float] = {}

    def watch(work: str, done: int, total: int, item: str) -> None:
        nonlocal said
        now = clock()
        begun = started.setdefault(work, now)
        if now - said >= EVERY:
            said = now
            left = f", about {(now - begun) / done * (total - done):,.0f} s left" if done and now > begun else ""
            print(f"{work}: {done:,} of {total:,}{left}", file=stream, flush=True)

    return watch


@contextmanager
def _bar(text: str) -> Iterator[Watcher]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[item]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown, task = "", bar.add_task(text, total=None, item="")

        def watch(work: str, done: int, total: int, item: str) -> None:
            nonlocal shown, task
            if work != shown:
                bar.remove_task(task)
                shown, task = work, bar.add_task(work, total=total, item="")
            bar.update(task, completed=done, total=total, item=escape(printable(item[:60])))

        yield watch
