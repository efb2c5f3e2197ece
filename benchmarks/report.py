"""Formats the results: a table of costs, and a table of the limits that a release must meet."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.cases import COLD, EDIT, NOTHING, SEARCH_EDIT
from benchmarks.measure import Run, Written

BEGIN, END = "<!-- begin: python -m benchmarks --docs -->", "<!-- end -->"
"""The lines of docs/speed.md between which the tables are written."""
OURS = "explainer"
"""The contender of ours that is compared with the peers, which have no history either."""
_MEGABYTE = 1_000_000
_NO_START = 1_000
"""Entries from which on a build costs more than its start."""


class Key(NamedTuple):
    """What was measured."""

    entries: int
    program: str
    case: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One run and what it wrote."""

    run: Run
    written: Written


Results = Mapping[Key, Sequence[Sample]]
"""The samples of each measurement, in the order of the rounds."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A limit that must hold."""

    name: str
    limit: float
    unit: str
    values: Sequence[float]
    """One for each round, of which the median counts; empty if not measured."""
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the median is on the right side of the limit."""
        middle = median(self.values)
        return middle >= self.limit if self.at_least else middle <= self.limit

    def row(self) -> tuple[str, ...]:
        """The limit, what was measured, and whether the limit holds."""
        bar = f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"
        if not self.values:
            return self.name, bar, "not measured", "–"
        return self.name, bar, spread(self.values) + self.unit, "yes" if self.holds else "**no**"


def bars(results: Results, preview: Sequence[float] = ()) -> Iterator[Bar]:
    """The bars, for the largest corpus. `preview` is in seconds."""
    sizes = sorted({key.entries for key in results})
    most, least = sizes[-1], next((size for size in sizes if size >= _NO_START), sizes[-1])

    def seconds(program: str, case: str, entries: int = most) -> list[float]:
        return [sample.run.seconds for sample in results.get(Key(entries, program, case), ())]

    def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
        return [value / divisor for value, divisor in zip(above, below, strict=False)]

    per_entry = [value / most * least for value in seconds(OURS, COLD)] if least < most else []
    memory = [
        sample.run.memory / _MEGABYTE
        for key, samples in results.items()
        if key.program.startswith(OURS) and key.entries == most
        for sample in samples
        if sample.run.memory
    ]
    alone, same = "explainer, the pages alone", "Hugo, the same pages"
    desk, ci = "explainer, the desk", "explainer, a deploy in an empty clone"

    def against(one: str, case: str, other: str, other_case: str) -> list[float]:
        return ratios(seconds(one, case), seconds(other, other_case))

    written = [sample.written.files / most for sample in results.get(Key(most, alone, COLD), ())]
    yield Bar("cold, ours against Hugo with the same pages", 1, "×", against(alone, COLD, same, COLD))
    yield Bar("cold, MkDocs + Material against ours", 5, "×", against("MkDocs + Material", COLD, OURS, COLD), True)
    yield Bar("one edit, Hugo with the same pages against ours", 25, "×", against(same, EDIT, alone, EDIT), True)
    yield Bar("one edit with search against one without", 2, "×", against(OURS, SEARCH_EDIT, OURS, EDIT))
    for name in ("check FILE", "check --since HEAD", "agenda", "diff"):
        bar = f"`{name}` after one edit against one edit of the build"
        yield Bar(bar, 1, "×", against(desk, f"{name}, after one edit", desk, EDIT))
    for name, limit in (("check", 0.25), ("fmt --check", 0.5)):
        bar = f"`{name}` of all from nothing against a cold build"
        yield Bar(bar, limit, "×", against(desk, f"{name}, from nothing", desk, COLD))
    yield Bar("nothing changed", 0.3, " s", seconds(OURS, NOTHING))
    yield Bar("files an entry for readers", 4, "", written)
    yield Bar("with the past against without, cold", 1.8, "×", against("explainer, with the past", COLD, OURS, COLD))
    yield Bar("a deploy of one edit in an empty clone against one of all", 0.2, "×", against(ci, EDIT, ci, COLD))
    yield Bar("most memory of all processes, any command", 500, " MB", [max(memory)] if memory else [])
    small = seconds(OURS, COLD, least)
    yield Bar("cold, cost of an entry against a small corpus", 1, "×", ratios(per_entry, small))
    yield Bar("preview, from a save to the browser", 100, " ms", [1000 * value for value in preview])


def as_markdown(results: Results, bars: Sequence[Bar], machine: str) -> str:
    """Both tables, with a line about the machine."""
    most = max(key.entries for key in results)
    costs = _table(
        (
            "entries",
            "program",
            "what",
            "seconds",
            "CPU s",
            "ms an entry",
            "growth",
            "MB of memory",
            "files written",
            "MB written",
        ),
        "rllrrrrrrr",
        (_costs(key, samples, results) for key, samples in results.items()),
    )
    judged = _table((f"at {most:,} entries", "bar", "measured", "holds"), "lrrl", (bar.row() for bar in bars))
    return f"{costs}\n{judged}\n{machine}\n"


def _costs(key: Key, samples: Sequence[Sample], results: Results) -> tuple[str, ...]:
    seconds = [sample.run.seconds for sample in samples]
    written = samples[-1].written
    smallest = min(size for size in results if size[1:] == key[1:])
    return (
        f"{key.entries:,}",
        key.program,
        key.case,
        spread(seconds),
        _number(median(sample.run.processor for sample in samples)),
        _number(1000 * _per_entry(key, results)),
        f"{_number(_per_entry(key, results) / _per_entry(smallest, results))}×" if smallest != key else "–",
        f"{max(sample.run.memory for sample in samples) / _MEGABYTE:,.0f}",
        f"{written.files:,}",
        f"{written.size / _MEGABYTE:,.1f}",
    )


def _per_entry(key: Key, results: Results) -> float:
    return median(sample.run.seconds for sample in results[key]) / key.entries


def spread(values: Sequence[float]) -> str:
    """The median and, if there are several values, the range: `1.23 (1.20–1.30)`."""
    middle = _number(median(values))
    return middle if len(values) == 1 else f"{middle} ({_number(min(values))}–{_number(max(values))})"


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}"


def _table(head: Sequence[str], sides: str, rows: Iterator[tuple[str, ...]]) -> str:
    rule = ["---:" if side == "r" else "---" for _, side in zip(head, sides, strict=True)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))


def machine(rounds: int) -> str:
    """The machine on which it was measured."""
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.is_file() else ""
    name = re.search(r"^model name\s*: (.*)$", text, re.MULTILINE)
    cores = f"{os.cpu_count()} cores" + (f" of {name[1]}" if name else "")
    return f"Rounds: {rounds}. Machine: {cores}, {platform.system()}, Python {platform.python_version()}."


def replace(document: str, text: str) -> str:
    """A document with the text between its two marks replaced."""
    before, _, rest = document.partition(f"{BEGIN}\n")
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"the document lacks the lines `{BEGIN}` and `{END}`")
    return f"{before}{BEGIN}\n\n{text}\n{mark}{after}"
