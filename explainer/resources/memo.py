"""Keeps the results of a function between runs, under the fingerprints of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

import msgspec

from explainer.keys import digest
from explainer.resources.reading import read
from explainer.resources.store import Store


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The result for a file."""

    lasting: bool = True
    """Whether it holds until its inputs change: not if something could not be read that may be there the next time."""


T = TypeVar("T", bound=Fact)

Work: TypeAlias = Callable[[Sequence[str]], Sequence[T]]
"""A function of some files: a result for each."""
Remember: TypeAlias = Callable[[Mapping[str, str], Work[T]], Mapping[str, T]]
"""The results for files, by path, from the fingerprints of all that decides them: remembered, or else worked out."""


def worked_out(keys: Mapping[str, str], work: Work[T]) -> Mapping[str, T]:
    """Remembers nothing."""
    return dict(zip(keys, work([*keys]), strict=True))


class Result(msgspec.Struct, Generic[T], frozen=True, array_like=True, gc=False):
    """The result for a file, and the fingerprint of its inputs."""

    key: str
    value: T


class Results(msgspec.Struct, Generic[T], frozen=True, array_like=True):
    """The results of a function."""

    program: str = ""
    """The fingerprint of the program that worked them out."""
    results: dict[str, Result[T]] = {}
    """By path."""


class Memo(Generic[T]):
    """Remembers results in a file. `kind` is `Results` of their type."""

    def __init__(
        self,
        root: Path,
        name: str,
        kind: type[Results[T]],
        *,
        program: str,
        spread: Callable[[Work[T], Sequence[str]], Iterable[Sequence[T]]],
        contents: Mapping[str, str] | None = None,
    ) -> None:
        """`spread` runs a function on parts of a list, in order.

        `contents` has the fingerprints of the files, by path; by default the keys are these.
        """
        self._root, self._program, self._spread, self._contents = root, program, spread, contents
        self._store = Store(root / ".cache" / f"{name}.bin", kind)

    def __call__(self, keys: Mapping[str, str], work: Work[T]) -> Mapping[str, T]:
        """Remembers what is new, and forgets files that are gone."""
        kept = self._store.value
        known = kept.results if kept.program == self._program else {}
        new = [path for path, key in keys.items() if path not in known or known[path].key != key]
        values = iter(value for part in self._spread(work, new) for value in part)
        found = known | {path: Result(keys[path], value) for path, value in zip(new, values, strict=True)}
        if new:
            fingerprints = keys if self._contents is None else self._contents
            passing = {path for path in new if not (found[path].value.lasting and self._is(path, fingerprints[path]))}
            there = (path for path in found if path in keys or (self._root / path).is_file())
            self._store.save(Results(self._program, {path: found[path] for path in there if path not in passing}))
        return {path: found[path].value for path in keys}

    def _is(self, path: str, fingerprint: str) -> bool:
        """Whether a file still has the content that decided its key, so that the result is that content's."""
        with suppress(OSError):
            return digest(read(self._root / path)) == fingerprint
        return False
