"""Finds the paragraphs, headings, lists and pictures in an HTML tree, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import lxml.etree
from lxml.html import HtmlElement, defs

from explainer.authoring.importing.article import Block, BlockKind, NotImported
from explainer.authoring.importing.elements import MEDIA, PICTURES, addresses, attribute, left_out, numbers, raised
from explainer.authoring.importing.runs import Run, plain, tidy
from explainer.authoring.importing.structure import UNREAD, Structure, structure
from explainer.model.base import is_blank
from explainer.text.inline import without_breaks

_MAX_DEPTH = 1000
"""Nested elements. The parser drops text below some 2,000 levels; no article has fifty."""

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_KINDS: dict[str, BlockKind] = {**dict.fromkeys(_HEADINGS, "heading"), "li": "item", "blockquote": "quote"}
_INLINE = (
    frozenset(
        (
            *(*defs.font_style_tags, *defs.phrase_tags, *defs.special_inline_tags),
            *("bdi", "data", "label", "mark", "nobr", "output", "rb", "rp", "rt", "ruby", "time", "wbr"),
        )
    )
    - MEDIA
    | PICTURES
)
_OF_A_LAYOUT = ("p", "h1", "h2", "h3", "ul", "ol", "table")
_BARE = re.compile(r"(https?://[^\s<>\"“”«»]{1,2000}(?<![.,;:!?)'’\]]))")
_MOST_NOTES = 20
"""Addresses in the footnotes of one word."""
_SPEAKER = 100
"""The longest name of somebody quoted, with what he is, in characters."""
_CREDIT = re.compile(r"credit|copyright|photographer|source", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """The style and role of the text at a place in the tree."""

    kind: BlockKind = "text"
    level: int = 0
    lists: int = 0
    href: str | None = None
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    raised: bool = False
    aside: bool = False
    boxed: bool = False
    family: str = ""
    """The names of the innermost block and of what it stands in: paragraphs of one article have one."""
    row: bool = False
    numbers: Mapping[HtmlElement, str] = field(default_factory=dict)
    """Those of the innermost list, where they are text."""
    caption: bool = False
    speaker: bool = False
    credit: bool = False


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.left: list[tuple[str, str]] = []
        self._runs: list[Run] = []
        self._credit: list[Run] = []
        self._pictures: list[Block] = []
        self._place = _Place()

    def say(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        text = without_breaks(text)
        if place.credit:
            self._credit.append(Run(text))
            return
        text = raised(text) if place.raised else text
        if not self._runs:
            self._place = place
        self._runs.append(Run(text, place.href, place.strong, place.emphasis, place.code))

    def note(self, address: str, words: str) -> None:
        """Gives the last word an address from its footnote."""
        if self._runs and len(self._runs[-1].notes) < _MOST_NOTES:
            last = self._runs.pop()
            start = last.text.rstrip().rfind(" ") + 1
            self._runs += [replace(last, text=last.text[:start], notes=())] if start and not last.notes else []
            kept = last.text if last.notes else last.text[start:]
            self._runs.append(replace(last, text=kept, notes=(*last.notes, (address, words))))

    def end(self) -> None:
        """Ends the current paragraph."""
        runs, place = tidy(part for run in self._runs for part in _with_links(run)), self._place
        credit = plain(tidy(self._credit))
        self._runs, self._credit = [], []
        if speaker := self._speaker(place, plain(runs)):
            self.blocks[-1] = replace(self.blocks[-1], credit=speaker)
            self.left += (("link of who is quoted", run.href) for run in runs if run.href)
        elif place.caption and (runs or credit) and self.blocks and self.blocks[-1].kind == "picture":
            above = self.blocks[-1]
            joined = tidy((*above.runs, Run(" "), *runs))
            self.blocks[-1] = replace(above, runs=joined, credit=f"{above.credit} {credit}".strip())
        elif not is_blank(plain(runs := tidy((*runs, Run(" "), Run(credit))))):  # a credit here belongs to no picture
            self.blocks.append(
                Block(place.kind, runs, place.level, aside=place.aside, boxed=place.boxed, family=place.family)
            )
        self.blocks += self._pictures
        self._pictures = []

    def _speaker(self, place: _Place, text: str) -> str:
        """Whom a line below a quotation names; empty if it is no such line."""
        said = self.blocks[-1] if self.blocks else None
        if not (place.speaker or place.caption) or said is None or said.kind != "quote" or said.credit:
            return ""
        name = text.strip(" —–-―")
        return name if len(name) <= _SPEAKER else ""

    def picture(self, element: HtmlElement, place: _Place) -> None:
        """Adds a picture; it comes after the paragraph that contains it."""
        address, alt = next(addresses(element), ""), attribute(element, "alt")
        caption = tidy((Run(attribute(element, "title")),))
        where = self._pictures if self._runs else self.blocks
        last = where[-1] if where and where[-1].kind == "picture" else None
        if last is not None and alt == last.alt and last.address in ("", address):
            where[-1] = replace(last, address=address)  # the picture that scripts put here, once more without scripts
        elif address or alt or caption:
            where.append(Block("picture", caption, address=address, alt=alt, aside=place.aside))


def _with_links(run: Run) -> Iterator[Run]:
    """Splits a run so that the bare addresses in it become links."""
    if run.href is not None or run.code or "://" not in run.text:
        yield run
        return
    for part in _BARE.split(run.text):
        yield replace(run, text=part, href=part) if _BARE.fullmatch(part) else replace(run, text=part)


def read_blocks(tree: HtmlElement, *, whole: bool) -> tuple[tuple[Block, ...], tuple[tuple[str, str], ...]]:
    """The blocks of a tree, and what is no text of it, with its kind. Raises NotImported if the tree is too deep.

    With `whole`, all of it is the article, as in Markdown; otherwise the article is looked for.
    """
    reader = _Reader()
    page = None if whole else structure(tree)
    places: list[_Place] = [_Place(aside=page is not None and bool(page.roots))]
    walk = lxml.etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            _break(tag, places.pop(), reader)
            reader.say(element.tail, places[-1])
            continue
        if len(places) > _MAX_DEPTH:
            raise NotImported(
                f"its elements are nested more than {_MAX_DEPTH} levels deep; save only the text, as Markdown"
            )
        place = _inside(element, tag, places[-1], page)
        places.append(place)
        if _is_no_text(element, reader, place, outermost=not (places[-2].raised or places[-2].href)):
            walk.skip_subtree()
            continue
        if place.row and tag in ("td", "th") and element.getprevious() is not None:
            reader.say(" | ", place)
        else:
            _break(tag, place, reader)
        if place.speaker and not places[-2].speaker:
            reader.end()  # above stands what was said
        if tag in PICTURES:
            reader.picture(element, place)
            reader.say(" ", place)
        elif tag == "br":
            following = element.getnext()
            if following is not None and following.tag == "br" and not (element.tail or "").strip() and not place.row:
                reader.end()  # two line breaks end a paragraph
            else:
                reader.say(" ", place)
        if tag == "li" and (printed := place.numbers.get(element)):
            reader.say(f"{printed}. ", place)
        reader.say(element.text, place)
    reader.end()
    return tuple(reader.blocks), tuple(reader.left)


def _is_no_text(element: HtmlElement, reader: _Reader, place: _Place, *, outermost: bool) -> bool:
    """Whether an element is no text; its addresses and what editors may want to know are kept."""
    if element.tag in MEDIA:
        reader.end()
        reader.blocks += (Block("embed", address=address, aside=place.aside) for address in addresses(element))
    elif element.tag == "a" and not element.text and not len(element) and (address := attribute(element, "data-note")):
        reader.note(address, attribute(element, "title"))
        return True
    elif element.tag == "noscript":
        for picture in element.iter("img"):
            reader.picture(picture, place)
    elif (left := left_out(element, outermost=outermost)) is not None:
        reader.left += [left] if left[1] else []
        return True
    return element.tag in MEDIA or element.tag in UNREAD


def _break(tag: str, place: _Place, reader: _Reader) -> None:
    """A block element begins and ends a paragraph; in a table row, only a word."""
    if tag in _INLINE or tag in UNREAD:
        return
    if place.row and tag not in ("table", "tr"):
        reader.say(" ", place)
    else:
        reader.end()


def _names_speaker(tag: str, place: _Place) -> bool:
    return tag == "footer" and place.kind == "quote"


def _inside(element: HtmlElement, tag: str, place: _Place, page: Structure | None) -> _Place:
    """The style and role of the text inside an element; without a page, all is the article."""
    if page is not None and tag not in _INLINE:
        own = f"{tag}.{element.get('class', '')}"
        place = replace(place, family=f"{place.family.rpartition('>')[2]}>{own}")
    if page is not None and element in page.roots and not place.boxed:
        return replace(place, aside=False)
    if place.caption and _CREDIT.search(element.get("class", "")):
        return replace(place, credit=True)
    if page is not None and not place.boxed and not _names_speaker(tag, place) and (box := page.box(element)):
        return replace(place, aside=True, boxed=box == "never")
    match tag:
        case "b" | "strong" | "sup":
            return replace(place, strong=place.strong or tag != "sup", raised=place.raised or tag == "sup")
        case "i" | "em" | "cite":
            ends = tag == "cite" and place.kind == "quote" and not (element.tail or "").strip()
            ends = ends and element.getnext() is None
            kind = "text" if ends else place.kind
            return replace(place, kind=kind, emphasis=True, speaker=place.speaker or ends)
        case "code" | "kbd" | "samp" | "tt" | "pre":
            return replace(place, code=True)
        case "a":
            return replace(place, href=attribute(element, "href") or place.href)
        case "ul" | "ol":
            return replace(place, lists=place.lists + 1, numbers=numbers(element))
        case "li":  # the only one is a paragraph that begins with a number
            return place if len(place.numbers) == 1 else replace(place, kind="item", level=max(1, place.lists))
        case "tr" if next(element.iter(*_OF_A_LAYOUT), None) is None:  # else it only arranges the page
            return replace(place, kind="row", row=True)
        case "figcaption" | "footer" if tag == "figcaption" or _names_speaker(tag, place):
            return replace(place, kind="text", caption=tag == "figcaption", speaker=tag == "footer")
    return replace(place, kind=_KINDS[tag], level=_HEADINGS.get(tag, 0)) if tag in _KINDS else place
