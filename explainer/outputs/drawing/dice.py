"""Chance that falls the same way each time: numbers drawn from a text."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of choices that depends on nothing but its seed: not on the machine, the day or PYTHONHASHSEED."""

    def __init__(self, *seed: str) -> None:
        key = blake2b("\0".join(seed).encode("utf-8", "surrogatepass"), digest_size=32).digest()
        self._keyed = blake2b(key=key, digest_size=6)
        self._throws = 0

    def fraction(self) -> float:
        """From 0 up to, not including, 1."""
        self._throws += 1
        hashed = self._keyed.copy()
        hashed.update(self._throws.to_bytes(8, "big"))
        return int.from_bytes(hashed.digest(), "big") / 2**48

    def between(self, low: float, high: float) -> float:
        """Anywhere between two numbers."""
        return low + (high - low) * self.fraction()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self.fraction() < share

    def pick(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self.fraction() * len(choices))]
