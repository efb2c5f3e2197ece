"""Writes numbers and words in SVG, and draws plain bar charts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from explainer.text.borrowed import Borrowed, signed
from explainer.text.language import Language

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold even as an entity (its production `Char`)."""


def number(value: float) -> str:
    """A number with at most one decimal, as short as SVG reads it: `12`, `.5`, `-3.2`."""
    text = f"{value:.1f}".removesuffix(".0")
    if text in ("-0", "0"):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def percent(value: float) -> str:
    """A share of the drawing's width: `12.5%`."""
    return number(value) + "%"


def words(text: str, limit: int = 0) -> str:
    """Text on one line, escaped; with a limit, cut at a space where there is one and marked as cut."""
    if not limit and text.isalnum():
        return text
    if not text.isprintable():  # only then can anything forbidden be in it
        text = _FORBIDDEN.sub("", text)
    line = " ".join(text.split())
    if limit and len(line) > limit:
        cut = line[: limit - 1]
        head, space, _ = cut.rpartition(" ")
        line = (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:.–—-") + "…"
    return escape(line)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart."""

    label: str
    count: int
    """Not below zero."""
    target: str = ""
    """Where the label leads; empty if it leads nowhere."""
    note: str = ""
    """What else to say of it, in small letters."""


MOST_BARS = 12


def share_bar(bars: Sequence[Bar], language: Language) -> Markup:
    """An HTML list of the first bars, the longest as wide as the chart; each with its number as text."""
    shown = bars[:MOST_BARS]
    longest = max((bar.count for bar in shown), default=0)
    lines = []
    for bar in shown:
        width = 100 * bar.count / longest if longest else 0
        start = "" if language.direction == "ltr" else f' x="{percent(100 - width)}"'
        label = words(bar.label)
        if isinstance(bar.label, Borrowed):
            label = signed(Markup(label))  # noqa: S704 - words() escapes
        if bar.target:
            label = f'<a href="{words(bar.target)}">{label}</a>'
        if bar.note:
            label = f'{label} <span class="x-bar-note">{words(bar.note)}</span>'
        drawing = (
            '<svg class="x-bar-line" width="100%" height="10" aria-hidden="true">'
            f'<rect{start} width="{percent(width)}" height="10" fill="currentColor"/></svg>'
        )
        lines.append(
            f'<li class="x-bar"><span class="x-bar-label">{label}</span> '
            f'<span class="x-bar-count">{bar.count}</span>{drawing}</li>'
        )
    return Markup(f'<ul class="x-bars">{"".join(lines)}</ul>')  # noqa: S704 - every word in it went through words()
