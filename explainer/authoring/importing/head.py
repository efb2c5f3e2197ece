"""Reads the head of an article: date, byline and picture."""

from __future__ import annotations

import re
from dataclasses import replace

from explainer.authoring.importing.article import Block, EntryDraft, same
from explainer.authoring.importing.phrases import AGENCY, BETWEEN_NAMES, BYLINE, IN_NAMES, printed_day, squeezed
from explainer.authoring.importing.runs import Run, cut, tidy

_PICTURE_CREDIT = re.compile(
    r"^(.*?)[\s(|.]*((?:Photo|Image|Picture|Credit|Foto|Bild|Photographie|Crédit|Фото|Fotoğraf|صورة|Imagen)s?\s*:\s*.+?|©.+?)\)?$",
    re.IGNORECASE,
)
_SHORT = 100
"""The longest byline, in characters."""
_LONGEST = 1000
"""The longest caption, in characters."""
_MOST_AUTHORS = 20


def take_head(block: Block, draft: EntryDraft) -> bool:
    """Takes a block of the article's head: the repeated title, date, byline or picture. False: it is none of these."""
    if block.kind == "heading":
        return same(block.text, draft.title)
    if block.kind == "picture" and draft.picture is None:
        draft.picture = _with_credit(block)
        return True
    if block.kind != "text":
        return False
    text = block.text
    if same(text, draft.title):
        return True
    if len(text) <= _SHORT and not draft.sections[0].points and _names_only(text, draft.authors):
        draft.head_lines.append(text)
        return True
    day = printed_day(text, draft.language)
    if day is not None and not draft.sections[0].points:
        if not draft.published:
            draft.published = day.text
            draft.certain.append(f"`published` is {day.text}, from “{text}”")
        elif draft.published[:10] != day.text[:10]:
            draft.guessed.append(f"`published` is {draft.published}; the text also says “{text}”")
        draft.head_lines.append(text)
        return True
    if (
        len(text) <= _SHORT
        and len(draft.authors) < _MOST_AUTHORS
        and (by := BYLINE.fullmatch(text))
        and all(_is_name(name) for name in BETWEEN_NAMES.split(by["names"]))
    ):
        draft.authors = tuple(dict.fromkeys((*draft.authors, *BETWEEN_NAMES.split(by["names"]))))
        draft.head_lines.append(text)
        return True
    if (
        not draft.sections[0].points
        and (picture := _caption(block)) is not None
        and not (draft.picture and (draft.picture.runs or draft.picture.credit))
    ):
        draft.picture = replace(draft.picture or Block("picture"), runs=picture.runs, credit=picture.credit)
        draft.guessed.append(f"“{text[:40]}…” is the caption of a picture, by {picture.credit}")
        return True
    return False


def _names_only(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a line holds nothing but the authors' names."""
    by = BYLINE.fullmatch(text)
    if squeezed(authors) and squeezed(authors) == squeezed([by["names"] if by else text]):
        return True
    names = [name for name in BETWEEN_NAMES.split(text) if name]
    return bool(names) and all(any(same(name, author) for author in authors) for name in names)


def _is_name(text: str) -> bool:
    """Whether a text may be a name: `By Monday the water had risen` is not a byline."""
    return not any(word[:1].islower() and word not in IN_NAMES for word in text.split())


def _caption(block: Block) -> Block | None:
    """A caption, recognised by its end: an agency or photographer in bold or italics."""
    last = block.runs[-1] if block.runs else Run("")
    if len(block.runs) > 1 and (last.strong or last.emphasis) and ("/" in last.text or AGENCY.search(last.text)):
        return Block("picture", tidy(block.runs[:-1]), credit=last.text.strip())
    return None


def _with_credit(block: Block) -> Block:
    """Moves the credit out of a picture's caption."""
    if block.credit or not block.runs or len(block.text) > _LONGEST:
        return block
    if (caption := _caption(block)) is not None:
        return replace(block, runs=caption.runs, credit=caption.credit)
    if (match := _PICTURE_CREDIT.match(block.text)) is not None:
        return replace(block, runs=cut(block.runs, 0, match.end(1)), credit=match[2].strip())
    return block
