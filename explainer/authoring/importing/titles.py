"""Finds the title of an article among its headings, its metadata and what trafilatura takes for it."""

from __future__ import annotations

import re

from explainer.authoring.importing.article import Article, Block, EntryDraft
from explainer.authoring.importing.phrases import heading_kind
from explainer.authoring.importing.runs import Run

_CHANCE = 3
"""Words in a row that two texts hardly share by chance."""


def take_title(draft: EntryDraft, article: Article, blocks: list[Block], name: str) -> None:
    """Sets the title; `name` is the file's, for an article without one."""
    metadata = article.metadata
    headings = sorted((block for block in blocks if block.kind == "heading"), key=lambda block: block.aside)
    title = _of_headings([block.text for block in headings if block.level == 1], article)
    first = next((block for block in blocks if not block.aside), None)
    if title := title or metadata.title or metadata.judged_title or metadata.page_title:
        draft.certain.append(f"`title` is “{title}”")
    elif first is not None and first.kind == "heading" and heading_kind(first.text[:200]) is None:
        title = first.text
        draft.guessed.append(f"`title` is the first heading, “{title}”")
    else:
        title = re.sub(r"[\W_]+", " ", name.rpartition("/")[2].rpartition(".")[0]).strip() or "Untitled"
        draft.guessed.append(f"`title` comes from the file's name, “{title}”; the article has none")
    draft.title = title
    told = metadata.title or metadata.page_title
    if told and not told.startswith(title):
        draft.unplaced.append(("another title", (Run(told),)))


def _of_headings(highest: list[str], article: Article) -> str:
    """The title by the headings of level one: that on which one agrees with the metadata, else the first."""
    metadata = article.metadata
    for heading in highest:
        if agreed := _agreed(heading, metadata.title or metadata.page_title):
            return agreed
    for heading in highest:
        if _begins(metadata.page_title, heading):  # some headlines in metadata are descriptions
            return heading
    if stated := metadata.title or metadata.judged_title or metadata.page_title:
        return stated  # the only heading of level one is often the site's name
    statements = (heading for heading in highest if heading_kind(heading[:200]) is None)
    # Several questions are sections; one alone is a headline.
    return next(statements, highest[0] if len(highest) == 1 else "")


def _agreed(heading: str, told: str) -> str:
    """The title on which a heading and the metadata agree; empty if they do not."""
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (heading, told))
    if not ours or not theirs:
        return ""
    if theirs[: len(ours)] == ours or (len(ours) >= _CHANCE and 2 * len(ours) > len(theirs) and _holds(theirs, ours)):
        return heading  # the metadata often name the site, too
    return told if len(theirs) >= _CHANCE and _holds(ours, theirs) else ""  # a kicker stands above many a headline


def _begins(title: str, heading: str) -> bool:
    """Whether more than half of a page's title is a heading, at its beginning."""
    ours, theirs = (re.findall(r"\w+", text.casefold()) for text in (heading, title))
    return 2 * len(ours) > len(theirs) and theirs[: len(ours)] == ours


def _holds(words: list[str], others: list[str]) -> bool:
    return f" {' '.join(others)} " in f" {' '.join(words)} "
