"""Reads single HTML elements that are no plain text: pictures, media, raised signs, notes, numbers of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

import lxml.etree
from lxml.html import HtmlElement

from explainer.text.inline import without_breaks

PICTURES = frozenset(("img", "amp-img"))
MEDIA = frozenset(("audio", "video", "object", "embed", "iframe"))
MEDIA |= {f"amp-{name}" for name in ("audio", "video", "iframe", "youtube", "twitter", "instagram", "facebook")}
_LAZY = ("data-src", "data-lazy-src", "data-original", "src", "data-srcset", "data-lazy-srcset", "srcset", "data")
"""Where the address of a picture or a film stands. Pages that load it late have a placeholder in `src`."""
_VERSIONS = 20
"""Of one picture."""
_STRUCK = frozenset(("del", "s", "strike"))
_READINGS = frozenset(("rt", "rp", "rtc"))
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]{1,2}|[*†‡§¶↩︎]{1,3})[\])]?|note \d{1,3}", re.IGNORECASE)
"""The sign that leads to a footnote, or back."""
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_ORDINAL = re.compile(r"st|nd|rd|th|er|re|e|è?me|ers?|os?|as?|te|ste|de|tm|sm|[®™º]", re.IGNORECASE)
"""What is raised only for the eye: `21st`."""
_A_YEAR = 1000
_OF_A_PROGRAM = re.compile(r"\s*(?:\[|/|end\b|start\b|begin\b|wp:|google\b)|.*[<>{}=]", re.IGNORECASE | re.DOTALL)
_WORDS = 3
"""The fewest of a comment that somebody wrote; `more` and `toc` are commands."""


def attribute(element: HtmlElement, name: str) -> str:
    """An attribute as one line; empty without it."""
    return without_breaks(element.get(name, "")).strip()


def addresses(element: HtmlElement) -> Iterator[str]:
    """The addresses of a picture or of a film with all its versions, each once; none that only holds data."""
    places = [element, *element.iter("source", "track", "embed", "img", "a", "param")]
    whole = next(element.iterancestors("picture"), None) if element.tag in PICTURES else None
    if whole is not None:
        places += islice(whole.iter("source"), _VERSIONS)
    found: dict[str, None] = {}
    for place in places:
        values = [attribute(place, name) for name in _LAZY]
        values += [attribute(place, "href"), attribute(place, "poster")]
        if place.tag == "param" and place.get("name", "").lower() in ("movie", "src", "url"):
            values.append(attribute(place, "value"))
        for name, value in zip((*_LAZY, "href", "poster", "value"), values, strict=False):
            address = value.split(",")[-1].split()[0] if "srcset" in name and value.split(",")[-1].strip() else value
            if address and not address.lower().startswith("data:"):
                found[address] = None
    yield from found


def left_out(element: HtmlElement, *, outermost: bool) -> tuple[str, str] | None:
    """What an element is and its words, if they are none of the text: struck out, a reading, a mark of a footnote.

    Only the outermost of links and raised texts may be such a mark.
    """
    tag = element.tag
    if tag in _STRUCK:
        return "struck out", _words(element)
    if tag in _READINGS:
        return "reading", "" if tag == "rp" else _words(element)
    links = [*element.iter("a")] if outermost and tag in ("sup", "a") else []
    raised = tag == "sup" or (bool(links) and next(element.iter("sup"), None) is not None)
    if links and all(link.get("href", "").startswith("#") for link in links):
        words = _words(element).partition(" (#")[0]
        if (raised or re.search("foot-?note|fn-?ref|backref", element.get("class", ""))) and _MARK.fullmatch(words):
            return "mark of a footnote", _words(element)
    return None


def _words(element: HtmlElement) -> str:
    """All of an element as one line, with the addresses in it."""
    inside = [address for one in element.iter("a", "img") for address in (one.get("href"), one.get("src")) if address]
    return " ".join(f"{element.text_content()} {' '.join(f'({one})' for one in inside)}".split())


def raised(text: str) -> str:
    """A raised text without its style: `10⁶`, else `^(a+b)`."""
    bare = text.strip()
    if not bare or _ORDINAL.fullmatch(bare):
        return text
    signs = bare.translate(_RAISED)
    return text.replace(bare, signs if not any(sign in bare for sign in signs) else f"^({bare})")


def numbers(element: HtmlElement) -> dict[HtmlElement, str]:
    """The numbers of a list's items, if they say more than the order: years, or one that stands alone."""
    items = [*element.iterchildren("li")] if element.tag == "ol" else []
    counted: list[int] = []
    for item in items:
        written = item.get("value") or ("" if counted else element.get("start", ""))
        is_known = re.fullmatch(r"[0-9]{1,9}", written) is not None
        counted.append(int(written) if is_known else counted[-1] + 1 if counted else 1)
    apart = any(after - before not in (0, 1) for before, after in pairwise(counted))
    if apart or counted[:1] >= [_A_YEAR] or (len(counted) == 1 and counted[0] > 1):
        return {item: str(number) for item, number in zip(items, counted, strict=True)}
    return {}


def take_comments(tree: HtmlElement) -> tuple[tuple[str, str], ...]:
    """Takes the comments out of a tree; those that somebody wrote in the article are returned."""
    parts = tree.xpath("//*[self::article or self::main][not(ancestor::article or ancestor::main)]") or tree.xpath(
        "//body"
    )
    comments = dict.fromkeys(one for part in parts for one in part.iter(lxml.etree.Comment))
    texts = [" ".join((one.text or "").split()) for one in comments]
    lxml.etree.strip_tags(tree, lxml.etree.Comment)
    written = (text for text in texts if len(text.split()) >= _WORDS and not _OF_A_PROGRAM.match(text))
    return tuple(("comment", text) for text in written)
