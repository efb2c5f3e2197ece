"""Finds in a page's elements where the article stands, and what in it is none of it: menus, share bars, hidden text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lxml.html import HtmlElement

Box: TypeAlias = Literal["", "beside", "never"]
"""What an element is: maybe article; beside it, if nobody says otherwise; never a part of one."""

UNREAD = frozenset(
    (
        *("audio", "canvas", "datalist", "math", "noscript", "object", "option"),
        *("script", "select", "style", "svg", "template", "textarea", "title"),
    )
)
"""Elements whose text no reader reads, or not as text."""
_ASIDE = frozenset(("nav", "aside", "footer", "form", "dialog", "menu"))
_ASIDE_ROLES = frozenset(("navigation", "complementary", "contentinfo", "dialog", "alertdialog", "search"))
_BESIDE = re.compile(
    r"(?<![a-z])(?:menu|nav(?:bar|igation)?|side-?bar|related|recirc\w*|recommend\w*|most-?(?:read|popular|viewed)|trending|"
    r"promo\w*|adverts?|advertise\w*|ads?|ad-?\w*slot|sponsor\w*|banner|teasers?|widgets?|pagination|pager|popup|modal|"
    r"overlay|paywall|author-?bio|footer|masthead|toolbar|tags?|read-?(?:more|also|next))(?![a-z])"
)
_NEVER = re.compile(
    r"(?<![a-z])(?:shar(?:e|es|ing)(?:-?(?:bar|buttons?|links?|tools?|this|icons?))?|social-?(?:shar\w+|buttons?|links?|bar|icons?|media)|"
    r"newsletters?(?:-?\w+)?|subscri(?:be|ption)(?:-?\w+)?|sign-?up|cookies?(?:-?\w+)?|consent|gdpr|breadcrumbs?|"
    r"comments?(?:-?(?:section|list|area|form|container))?|disqus\w*|respond|skip-?links?|sr-only|visually-?hidden|"
    r"screen-?reader(?:-?text)?|print-?only)(?![a-z])"
)
"""The words by which authors of pages name such elements, in `class` and `id`."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST = 3
"""An element with more than a third of the page's text is no box, whatever it is called."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What the elements of a page say about its article."""

    roots: frozenset[HtmlElement]
    """The elements that hold it; none if it is the whole page."""
    lengths: Mapping[HtmlElement, int]
    """Characters of text in each element."""
    whole: int
    """Characters in the page."""

    def box(self, element: HtmlElement) -> Box:
        """What an element is by its tag, role, name and style."""
        tag, role = element.tag, element.get("role", "")
        names = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", f"{element.get('class', '')} {element.get('id', '')}").lower()
        is_small = self.lengths.get(element, 0) * _MOST <= self.whole
        if tag == "button" or role == "button":
            return "never"
        if is_small and tag not in ("html", "body", "h1"):
            hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
            if hidden or _NEVER.search(names.replace("_", "-")):
                return "never"
            if tag == "article" and self.roots and all(root.tag != "article" for root in self.roots):
                return "beside"  # a card: what stands around it is the article
            if _BESIDE.search(names.replace("_", "-")):
                return "beside"
        return "beside" if tag in _ASIDE or role in _ASIDE_ROLES else ""


def structure(tree: HtmlElement) -> Structure:
    """The structure of a page."""
    lengths: dict[HtmlElement, int] = {}
    for element in reversed([*tree.iter()]):
        own = 0 if element.tag in UNREAD else len((element.text or "").strip())
        inner = sum(lengths[child] + len((child.tail or "").strip()) for child in element)
        lengths[element] = 0 if element.tag in UNREAD else own + inner
    return Structure(frozenset(_roots(tree, lengths)), lengths, lengths[tree])


def _roots(tree: HtmlElement, lengths: Mapping[HtmlElement, int]) -> list[HtmlElement]:
    articles = tree.xpath("//article[not(ancestor::article)]")
    longest = max(articles, key=lambda one: (_holds_body(one), lengths[one]), default=None)
    for path in ("//main[not(ancestor::main)]", "//*[@role='main'][not(ancestor::*[@role='main'])]"):
        main = max(tree.xpath(path), key=lambda one: lengths[one], default=None)
        if main is not None and longest is not None:
            within = sum(lengths[one] for one in articles if main in one.iterancestors())
            headed = [one for one in articles if one.find(".//h1") is not None]
            if lengths[main] - within <= lengths[longest] or headed:
                continue  # it holds little else than the article, or several, or much besides
        if main is not None:
            return [main]
    if longest is None:
        return []
    # An article is sometimes cut into several elements; the headline stands in the first.
    parts = [one for one in articles if one.getparent() is longest.getparent() and one.find(".//h1") is not None]
    return [longest, *parts] if longest.find(".//h1") is None and len(parts) == 1 else [longest]


def _holds_body(element: HtmlElement) -> bool:
    return element.find(".//*[@itemprop='articleBody']") is not None
