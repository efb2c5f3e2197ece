"""Spreads work over processes, one for each core, and keeps garbage collection out of the way."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, TypeVar

from explainer.build.errors import BuildFailed
from explainer.resources.progress import tell

T = TypeVar("T")
R = TypeVar("R")

AT_LEAST = 400
"""The number of items that justify a second process: starting one costs as much as a hundred items, and memory."""
AT_ONCE = 16
"""Items in a part, the work of a process at a time: few, as one entry with a history leaves a megabyte of garbage."""
SHIFT = 320
"""Parts after which new processes take over: every object that a process reads is copied into its own memory, as
reading it changes its reference count."""

# The work of the processes. They are forked, and share it and all that it refers to: nothing is copied.
_work: Callable[[int], Any] | None = None


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T], doing: str) -> Iterator[R]:
    """The results of `work` for the items, part by part and in order; `doing` names it to whoever waits.

    `work` gets a few items at a time; with many items, in a process of its own if the system can fork. Its results must
    be picklable. Raises BuildFailed.
    """
    parts = [items[place : place + AT_ONCE] for place in range(0, len(items), AT_ONCE)]
    done = 0
    if parts:
        tell(doing, done, len(items))
    for part, result in zip(parts, _results(work, parts, len(items)), strict=True):
        done += len(part)
        tell(doing, done, len(items))
        yield result


def _results(work: Callable[[Sequence[T]], R], parts: Sequence[Sequence[T]], items: int) -> Iterator[R]:
    global _work  # noqa: PLW0603 - forked processes inherit it
    cores = min(_cores(), len(parts))
    if len(parts) > 1:
        gc.collect()
    gc.freeze()  # otherwise garbage collection would write to every page of memory that the processes share
    try:
        if cores < 2 or items < AT_LEAST or not _can_fork():
            for number, part in enumerate(parts):
                if number:
                    gc.collect()
                yield work(part)
            return
        _work = lambda number: work(parts[number])  # noqa: E731
        for start in range(0, len(parts), SHIFT):
            with ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), _end_with_parent) as pool:
                yield from pool.map(_part, range(len(parts))[start : start + SHIFT])
    except BrokenProcessPool as error:
        raise BuildFailed("a process of the build was ended from outside; was there enough memory?") from error
    finally:
        gc.unfreeze()
        _work = None


def aside(work: Callable[[], R], items: int) -> Callable[[], R]:
    """Starts work on a number of items in a process of its own; returns a function for its picklable result.

    With few items, with only one core, or if the system cannot fork, that function does the work.
    """
    if items < AT_LEAST or _cores() < 2 or not _can_fork():
        return work
    forked = multiprocessing.get_context("fork")
    receiver, sender = forked.Pipe(duplex=False)
    process = forked.Process(target=_aside, args=(work, sender), daemon=True)
    process.start()
    sender.close()

    def result() -> R:
        try:
            received: R = receiver.recv()
        except EOFError:  # the process was killed
            return work()
        finally:
            receiver.close()
            process.join()
        return received

    return result


@contextmanager
def no_collection() -> Iterator[None]:
    """Turns off garbage collection while the block runs.

    With 10,000 entries in memory a collection takes half a second, and there are several in a build. (Mercurial's
    `nogc` does the same for the same reason.)
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _aside(work: Callable[[], Any], sender: Connection) -> None:
    _end_with_parent()
    gc.disable()
    sender.send(work())


def _end_with_parent() -> None:
    """Ends this process when its parent ends; a parent that is killed cannot tell it to."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _part(number: int) -> Any:
    assert _work is not None  # noqa: S101 - set before the fork
    gc.disable()
    result = _work(number)
    gc.collect(0)  # once after each part, and new objects only: enough for a short-lived process, and quick
    return result


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def _cores() -> int:
    """The number of processes that may run at once; `taskset` and containers may allow fewer than there are cores."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
