"""Python's memory: no search for garbage where there is next to none; and what is free given back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


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


def give_back() -> None:
    """Gives the system the memory that C's library keeps for later, after something large; where that can be asked."""
    import ctypes  # which few need

    with suppress(OSError, AttributeError, TypeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)
