"""Plain bar charts: who is cited how often, and what kinds of source there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from explainer.outputs.drawing.svg import percent, words
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart."""

    label: str
    count: int
    """Not below zero."""
    target: str = ""
    """Where the label leads; empty if it leads nowhere."""


def share_bar(bars: Sequence[Bar], language: Language, *, most: int = 12, rest: str = "") -> Markup:
    """An HTML list of bars in the order given, the longest as wide as the chart; each with its number as text.

    Beyond `most` lines the others are added up in a last one that says `rest` and has no bar, as it would dwarf the
    others; they are left out if nothing is said.
    """
    shown, others = list(bars[:most]), bars[most:]
    longest = max((bar.count for bar in shown), default=0)
    if others and rest:
        shown.append(Bar(rest, sum(bar.count for bar in others)))
    lines = []
    for line, bar in enumerate(shown):
        is_rest = line >= most
        width = 100 * bar.count / longest if longest else 0
        start = "" if language.direction == "ltr" else f' x="{percent(100 - width)}"'
        label = words(bar.label)
        if bar.target:
            label = f'<a href="{words(bar.target)}">{label}</a>'
        drawing = (
            '<svg class="x-bar-line" width="100%" height="10" aria-hidden="true">'
            f'<rect{start} width="{percent(width)}" height="10" fill="currentColor"/></svg>'
        )
        lines.append(
            f'<li class="x-bar{" x-bar--rest" if is_rest else ""}"><span class="x-bar-label">{label}</span> '
            f'<span class="x-bar-count">{bar.count}</span>{"" if is_rest else drawing}</li>'
        )
    return Markup(f'<ul class="x-bars">{"".join(lines)}</ul>')  # noqa: S704 - every word in it went through words()
