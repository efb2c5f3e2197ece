"""Finds what stands at the head of an article: its title, the day, who wrote it, the picture."""

from __future__ import annotations

import re
from dataclasses import replace

from explainer.authoring.importing.article import Article, Block, Run, cut, tidy
from explainer.authoring.importing.days import Day, printed_day
from explainer.authoring.importing.parts import Sorted, same
from explainer.authoring.importing.phrases import AGENCY, BETWEEN_NAMES, BYLINE, IN_NAMES, heading_kind

_PICTURE_CREDIT = re.compile(
    r"^(.*?)[\s(|.]*((?:Photo|Image|Picture|Credit|Foto|Bild|Photographie|Crédit|Фото|Fotoğraf|صورة|Imagen)s?\s*:\s*.+?|©.+?)\)?$",
    re.IGNORECASE,
)
_SHORT = 100
"""Characters of a byline."""
_LONGEST = 1000
"""Characters of a caption."""
_MOST_AUTHORS = 20


def take_title(done: Sorted, article: Article, blocks: list[Block], name: str) -> None:
    """The title: the first heading of the first level, else what the article says of itself."""
    headings = [block for block in blocks if block.kind == "heading" and heading_kind(block.text[:200]) is None]
    headings.sort(key=lambda block: block.aside)
    first = next((block.text for block in headings if block.level == 1), "")
    if first or article.about.title:
        done.title = first or article.about.title
        done.sure.append(f"`title` is “{done.title}”")
        if first and article.about.title and not article.about.title.startswith(first):
            done.left.append(("another title", (Run(article.about.title),)))
    elif headings and headings[0] is next((block for block in blocks if not block.aside), None):
        done.title = headings[0].text
        done.guessed.append(f"`title` is the first heading, “{done.title}”")
    else:
        stem = re.sub(r"[\W_]+", " ", name.rpartition("/")[2].rpartition(".")[0]).strip()
        done.title = stem or "Untitled"
        done.guessed.append(f"`title` is made of the file's name, “{done.title}”; the article has none")


def take_head(block: Block, done: Sorted) -> bool:
    """Takes what stands in the head of an article: its title again, the day, who wrote it, the picture."""
    if block.kind == "heading":
        return same(block.text, done.title)
    if block.kind == "picture" and done.picture is None:
        done.picture = _with_credit(block)
        return True
    if block.kind != "text":
        return False
    text = block.text
    if same(text, done.title):
        return True
    day: Day | None = printed_day(text, done.language)
    if day is not None and not done.parts[0].pieces:
        if not done.published:
            done.published = day.text
            done.sure.append(f"`published` is {day.text}, from “{text}”")
        elif done.published[:10] != day.text[:10]:
            done.guessed.append(f"`published` is {done.published}; the text also says “{text}”")
        done.printed.append(text)
        return True
    if (
        len(text) <= _SHORT
        and len(done.authors) < _MOST_AUTHORS
        and (by := BYLINE.fullmatch(text))
        and all(_is_name(name) for name in BETWEEN_NAMES.split(by["names"]))
    ):
        done.authors = tuple(dict.fromkeys((*done.authors, *BETWEEN_NAMES.split(by["names"]))))
        done.printed.append(text)
        return True
    if (
        not done.parts[0].pieces
        and (picture := _caption(block)) is not None
        and not (done.picture and (done.picture.runs or done.picture.credit))
    ):
        done.picture = replace(done.picture or Block("picture"), runs=picture.runs, credit=picture.credit)
        done.guessed.append(f"“{text[:40]}…” is the caption of a picture, by {picture.credit}")
        return True
    return False


def _is_name(text: str) -> bool:
    """Whether a text can be somebody's name: `By Monday the water had risen` is no byline."""
    return not any(word[:1].islower() and word not in IN_NAMES for word in text.split())


def _caption(block: Block) -> Block | None:
    """A caption, by its end: an agency or photographer set off in bold or italics."""
    last = block.runs[-1] if block.runs else Run("")
    if len(block.runs) > 1 and (last.strong or last.emphasis) and ("/" in last.text or AGENCY.search(last.text)):
        return Block("picture", tidy(block.runs[:-1]), credit=last.text.strip())
    return None


def _with_credit(block: Block) -> Block:
    """A picture whose credit stands in its caption."""
    if block.credit or not block.runs or len(block.text) > _LONGEST:
        return block
    if (caption := _caption(block)) is not None:
        return replace(block, runs=caption.runs, credit=caption.credit)
    if (match := _PICTURE_CREDIT.match(block.text)) is not None:
        return replace(block, runs=cut(block.runs, 0, match.end(1)), credit=match[2].strip())
    return block
