"""How a host is asked: one request at a time, with pauses, and not at all when it has asked to be left alone."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from threading import Lock

PAUSE = 1.0
"""Seconds between two requests to a host."""
LONGEST = 60.0
"""Seconds that a host may ask us to wait (`Retry-After`). Who asks for more is left alone for the rest of the run."""
_TRIES = 3
"""Requests in a row that reach nobody, after which the host's other pages wait for the next run."""


class LeftAlone(Exception):
    """The host is not asked again in this run."""


class TimeUp(Exception):
    """The time for the run is up."""


class Manners:
    """What is known of each host in a run; several threads may share it."""

    def __init__(
        self,
        seconds: float = math.inf,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`seconds`: how long the run may take."""
        self._clock, self._sleep = clock, sleep
        self._end = clock() + seconds
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._lock = Lock()
        self._next: dict[str, float] = {}
        self._failed: defaultdict[str, int] = defaultdict(int)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until the host may be asked. Raises LeftAlone, TimeUp."""
        with self._lock:
            own = self._locks[host]
        with own:
            begin = self._next.get(host, -math.inf)
            if begin == math.inf or self._failed[host] >= _TRIES:
                raise LeftAlone
            wait = begin - self._clock()
            if self._clock() + max(wait, 0) >= self._end:
                raise TimeUp
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._next[host] = max(self._next.get(host, 0), self._clock() + PAUSE)

    def unreached(self, host: str) -> None:
        """Notes that nobody answered."""
        self._failed[host] += 1

    def heard(self, host: str, status: int, headers: Mapping[str, str]) -> bool:
        """Notes an answer. Whether the host asks for the same request again, later in this run."""
        self._failed[host] = 0
        if status not in (429, 503):
            return False
        wait = _seconds(headers.get("Retry-After", ""), headers.get("Date", ""))
        if wait is None:
            wait = math.inf if status == 429 else 0
        if wait > LONGEST:
            wait = math.inf
        with self._lock:
            self._next[host] = max(self._next[host], self._clock() + wait)
        return 0 < wait < math.inf


def _seconds(text: str, now: str) -> float | None:
    """What `Retry-After` says: seconds, or a moment to compare with the answer's own date (RFC 9110, 10.2.3)."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0, (parsedate_to_datetime(text) - parsedate_to_datetime(now)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
