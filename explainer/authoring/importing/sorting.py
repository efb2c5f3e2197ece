"""Sorts an article's blocks into the parts of an entry: head, background, sections, credits; nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explainer.authoring.importing.article import Article, Block, Run, Runs, cut, plain, tidy
from explainer.authoring.importing.days import printed_day, written
from explainer.authoring.importing.head import take_head, take_title
from explainer.authoring.importing.parts import Part, Piece, Sorted, same
from explainer.authoring.importing.phrases import (
    AGENCY,
    CREDIT,
    NOTICE,
    ONLY_AGENCIES,
    ORIGINAL,
    QUOTATION_MARKS,
    RELATED,
    heading_kind,
)
from explainer.checks.sections import sentence_ends
from explainer.text.inline import is_safe_url

_ENDS = re.compile(r"[.!?…:;؟۔。][\"'»”’›)\]]*$|[\"»”]$")
_QUOTES = frozenset("\"'«»“”„‘’‚‹›")
_LEADING = re.compile(r"^(?:[—–•·▪●‣*-]\s+)+")
_DATELINE = re.compile(r"^(?P<place>[^\W\d_][^\d():—–]{1,40}?) ?\((?P<agency>[^()]{2,30})\) ?[—–-]+ ")
_SHORT = 100
"""Characters of a bold paragraph that may be a heading, or of a line that only names agencies."""
_MOST_JOINED = 5
"""Pieces of one sentence."""
_SUMMARY = 400
"""Characters of a paragraph that can be a summary."""
_LONGEST = 1000
"""Characters of a paragraph that may lack its end."""


def sort(article: Article, name: str, language: str) -> Sorted:
    """The parts of an entry in an article; `name` is its file's, for one without a title."""
    about = article.about
    done = Sorted(authors=about.authors, publisher=about.publisher, language=language, guessed=list(article.notes))
    if is_safe_url(about.url):
        done.original = about.url
    elif about.url:
        done.left.append(("address", (Run(about.url),)))
    blocks = list(_whole(article.blocks, done))
    take_title(done, article, blocks, name)
    done.published = written(about.published)
    if done.published:
        done.sure.append(f"`published` is {done.published}: the article says so itself")
    elif day := printed_day(about.published, language):
        done.published = day.text
        done.guessed.append(f"`published` is {day.text}, read from “{about.published}”")
    if about.published and not written(about.published):
        done.left.append(("date", (Run(about.published),)))
    bold = not any(block.kind == "heading" and not same(block.text, done.title) for block in blocks)
    for block in blocks:
        if block.aside:
            if not same(block.text, done.title):
                done.left.append(("around the article", _as_text(block)))
        elif not (len(done.parts) == 1 and take_head(block, done)) and not _marked(block, done):
            _body(block, done, bold)
    intro = done.parts[0].pieces
    if len(done.parts) > 1 and intro and intro[-1].leads and not intro[-1].below:
        done.left.append(("announcement", intro.pop().runs))
    if about.picture and not (done.picture and done.picture.address):
        done.picture = replace(done.picture or Block("picture"), address=about.picture)
    done.left += [("front matter", (Run(line),)) for line in about.rest]
    if about.keywords:
        done.left.append(("keywords", (Run(", ".join(about.keywords)),)))
    _summary(done, about.summary)
    return done


def _whole(blocks: tuple[Block, ...], done: Sorted) -> Iterator[Block]:
    """The blocks, with sentences joined that an export has torn apart."""
    last: Block | None = None
    joined = 0
    for block in blocks:
        if last is not None and joined < _MOST_JOINED and _belongs_to(block, last):
            if not ORIGINAL.fullmatch(last.text):
                done.guessed.append(f"“…{last.text[-30:]}” and “{block.text[:30]}…” are one sentence")
            last = replace(last, runs=tidy((*last.runs, Run(" "), *block.runs)))
            joined += 1
            continue
        if last is not None:
            yield last
        last, joined = block, 0
    if last is not None:
        yield last


def _belongs_to(block: Block, last: Block) -> bool:
    """Whether a paragraph goes on where the one before it broke off, or is the address that it announced."""
    if not block.runs or last.kind not in ("text", "item", "quote"):
        return False
    text = last.text
    if last.kind == "text" and ORIGINAL.fullmatch(text):
        return not _unlinked(block)
    goes_on = block.kind == "text" and block.aside == last.aside and block.text[:1].islower()
    return goes_on and len(text) <= _LONGEST and not _ENDS.search(text)


def _marked(block: Block, done: Sorted) -> bool:
    """Takes what says by its first words what it is: thanks, the original address, other articles, notices."""
    text = block.text
    if block.kind not in ("text", "item", "quote", "picture", "embed"):
        return False
    if block.kind in ("picture", "embed"):
        done.left.append(("picture" if block.kind == "picture" else "embedded", _as_text(block)))
    elif RELATED.match(text):
        done.left.append(("another article", block.runs))
    elif NOTICE.match(text):
        done.left.append(("note on a change", block.runs))
    elif len(text) <= 3 * _SHORT and (ONLY_AGENCIES.fullmatch(text[: _SHORT + 1]) or CREDIT.search(text)):
        done.credit.append(tuple(replace(run, emphasis=False) for run in block.runs))
    elif ORIGINAL.fullmatch(_unlinked(block)) and [is_safe_url(run.href) for run in block.runs if run.href] == [True]:
        address = next(run.href for run in block.runs if run.href)
        if done.original and done.original != address:
            done.left.append(("another address", block.runs))
        else:
            done.original = address
            done.original_label += f" {text.replace(address, '')}"
            done.sure.append(f"it was published at {done.original}")
    else:
        return False
    return True


def _body(block: Block, done: Sorted, bold: bool) -> None:
    """Puts what is said into the section in which it is said."""
    runs = block.runs
    text = block.text
    is_bold = bold and block.kind == "text" and len(text) <= _SHORT and all(run.strong for run in runs)
    if block.kind == "heading" or (is_bold and not text.endswith((".", ":")) and not any(run.href for run in runs)):
        kind = heading_kind(text[:200])
        kind = None if kind in done.asked else kind
        done.asked.add(kind or "question")
        done.parts.append(Part(kind or "question", runs))
        if is_bold:
            done.guessed.append(f"“{text}” is a heading, though only set in bold")
        return
    if (lead := _LEADING.match(text)) is not None:
        runs = cut(runs, lead.end(), len(text))
    if block.kind == "quote" and text[:1] not in _QUOTES:
        marks = QUOTATION_MARKS.get(done.language, "“”")
        runs = (Run(marks[0]), *runs, Run(marks[1]))
    part = done.parts[-1]
    if not runs:
        return
    place = _DATELINE.match(plain(runs)) if len(done.parts) == 1 and not part.pieces else None
    if place is not None and AGENCY.search(place["agency"]):
        done.dateline = place["place"]
        done.credit.append((Run(place["agency"]),))
        done.guessed.append(f"`dateline` is {done.dateline}, `credit` {place['agency']}: the text begins with them")
        runs = cut(runs, place.end(), len(plain(runs)))
    above = part.pieces[-1] if part.pieces else None
    if above is not None and block.kind == "item" and (block.level > 1 or above.leads):
        above.below.append(runs)
        return
    part.pieces.append(Piece(runs, leads=block.kind == "text" and text.endswith((":", "："))))


def _summary(done: Sorted, said: str) -> None:
    """The summary that the article gives of itself, else its first paragraph."""
    intro = done.parts[0].pieces
    first = next((part.pieces[0] for part in done.parts if part.pieces), None)
    is_plain = first is not None and not first.below and not any(run.href for run in first.runs)
    if said:
        done.summary = said
        done.sure.append("`summary` is the article's own description")
        if intro and is_plain and same(plain(intro[0].runs), said):
            del intro[0]
    elif first is not None:
        text = plain(first.runs)
        ends = [end for end in sentence_ends(text) if end <= _SUMMARY]
        done.summary = text[: max(ends, default=len(text))].strip() if len(text) > _SUMMARY else text
        if intro and is_plain and done.summary == text and (len(intro) > 1 or len(done.parts) > 1):
            del intro[0]
        done.guessed.append("`summary` is the first paragraph, or its beginning")


def _unlinked(block: Block) -> str:
    """The words of a block that lead nowhere."""
    return plain(run for run in block.runs if not run.href).strip()


def _as_text(block: Block) -> Runs:
    """All that a block holds, as one line."""
    words = (block.alt, block.address, block.credit)
    return tidy((*block.runs, *(Run(f" {word}") for word in words if word)))
