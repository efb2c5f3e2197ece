"""Text as an article styles it: cut, tidied, and written as Markdown that reads back as the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from explainer.text.inline import links, to_text

_MARKS = re.compile(r"[*`\[\]]|(?<![^\W_])_|_(?![^\W_])|\\(?=[!-/:-@\[-`{-~])|&(?=#?\w+;)")
_ALL = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one style."""

    text: str
    href: str | None = None
    """The link's target, as the article writes it; None without a link."""
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    """The addresses, and their names, in footnotes that belong to its end."""


Runs: TypeAlias = tuple[Run, ...]


def plain(runs: Iterable[Run]) -> str:
    """The text of some runs, without styles."""
    return "".join(run.text for run in runs)


def tidy(runs: Iterable[Run]) -> Runs:
    """Collapses spaces, strips the ends and merges neighbours of one style."""
    tidied: list[Run] = []
    for run in runs:
        text = re.sub("  +", " ", run.text.replace("\xad", ""))
        if not tidied or tidied[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if tidied and replace(tidied[-1], text=text) == replace(run, text=text):
            tidied[-1] = replace(run, text=tidied[-1].text + text)
        elif text:
            tidied.append(replace(run, text=text))
    if tidied:
        tidied[-1] = replace(tidied[-1], text=tidied[-1].text.removesuffix(" "))
    return tuple(run for run in tidied if run.text)


def cut(runs: Iterable[Run], start: int, end: int) -> Runs:
    """The runs between two offsets of their text."""
    pieces, at = [], 0
    for run in runs:
        pieces.append(replace(run, text=run.text[max(0, start - at) : max(0, end - at)]))
        at += len(run.text)
    return tidy(pieces)


def markdown(runs: Runs, addresses: Mapping[str, str]) -> str:
    """Inline Markdown for runs; `addresses` maps each link's address to the one to write; others are not linked."""
    words = plain(runs)
    leading = [addresses[run.href] for run in runs if run.href and run.href in addresses]
    for rich in (True, False):
        text = "".join(_linked(runs, addresses, rich))
        if to_text(text) == words and len(links(text)) == len([href for href, _ in groupby(leading)]):
            return text
    text = _ALL.sub(r"\\\1", words)
    return text if to_text(text) == words else words


def _linked(runs: Runs, addresses: Mapping[str, str], rich: bool) -> Iterator[str]:
    for href, group in groupby(runs, key=lambda run: addresses.get(run.href or "")):
        inside = "".join(_marked(run, rich) for run in group)
        bare = inside.strip(" ")
        if href is None or not bare:
            yield inside
        else:
            target = f"<{href}>" if re.search(r"[()\\]", href) else href
            before, _, after = inside.partition(bare)
            yield f"{before}[{bare}]({target}){after}"


def _marked(run: Run, rich: bool) -> str:
    bare = run.text.strip(" ")
    if not bare:
        return run.text
    before, _, after = run.text.partition(bare)
    if rich and run.code and "`" not in bare:
        return f"{before}`{bare}`{after}"
    text = _MARKS.sub(r"\\\g<0>", bare)
    if rich and (run.strong or run.emphasis):
        mark = "*" * (2 * run.strong + run.emphasis)
        return f"{before}{mark}{text}{mark}{after}"
    return before + text + after


def whole_line(runs: Runs) -> str:
    """Runs as one line for a comment, each link followed by its address."""
    texts = []
    for run in runs:
        href = (run.href or "").strip("#")
        texts.append(f"{run.text} ({href})" if href and href not in run.text else run.text)
    return plain(tidy((Run("".join(texts)),)))
