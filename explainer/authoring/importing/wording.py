"""Writes runs as inline Markdown that reads back as the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from explainer.authoring.importing.article import Run, Runs, plain, tidy
from explainer.text.inline import links, to_text

_MARKS = re.compile(r"[*`\[\]]|(?<![^\W_])_|_(?![^\W_])|\\(?=[!-/:-@\[-`{-~])|&(?=#?\w+;)")
_ALL = re.compile(r"([!-/:-@\[-`{-~])")


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
        if href is None:
            yield inside
        else:
            bare = inside.strip(" ")
            target = f"<{href}>" if re.search(r"[()\\]", href) else href
            before, after = inside[: len(inside) - len(inside.lstrip(" "))], inside[len(inside.rstrip(" ")) :]
            yield f"{before}[{bare}]({target}){after}" if bare else inside


def _marked(run: Run, rich: bool) -> str:
    bare = run.text.strip(" ")
    if not bare:
        return run.text
    before = run.text[: len(run.text) - len(run.text.lstrip(" "))]
    after = run.text[len(run.text.rstrip(" ")) :]
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
