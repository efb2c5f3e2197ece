"""The order in which commits are searched: what was published first, then what was merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence


def searched(parents: Mapping[str, Sequence[str]], newest: str) -> Iterator[tuple[str, bool]]:
    """Every commit, newest first, and whether it lies on the main line, the first parents of `newest`.

    `parents` has the parents of each commit. After each commit of the main line come those that it merged. So the order
    follows from the commits alone, not from their dates, and newer commits never change the order of older ones.
    """
    line = []
    name = newest
    while name in parents:
        line.append(name)
        name = next(iter(parents[name]), "")
    seen = set(line)
    merged = {commit: _merged(parents[commit][1:], parents, seen) for commit in reversed(line)}
    for commit in line:
        yield commit, True
        yield from ((other, False) for other in merged[commit])


def _merged(heads: Iterable[str], parents: Mapping[str, Sequence[str]], seen: set[str]) -> list[str]:
    """The commits that are reachable from some and not seen yet, each before its parents."""
    finished = []
    stack = [(head, False) for head in heads]
    while stack:
        commit, done = stack.pop()
        if done:
            finished.append(commit)
        elif commit in parents and commit not in seen:
            seen.add(commit)
            stack.append((commit, True))
            stack += ((parent, False) for parent in parents[commit])
    return finished[::-1]
