"""Sorts an article's blocks into a draft: head, background, sections and credits; nothing is left out."""

from __future__ import annotations

import re
from dataclasses import replace

from explainer.authoring.importing import phrases
from explainer.authoring.importing.article import Article, Block, EntryDraft, Metadata, PointDraft, SectionDraft, same
from explainer.authoring.importing.head import take_head
from explainer.authoring.importing.runs import Run, Runs, cut, plain, tidy
from explainer.authoring.importing.titles import take_title
from explainer.checks.sections import sentence_ends
from explainer.text.inline import is_safe_url

_ENDS = re.compile(r"[.!?…:;؟۔。][\"'»”’›)\]]*$|[\"»”]$")
_QUOTES = frozenset("\"'«»“”„‘’‚‹›")
_LEADING = re.compile(r"^(?:[—–•·▪●‣*-]\s+)+")
_DATELINE = re.compile(r"^(?P<place>[^\W\d_][^\d():—–]{1,40}?) ?\((?P<agency>[^()]{2,30})\) ?[—–-]+ ")
_BOLD = 7
"""The level of a heading that is only set in bold: below all others."""
_SHORT = 100
"""The longest bold paragraph that may be a heading, and the longest line of agencies, in characters."""
_CREDIT = 300
"""The longest credit, in characters."""
_MOST_JOINED = 5
"""The most paragraphs that one sentence may be torn into."""
_SUMMARY = 400
"""The longest summary, in characters."""
_LONGEST = 1000
"""The longest paragraph that may be an unfinished sentence, in characters."""


def sort(article: Article, name: str, language: str, last_year: int) -> EntryDraft:
    """Sorts an article into a draft; `name` is its file name, used if it has no title; no date is after `last_year`."""
    metadata = article.metadata
    draft = EntryDraft(
        authors=metadata.authors or metadata.other_authors,
        publisher=metadata.publisher,
        language=language,
        guessed=list(article.notes),
    )
    if is_safe_url(metadata.url):
        draft.original = metadata.url
    elif metadata.url:
        draft.unplaced.append(("address", (Run(metadata.url),)))
    blocks = _whole(article.blocks, draft)
    take_title(draft, article, blocks, name)
    _date(draft, metadata, last_year)
    bold = not any(block.kind == "heading" and not same(block.text, draft.title) for block in blocks)
    for block in blocks:
        if block.aside:
            if not same(block.text, draft.title):
                draft.unplaced.append(("around the article", _as_text(block)))
        elif block.level == 1 and block.kind == "heading" and article.is_page and not _begun(draft):
            if not same(block.text, draft.title):  # the site's name
                draft.unplaced.append(("heading above the article", block.runs))
        elif not (len(draft.sections) == 1 and take_head(block, draft)) and not _marked(block, draft):
            _body(block, draft, bold)
    if not draft.published and (day := phrases.written(metadata.other_day)) and int(day[:4]) <= last_year:
        draft.published = day
        draft.guessed.append(f"`published` is {day}, which stands in the page; compare")
    _leftovers(draft, article)
    _summary(draft, metadata.summary)
    return draft


def _leftovers(draft: EntryDraft, article: Article) -> None:
    """Takes what has no place in an entry into its comments."""
    metadata = article.metadata
    intro = draft.sections[0].points
    if len(draft.sections) > 1 and intro and intro[-1].announces_list and not intro[-1].subpoints:
        draft.unplaced.append(("announcement", intro.pop().runs))
    if metadata.picture and not (draft.picture and draft.picture.address):
        draft.picture = replace(draft.picture or Block("picture"), address=metadata.picture)
    _without_empty(draft)
    draft.unplaced += [(what, (Run(words),)) for what, words in (*article.left, *article.rest)]
    if article.rest:
        kinds = " and ".join(dict.fromkeys(f"{what}s" for what, _ in article.rest))
        draft.guessed.append(f"{kinds} of another site generator are only kept in comments")
    draft.unplaced += [("front matter", (Run(line),)) for line in metadata.rest]
    if metadata.keywords:
        draft.unplaced.append(("keywords", (Run(", ".join(metadata.keywords)),)))


def _date(draft: EntryDraft, metadata: Metadata, last_year: int) -> None:
    """Sets the publication date that the metadata state, the address names, or another program has found."""
    stated = metadata.published
    day, printed = phrases.written(stated), phrases.printed_day(stated, draft.language)
    if day and int(day[:4]) <= last_year:
        draft.published = day
        draft.certain.append(f"`published` is {day}: the article says so")
    elif stated:
        draft.unplaced.append(("date", (Run(stated),)))
        if printed and int(printed.text[:4]) <= last_year:
            draft.published = printed.text
            draft.guessed.append(f"`published` is {printed.text}, read from “{stated}”")
    for found, where in ((phrases.day_in_address(metadata.url), "address"), (metadata.judged_day, "page")):
        if not draft.published and (day := phrases.written(found)) and int(day[:4]) <= last_year:
            draft.published = day
            draft.guessed.append(f"`published` is {day}, found in the {where}; compare")


def _begun(draft: EntryDraft) -> bool:
    """Whether the article has had a point or a heading yet."""
    return len(draft.sections) > 1 or bool(draft.sections[0].points)


def _whole(blocks: tuple[Block, ...], draft: EntryDraft) -> list[Block]:
    """The blocks, with sentences rejoined that an export has split."""
    whole: list[Block] = []
    joined = 0
    for block in blocks:
        if whole and joined < _MOST_JOINED and _belongs_to(block, last := whole[-1]):
            if not phrases.ORIGINAL.fullmatch(last.text):
                draft.guessed.append(f"“…{last.text[-30:]}” and “{block.text[:30]}…” are one sentence")
            whole[-1] = replace(last, runs=tidy((*last.runs, Run(" "), *block.runs)))
            joined += 1
        else:
            whole.append(block)
            joined = 0
    return whole


def _belongs_to(block: Block, last: Block) -> bool:
    """Whether a block continues the previous one's sentence, or is the address that it announced."""
    if not block.runs or last.kind not in ("text", "item", "quote"):
        return False
    text = last.text
    if last.kind == "text" and phrases.ORIGINAL.fullmatch(text):
        return not _unlinked(block)
    goes_on = block.kind == "text" and block.aside == last.aside and block.text[:1].islower()
    return goes_on and len(text) <= _LONGEST and not _ENDS.search(text)


def _marked(block: Block, draft: EntryDraft) -> bool:
    """Takes a block that its first words identify: a credit, the original address, a related article, a notice."""
    text, addresses = block.text, [run.href for run in block.runs if run.href]
    if block.kind in ("picture", "embed"):
        draft.unplaced.append(("picture" if block.kind == "picture" else "embedded", _as_text(block)))
    elif block.kind in ("heading", "row") or (block.kind == "quote" and block.credit):
        return False
    elif phrases.RELATED.match(text):
        draft.unplaced.append(("another article", block.runs))
    elif phrases.NOTICE.match(text):
        draft.unplaced.append(("note on a change", block.runs))
    elif len(text) <= _CREDIT and (phrases.ONLY_AGENCIES.fullmatch(text[: _SHORT + 1]) or phrases.CREDIT.search(text)):
        draft.credit.append(tuple(replace(run, emphasis=False) for run in block.runs))
    elif phrases.ORIGINAL.fullmatch(_unlinked(block)) and [*map(is_safe_url, addresses)] == [True]:
        if draft.original not in ("", *addresses):
            draft.unplaced.append(("another address", block.runs))
        else:
            draft.original = addresses[0]
            draft.original_label += f" {text.replace(draft.original, '')}"
            draft.certain.append(f"it was published at {draft.original}")
    else:
        return False
    return True


def _body(block: Block, draft: EntryDraft, bold: bool) -> None:
    """Adds a block to the section it belongs to."""
    runs = block.runs
    text = block.text
    is_bold = bold and block.kind == "text" and len(text) <= _SHORT and all(run.strong for run in runs)
    if block.kind == "heading" or (is_bold and not text.endswith((".", ":")) and not any(run.href for run in runs)):
        _open(draft, runs, block.level or _BOLD)
        if is_bold:
            draft.guessed.append(f"“{text}” is a heading, though only set in bold")
        return
    if (lead := _LEADING.match(text)) is not None:
        runs = cut(runs, lead.end(), len(text))
    is_quotation = block.kind == "quote"
    if is_quotation and text[:1] in _QUOTES and text[-1:] in _QUOTES:  # the page adds those of the language
        runs = cut(runs, 1, len(text) - 1)
    section = draft.sections[-1]
    if not runs:
        return
    place = _DATELINE.match(plain(runs)) if len(draft.sections) == 1 and not section.points else None
    if place is not None and phrases.AGENCY.search(place["agency"]):
        draft.dateline = place["place"]
        draft.credit.append((Run(place["agency"]),))
        draft.guessed.append(f"`dateline` is {draft.dateline}, `credit` {place['agency']}: the text begins with them")
        runs = cut(runs, place.end(), len(plain(runs)))
    above = section.points[-1] if section.points else None
    if above is not None and block.kind == "item" and (block.level > 1 or above.announces_list):
        above.subpoints.append(runs)
        return
    section.points.append(
        PointDraft(runs, [], block.kind == "text" and text.endswith((":", "：")), is_quotation, block.credit)
    )


def _open(draft: EntryDraft, heading: Runs, level: int) -> None:
    """Begins a section. A heading right above a lower one is the parent, and goes before it."""
    last = draft.sections[-1]
    kind = phrases.heading_kind(plain(heading)[:200])
    if len(draft.sections) > 1 and not last.points and level > last.level:
        if last.kind == "question" and kind not in (None, *(section.kind for section in draft.sections)):
            last.kind = kind
        colon = "" if _ENDS.search(plain(last.heading)) else ":"
        last.heading = tidy((*last.heading, Run(f"{colon} "), *heading))
        last.level = level
        return
    first = kind not in [section.kind for section in draft.sections]
    draft.sections.append(SectionDraft((first and kind) or "question", heading, level=level))


def _without_empty(draft: EntryDraft) -> None:
    """Takes out headings that nothing follows, unless they ask one of the three questions."""
    for section in draft.sections[1:]:
        if section.kind == "question" and not section.points:
            draft.sections.remove(section)
            draft.unplaced.append(("heading without text", section.heading))


def _summary(draft: EntryDraft, description: str) -> None:
    """Sets the summary: the metadata's description, else the first paragraph."""
    intro = draft.sections[0].points
    first = next((section.points[0] for section in draft.sections if section.points), None)
    is_plain = (
        first is not None
        and not first.subpoints
        and not first.speaker
        and not any(run.href or run.notes for run in first.runs)
    )
    if description:
        draft.summary = _beginning(description, draft.language)
        draft.certain.append("`summary` is the article's own description")
        if intro and is_plain and same(plain(intro[0].runs), description):
            del intro[0]
    elif first is not None:
        text = plain(first.runs)
        draft.summary = _beginning(text, draft.language)
        if intro and is_plain and draft.summary == text and (len(intro) > 1 or len(draft.sections) > 1):
            del intro[0]
        draft.guessed.append("`summary` is the first paragraph or its beginning")


def _beginning(text: str, language: str) -> str:
    """As many of a text's sentences as a summary may have."""
    ends = [end for end in sentence_ends(text, language) if end <= _SUMMARY]
    return text[: max(ends, default=len(text))].strip() if len(text) > _SUMMARY else text


def _unlinked(block: Block) -> str:
    """The words of a block that are not links."""
    return plain(run for run in block.runs if not run.href).strip()


def _as_text(block: Block) -> Runs:
    """Everything in a block, as one line."""
    words = (block.alt, block.address, block.credit)
    return tidy((*block.runs, *(Run(f" {word}") for word in words if word)))
