"""A site's entries: in short at once, and whole when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

from explainer.model.entry import Entry
from explainer.model.summary import EntrySummary, summarize


@dataclass(frozen=True, slots=True)
class Entries(Sequence[Entry]):
    """Entries as a sequence, each read when it is asked for: ten thousand whole ones would fill the memory."""

    summaries: tuple[EntrySummary, ...]
    """By path."""
    whole: Callable[[EntrySummary], Entry]
    contents: Mapping[str, str] = field(default_factory=dict)
    """By path: the fingerprint of an entry's file; empty where nothing is kept between runs."""
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    """By path: the fingerprint of a summary, where it is already known."""

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Entries:
        """Entries that are already read."""
        if isinstance(entries, Entries):
            return entries
        by_path = {entry.path: entry for entry in entries}
        return cls(tuple(map(summarize, entries)), lambda summary: by_path[summary.path])

    def __len__(self) -> int:
        return len(self.summaries)

    def __iter__(self) -> Iterator[Entry]:
        return map(self.whole, self.summaries)

    @overload
    def __getitem__(self, place: int) -> Entry: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...

    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        found = self.summaries[place]
        return tuple(map(self.whole, found)) if isinstance(found, tuple) else self.whole(found)
