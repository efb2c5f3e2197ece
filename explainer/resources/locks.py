"""Locks on open files, which end with their process; where a system or a file system knows none, nobody is kept out."""

from __future__ import annotations

import os
import sys

if sys.platform != "win32":
    import fcntl

NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""Opens no link."""
PLAIN = sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NONBLOCK", "O_BINARY"))
"""Opens a file for this process alone, without waiting, and as it is."""


def lock(opened: int, *, inherited: bool = False) -> bool:
    """Locks an open file; False if somebody else has locked it.

    A lock that is `inherited` holds for child processes too, and within this process; any other ends with this process.
    """
    if sys.platform == "win32":
        return True
    try:
        (fcntl.flock if inherited else fcntl.lockf)(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # some network file systems know no locks
        return True
    return True
