"""Tells whoever waits how far long work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Watcher: TypeAlias = Callable[[str, int, int, str], None]
"""Is told which work is done, how many items of it, of how many, and what the last one was."""

_watcher: ContextVar[Watcher | None] = ContextVar("_watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """While the block runs in this thread, `watcher` is told how far work is."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(work: str, done: int, total: int, item: str = "") -> None:
    """Tells how far some work is; `work` is what people read, as in `Rendering`."""
    if watcher := _watcher.get():
        watcher(work, done, total, item)
