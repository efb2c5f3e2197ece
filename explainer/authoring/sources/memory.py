"""Remembers when something was last asked for, so that a run that was stopped goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from explainer.resources.store import Store

FRESH = timedelta(days=7)
"""What was in order is not asked for again in this time."""


class _Asked(msgspec.Struct, frozen=True):
    seconds: dict[str, float] = {}
    """By name: when, in seconds since 1970."""


class Memory:
    """When each thing was last in order; a damaged or missing file remembers nothing."""

    def __init__(self, root: Path, name: str, now: datetime) -> None:
        """`name` is that of the command."""
        self._store = Store(root / ".cache" / f"{name}.bin", _Asked)
        self._now = now.timestamp()
        self._seconds = dict(self._store.value.seconds)

    def is_fresh(self, name: str) -> bool:
        """Whether something was in order lately."""
        return 0 <= self._now - self._seconds.get(name, 0) < FRESH.total_seconds()

    def oldest_first(self, names: Iterable[str]) -> list[str]:
        """Names sorted by when they were last asked for, then by themselves."""
        return sorted(names, key=lambda name: (self._seconds.get(name, 0), name))

    def note(self, name: str) -> None:
        """Remembers that something is in order now."""
        self._seconds[name] = self._now

    def save(self) -> None:
        """Keeps this for the next run; where nothing can be kept, the next run asks again."""
        kept = {name: at for name, at in self._seconds.items() if self._now - at < 8 * FRESH.total_seconds()}
        self._store.save(_Asked(kept))
