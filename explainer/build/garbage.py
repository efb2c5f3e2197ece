"""Turns off garbage collection where it would scan many objects and find next to nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
