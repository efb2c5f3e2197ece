"""Does without Python's search for garbage where there is next to none, and much to search."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing is searched for garbage meanwhile.

    Beside 10,000 loaded entries each search takes half a second, and there are several in a build. (Mercurial's `nogc`
    does the same for the same reason.)
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
