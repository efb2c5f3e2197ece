"""How much of a large matrix a test runs: a sample, or all of it where the whole matrix is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
WHOLE = os.environ.get("EXPLAINER_MATRIX") == "whole"
"""`make nightly` asks for it."""


def sample(cases: Sequence[T], most: int) -> list[T]:
    """So many of the cases, evenly spread, the first and the last among them; the same at each run."""
    if WHOLE or len(cases) <= most:
        return list(cases)
    return [cases[round(place * (len(cases) - 1) / (most - 1))] for place in range(most)]
