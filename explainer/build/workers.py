"""Spreads work over processes, one for each core."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AT_LEAST = 400
"""Items that are worth a second process: to begin one costs as much as a hundred, and memory besides."""
AT_ONCE = 16
"""Items that a process is given at a time: few, as the pages of one entry with a past leave a megabyte of garbage."""
SHIFT = 320
"""Parts after which other processes take over: what one of them looks at is copied into memory of its own, and stays.

(Python counts who refers to a thing, in the thing: even to read it is to write.)
"""

# What the processes do. They are forked, and find it and all that it refers to in their memory: nothing is copied.
_work: Callable[[int], Any] | None = None


class WorkerDied(Exception):
    """A process ended before its work was done: killed, or out of memory."""


def spread(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> Iterator[R]:
    """What `work` gives for the items, part by part and in their order.

    `work` gets a few items at a time, in a process of its own where there are many and the system can fork; what it
    gives must be picklable. Raises WorkerDied.
    """
    global _work  # noqa: PLW0603 - the way into a forked process
    parts = [items[place : place + AT_ONCE] for place in range(0, len(items), AT_ONCE)]
    cores = min(_cores(), len(parts))
    if len(parts) > 1:
        gc.collect()
    gc.freeze()  # or else the search for garbage would write to every page of memory that the processes share
    try:
        if cores < 2 or len(items) < AT_LEAST or not _can_fork():
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
        raise WorkerDied("a process of the build was ended from outside; was there enough memory?") from error
    finally:
        gc.unfreeze()
        _work = None


def aside(work: Callable[[], R], items: int) -> Callable[[], R]:
    """Begins work on a number of items in a process of its own; what it gives, picklable, is had by calling.

    For few items, without a second core, or where the system cannot fork, it is done when it is called for.
    """
    if items < AT_LEAST or _cores() < 2 or not _can_fork():
        return work
    forked = multiprocessing.get_context("fork")
    receiver, sender = forked.Pipe(duplex=False)
    process = forked.Process(target=_aside, args=(work, sender), daemon=True)
    process.start()
    sender.close()

    def done() -> R:
        try:
            found: R = receiver.recv()
        except EOFError:  # it was ended from outside
            return work()
        finally:
            receiver.close()
            process.join()
        return found

    return done


def _aside(work: Callable[[], Any], sender: Connection) -> None:
    _end_with_parent()
    gc.disable()
    sender.send(work())


def _end_with_parent() -> None:
    """Ends this process when the one that forked it is gone: one that is killed tells nobody, and this would wait."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _part(number: int) -> Any:
    assert _work is not None  # noqa: S101 - set before the fork
    # A search for garbage after each part is enough, and quick: in what is new only, as processes do not live long.
    gc.disable()
    done = _work(number)
    gc.collect(0)
    return done


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def _cores() -> int:
    """How many processes may run at once; `taskset` and containers may allow fewer than the machine has."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
